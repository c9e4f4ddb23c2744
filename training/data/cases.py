"""Small cases: short texts or token lists of one kind of fault, with the names to find.

A folder holds files `NAME.jsonl`. Each line is one case: `{"id": …, "kind": …, "text": …,
"expected_names": [[start, end], …]}`, or `"tokens": […]` in place of the text. Spans are half-open,
in code points of the text or in tokens.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from nomen.training.data.documents import labelled_text
from nomen.training.data.labels import LabelledSentence, Span
from nomen.training.data.lines import numbered_lines
from nomen.training.errors import CorpusError


@dataclass(frozen=True, slots=True)
class LabelledCase:
    """A text or token list with the names that a reader expects.

    Attributes:
        identifier: Its name in its file.
        kind: The kind of fault.
        document: The text or the tokens.
        names: Half-open spans in their order, of code points or of tokens.
    """

    identifier: str
    kind: str
    document: str | tuple[str, ...]
    names: tuple[Span, ...]


def cases_folder(documents: Path) -> Path:
    """Give the folder of cases: `cases` beside the folder of documents."""
    return documents.parent / "cases"


def read_cases(folder: Path) -> list[LabelledCase]:
    """Read the cases of every file in a folder; none where there is no folder.

    Raises:
        CorpusError: When a file cannot be read or a line is malformed.
    """
    return [case for path in sorted(folder.glob("*.jsonl")) for case in _read(path)]


def _read(path: Path) -> Iterator[LabelledCase]:
    for number, line, _ in numbered_lines(path):
        if not line.strip():
            continue
        try:
            yield _case(json.loads(line))
        except (KeyError, RecursionError, TypeError, ValueError) as error:
            expected = "an object with 'id', 'kind', 'text' or 'tokens', and 'expected_names'"
            raise CorpusError(f"{path}:{number}: expected {expected}") from error


def _case(record: dict[str, Any]) -> LabelledCase:
    identifier, kind, spans = str(record["id"]), str(record["kind"]), record["expected_names"]
    if "tokens" in record:
        names = tuple(sorted((start, end) for start, end in spans))
        sentence = LabelledSentence(tuple(map(str, record["tokens"])), names)
        return LabelledCase(identifier, kind, sentence.tokens, sentence.names)
    labelled = labelled_text(record["text"], spans)
    return LabelledCase(identifier, kind, labelled.text, labelled.names)
