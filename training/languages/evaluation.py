"""How often an identifier is right: by language, by length, and by what serves the language."""

import random
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

Identify = Callable[[Sequence[str]], Sequence[tuple[str, float]]]
"""Texts to the language and its probability of each."""


@dataclass(frozen=True, slots=True)
class Sample:
    """A text of dev, and its language."""

    text: str
    language: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Accuracy:
    """What was right.

    Attributes:
        by_language: Share of each language's texts that were given its tag.
        by_bundle: Share of each language's texts that were given one that the same bundle serves.
        unknown: Share of each language's texts that were `und`.
        calibration_error: Of the probabilities of all texts, in ten bins of equal width.
        microseconds: Mean time a text took.
    """

    by_language: dict[str, float]
    by_bundle: dict[str, float]
    unknown: dict[str, float]
    calibration_error: float
    microseconds: float


def cut_samples(
    lines: Mapping[str, Sequence[str]], *, length: int, most: int, seed: int
) -> list[Sample]:
    """Cut texts of whole words from dev lines, as near to a length as words allow.

    Args:
        lines: Dev lines by language; a text may go over several lines that follow each other.
        length: Characters.
        most: Texts of each language.
        seed: Of the draws.
    """
    draws = random.Random(seed)  # noqa: S311  # no secret
    samples = []
    for language in sorted(lines):
        words = " ".join(lines[language]).split()
        if not words:
            continue
        for _ in range(most):
            text = _cut(words, draws.randrange(len(words)), length)
            if any(map(str.isalpha, text)):
                samples.append(Sample(text, language))
    return samples


def _cut(words: Sequence[str], start: int, length: int) -> str:
    text = words[start][:length]
    for word in words[start + 1 :]:
        longer = f"{text} {word}"
        if len(longer) - length > length - len(text):
            break
        text = longer
    return text[: length * 2]


def measure(
    identify: Identify, samples: Sequence[Sample], bundle_of: Mapping[str, str]
) -> Accuracy:
    """Measure an identifier.

    Args:
        identify: What is measured.
        samples: Texts and their languages.
        bundle_of: What serves each language; a language that is missing is not served.
    """
    began = time.perf_counter()
    found = identify([sample.text for sample in samples])
    seconds = time.perf_counter() - began
    rights: dict[str, list[tuple[bool, bool, bool]]] = {}
    bins: list[list[tuple[float, bool]]] = [[] for _ in range(10)]
    for sample, (language, probability) in zip(samples, found, strict=True):
        is_right = language == sample.language
        is_served = bundle_of.get(language) == bundle_of.get(sample.language)
        rights.setdefault(sample.language, []).append((is_right, is_served, language == "und"))
        if language != "und":
            bins[min(int(probability * 10), 9)].append((probability, is_right))
    shares = {
        language: [sum(column) / len(rows) for column in zip(*rows, strict=True)]
        for language, rows in rights.items()
    }
    return Accuracy(
        by_language={language: each[0] for language, each in shares.items()},
        by_bundle={language: each[1] for language, each in shares.items()},
        unknown={language: each[2] for language, each in shares.items()},
        calibration_error=_calibration_error(bins),
        microseconds=seconds * 1e6 / max(len(samples), 1),
    )


def _calibration_error(bins: Sequence[Sequence[tuple[float, bool]]]) -> float:
    """Give the mean distance of probability and share of right answers over bins.

    *Source:* Guo et al., On Calibration of Modern Neural Networks, 2017, equation 3.
    """
    number = sum(map(len, bins))
    gaps = (abs(sum(p for p, _ in each) - sum(right for _, right in each)) for each in bins)
    return sum(gaps) / number if number else 0.0
