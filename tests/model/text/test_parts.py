import tracemalloc
from itertools import accumulate

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nomen.model.text.parts import TextPart, tokenize_in_parts
from nomen.model.text.tokenizer import tokenize

PIECES = (
    *("Ada", " met ", "Mr. ", "J.", "U.S.", "isn\u2019t ", "O'Brien", "...", "!", '"', " ", "  "),
    *(
        "\n",
        "\r\n",
        "\n\n",
        "\t",
        "   ",
        "\u2029",
        ", ",
        "1,000",
        "e\u0301",
        "\U0001f44d\U0001f3fd",
        "\u4f1f",
    ),
    *("<b>", "<a ", 'href="x">', "> ", "# ", "&nbsp;", "&eacute;", "r. k. ", "To: Ann\n", "\n" * 3),
    *("a@b.co", "http://x.org/y", "-", "\u200d", "word " * 9, "Smith\n", "x" * 50),
)
TEXTS = st.lists(st.sampled_from(PIECES), max_size=400).map("".join)
LONG_TEXTS = st.tuples(TEXTS, TEXTS, st.integers(1, 6)).map(lambda t: (t[0] + t[1]) * t[2])


def parts_of(text: str, *, chunk: int, part: int) -> list[TextPart]:
    chunks = (text[start : start + chunk] for start in range(0, len(text), chunk))
    return list(tokenize_in_parts(chunks, part_characters=part))


@settings(max_examples=100)
@given(text=LONG_TEXTS, chunk=st.integers(1, 5000), part=st.integers(1, 6000))
def test_parts_together_are_the_whole_text(text: str, chunk: int, part: int) -> None:
    whole, parts = tokenize(text), parts_of(text, chunk=chunk, part=part)
    offsets = [0, *accumulate(len(each.text) for each in parts)]
    counts = [0, *accumulate(len(each.tokens) for each in parts)]

    assert "".join(each.text for each in parts) == text
    assert [token for each in parts for token in each.tokens] == whole.tokens
    assert [kind for each in parts for kind in each.breaks.tolist()] == whole.breaks.tolist()
    for field, bases in (("starts", offsets), ("ends", offsets), ("sentence_starts", counts)):
        joined = [
            value + base
            for each, base in zip(parts, bases, strict=False)
            for value in getattr(each, field).tolist()
        ]
        assert joined == getattr(whole, field).tolist()


@pytest.mark.parametrize("text", ["", "   \n", "one"])
def test_a_short_text_is_one_part(text: str) -> None:
    (part,) = parts_of(text, chunk=10, part=100)
    assert (part.text, part.tokens) == (text, text.split())


def test_memory_depends_on_the_part_not_on_the_text() -> None:
    def peak(num_chunks: int) -> int:
        chunks = ("Ada met Bob. " * 50 for _ in range(num_chunks))
        tracemalloc.start()
        for _ in tokenize_in_parts(chunks, part_characters=5_000):
            pass
        _, highest = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        return highest

    assert peak(200) < 1.2 * peak(50)
