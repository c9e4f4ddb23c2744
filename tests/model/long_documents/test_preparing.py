from itertools import accumulate, chain
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nomen.model.documents import PreparedDocument, prepare_document, windows_of
from nomen.model.errors import DocumentError
from nomen.model.long_documents.preparing import prepare_in_parts
from nomen.model.windows import WINDOW_TOKENS

PIECES = ("Ada met Bob. ", "word ", "word " * 700, "Mr. ", "\n\n", "!", "  ", "J. ", "caf\u00e9 ")
TEXTS = st.lists(st.sampled_from(PIECES), max_size=40).map("".join)


def parts_of(text: str, *, part: int) -> list[PreparedDocument]:
    chunks = (text[start : start + 100] for start in range(0, len(text), 100))
    return list(prepare_in_parts(chunks, part_characters=part))


def as_tuples(documents: list[PreparedDocument]) -> list[Any]:
    return [(list(each.tokens), each.num_before, each.num_kept) for each in windows_of(documents)]


@settings(max_examples=60, deadline=None)
@given(text=TEXTS, part=st.integers(1, 20_000))
def test_parts_have_the_windows_of_the_whole_text(text: str, part: int) -> None:
    whole, parts = prepare_document(text), parts_of(text, part=part)
    offsets = accumulate((len(each.text or "") for each in parts), initial=0)

    assert "".join(each.text or "" for each in parts) == text
    assert list(chain.from_iterable(each.tokens for each in parts)) == list(whole.tokens)
    assert as_tuples(parts) == as_tuples([whole])
    starts = [
        start + offset
        for each, offset in zip(parts, offsets, strict=False)
        for start in ([] if each.starts is None else each.starts.tolist())
    ]
    assert starts == ([] if whole.starts is None else whole.starts.tolist())


def test_a_sentence_without_an_end_comes_in_parts() -> None:
    parts = parts_of("word " * (20 * WINDOW_TOKENS), part=5_000)

    assert len(parts) > 10
    assert max(len(each.tokens) for each in parts) <= 2 * WINDOW_TOKENS


def test_a_part_of_whole_blocks_tells_its_sentences() -> None:
    text = "Ada met Bob. " * 900
    whole, parts = prepare_document(text), parts_of(text, part=200)
    (open_part, *_) = parts_of("word " * (4 * WINDOW_TOKENS), part=5_000)

    assert len(parts) > 2
    assert [len(each.sentence_starts) for each in parts if each.sentence_starts is not None] == [
        len(each.tokens) // 4 for each in parts
    ]
    assert whole.sentence_starts is not None
    assert open_part.sentence_starts is None


def test_a_lone_surrogate_is_refused() -> None:
    with pytest.raises(DocumentError, match=r"^expected both halves of every surrogate pair$"):
        parts_of("Ada \ud800", part=100)
