"""Turns the names of a sentence into places, institutions and other things named after persons."""

import random
from collections.abc import Sequence

from nomen.model.text.abbreviations import TITLES
from nomen.model.text.breaks import split_mark
from nomen.training.augmentation.drafts import Draft
from nomen.training.augmentation.forms import NameParts
from nomen.training.augmentation.perturbation import cased_as
from nomen.training.data.labels import LabelledSentence

ENDINGS = (
    "Street", "Road", "Avenue", "Lane", "Square", "Drive", "Airport", "University", "College",
    "School", "Hospital", "Clinic", "Park", "Stadium", "Bridge", "Tower", "Hall", "House",
    "Library", "Museum", "Prize", "Award", "Medal", "Foundation", "Institute", "Fund", "County",
    "Island", "Bay", "River", "Valley", "Creek", "Act", "Report", "disease", "syndrome",
    "theorem", "effect", "test", "index", "trophy", "Cup", "Sans", "Theatre", "Memorial",
    "Building", "Center",
)  # fmt: skip
"""Words that make a surname, or a whole name, the name of a thing."""

BEGINNINGS = ("Mount", "Lake", "Fort", "Port", "Cape", "Camp", "Hotel", "Villa", "Café")
"""Words that do so before a surname."""

_WHOLE, _AFTER = 0.3, 0.85


def as_namesakes(sentence: LabelledSentence, generator: random.Random) -> LabelledSentence:
    """Turn each name into a thing named after the person: `Mr. John Smith` to `Smith Street`.

    No name is left. A title before a name goes with it.
    """
    draft, last = Draft(sentence), 0
    for start, end in sentence.names:
        name = tuple(split_mark(token)[1] for token in sentence.tokens[start:end])
        first = start - 1 if start > last and _is_title(sentence.tokens[start - 1]) else start
        mark = split_mark(sentence.tokens[first])[0]
        thing = _thing(name, generator)
        draft.keep(last, first).write((mark + thing[0], *thing[1:]))
        last = end
    return draft.keep(last, len(sentence.tokens)).finish()


def _is_title(token: str) -> bool:
    return split_mark(token)[1].rstrip(".").capitalize() in TITLES


def _thing(name: Sequence[str], generator: random.Random) -> tuple[str, ...]:
    parts = NameParts.build(name)
    surname = parts.surname if parts else tuple(name[-1:])
    if generator.random() < _WHOLE:
        surname = tuple(name)
    if generator.random() < _AFTER:
        return (*surname, cased_as(generator.choice(ENDINGS), name))
    return (cased_as(generator.choice(BEGINNINGS), name), *surname)
