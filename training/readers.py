"""Reads labelled sentences from CoNLL columns and JSON Lines; knows no corpus by name."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from model.tokenizer import tokenize

from training.errors import CorpusError
from training.labels import NAME_TYPES, LabelledSentence, Scheme, Tag, person_labels

DOCUMENT_START = "-DOCSTART-"


def read_sentences(path: Path, *, scheme: Scheme = "bio") -> list[LabelledSentence]:
    """Read a file by its ending: `.jsonl` as JSON Lines, anything else as CoNLL columns.

    Raises:
        CorpusError: When the file is missing, not UTF-8, or a line is malformed.
    """
    try:
        read = read_jsonl(path) if path.suffix == ".jsonl" else read_conll(path, scheme=scheme)
        sentences = list(read)
    except FileNotFoundError as error:
        raise CorpusError(f"{path}: no such file") from error
    except UnicodeDecodeError as error:
        raise CorpusError(f"{path}: expected UTF-8, byte {error.start} is not") from error
    if not sentences:
        raise CorpusError(f"{path}: expected at least one sentence, found none")
    return sentences


def read_conll(path: Path, *, scheme: Scheme = "bio") -> Iterator[LabelledSentence]:
    """Read columns parted by tabs or blanks: the token first, its tag last.

    A blank line ends a sentence; lines that begin with `-DOCSTART-` part documents.
    """
    rows: list[tuple[int, str, Tag]] = []
    with path.open(encoding="utf-8", newline="\n") as lines:
        for number, line in enumerate(lines, start=1):
            row = _columns(line, place=f"{path}:{number}")
            if row is not None:
                rows.append((number, *row))
            elif rows:
                yield _sentence(path, rows, scheme)
                rows = []
    if rows:
        yield _sentence(path, rows, scheme)


def _columns(line: str, *, place: str) -> tuple[str, Tag] | None:
    stripped = line.rstrip("\r\n")
    if not stripped.strip(" \t") or stripped.startswith(DOCUMENT_START):
        return None
    columns = stripped.split("\t") if "\t" in stripped else stripped.split(" ")
    columns = [column for column in columns if column]
    if len(columns) < 2:  # noqa: PLR2004  # a token and its tag
        raise CorpusError(f"{place}: expected a token and a tag, found {len(columns)} column(s)")
    try:
        return columns[0], Tag.parse(columns[-1])
    except ValueError as error:
        raise CorpusError(f"{place}: {error}") from error


def _sentence(path: Path, rows: list[tuple[int, str, Tag]], scheme: Scheme) -> LabelledSentence:
    numbers, tokens, tags = zip(*rows, strict=True)
    try:
        labels = person_labels(tags, scheme=scheme)
    except ValueError as error:
        message, index = error.args
        raise CorpusError(f"{path}:{numbers[index]}: {message}") from error
    return LabelledSentence(tokens=tokens, labels=labels)


def read_jsonl(path: Path) -> Iterator[LabelledSentence]:
    """Read one document a line: `{"text": …, "spans": [{"start", "end", "label"}]}`.

    Offsets are code points, half-open. A span without a label is a person. Texts are cut into
    sentences by Nomen's own tokenizer; a span's ends must be ends of tokens.
    """
    with path.open(encoding="utf-8", newline="\n") as lines:
        for number, line in enumerate(lines, start=1):
            if line.strip():
                yield from _document(line, place=f"{path}:{number}")


def _document(line: str, *, place: str) -> Iterator[LabelledSentence]:
    try:
        record = json.loads(line)
    except ValueError as error:
        raise CorpusError(f"{place}: expected a JSON object, found no valid JSON") from error
    text, spans = _checked_record(record, place=place)
    tokenized = tokenize(text)
    starts = {int(start): i for i, start in enumerate(tokenized.starts)}
    ends = {int(end): i + 1 for i, end in enumerate(tokenized.ends)}
    labels = ["O"] * len(tokenized.tokens)
    for start, end in spans:
        if start not in starts or end not in ends:
            raise CorpusError(f"{place}: expected span {start}-{end} to begin and end with a token")
        first, stop = starts[start], ends[end]
        if any(label != "O" for label in labels[first:stop]):
            raise CorpusError(f"{place}: expected spans apart, {start}-{end} overlaps another")
        labels[first:stop] = ["B"] + ["I"] * (stop - first - 1)
    bounds = [*map(int, tokenized.sentence_starts), len(tokenized.tokens)]
    for first, stop in zip(bounds, bounds[1:], strict=False):
        yield LabelledSentence(tuple(tokenized.tokens[first:stop]), tuple(labels[first:stop]))


def _checked_record(record: Any, *, place: str) -> tuple[str, list[tuple[int, int]]]:  # noqa: ANN401  # whatever JSON held
    if not isinstance(record, dict) or not isinstance(record.get("text"), str):
        raise CorpusError(f"{place}: expected an object with a string 'text'")
    found = record.get("spans", [])
    if not isinstance(found, list):
        raise CorpusError(f"{place}: expected 'spans' to be a list")
    spans = []
    for span in found:
        ends = (span.get("start"), span.get("end")) if isinstance(span, dict) else (None, None)
        if not all(type(end) is int for end in ends) or not 0 <= ends[0] < ends[1]:
            raise CorpusError(f"{place}: expected spans with integers 0 <= start < end")
        if str(span.get("label", "PER")).upper() in NAME_TYPES:
            spans.append(ends)
    return record["text"], sorted(spans)
