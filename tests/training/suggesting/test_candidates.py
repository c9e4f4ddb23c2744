import pytest

from nomen.model.tagger import Tagger
from nomen.training.suggesting.candidates import (
    MAX_TOKENS,
    Candidate,
    find_candidates,
    sentence_key,
)
from nomen.training.suggesting.raw_files import RawPart


def candidates(tagger: Tagger, *texts: str) -> list[Candidate]:
    parts = (RawPart(text=text, document=f"note {i}") for i, text in enumerate(texts))
    return list(find_candidates(tagger, parts))


def test_sentences_come_with_names_and_tokens(default_tagger: Tagger) -> None:
    text = "It rained all day. Harry Potter met Hermione Granger."
    first, second = candidates(default_tagger, text)
    assert (first.text, first.names) == ("It rained all day.", [])
    assert second.text == "Harry Potter met Hermione Granger."
    assert (second.start, second.document) == (19, "note 0")
    assert [second.text[a:b] for a, b in second.names] == ["Harry Potter", "Hermione Granger"]
    assert [second.text[a:b] for a, b in second.tokens[:3]] == ["Harry", "Potter", "met"]


def test_doubts_are_those_of_the_probabilities(default_tagger: Tagger) -> None:
    sure, unsure = candidates(default_tagger, "It rained all day.", "Ask Darvon or Blix about it.")
    assert sure.entropy < 0.05 < unsure.entropy
    assert "darvon" in unsure.doubts
    assert ("ask", "or") in unsure.doubts


def test_what_is_short_is_left_out(default_tagger: Tagger) -> None:
    assert candidates(default_tagger, "Yes.", "Thanks!") == []


def test_a_long_table_is_parted_into_lines(default_tagger: Tagger) -> None:
    rows = [f"{i},born {1900 + i},7,8,9,London" for i in range(MAX_TOKENS)]
    found = candidates(default_tagger, "\n".join(rows) + "\n")
    assert [each.text for each in found] == rows


def test_a_sentence_does_not_end_inside_a_name(default_tagger: Tagger) -> None:
    for each in candidates(default_tagger, "We saw Dr. Ada Lovelace. J. R. R. Tolkien wrote it."):
        assert all(0 <= start < end <= len(each.text) for start, end in each.names)


def test_each_text_keeps_its_document(default_tagger: Tagger) -> None:
    found = candidates(default_tagger, "It rained all day.", "The sun came out.")
    assert [each.document for each in found] == ["note 0", "note 1"]


@pytest.mark.parametrize("other", [["Room", "12", "is", "free"], ["room", "34", "IS", "free"]])
def test_keys_fold_case_and_digits(other: list[str]) -> None:
    assert sentence_key(other) == "room 00 is free"
