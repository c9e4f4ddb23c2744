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
    dropped: Counter[str] = Counter()
    found = stream_file(path, columns, dropped=dropped)
    return LabelledFile([sentence for sentence in found if sentence is not None], dropped)


def stream_file(
    path: Path, columns: Columns | None = None, *, dropped: Counter[str] | None = None
) -> Iterator[LabelledSentence | None]:
    """Read a file like `read_file`, sentence by sentence; give None where a document starts.

    Args:
        path: The file.
        columns: Its layout.
        dropped: Counts the entities that are not names by their type.

    Raises:
        CorpusError: As `read_file` does, at the end of the file at the latest.
    """
    layout = columns or Columns()
    is_columns = path.suffix != JSON_LINES
    num_sentences = num_tokens = num_numbers = 0
    for sentence in (
        read_documents(path, layout, dropped=dropped)
        if is_columns
        else read_jsonl(path, name_types=layout.name_types, dropped=dropped)
    ):
        if sentence is not None:
            num_sentences += 1
            num_tokens += len(sentence.tokens)
            num_numbers += sum(_NUMBER.fullmatch(token) is not None for token in sentence.tokens)
        yield sentence
    if not num_sentences:
        raise CorpusError(f"{path}: expected at least one sentence, found none")
    if is_columns and num_numbers > MOST_NUMBERS * num_tokens:
        raise CorpusError(
            f"{path}: column {layout.token}: expected tokens, found numbers; set the tokens' "
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
