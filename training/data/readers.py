"""Reads labelled sentences from files of CoNLL columns or JSON Lines; knows no corpus by name.

A malformed line is refused with its file, its number and what was expected; its text is not told.
Files are UTF-8, with or without a byte order mark; lines end in LF or CRLF.
"""

import itertools
import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from nomen.model.text.tokenizer import tokenize
from nomen.training.data.conll import Columns, Row
from nomen.training.data.labels import NAME_TYPES, LabelledSentence, Span
from nomen.training.errors import CorpusError

MOST_NUMBERS = 0.9
"""A column of which more is numbers holds no tokens."""

_NUMBER = re.compile(r"[.,-]*[0-9][0-9.,-]*")


@dataclass(frozen=True, slots=True)
class LabelledFile:
    """What a file of labelled sentences holds.

    Attributes:
        sentences: One at least.
        dropped: How many entities of other types than names there are, by type.
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
    if path.suffix == ".jsonl":
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


def read_conll(path: Path, columns: Columns) -> Iterator[LabelledSentence]:
    """Read the sentences of a file of columns; see `read_documents`."""
    return (sentence for sentence in read_documents(path, columns) if sentence is not None)


def read_documents(
    path: Path, columns: Columns, *, dropped: Counter[str] | None = None
) -> Iterator[LabelledSentence | None]:
    """Read a file of columns; None stands where a document starts.

    A blank line ends a sentence, and so do the start of a document and the end of the file.

    Args:
        path: The file.
        columns: Its layout.
        dropped: Where entities that are no names are counted, by their type.
    """
    rows: list[Row] = []
    for number, line, is_last in _lines(path):
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


def _lines(path: Path) -> Iterator[tuple[int, str, bool]]:
    """Give each line's number, itself, and whether it is the last."""
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


def read_jsonl(
    path: Path,
    *,
    name_types: frozenset[str] = NAME_TYPES,
    dropped: Counter[str] | None = None,
) -> Iterator[LabelledSentence]:
    """Read one document a line: `{"text": …, "spans": [{"start", "end", "label"}]}`.

    Offsets are code points, half-open. A span without a label is a person, one of another label is
    no name. Texts are cut into sentences by Nomen's own tokenizer, but not inside a name; a span's
    ends must be ends of tokens.

    Args:
        path: The file.
        name_types: Labels, in upper case, that mean a person.
        dropped: Where spans of other labels are counted, by their label.
    """
    for number, line, _ in _lines(path):
        if line.strip(" \t\r"):
            place = f"{path}:{number}"
            text, spans, others = _parsed_record(line, place=place, name_types=name_types)
            if dropped is not None:
                dropped.update(others)
            yield from _document(text, spans, place=place)


def _document(text: str, spans: list[Span], *, place: str) -> Iterator[LabelledSentence]:
    tokenized = tokenize(text)
    tokens = tuple(tokenized.tokens)
    names: list[Span] = []
    bounds = list(zip(tokenized.starts.tolist(), tokenized.ends.tolist(), strict=True))
    starts = {start: i for i, (start, _) in enumerate(bounds)}
    ends = {end: i + 1 for i, (_, end) in enumerate(bounds)}
    for start, end in spans:
        if start not in starts or end not in ends:
            raise CorpusError(f"{place}: {_cut_token(bounds, (start, end))}")
        names.append((starts[start], ends[end]))
    inside = {i for first, stop in names for i in range(first + 1, stop)}
    heads = [i for i in tokenized.sentence_starts.tolist() if i not in inside]
    for first, stop in itertools.pairwise([*heads, len(tokens)]):
        own = ((a - first, b - first) for a, b in names if first <= a < stop)
        yield LabelledSentence(tokens[first:stop], tuple(own))


def _cut_token(bounds: list[Span], span: Span) -> str:
    message = f"expected span {span[0]}-{span[1]} to begin and end with a token"
    cut = [f"{a}-{b}" for a, b in bounds if a < span[0] < b or a < span[1] < b]
    return f"{message}; it cuts {' and '.join(cut)}" if cut else f"{message}, found a blank"


def _parsed_record(
    line: str, *, place: str, name_types: frozenset[str]
) -> tuple[str, list[Span], list[str]]:
    """Give a text, the spans of its names and the labels of its other spans."""
    try:
        record = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise CorpusError(f"{place}: expected a JSON object, found no valid JSON") from error
    if not isinstance(record, dict) or not isinstance(record.get("text"), str):
        raise CorpusError(f"{place}: expected an object with a string 'text'")
    text, found = record["text"], record.get("spans")
    if not text.isascii() and any("\ud800" <= character <= "\udfff" for character in text):
        raise CorpusError(f"{place}: expected 'text' without lone surrogates")
    if not isinstance(found, list) or not all(isinstance(span, dict) for span in found):
        raise CorpusError(f"{place}: expected 'spans', a list of objects")
    checked = [_checked_span(span, len(text), place=place) for span in found]
    names = sorted(ends for ends, label in checked if label is None or label in name_types)
    for one, other in itertools.pairwise(names):
        if other[0] < one[1]:
            both = f"{one[0]}-{one[1]} and {other[0]}-{other[1]}"
            raise CorpusError(f"{place}: expected spans apart, {both} overlap")
    others = [label for _, label in checked if label is not None and label not in name_types]
    return text, names, others


def _checked_span(
    span: Mapping[str, Any], num_characters: int, *, place: str
) -> tuple[Span, str | None]:
    """Give the ends of a span and its label in upper case, None where it has none."""
    start, end = span.get("start"), span.get("end")
    if type(start) is not int or type(end) is not int or not 0 <= start < end <= num_characters:
        what = f"spans with integers 0 <= start < end <= {num_characters}"
        raise CorpusError(f"{place}: expected {what}, the text's length")
    label = span.get("label")
    if not isinstance(label, str) and "label" in span:
        raise CorpusError(f"{place}: expected the label of span {start}-{end} to be a string")
    return (start, end), None if label is None else label.upper()
