"""Puts names into signatures, fields and lists of a language, without any other text."""

import random
from collections.abc import Sequence

from nomen.training.augmentation.language_names import script_of
from nomen.training.augmentation.swapping import NameSource, PersonName
from nomen.training.data.blocks import labelled_blocks
from nomen.training.data.frames_of_languages import SLOT, filled
from nomen.training.data.labels import LabelledSentence

HAN = "CJK"
_ONE_PART = 0.25
"""Share of the names that are a forename or a surname alone."""


def framed(frames: Sequence[str], names: NameSource, generator: random.Random) -> LabelledSentence:
    """Fill a frame, drawn from one at least, with drawn names; give the block that it is.

    Args:
        frames: See `frames_of_languages`.
        names: Where the names come from.
        generator: Of the draws.
    """
    frame = generator.choice(frames)
    drawn = [_written(names.draw(generator), generator) for _ in range(frame.count(SLOT))]
    return next(labelled_blocks([filled(frame, drawn)]))


def _written(name: PersonName, generator: random.Random) -> str:
    if generator.random() < _ONE_PART:
        return generator.choice((name.forename, name.surname))
    if name.is_family_first:
        glue = "" if script_of([name.surname]) == HAN else " "
        return f"{name.surname}{glue}{name.forename}"
    return f"{name.forename} {name.surname}"
