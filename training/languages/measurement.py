"""Measures an identifier at several lengths of text, and shows what was measured."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from nomen.model.languages.identifier import LanguageIdentifier
from nomen.training.evaluation.tables import TextTable, points
from nomen.training.languages.evaluation import Accuracy, Identify, cut_samples, measure

LENGTHS = (20, 50, 100)
"""Characters."""
SAMPLES = 200
"""Texts of each language and length."""
_SEED = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """Accuracies by length, and which languages are served.

    Attributes:
        accuracies: By length in characters.
        served: The languages that some bundle serves.
    """

    accuracies: dict[int, Accuracy]
    served: list[str]

    def metrics(self) -> dict[str, float]:
        """Give what was measured at each length, shares from 0 to 1.

        `language_N`, `bundle_N` and `und_N` are means over the served languages: of texts that
        were given their language, one of the same bundle, or none. `others_told_N` is the mean
        share of texts in other languages that were given one that nothing serves.
        """
        return {
            f"{name}_{length}": round(value, 4)
            for length, accuracy in self.accuracies.items()
            for name, value in self._means(accuracy).items()
        }

    def _means(self, accuracy: Accuracy) -> dict[str, float]:
        others = sorted(accuracy.by_language.keys() - set(self.served))
        return {
            "language": _mean(accuracy.by_language, self.served),
            "bundle": _mean(accuracy.by_bundle, self.served),
            "und": _mean(accuracy.unknown, self.served),
            "others_told": _mean(accuracy.by_bundle, others),
            "calibration_error": accuracy.calibration_error,
        }


def identify_with(identifier: LanguageIdentifier) -> Identify:
    """Give what is measured of an identifier."""

    def identify(texts: Sequence[str]) -> list[tuple[str, float]]:
        return [(each.language, each.probability) for each in identifier.identify(texts)]

    return identify


def measure_lengths(
    identify: Identify,
    dev: Mapping[str, Sequence[str]],
    bundles: Mapping[str, Sequence[str]],
    *,
    most: int = SAMPLES,
) -> Measured:
    """Measure an identifier on texts cut from dev lines.

    Args:
        identify: What is measured.
        dev: Dev lines by language.
        bundles: The languages that each bundle serves.
        most: Texts of each language and length.
    """
    bundle_of = {language: name for name, each in bundles.items() for language in each}
    accuracies = {}
    for length in LENGTHS:
        samples = cut_samples(dev, length=length, most=most, seed=_SEED)
        accuracies[length] = measure(identify, samples, bundle_of)
    served = [language for language in bundle_of if dev.get(language)]
    return Measured(accuracies=accuracies, served=served)


def tables_of(measured: Measured, *, is_timed: bool = False) -> Iterator[TextTable]:
    """Give a table of means by length and one of languages, in points.

    With `is_timed`, the first also has the mean time of a text, in microseconds.
    """
    metrics = measured.metrics()
    keys = ("language", "bundle", "und", "others_told", "calibration_error")
    rows = [
        (
            str(length),
            *(points(metrics[f"{key}_{length}"]) for key in keys),
            *([f"{accuracy.microseconds:.0f}"] if is_timed else []),
        )
        for length, accuracy in measured.accuracies.items()
    ]
    headings = ["characters", "language", "bundle", "und", "others told", "calibration error"]
    yield TextTable(headings=(*headings, *(["µs"] if is_timed else [])), sections=[rows])
    accuracies = measured.accuracies.values()
    by_language = [
        (
            language,
            *(
                points(shares[language], digits=0)
                for each in accuracies
                for shares in (each.by_language, each.by_bundle)
            ),
        )
        for language in measured.served
    ]
    lengths = [f"{kind}, {length}" for length in measured.accuracies for kind in ("tag", "bundle")]
    yield TextTable(headings=("language", *lengths), sections=[by_language])


def _mean(values: Mapping[str, float], languages: Sequence[str]) -> float:
    found = [values[language] for language in languages if language in values]
    return sum(found) / len(found) if found else 0.0
