"""Labelled documents: raw texts of a genre with the spans of their names, in a folder of sets.

The folder holds `train/NAME.jsonl` and `dev/NAME.jsonl`. Each line is one document or a page of
one: `{"text": …, "spans": [[start, end], …], "doc": …, "genre": …}`. Spans are half-open, in code
points. Pages of one document have the same `doc`. A file without genres is a genre of its own.
"""

import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from nomen.model.environment import DOCUMENTS_VARIABLE
from nomen.training.data.lines import numbered_lines
from nomen.training.data.registry import Split
from nomen.training.data.texts import LabelledText
from nomen.training.errors import CorpusError


@dataclass(frozen=True, slots=True)
class LabelledPage:
    """A document, or one page of it.

    Attributes:
        labelled: Its text and names.
        document: The name of its file and what its document is called there.
        genre: What kind of document it is; the name of its file where the file does not say.
    """

    labelled: LabelledText
    document: str
    genre: str


def documents_folder(corpora: Path) -> Path:
    """Give the folder of sets: `NOMEN_DOCUMENTS`, else `documents` beside the folder of corpora."""
    return Path(os.environ.get(DOCUMENTS_VARIABLE) or corpora.parent / "documents")


def read_page_sets(folder: Path, split: Split) -> dict[str, list[LabelledPage]]:
    """Read every set of a split that is in the folder, by the set's name, in order of the names.

    Raises:
        CorpusError: When there is no set, a set is empty, or a line is malformed.
    """
    sets = {path.stem: list(read_pages(path)) for path in sorted((folder / split).glob("*.jsonl"))}
    empty = [name for name, pages in sets.items() if not pages]
    if empty or not sets:
        place = folder / split / f"{empty[0] if empty else '*'}.jsonl"
        raise CorpusError(f"{place}: expected at least one document")
    return sets


def read_pages(path: Path) -> Iterator[LabelledPage]:
    """Read the pages of one file, in their order.

    Raises:
        CorpusError: When the file cannot be read or a line is malformed.
    """
    for number, line, _ in numbered_lines(path):
        if not line.strip():
            continue
        try:
            yield _page(json.loads(line), set_name=path.stem)
        except (KeyError, RecursionError, TypeError, ValueError) as error:
            expected = "an object with 'text', 'spans' as pairs of offsets, and 'doc'"
            raise CorpusError(f"{path}:{number}: expected {expected}") from error


def _page(record: dict[str, Any], *, set_name: str) -> LabelledPage:
    return LabelledPage(
        labelled=labelled_text(record["text"], record["spans"]),
        document=f"{set_name}/{record['doc']}",
        genre=str(record.get("genre", set_name)),
    )


def labelled_text(text: str, spans: list[list[int]]) -> LabelledText:
    """Check a text and the spans of its names as JSON gives them.

    Raises:
        TypeError: When the text is no string, or a span is no pair.
        ValueError: When a span is empty, reaches out of the text or overlaps another, or the text
            holds half of a surrogate pair.
    """
    if not isinstance(text, str):
        raise TypeError("expected a string 'text'")
    text.encode()
    return LabelledText(text, tuple(sorted((start, end) for start, end in spans)))
