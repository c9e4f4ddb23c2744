"""Singles: short texts that stand alone: commands, greetings, notes, lists of names, bare names."""

from nomen.training.generation.layout import joined
from nomen.training.generation.page import Page
from nomen.training.generation.world import Genre, World
from nomen.training.generation.writing import Cast, framed, repeated, written

_FEWEST, _MOST = 2, 9
_BETWEEN_NAMES = ("\n", "\n", "\n", "\n\n", "; ", "\n- ", "\n* ", "\t", " | ", " • ")


def write_notes(page: Page, world: World) -> None:
    """Write short texts that have nothing to do with each other, one a line."""
    count = world.random.randint(_FEWEST, _MOST)
    notes = [written("single", world, Cast(world)) for _ in range(count)]
    page.add(joined(notes, world.choose("\n", "\n", "\n\n", "\n- ", " / ", "; ")))


def write_names(page: Page, world: World) -> None:
    """Write nothing but names, one a line, in a kind of form of their own."""
    key = world.choose("whole", "listed", "inverted", "full", "first", "last", "any", "titled")
    count = world.random.randint(_FEWEST, 2 * _MOST)
    names = [written(key, world, Cast(world)) for _ in range(count)]
    with_commas = () if key in {"inverted", "listed"} else (", ", ", ", " and ", ", and ", "/")
    page.add(joined(names, world.choose(*_BETWEEN_NAMES, *with_commas)))


GENRES: dict[str, Genre] = {
    "single": framed("single"),
    "command": framed("single_command"),
    "greeting": framed("single_greeting"),
    "introduction": framed("single_self"),
    "note": framed("single_note"),
    "bare name": framed("single_bare"),
    "name beside a number": framed("single_beside_number"),
    "single without a name": framed("single_empty"),
    "banter": framed("banter"),
    "pushed message": framed("single_message"),
    "short with a number": framed("single_number"),
    "beside capitals": framed("adjacent"),
    "lines beside capitals": repeated("adjacent", fewest=2, most=5, between=("\n", "\n", "\n\n")),
    "contrast": framed("contrast"),
    "contrasts": repeated("contrast", fewest=2, most=5, between=("\n", "\n", " ", "\n\n")),
    "notes": write_notes,
    "names": write_names,
}
