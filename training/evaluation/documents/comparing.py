"""Measures a predictor on rewritten pages against the same pages as written."""

import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from nomen.model.arrays import IntArray
from nomen.training.data.texts import LabelledText
from nomen.training.evaluation.documents.measuring import PageSets
from nomen.training.evaluation.documents.rewriting import WAYS, rewritten
from nomen.training.evaluation.intervals import Interval, f1_ratio, mean_f1, mean_f1_ratio
from nomen.training.evaluation.predictor import Predictor, names_in_texts
from nomen.training.evaluation.scores import count_names
from nomen.training.evaluation.tables import TextTable, in_points, points

logger = logging.getLogger("nomen.train")


@dataclass(frozen=True, slots=True, kw_only=True)
class RewrittenResult:
    """The figures of pages that a way of writing changes, beside the same pages as written.

    Attributes:
        num_pages: Pages that are changed.
        num_names: Names in them.
        f1: Unweighted mean over sets of the F1 of the changed pages.
        clean_f1: The same of the pages as written.
        ratio: The first as a share of the second.
        ratio_by_set: The same for each set alone.
    """

    num_pages: int
    num_names: int
    f1: Interval
    clean_f1: Interval
    ratio: Interval
    ratio_by_set: Mapping[str, float]


def measure_rewritten(
    predictor: Predictor,
    sets: PageSets,
    *,
    clean: Mapping[str, IntArray] | None = None,
    ways: Mapping[str, Callable[[str], str]] = WAYS,
    seed: int = 0,
) -> dict[str, RewrittenResult]:
    """Measure each way of writing that changes a page with names.

    Only changed pages count. Sets in which they have no names are left out.

    Args:
        predictor: The tagger; it reads raw texts.
        sets: One at least.
        clean: What `count_names` counted in the pages as written, if that is known.
        ways: What is done to each letter.
        seed: Of all draws.
    """
    texts = {name: [page.labelled for page in pages] for name, pages in sets.items()}
    clean = clean or {name: _counts(predictor, each) for name, each in texts.items()}
    results = {}
    for way, change in ways.items():
        logger.info("documents: %s", way)
        changed, same = {}, {}
        for name, each in texts.items():
            rows, new = _changed(each, change)
            if clean[name][rows, 0].any():
                changed[name], same[name] = _counts(predictor, new), clean[name][rows]
        if changed:
            results[way] = _result(changed, same, seed=seed)
    return results


def rewritten_table(results: Mapping[str, RewrittenResult], *, title: str) -> TextTable:
    """Give the ways of writing as a table; shares are in points."""
    rows = [
        (
            way,
            f"{each.num_pages:,}",
            f"{each.num_names:,}",
            in_points(each.f1),
            points(each.clean_f1.value),
            in_points(each.ratio),
            _lowest(each.ratio_by_set),
        )
        for way, each in results.items()
    ]
    headings = ("way", "pages", "names", "mean F1", "as written", "share of it", "lowest set")
    return TextTable(title=title, headings=headings, sections=[rows])


def rewritten_summary(results: Mapping[str, RewrittenResult], *, title: str) -> list[str]:
    """Give a line on the lower-cased text, if it was measured."""
    found = results.get("lower")
    if found is None:
        return []
    return [f"{title}, lower-cased text: {in_points(found.ratio)} % of the mean F1 as written"]


def _lowest(ratio_by_set: Mapping[str, float]) -> str:
    name = min(ratio_by_set, key=ratio_by_set.__getitem__)
    return f"{name} {points(ratio_by_set[name])}"


def _changed(
    texts: Sequence[LabelledText], change: Callable[[str], str]
) -> tuple[IntArray, list[LabelledText]]:
    """Give the indices of the texts that change, and the changed texts."""
    new = [rewritten(text, change) for text in texts]
    rows = [i for i, (one, other) in enumerate(zip(new, texts, strict=True)) if one != other]
    return np.array(rows, dtype=np.int64), [new[i] for i in rows]


def _counts(predictor: Predictor, texts: Sequence[LabelledText]) -> IntArray:
    found = names_in_texts(predictor, [each.text for each in texts])
    return count_names([each.names for each in texts], found)


def _result(
    changed: Mapping[str, IntArray], clean: Mapping[str, IntArray], *, seed: int
) -> RewrittenResult:
    new, old = list(changed.values()), list(clean.values())
    return RewrittenResult(
        num_pages=sum(map(len, new)),
        num_names=sum(int(counts[:, 0].sum()) for counts in new),
        f1=mean_f1(new, seed=seed),
        clean_f1=mean_f1(old, seed=seed),
        ratio=mean_f1_ratio(new, old, seed=seed),
        ratio_by_set={name: f1_ratio(changed[name], clean[name]).value for name in changed},
    )
