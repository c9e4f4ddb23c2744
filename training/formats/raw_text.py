"""Reads the user's own raw texts: a sentence at a time, as the service cuts them."""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from nomen.training.data.raw_texts import split_sentences
from nomen.training.errors import CorpusError
from nomen.training.formats.opening import lines
from nomen.training.formats.records import Fault


def read_own_texts(paths: Iterable[Path]) -> Iterator[Sequence[str]]:
    """Give the tokens of each sentence of plain texts, compressed or not; a line is a paragraph.

    Raises:
        CorpusError: When a file cannot be read, or is not UTF-8.
    """
    for path in paths:
        for item in lines(path):
            if isinstance(item, Fault):
                raise item.as_error()
            yield from split_sentences(item[1])


def check_own_texts(paths: Iterable[Path]) -> None:
    """Check that files of raw texts are there, hours before they are read.

    Raises:
        CorpusError: When one is missing.
    """
    for path in paths:
        if not path.is_file():
            raise CorpusError(f"{path}: expected a file of plain text")
