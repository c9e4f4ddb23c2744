"""Findings: what is wrong with files, gathered by kind."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

MAX_PLACES = 1000
"""Places of one kind that are kept; more are counted."""

REMEDIES: dict[str, str] = {
    "unusable file": "Name another file, or its format with --format.",
    "malformed": "Correct the line or record, or name the file's format, scheme and columns.",
    "beyond the text": "Correct the offsets: code points, half-open, from 0.",
    "empty": "Remove the span.",
    "other text": "Export again: the text was changed after it was labelled, or offsets count "
    "something else than code points.",
    "overlap": "Keep one of the names.",
    "discontinuous": "Label one span, or read with discontinuous=widen.",
    "cut tokens": "Correct the ends, or leave it: cut_tokens says whether the name takes in the "
    "token, cuts it, or refuses the file.",
    "no names": "Say which types are names with --type (`types` in a recipe).",
    "numbers as tokens": "Name the tokens' column with --token-column (`columns` in a recipe).",
    "duplicate": "Remove one of the two.",
    "labelled differently": "Decide for one of the two.",
    "in train too": "Remove it from one side: what was learned measures nothing.",
    "another language": "Remove it, unless the tagger shall read that language.",
    "unlabelled name": "Label it there too, or leave it: it may be another meaning of the word.",
}
"""What helps, by the kind of a finding, in the order in which kinds are shown."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong.

    Attributes:
        file: The file.
        position: Where in it, as `Place.position` has it.
        message: What is wrong, without any text of the file.
    """

    file: str
    position: str
    message: str


@dataclass(slots=True)
class Findings:
    """Findings by kind, those first that were found first.

    Attributes:
        counts: The number of each kind.
        kept: The first findings of each kind, `MAX_PLACES` at most.
    """

    counts: dict[str, int] = field(default_factory=dict)
    kept: dict[str, list[Finding]] = field(default_factory=dict)

    def add(self, kind: str, finding: Finding) -> None:
        """Count a finding, and keep it if there is room."""
        self.counts[kind] = self.counts.get(kind, 0) + 1
        kept = self.kept.setdefault(kind, [])
        if len(kept) < MAX_PLACES:
            kept.append(finding)

    def kinds(self) -> Iterator[str]:
        """Give the kinds of which there are findings, in the order in which they are shown."""
        return (kind for kind in REMEDIES if kind in self.counts)

    def as_list(self) -> list[dict[str, Any]]:
        """Give all as plain values."""
        return [
            {
                "kind": kind,
                "count": self.counts[kind],
                "remedy": REMEDIES[kind],
                "places": [
                    {"file": each.file, "position": each.position, "message": each.message}
                    for each in self.kept[kind]
                ],
            }
            for kind in self.kinds()
        ]
