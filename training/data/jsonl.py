"""JSON Lines: texts with the spans of their names, each read as labelled sentences."""

import itertools
import json
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from nomen.model.text.tokenizer import tokenize
from nomen.training.data.labels import NAME_TYPES, LabelledSentence, Span
from nomen.training.data.lines import numbered_lines
from nomen.training.errors import CorpusError

JSON_LINES = ".jsonl"
"""The ending of the files that hold them."""


def read_jsonl(
    path: Path,
    *,
    name_types: frozenset[str] = NAME_TYPES,
    dropped: Counter[str] | None = None,
) -> Iterator[LabelledSentence | None]:
    """Read one document a line: `{"text": …, "spans": [{"start", "end", "label"}]}`.

    None stands where a document starts.

    Offsets are code points, half-open. A span without a label is a name; a span with a label
    outside `name_types` is not. The tokenizer cuts texts into sentences, but not inside a name. A
    name must begin and end with a token.

    Args:
        path: The file.
        name_types: Labels, in upper case, that mean a person.
        dropped: Counts spans with other labels by their label.
    """
    for number, line, _ in numbered_lines(path):
        if line.strip(" \t\r"):
            place = f"{path}:{number}"
            text, spans, others = _parsed_record(line, place=place, name_types=name_types)
            if dropped is not None:
                dropped.update(others)
            yield None
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
