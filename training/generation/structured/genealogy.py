"""Genealogy: family trees as GEDCOM, in which slashes part the surname."""

from collections.abc import Mapping

from nomen.training.generation.grammar import parsed
from nomen.training.generation.page import Page
from nomen.training.generation.persons import Person
from nomen.training.generation.world import Genre, World

_EVENTS = ("BIRT", "DEAT", "BURI", "CHR", "RESI", "MARR", "IMMI", "CENS", "BAPM")
_HEADS = (
    "0 HEAD\n1 SOUR {made_word}\n2 VERS {version}\n2 NAME {made_word} Tree\n1 CHAR UTF-8\n",
    "0 HEAD\n1 GEDC\n2 VERS 5.5.1\n2 FORM LINEAGE-LINKED\n1 DATE {gedcom_date}\n",
)


def gedcom(page: Page, world: World) -> None:
    """Write persons of a tree, some with one name alone or with few facts, and families."""
    if world.chance(0.15):
        page.write(world.things.fill(parsed(world.choose(*_HEADS))))
    if world.chance(0.1):
        page.write("0 @SUBM@ SUBM\n1 NAME ").name(world.person().whole).write("\n")
    form = _NameLine(world)
    fewest_facts = world.random.choice((0, 0, 1))
    for person in world.people(1, 6):
        _write_person(page, person, world, form, fewest_facts)
        if world.chance(0.15):
            _write_family(page, world)


class _NameLine:
    """How the name lines of one tree are written."""

    def __init__(self, world: World) -> None:
        self.splits = world.chance(0.35)
        self.in_capitals = world.chance(0.15)
        self.gap = world.choose(" ", " ", "  ", "")
        self.indent = world.choose("", "", "", "  ")

    def write(self, page: Page, person: Person, world: World) -> None:
        """Write the line of the name, and those of its parts."""
        forenames = " ".join(person.forenames)
        surname = person.surname.upper() if self.in_capitals else person.surname
        kind = world.random.choices(("both", "forename", "surname"), (16, 3, 1))[0]
        page.write(f"{self.indent}1 NAME ")
        if kind != "surname":
            page.name(forenames).write(self.gap)
        page.write("/")
        if kind != "forename":
            page.name(surname)
        page.write("/\n")
        if self.splits:
            self._write_parts(page, person, kind)

    def _write_parts(self, page: Page, person: Person, kind: str) -> None:
        if kind != "surname":
            page.write(f"{self.indent * 2}2 GIVN ").name(" ".join(person.forenames)).write("\n")
        if kind != "forename":
            page.write(f"{self.indent * 2}2 SURN ").name(person.surname).write("\n")


def _write_person(
    page: Page, person: Person, world: World, form: _NameLine, fewest_facts: int
) -> None:
    draw = world.things.draw
    page.write(f"0 @I{draw('1-9000')}@ INDI\n")
    form.write(page, person, world)
    page.write(f"1 SEX {world.choose('M', 'F')}\n" if world.chance(0.9) else "")
    for tag in world.random.sample(_EVENTS, world.random.choice((fewest_facts, 1, 2, 3))):
        page.write(f"1 {tag}\n2 DATE {draw('gedcom_date')}\n")
        page.write(f"2 PLAC {draw('gedcom_place')}\n" if world.chance(0.7) else "")
    _write_remarks(page, person, world)
    page.write(f"1 FAM{world.choose('S', 'C')} @F{draw('1-9000')}@\n" if world.chance(0.8) else "")


def _write_remarks(page: Page, person: Person, world: World) -> None:
    draw = world.things.draw
    if world.chance(0.15):
        page.write(f"1 OCCU {draw('plain_job')}\n")
    if world.chance(0.1):
        page.write(f"1 REFN {draw('1-9000')}\n")
    if world.chance(0.1):
        page.write("2 NICK ").name(person.nickname).write("\n")
    if world.chance(0.1):
        page.write(f"1 TITL {draw('title_word')}\n")
    if world.chance(0.12):
        page.write("1 NOTE ").add(world.sentence()).write("\n")
    if world.chance(0.1):
        page.write(f"1 SOUR @S{draw('1-900')}@\n2 PAGE {draw('1-900')}\n")


def _write_family(page: Page, world: World) -> None:
    draw = world.things.draw
    page.write(f"0 @F{draw('1-9000')}@ FAM\n1 HUSB @I{draw('1-9000')}@\n")
    page.write(f"1 WIFE @I{draw('1-9000')}@\n1 CHIL @I{draw('1-9000')}@\n")
    page.write(f"1 MARR\n2 DATE {draw('gedcom_date')}\n2 PLAC {draw('gedcom_place')}\n")


GENRES: Mapping[str, Genre] = {"gedcom": gedcom}
