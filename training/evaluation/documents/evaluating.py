"""Everything that is measured on documents: the sets, small cases, and rewritten pages."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from nomen.training.data.cases import LabelledCase, cases_folder, read_cases
from nomen.training.data.documents import read_page_sets
from nomen.training.evaluation.documents.cases import (
    CasesResult,
    find_case_names,
    measure_cases,
)
from nomen.training.evaluation.documents.comparing import RewrittenResult, measure_rewritten
from nomen.training.evaluation.documents.measuring import PageSets, count_sets, measure_counted
from nomen.training.evaluation.documents.mistakes import listed_case_mistakes, listed_mistakes
from nomen.training.evaluation.documents.results import DocumentsResult
from nomen.training.evaluation.predictor import Predictor, names_in_texts


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentSets:
    """What a folder of documents and its neighbour hold.

    Attributes:
        pages: The dev pages by the name of their set.
        cases: The small cases; empty where there are none.
    """

    pages: PageSets
    cases: Sequence[LabelledCase]

    @classmethod
    def read(cls, folder: Path) -> "DocumentSets":
        """Read the dev sets of a folder, and the cases beside it.

        Raises:
            CorpusError: When there is no set, or a file is malformed.
        """
        return cls(pages=read_page_sets(folder, "dev"), cases=read_cases(cases_folder(folder)))


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentsEvaluation:
    """All figures of documents.

    Attributes:
        documents: The figures of sets and genres.
        cases: The small cases that are right; None without cases.
        rewritten: By the way of writing; empty where that was not asked for.
    """

    documents: DocumentsResult
    cases: CasesResult | None
    rewritten: Mapping[str, RewrittenResult]

    def as_dict(self) -> dict[str, Any]:
        """Give all as plain values."""
        return asdict(self)


def evaluate_documents(
    predictor: Predictor, sets: DocumentSets, *, is_rewritten: bool = False, seed: int = 0
) -> DocumentsEvaluation:
    """Measure a predictor on documents and cases, and on rewritten documents if asked for.

    Raises:
        CorpusError: When the documents have no name.
    """
    counted = count_sets(predictor, sets.pages)
    cases, rewritten = None, {}
    if sets.cases:
        cases = measure_cases(sets.cases, find_case_names(predictor, sets.cases), seed=seed)
    if is_rewritten:
        clean = {name: each.default.names for name, each in counted.items()}
        rewritten = measure_rewritten(predictor, sets.pages, clean=clean, seed=seed)
    return DocumentsEvaluation(
        documents=measure_counted(predictor, counted, seed=seed),
        cases=cases,
        rewritten=rewritten,
    )


def mistakes(predictor: Predictor, sets: DocumentSets) -> Iterator[dict[str, Any]]:
    """Give every mistake in documents and cases as plain values; a predictor runs once more."""
    for pages in sets.pages.values():
        found = names_in_texts(predictor, [page.labelled.text for page in pages])
        yield from listed_mistakes(pages, found)
    yield from listed_case_mistakes(sets.cases, find_case_names(predictor, sets.cases))
