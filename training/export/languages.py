"""The figures of each language that a bundle's card tells."""

import statistics
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from nomen.training.data.registry import find_split
from nomen.training.evaluation.evaluation import (
    FEWEST_UNSURE,
    Evaluation,
    Predictions,
    unsure_calibration_error,
)
from nomen.training.evaluation.scores import SpanCounts

HIGH_RECALL = "high_recall"

_BY_LANGUAGE = f"""\
By language, the mean of the sets above, the weakest language last. Where recall is low, names of
that language's texts are missed: 100 less recall are the names of 100 that a redaction leaves.
Recall at `{HIGH_RECALL}` is the mean of the language's dev sets. ECE is that of all their tokens,
with one calibration for all languages; it needs {FEWEST_UNSURE:,} tokens with a probability over
0.02."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LanguageFigures:
    """What a bundle's dev sets say of one language.

    Attributes:
        recall: At the preset `high_recall`, the mean of the language's sets, 0 to 1.
        ece: Calibration error of its tokens; None where too few are unsure to tell.
    """

    recall: float
    ece: float | None


def measure_languages(
    predictions: Mapping[str, Predictions],
    swept: Mapping[str, Mapping[float, SpanCounts]],
    high_recall: float,
) -> dict[str, LanguageFigures]:
    """Give the figures of each language from what was predicted for its dev sets.

    Args:
        predictions: Of each dev set, by `NAME/dev`.
        swept: The names counted at each threshold, by `NAME/dev`.
        high_recall: The threshold of the preset.
    """
    return {
        language: LanguageFigures(
            recall=_mean(swept[name][high_recall].recall for name in names),
            ece=_calibration_error([predictions[name] for name in names]),
        )
        for language, names in _by_language(swept).items()
    }


def _calibration_error(found: Sequence[Predictions]) -> float | None:
    return unsure_calibration_error(
        np.concatenate([each.probabilities for each in found]),
        np.concatenate([each.is_gold for each in found]),
    )


def _by_language(names: Iterable[str]) -> dict[str, list[str]]:
    """Sort sets of registered corpora, `NAME/SPLIT`, by language; leave others out."""
    found: dict[str, list[str]] = {}
    for name in names:
        if split := find_split(name):
            found.setdefault(split[0].language, []).append(name)
    return found


def language_lines(
    evaluations: Mapping[str, Evaluation], figures: Mapping[str, LanguageFigures]
) -> list[str]:
    """Tell the figures of each language, the weakest last, where there is more than one.

    Args:
        evaluations: The figures of each set of sentences, by `NAME/SPLIT`.
        figures: Those of each language's dev sets.
    """
    by_language = _by_language(evaluations)
    if len(by_language) <= 1:
        return []
    sets = {key: [evaluations[name] for name in names] for key, names in by_language.items()}
    by_f1 = sorted(sets.items(), key=lambda item: -_mean(e.f1 for e in item[1]))
    return [
        _BY_LANGUAGE,
        "",
        f"| language | sets | names | precision | recall | F1 | recall at `{HIGH_RECALL}` | ECE |",
        "| --- | --- | --- | --- | --- | --- | --- | --- |",
        *(_row(language, each, figures.get(language)) for language, each in by_f1),
        "",
    ]


def _row(language: str, sets: Sequence[Evaluation], figures: LanguageFigures | None) -> str:
    means = [
        _mean(e.precision for e in sets),
        _mean(e.recall for e in sets),
        _mean(e.f1 for e in sets),
    ]
    cells = [
        language,
        f"{len(sets)}",
        f"{sum(e.num_names for e in sets):,}",
        *(f"{100 * mean:.1f}" for mean in means),
        "–" if figures is None else f"{100 * figures.recall:.1f}",
        "–" if figures is None or figures.ece is None else f"{figures.ece:.3f}",
    ]
    return f"| {' | '.join(cells)} |"


def _mean(values: Iterable[float]) -> float:
    return statistics.fmean(values)
