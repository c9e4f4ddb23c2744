"""The tokens of documents by genre, for the calibration of their probabilities."""

from collections.abc import Sequence

import numpy as np

from nomen.model.arrays import BoolArray
from nomen.training.data.documents import LabelledPage
from nomen.training.data.labels import Span
from nomen.training.evaluation.documents.measuring import PageSets
from nomen.training.evaluation.predictor import (
    Predictor,
    ProbabilisticTextPredictor,
    TextTokens,
)
from nomen.training.evaluation.robustness.calibration import ScoredTokens


def score_genres(predictor: Predictor, sets: PageSets) -> dict[str, ScoredTokens]:
    """Give the tokens of each genre; none for a predictor without probabilities of raw texts.

    The first half of a set's pages is fold 0, as with sentences.
    """
    if not isinstance(predictor, ProbabilisticTextPredictor):
        return {}
    parts: dict[str, list[ScoredTokens]] = {}
    for pages in sets.values():
        found = predictor.predict_text_tokens([page.labelled.text for page in pages])
        for page, tokens in zip(pages, _scored(pages, found), strict=True):
            parts.setdefault(page.genre, []).append(tokens)
    return {genre: ScoredTokens.joined(parts[genre]) for genre in sorted(parts)}


def tokens_in_names(tokens: TextTokens, names: Sequence[Span]) -> BoolArray:
    """Give for each token whether a name covers it or cuts it, (T,)."""
    found = np.zeros(len(tokens.starts), dtype=np.bool_)
    for start, end in names:
        first = np.searchsorted(tokens.ends, start, side="right")
        found[first : np.searchsorted(tokens.starts, end, side="left")] = True
    return found


def _scored(pages: Sequence[LabelledPage], found: Sequence[TextTokens]) -> list[ScoredTokens]:
    half = len(pages) / 2
    return [
        ScoredTokens(
            probabilities=tokens.probabilities,
            is_gold=tokens_in_names(tokens, page.labelled.names),
            folds=np.full(len(tokens.starts), int(i >= half)),
        )
        for i, (page, tokens) in enumerate(zip(pages, found, strict=True))
    ]
