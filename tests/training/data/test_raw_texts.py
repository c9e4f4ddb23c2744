import hashlib
from pathlib import Path

import pytest

from nomen.training.data.raw_texts import (
    UNKNOWN_WORD,
    RawText,
    draw_sentences,
    find_text,
    paragraphs,
    read_sentences,
    split_sentences,
    texts,
)
from nomen.training.data.registry import file_sha256
from nomen.training.errors import CorpusError


def raw_text(folder: Path, content: str, **facts: str) -> RawText:
    (folder / "own.txt").write_text(content, encoding="utf-8")
    known = {
        "name": "own",
        "licence_class": "open",
        "licence": "CC0",
        "repository": "own/own",
        "commit": "0123456789",
        "description": "A test's own.",
        "sha256": hashlib.sha256(content.encode()).hexdigest(),
    }
    return RawText.model_validate(known | facts)


def test_the_registry_knows_the_class_of_every_text() -> None:
    assert {text.licence_class for text in texts().values()} == {"open", "customary", "closed"}
    assert find_text("litbank_gutenberg_novels").licence_class == "open"
    assert find_text("bbc_news").licence_class == "closed"


def test_a_text_has_an_address() -> None:
    assert find_text("inaugural").address == "https://github.com/nltk/nltk_data/tree/5db857e6f7"


def test_a_text_that_is_not_registered_is_refused() -> None:
    with pytest.raises(CorpusError, match="nowhere: no text of that name; expected one of"):
        find_text("nowhere")


def test_blank_lines_are_left_out(tmp_path: Path) -> None:
    found = raw_text(tmp_path, "Ron said no.\n\n  \nNobody came. \n")
    assert list(paragraphs(found, tmp_path)) == ["Ron said no.", "Nobody came."]


def test_the_marks_of_wikitext_are_taken_out(tmp_path: Path) -> None:
    content = " = Harry Potter = \n \n A well @-@ known <unk> of 5 @.@ 2 m , he . \n"
    found = raw_text(tmp_path, content, markup="wikitext")
    expected = f"A well-known {UNKNOWN_WORD} of 5.2 m , he ."
    assert list(paragraphs(found, tmp_path)) == [expected]


def test_a_text_that_is_not_at_hand_is_named(tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match=r"inaugural.txt: not at hand; .* NOMEN_TEXTS"):
        list(paragraphs(find_text("inaugural"), tmp_path))


def test_another_file_than_the_registered_one_is_refused(tmp_path: Path) -> None:
    found = raw_text(tmp_path, "Ron said no.\n", sha256=64 * "0")
    with pytest.raises(CorpusError, match=r"own.txt: sha256 is not the registered one"):
        list(paragraphs(found, tmp_path))


def test_a_text_is_split_as_in_serving() -> None:
    found = list(split_sentences("Mr. Potter can't. He won."))
    assert found == [["Mr.", "Potter", "ca", "n't", "."], ["He", "won", "."]]


def test_documents_are_read_as_blocks_with_their_line_ends(tmp_path: Path) -> None:
    found = raw_text(tmp_path, "To: Ada\nFrom: Bo\n\f\nOne\n\f\n", layout="documents")
    assert list(read_sentences(found, tmp_path)) == [
        ("To", ":", "Ada", "\nFrom", ":", "Bo"),
        ("One",),
    ]


def test_paragraphs_are_read_as_sentences(tmp_path: Path) -> None:
    found = raw_text(tmp_path, "Ron said no. Nobody came.\n\nHe left.\n")
    assert [len(tokens) for tokens in read_sentences(found, tmp_path)] == [4, 3, 3]


def test_a_text_from_elsewhere_has_no_address_of_a_commit() -> None:
    assert find_text("debian_changelogs").address == "Debian 12"


def test_a_text_of_another_language_stands_in_the_folder_of_languages(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NOMEN_LANGUAGES", str(tmp_path))
    assert find_text("raw_fi").path(Path("texts")) == tmp_path / "raw" / "fi.txt"
    with pytest.raises(CorpusError, match="NOMEN_LANGUAGES"):
        list(paragraphs(find_text("raw_fi"), tmp_path))


def test_left_out_lines_are_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NOMEN_LANGUAGES", str(tmp_path))
    (tmp_path / "raw").mkdir()
    file = tmp_path / "raw" / "fi.txt"
    file.write_text("yksi\nkaksi\nkolme\nneljä\n", encoding="utf-8")
    facts = {"left_out": ((2, 3),), "sha256": file_sha256(file)}
    text = find_text("raw_fi").model_copy(update=facts)
    assert list(paragraphs(text, tmp_path)) == ["yksi", "neljä"]


def test_sentences_are_drawn_each_once_up_to_a_number_of_tokens() -> None:
    sentences = [(f"word{i}", "has", "no", "name") for i in range(50)] * 2
    drawn = draw_sentences([*sentences, ("too", "short")], 40, seed="1")
    assert len(drawn) == len(set(drawn)) == 10
    assert (
        drawn == draw_sentences(sentences, 40, seed="1") != draw_sentences(sentences, 40, seed="2")
    )
