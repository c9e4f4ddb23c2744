"""Frames: short texts with slots that persons' names fill.

`frames.txt` tells how slots are written.
"""

import random
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from nomen.training.augmentation.swapping import NameSource, PersonName
from nomen.training.data.texts import LabelledText
from nomen.training.evaluation.robustness.short_texts.groups import read_groups
from nomen.training.generation.page import Page, rewritten

FRAMES = Path(__file__).with_name("frames.txt")

AS_WRITTEN = "as written"
WITHOUT_STOP = "no last stop"
LOWER = "lower"
LOWER_WITHOUT_STOP = "lower, no last stop"
OTHER = "other form"

_SLOT = re.compile(r"\{([^{}]*)\}")
_PART = re.compile(r"\b[FSI]\b")
_ANY = "{}"
_FORMS = {"F S": "whole name", "F": "forename alone", "S": "surname alone"}
_STOPS = ".!?"


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """A text with slots.

    Attributes:
        kind: What it is taken from, like `signature`.
        line: The text as in the file; frames of one line differ in their form.
        pattern: The text; each slot tells the form of its name.
        form: The form of its names: `whole name`, `forename alone`, `surname alone` or `OTHER`.
    """

    kind: str
    line: str
    pattern: str
    form: str

    def fill(self, names: NameSource, generator: random.Random) -> LabelledText:
        """Write a newly drawn name into each slot."""
        page, last = Page(), 0
        for slot in _SLOT.finditer(self.pattern):
            written = _written(slot[1], names.draw(generator))
            page.write(self.pattern[last : slot.start()]).name(written)
            last = slot.end()
        return page.write(self.pattern[last:]).finish()


def read_frames(path: Path = FRAMES) -> list[Frame]:
    """Read the frames of a file; `{}` gives one frame for each form."""
    return [
        frame
        for kind, lines in read_groups(path).items()
        for line in lines
        for frame in _frames(kind, line)
    ]


def _frames(kind: str, line: str) -> Iterator[Frame]:
    if _ANY in line:
        for slot, form in _FORMS.items():
            pattern = line.replace(_ANY, f"{{{slot}}}")
            yield Frame(kind=kind, line=line, pattern=pattern, form=form)
        return
    slots = set(_SLOT.findall(line))
    form = _FORMS.get(slots.pop(), OTHER) if len(slots) == 1 else OTHER
    yield Frame(kind=kind, line=line, pattern=line, form=form)


def _written(slot: str, name: PersonName) -> str:
    """Write a name in a slot's form; only a whole name follows the country's order."""
    if slot == "F S" and name.is_family_first:
        slot = "S F"
    parts = {"F": name.forename, "S": name.surname, "I": name.forename[0]}
    return _PART.sub(lambda part: parts[part[0]], slot)


def conditions(text: LabelledText) -> Mapping[str, LabelledText]:
    """Give a text as written, in lower case, and both without its last stop if it has one.

    A stop that belongs to a name, like that of an initial, stays.
    """
    found = {AS_WRITTEN: text, LOWER: rewritten(text, str.lower)}
    end = len(text.text) - 1
    if text.text[-1] in _STOPS and not any(stop > end for _, stop in text.names):
        short = LabelledText(text.text[:end], text.names)
        found |= {WITHOUT_STOP: short, LOWER_WITHOUT_STOP: rewritten(short, str.lower)}
    return found
