"""Counts the names that a predictor finds in frames filled with placeholders instead."""

import hashlib
import random
from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise
from string import ascii_lowercase

import numpy as np

from nomen.training.augmentation.swapping import PersonName
from nomen.training.data.labels import Span
from nomen.training.data.texts import LabelledText
from nomen.training.evaluation.intervals import mean_interval
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
    predictor: Predictor, frames: Sequence[Frame], *, seed: int
) -> PlaceholdersResult:
    """Fill frames, at least one, with placeholders in each style; count the names found."""
    generator = random.Random(f"{seed} placeholders")  # noqa: S311  # no secret
    lines = {frame.line: frame for frame in frames}
    texts = [frame.fill(_AnyLetters(), generator) for frame in lines.values()]
    by_style, touching = {}, {}
    examples: dict[str, list[str]] = {}
    for name, style in STYLES.items():
        changed = [redacted(text, style) for text in texts]
        written = [text.text for text in changed]
        found = names_in_texts(predictor, written)
        by_style[name] = false_per_100(found)
        touching[name] = _share_touching(changed, found)
        examples |= found_in(written, found)
    step = max(1, len(examples) // NUM_EXAMPLES)
    return PlaceholdersResult(
        num_texts=len(texts),
        per_100=mean_interval(np.mean(list(by_style.values()), axis=0), seed=seed),
        per_100_by_style={
            name: mean_interval(values, seed=seed) for name, values in by_style.items()
        },
        touching=touching,
        examples=dict(list(examples.items())[::step]),
    )


def _share_touching(texts: Sequence[LabelledText], found: Sequence[Sequence[Span]]) -> float:
    flags = [
        any(start < stop and begin < end for start, end in text.names)
        for text, names in zip(texts, found, strict=True)
        for begin, stop in names
    ]
    return sum(flags) / len(flags) if flags else 0.0
