"""Reads labelled sentences from a file of CoNLL columns or JSON Lines.

A malformed line is refused with its file, its number and what was expected, never with its text.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from nomen.training.data.conll import Columns, Row
from nomen.training.data.jsonl import JSON_LINES, read_jsonl
from nomen.training.data.labels import LabelledSentence
from nomen.training.data.lines import numbered_lines
from nomen.training.errors import CorpusError

MOST_NUMBERS = 0.9
"""A column with a larger share of numbers holds no tokens."""

_NUMBER = re.compile(r"[.,-]*[0-9][0-9.,-]*")


@dataclass(frozen=True, slots=True)
class LabelledFile:
    """The content of a file of labelled sentences.

    Attributes:
        sentences: One at least.
        dropped: The number of entities that are not names, by type.
    """

    sentences: list[LabelledSentence]
    dropped: Counter[str]


def read_sentences(path: Path, columns: Columns | None = None) -> list[LabelledSentence]:
    """Read the sentences of a file; see `read_file`."""
    return read_file(path, columns).sentences


def read_file(path: Path, columns: Columns | None = None) -> LabelledFile:
    """Read a file by its ending: `.jsonl` as JSON Lines, anything else as CoNLL columns.

    Args:
        path: The file.
        columns: Its layout; of JSON Lines, only the types that are names count.

    Raises:
        CorpusError: When the file is missing, empty, not UTF-8, a line is malformed, or numbers
            stand where tokens are expected.
    """
    layout = columns or Columns()
    dropped: Counter[str] = Counter()
    if path.suffix == JSON_LINES:
        sentences = list(read_jsonl(path, name_types=layout.name_types, dropped=dropped))
    else:
        found = read_documents(path, layout, dropped=dropped)
        sentences = [sentence for sentence in found if sentence is not None]
        _refuse_numbers(path, sentences, layout)
    if not sentences:
        raise CorpusError(f"{path}: expected at least one sentence, found none")
    return LabelledFile(sentences, dropped)


def _refuse_numbers(path: Path, sentences: list[LabelledSentence], columns: Columns) -> None:
    tokens = [token for sentence in sentences for token in sentence.tokens]
    num_numbers = sum(_NUMBER.fullmatch(token) is not None for token in tokens)
    if num_numbers > MOST_NUMBERS * len(tokens):
        raise CorpusError(
            f"{path}: column {columns.token}: expected tokens, found numbers; set the tokens' "
            "column, from 0: `columns = { token = 1 }` in a recipe, --token-column in a command"
        )


def read_documents(
    path: Path, columns: Columns, *, dropped: Counter[str] | None = None
) -> Iterator[LabelledSentence | None]:
    """Read a file of columns; give None where a document starts.

    A blank line, the start of a document and the end of the file end a sentence.

    Args:
        path: The file.
        columns: Its layout.
        dropped: Counts entities that are not names by their type.
    """
    rows: list[Row] = []
    for number, line, is_last in numbered_lines(path):
        if columns.starts_document(line) or columns.is_blank(line):
            yield from _sentence(path, rows, columns, dropped)
            rows = []
            if columns.starts_document(line):
                yield None
        elif not columns.is_comment(line) and not (is_last and columns.is_cut_off):
            try:
                rows.append(columns.parse(line, number))
            except ValueError as error:
                raise CorpusError(f"{path}:{number}: {error}") from error
    yield from _sentence(path, rows, columns, dropped)


def _sentence(
    path: Path, rows: list[Row], columns: Columns, dropped: Counter[str] | None
) -> Iterator[LabelledSentence]:
    if not rows:
        return
    try:
        sentence = columns.sentence(rows, dropped)
    except ValueError as error:
        message, index = error.args
        raise CorpusError(f"{path}:{rows[index].line}: {message}") from error
    if sentence is not None:
        yield sentence
