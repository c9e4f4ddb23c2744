"""Words that are names as well: texts that use them as names, as words, and as both."""

from collections.abc import Callable, Mapping
from dataclasses import replace

from nomen.training.generation.page import Page
from nomen.training.generation.structured.cells import named
from nomen.training.generation.world import Genre, World
from nomen.training.generation.writing import Cast, written

FORENAMES = ("modal", "verb", "month", "season", "virtue", "plant", "gem", "place")
SURNAMES = ("verb", "month", "noun", "trade", "adjective", "place", "small")
"""Kinds of words; each has a list `forename_kind` or `surname_kind` and frames `use_kind`."""

_PERSONS_IN_FRAMES = 3
_TRIES = 6
_TOLD = (
    *("told", "told", "single", "single", "told_work", "told_life"),
    *("contrast_sign_off", "contrast_vocative", "contrast_field", "contrast_one", "contrast_brief"),
    *("single_number", "banter_named"),
)
_BETWEEN = (" ", " ", "\n", "\n", "\n\n")


def _drawn(world: World) -> tuple[str, str, bool]:
    """Draw a word in lower case, its kind, and whether it is a forename."""
    is_forename = world.chance(0.6)
    kind = world.choose(*(FORENAMES if is_forename else SURNAMES))
    part = "forename" if is_forename else "surname"
    return world.things.draw(f"{part}_{kind}"), kind, is_forename


def write_as_name(page: Page, world: World, word: str, *, is_forename: bool) -> None:
    """Write a sentence about a person with this name; not every frame has a person."""
    name = word.capitalize()
    person = world.person()
    if is_forename:
        person = replace(person, forename=name, nickname=name, is_family_first=False)
    else:
        person = replace(person, surname=name)
    for _ in range(_TRIES):
        cast = Cast(world, [person] * _PERSONS_IN_FRAMES)
        text = written(world.choose(*_TOLD), world, cast)
        if any(name in text.text[start:end] for start, end in text.names):
            page.add(text)
            return
    page.name(name)


def write_as_word(page: Page, world: World, word: str, kind: str) -> None:
    """Write a phrase in which the word is no name."""
    frame = written(f"use_{kind}", world, Cast(world)).text
    text = frame.replace("^", word.capitalize()).replace("~", word)
    page.write(text if world.chance(0.5) else text[:1].upper() + text[1:])


def as_word(page: Page, world: World) -> None:
    """Write one to three words as words alone."""
    between = world.choose(*_BETWEEN)
    for index in range(world.random.choice((1, 1, 2, 3))):
        word, kind, _ = _drawn(world)
        write_as_word(page.write(between if index else ""), world, word, kind)


def as_name(page: Page, world: World) -> None:
    """Write a word as a name, by itself or in a sentence."""
    word, _, is_forename = _drawn(world)
    if world.chance(0.1):
        page.add(named(word.capitalize()))
    else:
        write_as_name(page, world, word, is_forename=is_forename)


def as_both(page: Page, world: World) -> None:
    """Write the same word as a name and as a word, in either order."""
    word, kind, is_forename = _drawn(world)
    parts: list[Callable[[], None]] = [
        lambda: write_as_name(page, world, word, is_forename=is_forename),
        lambda: write_as_word(page, world, word, kind),
    ]
    if world.chance(0.3):
        parts.append(parts[world.random.randrange(2)])
    world.random.shuffle(parts)
    between = world.choose(*_BETWEEN)
    for index, part in enumerate(parts):
        page.write(between if index else "")
        part()


GENRES: Mapping[str, Genre] = {
    "word as a word": as_word,
    "word as a name": as_name,
    "word as both": as_both,
}
