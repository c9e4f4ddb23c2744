"""Reads labelled sentences from a file of CoNLL columns.

A malformed line is refused with its file, its number and what was expected, never with its text.
"""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from nomen.training.data.conll import Columns, Row
from nomen.training.data.labels import LabelledSentence
from nomen.training.data.lines import numbered_lines
from nomen.training.errors import CorpusError


class BadLine(NamedTuple):
    """The number of a malformed line, and what was expected there."""

    line: int
    message: str


def read_sentences(path: Path, columns: Columns | None = None) -> list[LabelledSentence]:
    """Read the sentences of a file of columns.

    Raises:
        CorpusError: When the file is missing, empty, not UTF-8, or a line is malformed.
    """
    found = read_documents(path, columns or Columns())
    sentences = [sentence for sentence in found if sentence is not None]
    if not sentences:
        raise CorpusError(f"{path}: expected at least one sentence, found none")
    return sentences


def read_documents(path: Path, columns: Columns) -> Iterator[LabelledSentence | None]:
    """Read a file of columns; give None where a document starts.

    A blank line, the start of a document and the end of the file end a sentence.

    Raises:
        CorpusError: When the file cannot be read or a line is malformed.
    """
    for found in conll_rows(numbered_lines(path), columns):
        if found is None:
            yield None
        elif isinstance(found, BadLine):
            raise CorpusError(f"{path}:{found.line}: {found.message}")
        else:
            yield from _sentence(path, found, columns)


def conll_rows(
    lines: Iterable[tuple[int, str, bool]], columns: Columns
) -> Iterator[list[Row] | BadLine | None]:
    """Give the rows of each sentence, each malformed line, and None where a document starts.

    Args:
        lines: The number of each line, the line, and whether it is the file's last.
        columns: The file's layout.
    """
    rows: list[Row] = []
    for number, line, is_last in lines:
        starts_document = columns.starts_document(line)
        if starts_document or columns.is_blank(line):
            if rows:
                yield rows
            rows = []
            if starts_document:
                yield None
        elif not columns.is_comment(line) and not (is_last and columns.is_cut_off):
            try:
                rows.append(columns.parse(line, number))
            except ValueError as error:
                yield BadLine(number, str(error))
    if rows:
        yield rows


def _sentence(path: Path, rows: list[Row], columns: Columns) -> Iterator[LabelledSentence]:
    try:
        sentence = columns.sentence(rows)
    except ValueError as error:
        message, index = error.args
        raise CorpusError(f"{path}:{rows[index].line}: {message}") from error
    if sentence is not None:
        yield sentence
