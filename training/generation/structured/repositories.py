"""Repositories: commits, changelogs, lists of contributors, headers of documents, source code."""

from collections.abc import Mapping

from nomen.training.generation.page import Page
from nomen.training.generation.world import Genre, World
from nomen.training.generation.writing import Cast, framed, repeated, write

_MOST_LINES = 9
_WITH_NOTE = 0.3


def source_code(page: Page, world: World) -> None:
    """Write code, with persons in its comments alone."""
    cast = Cast(world)
    if world.chance(0.6):
        for _ in range(world.random.choice((1, 1, 2))):
            write(page, "source_note", world, cast).write("\n")
    for _ in range(world.random.randint(1, _MOST_LINES)):
        indent = world.choose("", "", "    ", "\t", "        ")
        if world.chance(_WITH_NOTE / 2):
            write(page.write(indent), "source_note", world, Cast(world)).write("\n")
        page.write(indent + world.things.draw("statement") + "\n")


GENRES: Mapping[str, Genre] = {
    "commits": repeated("commit", fewest=1, most=4, between=("\n\n", "\n")),
    "changelog": framed("changelog"),
    "contributors": repeated("mailmap", fewest=1, most=8, between=("\n", "\n", "\n\n")),
    "document header": framed("header"),
    "source code": source_code,
}
