"""Measures where taggers fail in each language, and what thresholds give there."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

import numpy as np

from nomen.model.arrays import IntArray
from nomen.training.data.labels import Span
from nomen.training.evaluation.intervals import Interval, share_interval
from nomen.training.evaluation.predictor import Predictor, ThresholdPredictor
from nomen.training.experiments.languages.cases import LanguageCases
from nomen.training.experiments.languages.nothing import count_false_names
from nomen.training.experiments.languages.thresholds import ThresholdFigures, measure_thresholds

PER_TOKENS = 1000
"""False names are told for so many tokens."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rate:
    """How many of something are there, and the share of them that a tagger finds.

    Attributes:
        num: Names or tokens.
        found: A share from 0 to 1, or false names in `PER_TOKENS`; None where `num` is 0.
    """

    num: int
    found: Interval | None


@dataclass(frozen=True, slots=True, kw_only=True)
class LanguageDetails:
    """Where a tagger fails in one language.

    Attributes:
        word_names: Recall of the names that are words of the language, 0 to 1.
        names_with_words: Recall of the names that have one, 0 to 1.
        listed: Places outside names that are written like a listed name of the language, and how
            many of `PER_TOKENS` of them a found name covers.
        nameless: Tokens of texts with nothing to find, and false names in `PER_TOKENS` of them.
            Where a corpus left a name unlabelled, a right name counts as false.
        thresholds: Presets, and the best threshold; None for a tagger without probabilities.
    """

    word_names: Rate
    names_with_words: Rate
    listed: Rate
    nameless: Rate
    thresholds: ThresholdFigures | None


def measure_details(
    predictor: Predictor, cases: Mapping[str, LanguageCases]
) -> dict[str, LanguageDetails]:
    """Measure a tagger on what is hard in each language."""
    return {language: _measure(predictor, found) for language, found in cases.items()}


def _measure(predictor: Predictor, cases: LanguageCases) -> LanguageDetails:
    predicted = predictor.predict([sentence.tokens for sentence in chain(*cases.sets)])
    false = count_false_names(predictor, cases.nameless)
    return LanguageDetails(
        word_names=_rate(*_hits(predicted, cases.word_names)),
        names_with_words=_rate(*_hits(predicted, cases.names_with_words)),
        listed=_rate(*_covered(predicted, cases.listed), times=PER_TOKENS),
        nameless=_rate(false[:, 0], false[:, 1], times=PER_TOKENS),
        thresholds=(
            measure_thresholds(predictor, cases.sets)
            if isinstance(predictor, ThresholdPredictor)
            else None
        ),
    )


_Spans = Sequence[Collection[Span]]


def _hits(predicted: _Spans, gold: _Spans) -> tuple[IntArray, IntArray]:
    """Count the gold spans of each sentence that were predicted, and all of them."""
    pairs = zip(predicted, gold, strict=True)
    hits = [len(set(names).intersection(own)) for names, own in pairs]
    return np.array(hits), np.array(list(map(len, gold)))


def _covered(predicted: _Spans, places: _Spans) -> tuple[IntArray, IntArray]:
    """Count the places in each sentence that a predicted name covers, and all of them."""
    pairs = zip(predicted, places, strict=True)
    covered = [sum(_is_touched(place, names) for place in own) for names, own in pairs]
    return np.array(covered), np.array(list(map(len, places)))


def _is_touched(place: Span, names: Collection[Span]) -> bool:
    return any(place[0] < stop and start < place[1] for start, stop in names)


def _rate(parts: IntArray, wholes: IntArray, *, times: int = 1) -> Rate:
    num = int(np.sum(wholes))
    if not num:
        return Rate(num=0, found=None)
    share = share_interval(parts, wholes)
    return Rate(num=num, found=Interval(*(times * v for v in (share.value, share.low, share.high))))
