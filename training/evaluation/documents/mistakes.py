"""Lists the mistakes of a predictor with what stands around them, for a reader."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from itertools import accumulate
from typing import Any, Literal

from nomen.training.data.cases import LabelledCase
from nomen.training.data.documents import LabelledPage
from nomen.training.data.labels import Span
from nomen.training.data.texts import LabelledText

CONTEXT = 60
"""Characters shown on each side of a name."""

Fault = Literal["missed", "false", "span"]


@dataclass(frozen=True, slots=True, kw_only=True)
class TextMistake:
    """A name that was missed, was found where none is, or was found with other ends.

    Attributes:
        fault: `missed`, `false` or `span`.
        expected: The gold name; empty for `false`.
        found: The predicted names that overlap it, or the false name.
        before: What stands before.
        after: What stands after.
    """

    fault: Fault
    expected: str
    found: Sequence[str]
    before: str
    after: str


def text_mistakes(labelled: LabelledText, predicted: Sequence[Span]) -> Iterator[TextMistake]:
    """Give the mistakes in a text: first the gold names, then false names."""
    right = set(labelled.names) & set(predicted)
    wrong = [span for span in predicted if span not in right]
    for gold in labelled.names:
        if gold not in right:
            touching = [span for span in wrong if _overlap(gold, span)]
            yield _mistake("span" if touching else "missed", labelled.text, gold, touching)
    for span in wrong:
        if not any(_overlap(gold, span) for gold in labelled.names):
            yield _mistake("false", labelled.text, span, [span])


def listed_mistakes(
    pages: Sequence[LabelledPage], found: Sequence[Sequence[Span]]
) -> Iterator[dict[str, Any]]:
    """Give the mistakes in pages as plain values, each with its genre and document."""
    for page, spans in zip(pages, found, strict=True):
        for mistake in text_mistakes(page.labelled, spans):
            yield {"genre": page.genre, "document": page.document, **asdict(mistake)}


def listed_case_mistakes(
    cases: Sequence[LabelledCase], found: Sequence[Sequence[Span]]
) -> Iterator[dict[str, Any]]:
    """Give the mistakes in cases as plain values; the kind of a case stands as its genre.

    Token lists are written with a blank between two tokens.
    """
    pages, spans = [], []
    for case, own in zip(cases, found, strict=True):
        text, starts, ends = _written(case.document)
        gold = tuple((starts[a], ends[b]) for a, b in case.names)
        pages.append(LabelledPage(LabelledText(text, gold), case.identifier, case.kind))
        spans.append([(starts[a], ends[b]) for a, b in own])
    return listed_mistakes(pages, spans)


def _written(document: str | Sequence[str]) -> tuple[str, Sequence[int], Sequence[int]]:
    """Give a case's text, and where its units, letters or tokens, start and end."""
    if isinstance(document, str):
        return document, range(len(document)), range(len(document) + 1)
    starts = [0, *accumulate(len(token) + 1 for token in document)]
    return " ".join(document), starts, [max(0, start - 1) for start in starts]


def _overlap(one: Span, other: Span) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def _mistake(fault: Fault, text: str, span: Span, found: Sequence[Span]) -> TextMistake:
    start, end = span
    return TextMistake(
        fault=fault,
        expected="" if fault == "false" else text[start:end],
        found=[text[a:b] for a, b in found],
        before=text[max(0, start - CONTEXT) : start],
        after=text[end : end + CONTEXT],
    )
