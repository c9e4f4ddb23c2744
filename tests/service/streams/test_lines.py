import pytest
from hypothesis import given
from hypothesis import strategies as st

from nomen.service.streams.lines import BOM, GROUP_LINES, Line, LineSplitter, grouped


def split(*pieces: bytes, max_bytes: int = 100) -> list[Line]:
    splitter = LineSplitter(max_bytes=max_bytes)
    lines = [line for piece in pieces for line in splitter.feed(piece)]
    return [*lines, *splitter.end()]


@pytest.mark.parametrize(
    ("pieces", "expected"),
    [
        ([], []),
        ([b"a\nb\n"], [(1, b"a"), (2, b"b")]),
        ([b"a\nb"], [(1, b"a"), (2, b"b")]),
        ([b"a", b"b\r", b"\nc"], [(1, b"ab\r"), (2, b"c")]),
        ([b"\n \t\r\na"], [(3, b"a")]),
        ([BOM + b"a\n" + BOM], [(1, b"a"), (2, BOM)]),
        ([BOM[:1], BOM[1:], b"\na"], [(2, b"a")]),
    ],
)
def test_bytes_become_numbered_lines(
    pieces: list[bytes], expected: list[tuple[int, bytes]]
) -> None:
    assert split(*pieces) == expected


def test_a_line_that_is_too_long_is_noted_and_not_held() -> None:
    splitter = LineSplitter(max_bytes=4)
    assert list(splitter.feed(b"abcd\nabcde\n")) == [(1, b"abcd"), (2, None)]
    for _ in range(100):
        assert list(splitter.feed(b"x" * 1000)) == []
    assert splitter.num_held_bytes <= 4
    assert list(splitter.feed(b"\nz\n")) == [(3, None), (4, b"z")]


def test_a_byte_order_mark_does_not_count() -> None:
    assert split(BOM + b"abcd", max_bytes=4) == [(1, b"abcd")]
    assert split(BOM + b"abcde", max_bytes=4) == [(1, None)]


@given(st.lists(st.binary(max_size=8)), st.integers(1, 12))
def test_how_the_bytes_are_cut_does_not_matter(pieces: list[bytes], max_bytes: int) -> None:
    whole = b"".join(pieces)
    assert split(*pieces, max_bytes=max_bytes) == split(whole, max_bytes=max_bytes)


def test_groups_end_at_their_limits() -> None:
    many = [Line(i, b"x") for i in range(GROUP_LINES + 1)]
    assert [len(group) for group in grouped(many, max_bytes=1000)] == [GROUP_LINES, 1]

    lines = [Line(1, b"xx"), Line(2, b"xx"), Line(3, b"xxxxxxxxx"), Line(4, None), Line(5, b"x")]
    groups = [[line.number for line in group] for group in grouped(lines, max_bytes=5)]
    assert groups == [[1, 2], [3], [4, 5]]
