"""The lines of a file of labelled sentences.

Files are UTF-8, with or without a byte order mark; lines end in LF or CRLF.
"""

from collections.abc import Iterator
from pathlib import Path

from nomen.training.errors import CorpusError


def numbered_lines(path: Path) -> Iterator[tuple[int, str, bool]]:
    """Give the number of each line, from 1, the line, and whether it is the last.

    Raises:
        CorpusError: When the file cannot be read, or a line is not UTF-8.
    """
    number = 1
    try:
        with path.open("rb") as file:
            line = file.readline().removeprefix(b"\xef\xbb\xbf")
            while line.endswith(b"\n"):
                yield number, line[:-1].decode(), False
                number, line = number + 1, file.readline()
            yield number, line.decode(), True
    except OSError as error:
        raise CorpusError(f"{path}: expected a readable file") from error
    except UnicodeDecodeError as error:
        raise CorpusError(f"{path}:{number}: expected UTF-8 throughout the line") from error
