"""Counts the names that a predictor finds where redaction has put placeholders."""

import hashlib
import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from string import ascii_lowercase

import numpy as np

from nomen.model.arrays import FloatArray
from nomen.training.augmentation.swapping import PersonName
from nomen.training.data.labels import Span
from nomen.training.data.texts import LabelledText
from nomen.training.evaluation.intervals import Interval, mean_interval
from nomen.training.evaluation.predictor import Predictor, names_in_texts
from nomen.training.evaluation.robustness.short_texts.frames import Frame
from nomen.training.evaluation.robustness.short_texts.nothing import false_per_100, found_in
from nomen.training.evaluation.robustness.short_texts.results import PlaceholdersResult
from nomen.training.generation.page import Page

NUM_EXAMPLES = 40

_HASH_DIGITS = 12
_LENGTHS = range(3, 10)

Style = Callable[[str, int], str]
"""Gives the placeholder of a name and its number in the text, from 1."""

STYLES: Mapping[str, Style] = {
    "[NAME]": lambda _, __: "[NAME]",
    "[NAME_1]": lambda _, number: f"[NAME_{number}]",
    "<PERSON>": lambda _, __: "<PERSON>",
    "XXXX": lambda _, __: "XXXX",
    "stars": lambda name, _: "".join("*" if letter.strip() else letter for letter in name),
    "hash": lambda name, _: hashlib.sha256(name.encode()).hexdigest()[:_HASH_DIGITS],
}


def redacted(text: LabelledText, style: Style) -> LabelledText:
    """Put a placeholder in the place of each name; the spans are those of the placeholders."""
    page = Page()
    bounds = [0, *(edge for span in text.names for edge in span), len(text.text)]
    for i, (start, end) in enumerate(pairwise(bounds)):
        piece = text.text[start:end]
        if i % 2:
            page.name(style(piece, i // 2 + 1))
        else:
            page.write(piece)
    return page.finish()


class _AnyLetters:
    """Draws names of random letters, of which only their length outlives redaction."""

    def draw(self, generator: random.Random) -> PersonName:
        forename, surname = (
            "".join(generator.choices(ascii_lowercase, k=generator.choice(_LENGTHS)))
            for _ in range(2)
        )
        return PersonName(forename=forename, surname=surname)


def measure_placeholders(
    predictor: Predictor,
    frames: Sequence[Frame],
    prose: Sequence[LabelledText] = (),
    *,
    seed: int,
) -> PlaceholdersResult:
    """Count the names found in redacted frames, at least one, and on the placeholders of prose.

    Other names of prose do not count: its labels may have missed a name.
    """
    texts = _filled(frames, seed=seed)
    in_frames, on_frames, on_prose = {}, {}, {}
    examples: dict[str, list[str]] = {}
    for name, style in STYLES.items():
        found = _Found.build(predictor, [redacted(text, style) for text in texts])
        in_frames[name], on_frames[name] = found.per_100(), found.on_placeholders()
        examples |= found.examples()
        if prose:
            redacted_prose = [redacted(text, style) for text in prose]
            on_prose[name] = _Found.build(predictor, redacted_prose).on_placeholders()
    return PlaceholdersResult(
        num_texts=len(texts),
        num_sentences=len(prose),
        per_100=mean_interval(np.mean(list(in_frames.values()), axis=0), seed=seed),
        per_100_by_style=_intervals(in_frames, seed=seed),
        on_placeholders=_intervals(on_frames, seed=seed),
        on_placeholders_of_prose=_intervals(on_prose, seed=seed),
        examples=dict(list(examples.items())[:: max(1, len(examples) // NUM_EXAMPLES)]),
    )


def _filled(frames: Sequence[Frame], *, seed: int) -> list[LabelledText]:
    """Fill one frame of each line."""
    generator = random.Random(f"{seed} placeholders")  # noqa: S311  # no secret
    lines = {frame.line: frame for frame in frames}
    return [frame.fill(_AnyLetters(), generator) for frame in lines.values()]


def _intervals(values: Mapping[str, FloatArray], *, seed: int) -> dict[str, Interval]:
    return {name: mean_interval(found, seed=seed) for name, found in values.items()}


@dataclass(frozen=True, slots=True)
class _Found:
    """Redacted texts, whose spans are placeholders, and what a predictor found in each."""

    texts: Sequence[LabelledText]
    found: Sequence[Sequence[Span]]

    @classmethod
    def build(cls, predictor: Predictor, texts: Sequence[LabelledText]) -> "_Found":
        return cls(texts, names_in_texts(predictor, [text.text for text in texts]))

    def per_100(self) -> FloatArray:
        """Give a hundred times the number of names of each text, float64 (N,)."""
        return false_per_100(self.found)

    def on_placeholders(self) -> FloatArray:
        """Give the same of names that hold a part of a placeholder."""
        touching = [
            [span for span in names if _touches(span, text.names)]
            for text, names in zip(self.texts, self.found, strict=True)
        ]
        return false_per_100(touching)

    def examples(self) -> dict[str, list[str]]:
        return found_in([text.text for text in self.texts], self.found)


def _touches(span: Span, others: Sequence[Span]) -> bool:
    return any(start < span[1] and span[0] < end for start, end in others)
