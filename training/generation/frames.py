"""Frames: short texts with slots and choices, from which pages are put together.

`{a|b|}` is a choice, of which one is drawn; choices may hold slots and choices. `{first}` and
`{whole2}` are slots for a person of the page's cast, by number, 0 if there is none. `{sentence}` is
a sentence of prose. Any other slot is a method of `Things` by its name.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache

from nomen.training.generation.forms import (
    FULL,
    INVERTED,
    LISTED,
    SHORT,
    SIGNED,
    Weighted,
    chosen,
    forename,
    nickname,
    surname,
    whole,
)
from nomen.training.generation.page import Page
from nomen.training.generation.persons import Person
from nomen.training.generation.titles import write_titled, write_with_degree
from nomen.training.generation.world import World

_PIECES = re.compile(r"[{}|]|[^{}|]+")
_SLOT = re.compile(r"([a-z_]+?)(\d?)")


@dataclass(slots=True)
class Cast:
    """The persons of a page, each drawn when a frame first names them."""

    world: World
    persons: list[Person] = field(default_factory=list)

    def __getitem__(self, number: int) -> Person:
        """Give a person by number, from 0."""
        while len(self.persons) <= number:
            self.persons.append(self.world.person())
        return self.persons[number]


@dataclass(frozen=True, slots=True)
class _Slot:
    name: str
    number: int


_Part = str | _Slot | tuple["_Sequence", ...]
_Sequence = tuple[_Part, ...]


def write_frame(page: Page, frame: str, world: World, cast: Cast) -> Page:
    """Write a frame, with its choices made and its slots filled."""
    _write(page, _parsed(frame), world, cast)
    return page


def write_any(page: Page, frames: Sequence[str], world: World, cast: Cast) -> Page:
    """Write one frame of several."""
    return write_frame(page, world.random.choice(frames), world, cast)


def write_lines(page: Page, frames: Sequence[str], world: World, cast: Cast) -> Page:
    """Write frames, each with a line end after it."""
    for frame in frames:
        write_frame(page, frame, world, cast).write("\n")
    return page


def _write(page: Page, parts: _Sequence, world: World, cast: Cast) -> None:
    for part in parts:
        if isinstance(part, str):
            page.write(part)
        elif isinstance(part, _Slot):
            _fill(page, part, world, cast)
        else:
            _write(page, world.random.choice(part), world, cast)


def _fill(page: Page, slot: _Slot, world: World, cast: Cast) -> None:
    if slot.name == "sentence":
        page.add(world.sentence())
    elif slot.name in PERSON_SLOTS:
        PERSON_SLOTS[slot.name](page, cast[slot.number], world)
    else:
        page.write(getattr(world.things, slot.name)())


def _called(forms: Weighted) -> Callable[[Page, Person, World], None]:
    def write(page: Page, person: Person, world: World) -> None:
        page.name(chosen(forms, world.random)(person))

    return write


def _write_titled(page: Page, person: Person, world: World) -> None:
    forms = SHORT if world.chance(0.4) else FULL
    write_titled(page, chosen(forms, world.random)(person), world.random, share=0.8)


def _write_with_degree(page: Page, person: Person, world: World) -> None:
    write_with_degree(page, chosen(FULL, world.random)(person), world.random, share=0.8)


def _write_of_any_kind(page: Page, person: Person, world: World) -> None:
    forms = world.random.choices((FULL, SHORT, INVERTED, SIGNED), (8, 8, 1, 1))[0]
    page.name(chosen(forms, world.random)(person))


PERSON_SLOTS: Mapping[str, Callable[[Page, Person, World], None]] = {
    "whole": _called({whole: 1}),
    "first": _called({forename: 1}),
    "last": _called({surname: 1}),
    "nick": _called({nickname: 1}),
    "full": _called(FULL),
    "listed": _called(LISTED),
    "inverted": _called(INVERTED),
    "short": _called(SHORT),
    "signed": _called(SIGNED),
    "any": _write_of_any_kind,
    "titled": _write_titled,
    "degreed": _write_with_degree,
}
"""Slots for a person by name; `whole`, `first` and `last` are plain, the others vary."""


@cache
def _parsed(frame: str) -> _Sequence:
    pieces = _PIECES.findall(frame)
    pieces.reverse()
    options = _options(pieces)
    if pieces or len(options) != 1:
        raise ValueError(f"expected braces in pairs: {frame!r}")
    return options[0]


def _options(pieces: list[str]) -> tuple[_Sequence, ...]:
    """Read options parted by bars, up to a closing brace or the end; the brace stays."""
    options: list[list[_Part]] = [[]]
    while pieces and pieces[-1] != "}":
        piece = pieces.pop()
        if piece == "|":
            options.append([])
        elif piece == "{":
            options[-1].append(_group(pieces))
        else:
            options[-1].append(piece)
    return tuple(tuple(option) for option in options)


def _group(pieces: list[str]) -> _Part:
    options = _options(pieces)
    if not pieces:
        raise ValueError("expected a closing brace")
    pieces.pop()
    if len(options) > 1:
        return options
    match options[0]:
        case (str(name),) if found := _SLOT.fullmatch(name):
            return _Slot(found[1], int(found[2] or 0))
        case _:
            raise ValueError(f"expected a slot or a choice: {options[0]!r}")
