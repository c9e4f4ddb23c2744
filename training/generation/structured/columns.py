"""Columns: the fields that a form, a table or a record has, with labels and what fills them."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from nomen.training.generation.grammar import slug
from nomen.training.generation.persons import Person
from nomen.training.generation.structured.cells import (
    Cell,
    PersonCell,
    cells_of,
    named,
    plain,
    short_names,
    whole_names,
)
from nomen.training.generation.world import World

Row = Sequence[Cell]

_THINGS = (
    *("email", "handle", "phone", "birth", "date", "time", "address", "city", "country", "firm"),
    *("identifier", "identifier", "amount", "job", "department", "product", "status", "gender"),
    *("age", "remark", "url", "language", "disease", "drug", "institution", "work", "title"),
    *("place_in_full", "life", "nationality", "colour", "material", "taste"),
)
_OF_THE_PERSON = frozenset({"email", "handle", "url"})
_LISTS = {"title": "title_word", "birth": "birth_or_life", "colour": "colour_name"}
_EMPTY = 0.06


_KINDS_OF_CELLS = (*_THINGS, "name", "name", "name", "name", "first", "last", "short", "other")


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A field: its label and the cell that it has for a person."""

    label: str
    cell: PersonCell


Style = Callable[[str], str]
"""Writes a label in the way of one page."""

Drawn = Callable[[World], PersonCell]


def _part(form: Callable[[Person], str]) -> Drawn:
    return lambda world: cells_of({form: 1}, world)


def _middle(world: World) -> PersonCell:
    is_initial = world.chance(0.4)
    stop = world.choose("", ".")

    def cell(person: Person) -> Cell:
        if not person.middle:
            return plain("")
        return named(person.middle[0] + stop if is_initial else person.middle)

    return cell


def _other(world: World) -> PersonCell:
    """Draw cells with another person; few persons fill a column, as managers do."""
    few = world.people(1, 3)
    write = short_names(world) if world.chance(0.3) else whole_names(world)
    return lambda _: write(world.random.choice(few))


PERSON_COLUMNS: Mapping[str, Drawn] = {
    "name": whole_names,
    "first": _part(lambda person: person.forename),
    "last": _part(lambda person: person.surname),
    "middle": _middle,
    "short": short_names,
    "other": _other,
}
"""What fills the columns that hold names, by the label's list after `label_`."""

_LAYOUTS: tuple[tuple[str, ...], ...] = (
    *(("name",), ("name",), ("name",), ("first", "last"), ("last", "first"), ("name", "other")),
    *(("first", "middle", "last"), ("short",), ("first", "last", "other"), ("other",)),
    *(("name", "first", "last"), ("last",), ("first",), ("name", "short")),
)


def draw_columns(world: World, style: Style, *, fewest: int, most: int) -> list[Column]:
    """Draw columns, one of names at least.

    Args:
        world: What to draw from.
        style: How the labels are written.
        fewest: Of columns of things, the columns of names not counted.
        most: Of columns of things.
    """
    names = [named_column(kind, world, style) for kind in world.random.choice(_LAYOUTS)]
    kinds = world.random.sample(_THINGS, world.random.randint(fewest, most))
    place = world.random.randint(0, min(2, len(kinds)))
    things = [thing_column(kind, world, style) for kind in kinds]
    return [*things[:place], *names, *things[place:]]


def nameless_columns(world: World, style: Style, *, fewest: int, most: int) -> list[Column]:
    """Draw columns without names."""
    kinds = [kind for kind in _THINGS if kind not in _OF_THE_PERSON]
    drawn = world.random.sample(kinds, world.random.randint(fewest, most))
    return [thing_column(kind, world, style) for kind in drawn]


def named_column(kind: str, world: World, style: Style) -> Column:
    """Make a column of names; see `PERSON_COLUMNS`."""
    label = style(world.things.draw(f"label_{kind}"))
    return Column(label=label, cell=PERSON_COLUMNS[kind](world))


def thing_column(kind: str, world: World, style: Style) -> Column:
    """Make a column of things of a kind, in which some cells are empty."""
    label = style(world.things.draw(f"label_{kind}"))

    def cell(person: Person) -> Cell:
        if world.chance(_EMPTY):
            return plain("")
        if kind in _OF_THE_PERSON and world.chance(0.8):
            return plain(_made_of(person, kind, world))
        return plain(world.things.draw(_LISTS.get(kind, kind)))

    return Column(label=label, cell=cell)


def _made_of(person: Person, kind: str, world: World) -> str:
    """Draw an address or a handle that holds the person's name and is none."""
    if kind == "url":
        return f"{world.things.url()}/{slug(person.whole)}-{world.things.draw('1-9000')}"
    write = world.things.email if kind == "email" else world.things.handle
    return write(person.forename, person.surname)


def draw_cell(world: World) -> Cell:
    """Draw one cell, with a name in about a third of the cases."""
    kind = world.random.choice(_KINDS_OF_CELLS)
    if kind in PERSON_COLUMNS:
        return PERSON_COLUMNS[kind](world)(world.person())
    return thing_column(kind, world, str).cell(world.person())


def row_of(columns: Sequence[Column], person: Person) -> Row:
    """Fill the columns for a person."""
    return [column.cell(person) for column in columns]


def draw_rows(columns: Sequence[Column], world: World, *, fewest: int, most: int) -> list[Row]:
    """Fill the columns for a number of persons."""
    return [row_of(columns, person) for person in world.people(fewest, most)]


def label_style(world: World) -> Style:
    """Draw how labels are written: as headings."""
    return world.random.choice((_capital, _capital, _title, _title, str.upper, str.lower))


def key_style(world: World) -> Style:
    """Draw how labels are written as keys of records: `first_name`, `firstName`, `First-Name`."""
    return world.random.choice((_snake, _snake, _camel, _camel, _pascal, _kebab, _screaming))


def _capital(label: str) -> str:
    return label[:1].upper() + label[1:]


def _title(label: str) -> str:
    return " ".join(_capital(word) for word in label.split(" "))


def _words(label: str) -> list[str]:
    return [word for word in re.split(r"[^\w]+|_", label) if word] or ["x"]


def _snake(label: str) -> str:
    return "_".join(_words(label)).lower()


def _screaming(label: str) -> str:
    return "_".join(_words(label)).upper()


def _kebab(label: str) -> str:
    return "-".join(_words(label)).lower()


def _pascal(label: str) -> str:
    return "".join(map(_capital, _words(label)))


def _camel(label: str) -> str:
    first, *rest = _words(label)
    return first.lower() + "".join(map(_capital, rest))
