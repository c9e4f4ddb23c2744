"""Measures a predictor on small cases: a case is right if exactly the expected names are found."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from nomen.training.data.cases import LabelledCase
from nomen.training.data.labels import Span
from nomen.training.evaluation.intervals import Interval, mean_interval
from nomen.training.evaluation.predictor import Predictor, names_in_texts
from nomen.training.evaluation.tables import TextTable, in_points, points


@dataclass(frozen=True, slots=True, kw_only=True)
class KindResult:
    """How many cases of a kind are right."""

    num_cases: int
    num_right: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CasesResult:
    """The cases that are right.

    Attributes:
        num_cases: Number of cases.
        right: The share that is right, 0 to 1; the interval draws cases.
        kinds: By kind, in the order of the names.
    """

    num_cases: int
    right: Interval
    kinds: Mapping[str, KindResult]

    def as_dict(self) -> dict[str, Any]:
        """Give all as plain values."""
        return asdict(self)


def measure_cases(
    cases: Sequence[LabelledCase], found: Sequence[Sequence[Span]], *, seed: int = 0
) -> CasesResult:
    """Compare the names that were found with those of cases, one at least."""
    is_right = np.array([is_case_right(*pair) for pair in zip(cases, found, strict=True)])
    kinds = np.array([case.kind for case in cases])
    return CasesResult(
        num_cases=len(cases),
        right=mean_interval(is_right.astype(np.float64), seed=seed),
        kinds={
            str(kind): KindResult(
                num_cases=int((kinds == kind).sum()), num_right=int(is_right[kinds == kind].sum())
            )
            for kind in np.unique(kinds)
        },
    )


def is_case_right(case: LabelledCase, found: Sequence[Span]) -> bool:
    """Tell whether the found names are those of a case."""
    return sorted(found) == list(case.names)


def find_case_names(predictor: Predictor, cases: Sequence[LabelledCase]) -> list[list[Span]]:
    """Give the names of each case, as spans of code points or, for token lists, of tokens."""
    texts = [case.document for case in cases if isinstance(case.document, str)]
    sentences = [case.document for case in cases if not isinstance(case.document, str)]
    in_texts = iter(names_in_texts(predictor, texts) if texts else [])
    in_sentences = iter(predictor.predict(sentences) if sentences else [])
    return [
        next(in_texts) if isinstance(case.document, str) else next(in_sentences) for case in cases
    ]


def cases_table(result: CasesResult) -> TextTable:
    """Give the cases that are right by kind; the lowest shares come first."""
    ranked = sorted(result.kinds.items(), key=lambda item: item[1].num_right / item[1].num_cases)
    rows = [
        (kind, f"{each.num_cases}", f"{each.num_right}", points(each.num_right / each.num_cases))
        for kind, each in ranked
    ]
    num_right = sum(each.num_right for each in result.kinds.values())
    share = in_points(result.right)
    return TextTable(
        title="Small cases",
        headings=("kind", "cases", "right", "share"),
        sections=[rows, [("all", f"{result.num_cases}", f"{num_right}", share)]],
    )
