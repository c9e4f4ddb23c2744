import pytest

from nomen.training.data.raw_texts import UNKNOWN_WORD
from nomen.training.pretraining.numbered_sentences import NumberedSentences, cut_evenly

SENTENCES = [["Ron", "met", "ron"], ["Nobody"], ["met", UNKNOWN_WORD]]


def test_tokens_are_numbered_with_their_case() -> None:
    found = NumberedSentences.build(iter(SENTENCES), max_tokens=10)
    assert found.distinct == ["Ron", "met", "ron", "Nobody", UNKNOWN_WORD]
    assert found.tokens.tolist() == [0, 1, 2, 3, 1, 4]
    assert found.starts.tolist() == [0, 3, 4, 6]
    assert found.lengths.tolist() == [3, 1, 2]


def test_a_word_that_was_left_out_is_not_counted() -> None:
    found = NumberedSentences.build(iter(SENTENCES), max_tokens=10)
    assert found.counts() == {"Ron": 1, "met": 2, "ron": 1, "Nobody": 1}


def test_long_sentences_are_cut_into_pieces_of_like_length() -> None:
    assert [list(piece) for piece in cut_evenly("abcdefg", max_tokens=3)] == [
        ["a", "b", "c"],
        ["d", "e", "f"],
        ["g"],
    ]
    assert [len(piece) for piece in cut_evenly("abcdefgh", max_tokens=6)] == [4, 4]
    found = NumberedSentences.build(iter([["a", "b", "c"], []]), max_tokens=2)
    assert found.starts.tolist() == [0, 2, 3]


def test_no_sentences_have_no_tokens() -> None:
    found = NumberedSentences.build(iter([]), max_tokens=2)
    assert (found.tokens.tolist(), found.starts.tolist()) == ([], [0])


@pytest.mark.parametrize(
    "other",
    [
        [["Ron", "met", "Ron"], ["Nobody"], ["met", UNKNOWN_WORD]],
        [["Ron", "met"], ["ron", "Nobody"], ["met", UNKNOWN_WORD]],
        [["Ron", "met", "RON"], ["Nobody"], ["met", UNKNOWN_WORD]],
        SENTENCES[:2],
        [],
    ],
)
def test_other_sentences_have_another_digest(other: list[list[str]]) -> None:
    first, again, changed = (
        NumberedSentences.build(iter(sentences), max_tokens=10).digest()
        for sentences in (SENTENCES, SENTENCES, other)
    )
    assert first == again
    assert first != changed
