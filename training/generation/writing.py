"""Writing: fills the frames of a page with its persons, with prose and with things."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial

from nomen.training.data.texts import LabelledText
from nomen.training.generation.forms import (
    CITED,
    FULL,
    INITIALLED,
    INVERTED,
    LISTED,
    SHORT,
    SIGNED,
    Weighted,
    chosen,
    family_first,
    forename,
    given_first,
    in_capitals,
    in_lower_case,
    inverted,
    nickname,
    own_initials,
    surname,
    surname_in_capitals_first,
    whole,
    with_suffix,
)
from nomen.training.generation.frames import Frame, Slot, shipped_frames, slot
from nomen.training.generation.grammar import parsed
from nomen.training.generation.page import Page
from nomen.training.generation.persons import Person
from nomen.training.generation.titles import write_titled, write_with_degree
from nomen.training.generation.world import Genre, World


@dataclass(slots=True)
class Cast:
    """The persons of a page, each drawn when the page first asks for them."""

    world: World
    persons: list[Person] = field(default_factory=list)

    def __getitem__(self, number: int) -> Person:
        """Give a person by number, from 0."""
        while len(self.persons) <= number:
            self.persons.append(self.world.person())
        return self.persons[number]

    def turned(self, *first: int) -> "Cast":
        """Give a cast of some of the persons, by number, and new ones after them."""
        return Cast(self.world, [self[number] for number in first])


def write(page: Page, key: str, world: World, cast: Cast) -> Page:
    """Write what a slot of this key holds: the first of these that there is.

    That is a person of the cast (`PERSON_SLOTS`), for `sentence` a sentence of the prose, a frame
    of the kind with its choices made and its own slots filled, or a thing.

    Raises:
        KeyError: When there is none of them.
    """
    _fill(page, slot(key), world, cast)
    return page


def written(key: str, world: World, cast: Cast) -> LabelledText:
    """Give what a slot of this key holds as a text of its own."""
    return write(Page(), key, world, cast).finish()


def framed(key: str) -> Genre:
    """Make a genre of frames alone: a page is one of them, with persons of its own."""

    def write_page(page: Page, world: World) -> None:
        write(page, key, world, Cast(world))

    return write_page


def repeated(key: str, *, fewest: int, most: int, between: tuple[str, ...]) -> Genre:
    """Make a genre of several frames of one kind, each with persons of its own."""

    def genre(page: Page, world: World) -> None:
        join = world.choose(*between)
        for index in range(world.random.randint(fewest, most)):
            page.write(join if index else "")
            write(page, key, world, Cast(world))

    return genre


def _write(page: Page, frame: Frame, world: World, cast: Cast) -> None:
    for part in frame:
        if isinstance(part, str):
            page.write(part)
        elif isinstance(part, Slot):
            _fill(page, part, world, cast)
        else:
            _write(page, world.random.choice(part), world, cast)


def _fill(page: Page, asked: Slot, world: World, cast: Cast) -> None:
    if asked.key in PERSON_SLOTS:
        PERSON_SLOTS[asked.key](page, cast[asked.number], world)
    elif asked.key == "sentence":
        page.add(world.sentence())
    elif asked.key in shipped_frames():
        _write(page, world.random.choice(shipped_frames()[asked.key]), world, cast)
    else:
        page.write(world.things.fill(parsed(f"{{{asked.written}}}")))


_PersonSlot = Callable[[Page, Person, World], object]


def _called(forms: Weighted) -> _PersonSlot:
    return lambda page, person, world: page.name(chosen(forms, world.random)(person))


def _write_titled(page: Page, person: Person, world: World) -> None:
    forms = SHORT if world.chance(0.4) else FULL
    write_titled(page, chosen(forms, world.random)(person), world.random, share=0.8)


def _write_with_degree(page: Page, person: Person, world: World) -> None:
    write_with_degree(page, chosen(FULL, world.random)(person), world.random, share=0.8)


def _write_in_any_form(page: Page, person: Person, world: World) -> None:
    forms = world.random.choices((FULL, SHORT, INVERTED, SIGNED), (8, 8, 1, 1))[0]
    page.name(chosen(forms, world.random)(person))


def _write_owner(page: Page, person: Person, world: World) -> None:
    name = chosen(FULL if world.chance(0.3) else SHORT, world.random)(person)
    is_open = name.lower().endswith(("s", "x", "z")) and world.chance(0.6)
    page.name(name).write(world.choose("'", "\u2019") + ("" if is_open else "s"))


def _write_address(page: Page, person: Person, world: World) -> None:
    page.write(world.things.email(person.forename, person.surname))


def _write_handle(page: Page, person: Person, world: World) -> None:
    page.write(world.things.handle(person.forename, person.surname))


PERSON_SLOTS: Mapping[str, _PersonSlot] = {
    "whole": _called({whole: 1}),
    "first": _called({forename: 1}),
    "last": _called({surname: 1}),
    "nick": _called({nickname: 1}),
    "full": _called(FULL),
    "listed": _called(LISTED),
    "inverted": _called(INVERTED),
    "short": _called(SHORT),
    "signed": _called(SIGNED),
    "cited": _called(CITED),
    "capital_full": _called(
        {partial(in_capitals, form=whole): 3, partial(in_capitals, form=with_suffix): 1}
    ),
    "capital_first": _called({partial(in_capitals, form=forename): 1}),
    "capital_last": _called({partial(in_capitals, form=surname): 1}),
    "any": _write_in_any_form,
    "titled": _write_titled,
    "degreed": _write_with_degree,
    "email_of": _write_address,
    "handle_of": _write_handle,
    "inverted_escaped": _called({partial(inverted, comma="\\, "): 1}),
    "initialled": _called(INITIALLED),
    "initials": _called({own_initials: 2, partial(own_initials, stop="."): 1}),
    "capitals": _called({partial(in_capitals, form=form): 1 for form in (whole, whole, surname)}),
    "capital_forename": _called({partial(in_capitals, form=forename): 1}),
    "capital_surname": _called({partial(in_capitals, form=surname): 1}),
    "low_first": _called({partial(in_lower_case, form=forename): 1}),
    "low_last": _called({partial(in_lower_case, form=surname): 1}),
    "given_first": _called({given_first: 1}),
    "family_first": _called({family_first: 3, surname_in_capitals_first: 1}),
    "owner": _write_owner,
    "low": _called({partial(in_lower_case, form=form): 1 for form in (forename, whole)}),
}
"""Slots for a person: `whole`, `first`, `last` and `nick` are plain, the others vary."""
