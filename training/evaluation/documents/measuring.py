"""Measures a predictor on sets of documents: names found, and letters of names left."""

import logging
from collections.abc import Mapping, Sequence

from nomen.training.data.documents import LabelledPage
from nomen.training.data.labels import Span
from nomen.training.errors import CorpusError
from nomen.training.evaluation.documents.counting import CountedPages, Counts, count_pages
from nomen.training.evaluation.documents.results import (
    DocumentsFigures,
    DocumentsResult,
    MeanFigures,
    PresetOnDocuments,
)
from nomen.training.evaluation.intervals import (
    mean_f1,
    mean_share,
    measure_counts,
    share_interval,
)
from nomen.training.evaluation.predictor import (
    Predictor,
    ProbabilisticTextPredictor,
    TextPredictor,
    names_in_texts,
)

logger = logging.getLogger("nomen.train")

PageSets = Mapping[str, Sequence[LabelledPage]]
"""Pages by the name of their set; no set is empty."""


def measure_documents(predictor: Predictor, sets: PageSets, *, seed: int = 0) -> DocumentsResult:
    """Measure a predictor on sets of documents.

    The intervals draw documents. A mean over parts draws the documents of each part by itself.

    Args:
        predictor: The tagger; letters left are measured at its presets, if it has some.
        sets: One at least, with one name in one of them at least.
        seed: Of all draws.

    Raises:
        CorpusError: When the sets have no name.
    """
    return measure_counted(predictor, count_sets(predictor, sets), seed=seed)


def measure_counted(
    predictor: Predictor, counted: Mapping[str, CountedPages], *, seed: int = 0
) -> DocumentsResult:
    """Compute the figures of what `count_sets` counted; see `measure_documents`."""
    genres = _by_genre(counted)
    presets = predictor.presets if isinstance(predictor, TextPredictor) else {}
    return DocumentsResult(
        name=predictor.name,
        thresholds=dict(presets),
        sets={name: measure_pages(pages, seed=seed) for name, pages in counted.items()},
        genres={name: measure_pages(pages, seed=seed) for name, pages in genres.items()},
        mean_of_sets=_mean(counted, seed=seed),
        mean_of_genres=_mean(genres, seed=seed),
    )


def count_sets(predictor: Predictor, sets: PageSets) -> dict[str, CountedPages]:
    """Count what a predictor finds and leaves in the pages of each set."""
    counted = {}
    for number, (name, pages) in enumerate(sets.items(), start=1):
        logger.info("documents: %s (set %d of %d)", name, number, len(sets))
        counted[name] = _count_set(predictor, pages)
    return counted


def _count_set(predictor: Predictor, pages: Sequence[LabelledPage]) -> CountedPages:
    labelled = [page.labelled for page in pages]
    texts = [each.text for each in labelled]
    names, at_presets = _names(predictor, texts)
    return CountedPages(
        pages=pages,
        default=count_pages(labelled, names),
        presets={name: count_pages(labelled, found) for name, found in at_presets.items()},
    )


def _names(
    predictor: Predictor, texts: Sequence[str]
) -> tuple[list[list[Span]], Mapping[str, list[list[Span]]]]:
    """Give the names of texts, and those at each preset if the predictor has some."""
    if isinstance(predictor, ProbabilisticTextPredictor):
        return predictor.predict_texts_with_presets(texts)
    if isinstance(predictor, TextPredictor):
        return predictor.predict_texts(texts), predictor.predict_texts_at_presets(texts)
    return names_in_texts(predictor, texts), {}


def measure_pages(counted: CountedPages, *, seed: int = 0) -> DocumentsFigures:
    """Compute the figures of pages; the intervals draw documents."""
    documents = counted.by_document()
    predicted, correct = counted.default.names[:, 1:].sum(axis=0).tolist()
    return DocumentsFigures(
        num_pages=len(counted.pages),
        figures=measure_counts(documents.default.names, seed=seed),
        false_per_100=100 * (predicted - correct) / len(counted.pages),
        presets={name: _preset(each, seed=seed) for name, each in documents.presets.items()},
    )


def _preset(counts: Counts, *, seed: int) -> PresetOnDocuments:
    figures = measure_counts(counts.names, seed=seed)
    left, whole = counts.letters.T
    return PresetOnDocuments(
        precision=figures.precision,
        recall=figures.recall,
        left=share_interval(left, whole, seed=seed),
    )


def _by_genre(sets: Mapping[str, CountedPages]) -> dict[str, CountedPages]:
    """Sort pages by genre; sets that share a genre are joined."""
    parts: dict[str, list[CountedPages]] = {}
    for counted in sets.values():
        for genre in sorted({page.genre for page in counted.pages}):
            parts.setdefault(genre, []).append(counted.of_genre(genre))
    return {genre: CountedPages.joined(parts[genre]) for genre in sorted(parts)}


def _mean(parts: Mapping[str, CountedPages], *, seed: int) -> MeanFigures:
    documents = [part.by_document() for part in parts.values()]
    named = [each for each in documents if each.default.names[:, 0].any()]
    if not named:
        raise CorpusError("expected documents with names")
    return MeanFigures(
        num_parts=len(named),
        f1=mean_f1([each.default.names for each in named], seed=seed),
        left={
            preset: mean_share([each.presets[preset].letters for each in named], seed=seed)
            for preset in named[0].presets
        },
    )
