"""Halves of a set of documents: one as the files of a user, the other to measure on."""

import json
import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from nomen.training.data.documents import LabelledPage

PERSON = "PERSON"


@dataclass(frozen=True, slots=True, kw_only=True)
class Halves:
    """The pages of a set, halved by document; no document has pages in both."""

    own: Sequence[LabelledPage]
    other: Sequence[LabelledPage]

    @classmethod
    def of(cls, pages: Sequence[LabelledPage], *, seed: int) -> "Halves":
        """Halve pages; the seed decides which documents are whose."""
        documents = sorted({page.document for page in pages})
        random.Random(seed).shuffle(documents)  # noqa: S311  # no secret
        first = set(documents[: len(documents) // 2])
        return cls(
            own=[page for page in pages if page.document in first],
            other=[page for page in pages if page.document not in first],
        )


def write_own_file(path: Path, pages: Iterable[LabelledPage]) -> None:
    """Write pages as JSON Lines of our own, a page a line."""
    with path.open("w", encoding="utf-8", newline="\n") as file:
        for page in pages:
            spans = [
                {"start": start, "end": end, "label": PERSON} for start, end in page.labelled.names
            ]
            record = {"text": page.labelled.text, "spans": spans, "doc": page.document}
            file.write(f"{json.dumps(record, ensure_ascii=False)}\n")
