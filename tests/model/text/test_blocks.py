import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from nomen.model.text.blocks import (
    BLOCK_TOKENS,
    PARAGRAPH_TOKENS,
    REST_TOKENS,
    block_starts,
    last_known,
    with_marks,
)
from nomen.model.text.tokenizer import tokenize


def starts_of(text: str) -> list[int]:
    found = tokenize(text)
    return block_starts(found.sentence_starts.tolist(), found.breaks)


def test_short_lines_share_a_block() -> None:
    assert starts_of("Best regards,\n\nAda Brook\nHead of Sales\nTel: 555 0101") == [0]


def test_a_block_ends_with_a_sentence_once_it_is_long_enough() -> None:
    sentence = "One two three four five six seven eight nine. "
    assert starts_of(sentence * 12) == [0, BLOCK_TOKENS, 2 * BLOCK_TOKENS]


def test_a_paragraph_ends_a_shorter_block() -> None:
    paragraph = "One two three four five six seven eight nine. " * 2
    assert starts_of(f"{paragraph}\n\n" * 3) == [0, PARAGRAPH_TOKENS, 2 * PARAGRAPH_TOKENS]


def test_a_short_rest_joins_the_block_before_it() -> None:
    sentence = "One two three four five six seven eight nine. "
    assert starts_of(sentence * 4 + "Thanks, Ada") == [0]


def test_a_text_without_tokens_has_no_block() -> None:
    assert starts_of("  ") == []


def test_tokens_carry_the_marks_of_what_parts_them() -> None:
    found = tokenize("To: Ada\nFrom: Bo\n\nHi\tthere")
    assert with_marks(found.tokens, found.breaks) == [
        "To", ":", "Ada", "\nFrom", ":", "Bo", "\fHi", "\tthere",
    ]  # fmt: skip


@given(
    lengths=st.lists(st.integers(1, 30), min_size=1, max_size=30),
    cut=st.integers(1, 400),
)
def test_what_is_known_of_the_first_tokens_holds_when_more_are_read(
    lengths: list[int], cut: int
) -> None:
    bounds = np.cumsum([0, *lengths]).tolist()
    places, breaks = bounds[:-1], np.ones(bounds[-1], dtype=np.uint8)
    whole = block_starts(places, breaks)
    cut = min(cut, bounds[-1])
    known = [place for place in places if place < cut]
    end = last_known(known, num_tokens=cut)
    assert block_starts(known, breaks[:cut]) == [
        place for place in whole if place < end or place == 0
    ]
    assert end > cut - REST_TOKENS
