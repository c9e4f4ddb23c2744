"""Cells: what stands in one field, with the names in it."""

from collections.abc import Callable

from nomen.training.data.texts import LabelledText
from nomen.training.generation.forms import (
    FULL,
    INITIALLED,
    INVERTED,
    LISTED,
    SHORT,
    Form,
    Weighted,
    chosen,
)
from nomen.training.generation.layout import joined
from nomen.training.generation.page import Page
from nomen.training.generation.persons import Person
from nomen.training.generation.titles import write_titled, write_with_degree
from nomen.training.generation.world import World

Cell = LabelledText
PersonCell = Callable[[Person], Cell]

_JOINS = ("; ", " and ", " & ", " / ", "/", ", ", " or ", " + ")
_WITH_NOBODY = 0.05
_IN_CAPITALS = 0.12
_IN_LOWER_CASE = 0.06


def plain(text: str) -> Cell:
    """Make a cell without a name."""
    return LabelledText(text)


def named(name: str) -> Cell:
    """Make a cell that is one name."""
    return Page().name(name).finish()


def cased(form: Form, world: World) -> Form:
    """Give a form, in a share of the cases one that writes capitals or lower case."""
    drawn = world.random.random()
    if drawn < _IN_CAPITALS:
        return lambda person: form(person).upper()
    if drawn < _IN_CAPITALS + _IN_LOWER_CASE:
        return lambda person: form(person).lower()
    return form


def cells_of(forms: Weighted, world: World) -> PersonCell:
    """Draw how the cells of one field write persons; now and then nobody is in one."""
    form = cased(chosen(forms, world.random), world)

    def write(person: Person) -> Cell:
        if world.chance(_WITH_NOBODY):
            return plain(world.things.draw("nobody"))
        return named(form(person))

    return write


def whole_names(world: World) -> PersonCell:
    """Draw how the cells of one field write whole names.

    The most are names alone. Others have a title, a degree, a role in brackets, an address, or a
    second person. A field of customers holds firms as well.
    """
    kinds = (_alone, _titled, _with_degree, _with_role, _with_address, _several, _or_firm)
    return world.random.choices(kinds, (14, 2, 1, 1, 1, 1, 1.5))[0](world)


def inverted_or_whole(world: World) -> PersonCell:
    """Draw how the cells of one field write names of a list that is sorted by surname or not."""
    forms = world.random.choices((LISTED, INVERTED, INITIALLED), (5, 4, 2))[0]
    return cells_of(forms, world)


def short_names(world: World) -> PersonCell:
    """Draw how the cells of one field write people by a forename, a surname or a nickname."""
    return cells_of(SHORT, world)


def _alone(world: World) -> PersonCell:
    return inverted_or_whole(world)


def _written(write: Callable[[Page, str], None], forms: Weighted, world: World) -> PersonCell:
    form = chosen(forms, world.random)

    def cell(person: Person) -> Cell:
        page = Page()
        write(page, form(person))
        return page.finish()

    return cell


def _titled(world: World) -> PersonCell:
    forms = SHORT if world.chance(0.3) else FULL
    return _written(lambda page, name: write_titled(page, name, world.random), forms, world)


def _with_degree(world: World) -> PersonCell:
    return _written(lambda page, name: write_with_degree(page, name, world.random), FULL, world)


def _with_role(world: World) -> PersonCell:
    opening, closing = world.random.choice(((" (", ")"), (", ", ""), (" - ", ""), (" [", "]")))
    key = world.choose("job", "job", "city", "department", "firm", "kin_word")

    def write(page: Page, name: str) -> None:
        page.name(name).write(opening + world.things.draw(key) + closing)

    return _written(write, FULL, world)


def _with_address(world: World) -> PersonCell:
    form = chosen(LISTED, world.random)
    opening, closing = world.random.choice(((" <", ">"), (" (", ")"), (" ", "")))

    def cell(person: Person) -> Cell:
        address = world.things.email(person.forename, person.surname)
        return Page().name(form(person)).write(opening + address + closing).finish()

    return cell


def _several(world: World) -> PersonCell:
    form = chosen(world.random.choice((FULL, FULL, INITIALLED)), world.random)
    join = world.random.choice(_JOINS)

    def cell(person: Person) -> Cell:
        others = world.people(0, 2)
        return joined([named(form(one)) for one in (person, *others)], join)

    return cell


def _or_firm(world: World) -> PersonCell:
    person_cell = _alone(world)

    def cell(person: Person) -> Cell:
        return plain(world.things.firm()) if world.chance(0.4) else person_cell(person)

    return cell
