"""Markup: pieces of HTML, XML, Markdown and wikis with names between and within the tags."""

from collections.abc import Callable, Mapping

from nomen.training.data.texts import LabelledText
from nomen.training.generation.page import Page
from nomen.training.generation.structured.tables import html_escape
from nomen.training.generation.world import Genre, World
from nomen.training.generation.writing import Cast, written

_MOST = 4


def markup(page: Page, world: World) -> None:
    """Write pieces of markup; letters of names may be references."""
    between = world.choose("\n", "\n", "", "\n\n")
    escape = html_escape(world)
    for index in range(world.random.randint(1, _MOST)):
        piece = written("markup", world, Cast(world))
        page.write(between if index else "")
        page.add(with_names_changed(piece, escape) if piece.text.startswith("<") else piece)


def with_names_changed(text: LabelledText, change: Callable[[str], str]) -> LabelledText:
    """Change the names of a text alone."""
    page, last = Page(), 0
    for start, end in text.names:
        page.write(text.text[last:start]).name(change(text.text[start:end]))
        last = end
    return page.write(text.text[last:]).finish()


GENRES: Mapping[str, Genre] = {"markup": markup}
