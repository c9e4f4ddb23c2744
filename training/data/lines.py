"""The lines of a file of labelled sentences.

Files are UTF-8, with or without a byte order mark; lines end in LF or CRLF.
"""

from collections.abc import Iterator
from pathlib import Path

from nomen.training.errors import CorpusError


def numbered_lines(path: Path) -> Iterator[tuple[int, str, bool]]:
    """Give the number of each line, from 1, the line, and whether it is the last.

    Raises:
        CorpusError: When the file cannot be read, or is not UTF-8.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise CorpusError(f"{path}: expected a readable file") from error
    try:
        lines = data.decode("utf-8-sig").split("\n")
    except UnicodeDecodeError as error:
        number = data.count(b"\n", 0, error.start) + 1
        raise CorpusError(f"{path}:{number}: expected UTF-8 throughout the line") from error
    for i, line in enumerate(lines):
        yield i + 1, line, i + 1 == len(lines)
