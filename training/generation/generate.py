"""Made documents: pages of every genre, changed as copying, mailing and scanning change them."""

import random
from collections.abc import Iterator, Mapping, Sequence

from nomen.training.augmentation.swapping import NameSource
from nomen.training.data.texts import LabelledText
from nomen.training.generation.page import Page
from nomen.training.generation.structured import (
    catalogues,
    directories,
    genealogy,
    logs,
    markup,
    nested,
    nothing,
    offices,
    records,
    registers,
    reports,
    repositories,
    sheets,
    tables,
    words,
)
from nomen.training.generation.things import Things
from nomen.training.generation.wear import worn
from nomen.training.generation.world import Genre, World
from nomen.training.generation.written import (
    careers,
    chat,
    hearings,
    law,
    letters,
    mail,
    minutes,
    news,
    papers,
    singles,
)

GENRES: Mapping[str, Genre] = {
    **chat.GENRES,
    **careers.GENRES,
    **hearings.GENRES,
    **law.GENRES,
    **letters.GENRES,
    **mail.GENRES,
    **minutes.GENRES,
    **news.GENRES,
    **papers.GENRES,
    **singles.GENRES,
    **catalogues.GENRES,
    **directories.GENRES,
    **genealogy.GENRES,
    **logs.GENRES,
    **markup.GENRES,
    **nested.GENRES,
    **nothing.GENRES,
    **offices.GENRES,
    **records.GENRES,
    **registers.GENRES,
    **reports.GENRES,
    **repositories.GENRES,
    **sheets.GENRES,
    **tables.GENRES,
    **words.GENRES,
}

_COMMON = (
    *("single", "single without a name", "message", "quoting thread", "thread with headers"),
    *("mail headers", "nothing", "lines of nothing", "word as both", "references", "title page"),
    *("catalogue rows", "catalogue objects", "hearing"),
)
_MOST_COMMON = (
    "beside capitals",
    "lines beside capitals",
    "contrast",
    "contrasts",
    "word as a name",
)
_FREQUENT = (
    *(
        "headless message",
        "recipients",
        "signature",
        "chat",
        "phone",
        "talk",
        "transcript",
        "minutes",
    ),
    *("cv", "section of a cv", "note", "reference", "letter", "article", "judgment", "contract"),
    *("signatures", "acknowledgement", "command", "greeting", "introduction", "bare name"),
    *("form of labelled lines", "form with labels above", "form in columns", "single field"),
    *("csv", "html table", "json", "vcard", "ldif", "clinical note", "clinical talk", "code"),
    *("word as a word", "list of things", "log", "fixed-width table"),
    *("cells alone", "accounts", "memo", "markup", "bill", "ticket", "markdown table", "card"),
    *("ward talk", "ward note", "catalogue lines", "title column"),
    *("banter", "pushed message", "short with a number"),
)
WEIGHTS: Mapping[str, float] = {
    **dict.fromkeys(GENRES, 1),
    **dict.fromkeys(_FREQUENT, 2),
    **dict.fromkeys(_COMMON, 4),
    **dict.fromkeys(_MOST_COMMON, 8),
}
"""How often a genre is drawn, against the others."""

_JOINED = 0.1


def generate_pages(
    names: NameSource,
    prose: Sequence[LabelledText],
    *,
    seed: int,
    count: int,
    weights: Mapping[str, float] = WEIGHTS,
) -> Iterator[LabelledText]:
    """Make pages, each of a genre drawn at random; the same seed makes the same pages.

    Args:
        names: Where persons' names come from: the train half of the lists.
        prose: Sentences with their names, one at least, for the bodies of messages and articles.
        seed: Of all that is drawn.
        count: Number of pages.
        weights: Names of genres, one at least, and how often each is drawn against the others.
    """
    for number in range(count):
        generator = random.Random(f"{seed} {number}")  # noqa: S311 - training data are no secret
        world = World(random=generator, things=Things(generator, names), prose=prose, names=names)
        yield worn(_page(world, weights), generator)


def _page(world: World, weights: Mapping[str, float]) -> LabelledText:
    count = 2 if world.chance(_JOINED) else 1
    page = Page()
    for number, name in enumerate(world.random.choices([*weights], [*weights.values()], k=count)):
        page.write(world.choose("\n", "\n\n", "\n\n\n", "\n---\n") if number else "")
        GENRES[name](page, world)
    return page.finish()
