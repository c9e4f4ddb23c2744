"""Logs: lines that programs write, most without any name."""

from collections.abc import Mapping

from nomen.training.generation.page import Page
from nomen.training.generation.world import Genre, World
from nomen.training.generation.writing import Cast, repeated, write

_WITH_NAME = 0.3


def mixed(page: Page, world: World) -> None:
    """Write a log in which some lines name persons."""
    for _ in range(world.random.randint(2, 9)):
        key = "named_log" if world.chance(_WITH_NAME) else "plain_log"
        write(page, key, world, Cast(world)).write("\n")


GENRES: Mapping[str, Genre] = {
    "log": repeated("plain_log", fewest=1, most=9, between=("\n",)),
    "log with names": repeated("named_log", fewest=1, most=6, between=("\n",)),
    "mixed log": mixed,
}
