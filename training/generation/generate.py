"""Made documents: pages of every genre, changed as copying, mailing and scanning change them."""

import random
from collections.abc import Iterator, Mapping, Sequence

from nomen.training.augmentation.swapping import NameSource
from nomen.training.data.texts import LabelledText
from nomen.training.generation.page import Page
from nomen.training.generation.structured import directories, records, sheets, tables
from nomen.training.generation.things import Things
from nomen.training.generation.wear import worn
from nomen.training.generation.world import Genre, World
from nomen.training.generation.written import chat, mail, singles

GENRES: Mapping[str, Genre] = {
    **chat.GENRES,
    **mail.GENRES,
    **singles.GENRES,
    **directories.GENRES,
    **records.GENRES,
    **sheets.GENRES,
    **tables.GENRES,
}

_JOINED = 0.1


def generate_pages(
    names: NameSource,
    prose: Sequence[LabelledText],
    *,
    seed: int,
    count: int,
    genres: Sequence[Genre] = tuple(GENRES.values()),
) -> Iterator[LabelledText]:
    """Make pages, each of a genre drawn at random; the same seed makes the same pages.

    Args:
        names: Where persons' names come from: the train half of the lists.
        prose: Sentences with their names, one at least, for the bodies of messages and articles.
        seed: Of all that is drawn.
        count: Number of pages.
        genres: One at least; one that stands there twice is drawn twice as often.
    """
    for number in range(count):
        generator = random.Random(f"{seed} {number}")  # noqa: S311 - training data are no secret
        world = World(random=generator, things=Things(generator, names), prose=prose, names=names)
        yield worn(_page(world, genres), generator)


def _page(world: World, genres: Sequence[Genre]) -> LabelledText:
    page = Page()
    world.random.choice(genres)(page, world)
    if world.chance(_JOINED):
        page.write(world.choose("\n", "\n\n", "\n\n\n", "\n---\n"))
        world.random.choice(genres)(page, world)
    return page.finish()
