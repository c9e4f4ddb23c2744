"""Careers: CVs and short biographies."""

from nomen.training.generation.page import Page
from nomen.training.generation.world import Genre, World
from nomen.training.generation.writing import Cast, framed, write

_MOST_SECTIONS = 5
_MOST_LINES = 5
_MOST_CONTACTS = 6


def write_cv(page: Page, world: World) -> None:
    """Write a CV: heading, contacts, sections of which most have no name, references."""
    cast = Cast(world)
    write(page, "cv_heading", world, cast).write("\n")
    _write_contacts(page, world, cast)
    for _ in range(world.random.randint(1, _MOST_SECTIONS)):
        _write_section(page.write("\n"), world, cast)
    if world.chance(0.5):
        write(page.write("\n"), "cv_references", world, cast)


def write_cv_head(page: Page, world: World) -> None:
    """Write the head of a CV alone."""
    cast = Cast(world)
    write(page, "cv_heading", world, cast).write("\n")
    _write_contacts(page, world, cast)


def write_cv_section(page: Page, world: World) -> None:
    """Write a section of a CV alone."""
    _write_section(page, world, Cast(world))


def _write_contacts(page: Page, world: World, cast: Cast) -> None:
    for _ in range(world.random.randint(0, _MOST_CONTACTS)):
        write(page, "cv_contact", world, cast).write("\n")


def _write_section(page: Page, world: World, cast: Cast) -> None:
    write(page, "cv_section", world, cast).write("\n")
    for _ in range(world.random.randint(1, _MOST_LINES)):
        write(page, "cv_people" if world.chance(0.12) else "cv_line", world, cast).write("\n")


GENRES: dict[str, Genre] = {
    "cv": write_cv,
    "head of a cv": write_cv_head,
    "section of a cv": write_cv_section,
    "references of a cv": framed("cv_references"),
    "biography": framed("bio"),
}
