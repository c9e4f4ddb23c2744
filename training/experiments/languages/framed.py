"""Measures a tagger on signatures, fields and lists of each language, filled with listed names."""

import random

from nomen.model.arrays import IntArray
from nomen.training.data.frames_of_languages import SLOT, filled, frames_of_languages
from nomen.training.data.names.names_of_languages import FAMILY_FIRST, ListedNames
from nomen.training.data.texts import LabelledText
from nomen.training.evaluation.predictor import Predictor, names_in_texts
from nomen.training.evaluation.scores import count_names

NUM_FILLED = 40
"""Texts that are made of each frame."""
_UNSPACED = frozenset({"ja", "zh"})


def framed_texts(language: str, names: ListedNames, *, seed: int = 0) -> list[LabelledText]:
    """Fill the measured frames of a language with whole names; none without frames or names.

    Args:
        language: A tag of BCP 47.
        names: The test half of its lists.
        seed: Of the draws.
    """
    frames = frames_of_languages().get(language)
    if frames is None or not (names.given and names.family):
        return []
    generator = random.Random(f"{seed} {language}")  # noqa: S311  # no secret

    def draw() -> str:
        parts = [generator.choice(names.given), generator.choice(names.family)]
        if language in FAMILY_FIRST:
            parts.reverse()
        return ("" if language in _UNSPACED else " ").join(parts)

    return [
        filled(frame, [draw() for _ in range(frame.count(SLOT))])
        for frame in frames.measured
        for _ in range(NUM_FILLED)
    ]


def count_in_texts(predictor: Predictor, texts: list[LabelledText]) -> IntArray:
    """Count gold, predicted and correct names of each text, int64 (S, 3)."""
    predicted = names_in_texts(predictor, [each.text for each in texts])
    return count_names([each.names for each in texts], predicted)
