"""Registers: lists of entries of one kind: land, cases, results, shifts, members, credits."""

from collections.abc import Mapping

from nomen.training.generation.page import Page
from nomen.training.generation.world import Genre, World
from nomen.training.generation.writing import repeated

_KINDS = ("land", "case", "race", "roster", "member", "credit")
_WITH_HEADING = 0.4


def _register(kind: str) -> Genre:
    entries = repeated(f"{kind}_entry", fewest=1, most=8, between=("\n", "\n", "\n\n"))

    def genre(page: Page, world: World) -> None:
        if world.chance(_WITH_HEADING):
            page.write(world.things.heading() + world.choose("\n", "\n\n"))
        entries(page, world)

    return genre


GENRES: Mapping[str, Genre] = {f"register of {kind} entries": _register(kind) for kind in _KINDS}
