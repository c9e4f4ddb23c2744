import io

from nomen.service.files.formats.format import Chunk
from nomen.service.files.formats.lines import GROUP_BYTES, Line, lines_of, split_lines


def test_chunks_are_about_as_large_as_said_and_lose_no_line() -> None:
    content = b"".join(b'{"text": "%06d"}\n' % number for number in range(10_000))

    chunks = list(split_lines(io.BytesIO(content)))

    assert b"".join(chunk.content for chunk in chunks) == content
    sizes = [len(chunk.content) for chunk in chunks]
    assert all(GROUP_BYTES <= size < GROUP_BYTES + 20 for size in sizes[:-1])
    assert [chunk.first for chunk in chunks] == [int(c.content[10:16]) + 1 for c in chunks]
    assert chunks[-1].position == len(content)


def test_a_longer_line_is_a_chunk_of_its_own() -> None:
    long = b"x" * (2 * GROUP_BYTES) + b"\n"

    assert [each.content for each in split_lines(io.BytesIO(long + b"y\n"))] == [long, b"y\n"]


def test_lines_have_their_numbers_and_ends() -> None:
    lines = list(lines_of(Chunk(first=7, content=b"a\r\n \nb", position=6)))

    assert lines == [Line(7, b"a", b"\r\n"), Line(8, b" ", b"\n"), Line(9, b"b", b"")]
    assert [line.is_blank for line in lines] == [False, True, False]
