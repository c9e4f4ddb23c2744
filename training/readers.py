"""Reads labelled sentences from files of CoNLL columns or JSON Lines; knows no corpus by name.

A malformed line is refused with its file, its number and what was expected; its text is not told.
Files are UTF-8, with or without a byte order mark; lines end in LF or CRLF.
"""

import itertools
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from model.tokenizer import tokenize
from training.columns import Columns, Row
from training.errors import CorpusError
from training.labels import NAME_TYPES, LabelledSentence, Scheme

Span = tuple[int, int]


def read_sentences(path: Path, *, scheme: Scheme = "bio") -> list[LabelledSentence]:
    """Read a file by its ending: `.jsonl` as JSON Lines, anything else as CoNLL columns.

    Raises:
        CorpusError: When the file is missing, empty, not UTF-8, or a line is malformed.
    """
    is_json = path.suffix == ".jsonl"
    read = read_jsonl(path) if is_json else read_conll(path, Columns(scheme=scheme))
    sentences = list(read)
    if not sentences:
        raise CorpusError(f"{path}: expected at least one sentence, found none")
    return sentences


def read_conll(path: Path, columns: Columns) -> Iterator[LabelledSentence]:
    """Read the sentences of a file of columns; see `read_documents`."""
    return (sentence for sentence in read_documents(path, columns) if sentence is not None)


def read_documents(path: Path, columns: Columns) -> Iterator[LabelledSentence | None]:
    """Read a file of columns; None stands where a document starts.

    A blank line ends a sentence, and so do the start of a document and the end of the file.
    """
    rows: list[Row] = []
    for number, line, is_last in _lines(path):
        if columns.starts_document(line) or columns.is_blank(line):
            yield from _sentence(path, rows, columns)
            rows = []
            if columns.starts_document(line):
                yield None
        elif not columns.is_comment(line) and not (is_last and columns.is_cut_off):
            try:
                rows.append(columns.parse(line, number))
            except ValueError as error:
                raise CorpusError(f"{path}:{number}: {error}") from error
    yield from _sentence(path, rows, columns)


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


def _sentence(path: Path, rows: list[Row], columns: Columns) -> Iterator[LabelledSentence]:
    if not rows:
        return
    try:
        sentence = columns.sentence(rows)
    except ValueError as error:
        message, index = error.args
        raise CorpusError(f"{path}:{rows[index].line}: {message}") from error
    if sentence is not None:
        yield sentence


def read_jsonl(path: Path) -> Iterator[LabelledSentence]:
    """Read one document a line: `{"text": …, "spans": [{"start", "end", "label"}]}`.

    Offsets are code points, half-open. A span without a label is a person, one of another label is
    no name. Texts are cut into sentences by Nomen's own tokenizer, but not inside a name; a span's
    ends must be ends of tokens.
    """
    for number, line, _ in _lines(path):
        if line.strip(" \t\r"):
            yield from _document(line, place=f"{path}:{number}")


def _document(line: str, *, place: str) -> Iterator[LabelledSentence]:
    try:
        record = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise CorpusError(f"{place}: expected a JSON object, found no valid JSON") from error
    text, spans = _checked_record(record, place=place)
    tokenized = tokenize(text)
    tokens, labels = tuple(tokenized.tokens), ["O"] * len(tokenized.tokens)
    bounds = list(zip(tokenized.starts.tolist(), tokenized.ends.tolist(), strict=True))
    starts = {start: i for i, (start, _) in enumerate(bounds)}
    ends = {end: i + 1 for i, (_, end) in enumerate(bounds)}
    for start, end in spans:
        if start not in starts or end not in ends:
            raise CorpusError(f"{place}: {_cut_token(bounds, (start, end))}")
        first, stop = starts[start], ends[end]
        labels[first:stop] = ["B"] + ["I"] * (stop - first - 1)
    heads = [i for i in tokenized.sentence_starts.tolist() if labels[i] != "I"]
    for first, stop in itertools.pairwise([*heads, len(tokens)]):
        yield LabelledSentence(tokens[first:stop], tuple(labels[first:stop]))


def _cut_token(bounds: list[Span], span: Span) -> str:
    message = f"expected span {span[0]}-{span[1]} to begin and end with a token"
    cut = [f"{a}-{b}" for a, b in bounds if a < span[0] < b or a < span[1] < b]
    return f"{message}; it cuts {' and '.join(cut)}" if cut else f"{message}, found a blank"


def _checked_record(record: object, *, place: str) -> tuple[str, list[Span]]:
    if not isinstance(record, dict) or not isinstance(record.get("text"), str):
        raise CorpusError(f"{place}: expected an object with a string 'text'")
    text, found = record["text"], record.get("spans")
    if not text.isascii() and any("\ud800" <= character <= "\udfff" for character in text):
        raise CorpusError(f"{place}: expected 'text' without lone surrogates")
    if not isinstance(found, list) or not all(isinstance(span, dict) for span in found):
        raise CorpusError(f"{place}: expected 'spans', a list of objects")
    checked = [(_checked_span(span, len(text), place=place), span) for span in found]
    spans = sorted(ends for ends, span in checked if _is_name(span))
    for one, other in itertools.pairwise(spans):
        if other[0] < one[1]:
            both = f"{one[0]}-{one[1]} and {other[0]}-{other[1]}"
            raise CorpusError(f"{place}: expected spans apart, {both} overlap")
    return text, spans


def _is_name(span: Mapping[str, Any]) -> bool:
    return span.get("label", "PER").upper() in NAME_TYPES


def _checked_span(span: Mapping[str, Any], num_characters: int, *, place: str) -> Span:
    start, end = span.get("start"), span.get("end")
    if type(start) is not int or type(end) is not int or not 0 <= start < end <= num_characters:
        what = f"spans with integers 0 <= start < end <= {num_characters}"
        raise CorpusError(f"{place}: expected {what}, the text's length")
    if not isinstance(span.get("label", ""), str):
        raise CorpusError(f"{place}: expected the label of span {start}-{end} to be a string")
    return start, end
