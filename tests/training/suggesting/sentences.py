"""Candidates of a few words, with made doubts."""

from collections.abc import Mapping
from itertools import accumulate

from nomen.training.suggesting.candidates import Candidate, Feature, form_of


def candidate(
    text: str, doubts: Mapping[Feature, float] | None = None, **facts: object
) -> Candidate:
    """Make a candidate of words with one blank between them."""
    words = text.split(" ")
    ends = list(accumulate(len(word) + 1 for word in words))
    spans = [(end - 1 - len(word), end - 1) for word, end in zip(words, ends, strict=True)]
    made: dict[str, object] = {"document": "notes.txt", "start": 0, "names": [], **facts}
    return Candidate(
        text=text,
        tokens=spans,
        forms=frozenset(map(form_of, words)),
        doubts=doubts or {},
        **made,  # type: ignore[arg-type]  # as the tests give them
    )
