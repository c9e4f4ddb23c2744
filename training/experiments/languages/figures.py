"""Measures a tagger on the dev sets of each language."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

import numpy as np

from nomen.model.arrays import IntArray
from nomen.training.augmentation.perturbation import lower, upper
from nomen.training.data.everyday import everyday_texts
from nomen.training.data.labels import LabelledSentence
from nomen.training.data.texts import LabelledText
from nomen.training.evaluation.evaluation import unsure_calibration_error
from nomen.training.evaluation.intervals import Interval, mean_f1, mean_f1_ratio, measure_counts
from nomen.training.evaluation.predictor import Predictor, ProbabilisticPredictor
from nomen.training.evaluation.scores import count_names
from nomen.training.experiments.languages.framed import count_in_texts
from nomen.training.experiments.languages.sets import SetsByLanguage


@dataclass(frozen=True, slots=True, kw_only=True)
class LanguageFigures:
    """What a tagger finds in the dev sets of one language.

    Attributes:
        num_names: Gold names of all sets.
        f1: Mean of the strict F1 of its sets, 0 to 1.
        lower: F1 of the same sentences in lower case as a share of `f1`; None in scripts without
            case.
        upper: The same in upper case.
        framed: F1 in signatures, fields and lists filled with listed names; None without them.
        everyday: Gold, predicted and correct names in everyday sentences; None without them.
        ece: Calibration error of unsure tokens (see `unsure_calibration_error`); None where there
            are too few, or the tagger gives no probabilities.
    """

    num_names: int
    f1: Interval
    lower: Interval | None
    upper: Interval | None
    framed: Interval | None
    everyday: tuple[int, int, int] | None
    ece: float | None


def measure_languages(
    predictor: Predictor,
    sets: SetsByLanguage,
    texts: Mapping[str, list[LabelledText]] | None = None,
    *,
    with_casings: bool = True,
) -> dict[str, LanguageFigures]:
    """Measure a tagger on each language.

    Args:
        predictor: The tagger.
        sets: The dev sets.
        texts: The filled frames of each language that has some.
        with_casings: Whether lower and upper case are measured, too.
    """
    return {
        language: _measure(
            predictor,
            list(found.values()),
            (texts or {}).get(language, []),
            everyday_texts().get(language, []),
            with_casings=with_casings,
        )
        for language, found in sets.items()
    }


def _measure(
    predictor: Predictor,
    sets: Sequence[list[LabelledSentence]],
    texts: list[LabelledText],
    everyday: list[LabelledText],
    *,
    with_casings: bool,
) -> LanguageFigures:
    counts = [_counts(predictor, sentences) for sentences in sets]
    has_case = with_casings and any(lower(s) != s for s in chain(*sets))

    def ratio(change: Callable[[LabelledSentence], LabelledSentence]) -> Interval | None:
        changed = ([change(s) for s in sentences] for sentences in sets)
        found = [_counts(predictor, sentences) for sentences in changed]
        return mean_f1_ratio(found, counts)

    return LanguageFigures(
        num_names=int(sum(found[:, 0].sum() for found in counts)),
        f1=mean_f1(counts),
        lower=ratio(lower) if has_case else None,
        upper=ratio(upper) if has_case else None,
        framed=measure_counts(count_in_texts(predictor, texts)).f1 if texts else None,
        everyday=_summed(count_in_texts(predictor, everyday)) if everyday else None,
        ece=_calibration_error(predictor, list(chain(*sets))),
    )


def _counts(predictor: Predictor, sentences: Sequence[LabelledSentence]) -> IntArray:
    predicted = predictor.predict([sentence.tokens for sentence in sentences])
    return count_names([sentence.names for sentence in sentences], predicted)


def _summed(counts: IntArray) -> tuple[int, int, int]:
    gold, predicted, correct = counts.sum(axis=0).tolist()
    return gold, predicted, correct


def _calibration_error(predictor: Predictor, sentences: Sequence[LabelledSentence]) -> float | None:
    if not isinstance(predictor, ProbabilisticPredictor):
        return None
    found = predictor.predict_probabilities([sentence.tokens for sentence in sentences])
    probabilities = np.concatenate(found.probabilities)
    is_gold = np.concatenate([sentence.in_names() for sentence in sentences])
    return unsure_calibration_error(probabilities, is_gold)


def mean_of_others(figures: Mapping[str, LanguageFigures], *, but: str = "en") -> float:
    """Give the mean F1 over the languages but one, 0 to 1; NaN where there is no other."""
    found = [each.f1.value for language, each in figures.items() if language != but]
    return float(np.mean(found)) if found else float("nan")
