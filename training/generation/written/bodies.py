"""Bodies: paragraphs of running text that name the persons of a page."""

from collections.abc import Sequence

from nomen.training.data.texts import LabelledText
from nomen.training.generation.layout import joined
from nomen.training.generation.page import Page
from nomen.training.generation.world import World
from nomen.training.generation.writing import Cast, write, written

_ENDS = (".", "!", "?", ":", ";", "]", ")", "-", "”")


def paragraph(
    world: World, cast: Cast, fewest: int = 1, most: int = 4, *, key: str = "told"
) -> LabelledText:
    """Write some frames of a kind one after the other; persons change from one to the next.

    A blank follows one that ends with a stop, a stop or a line end any other.
    """
    page = Page()
    for left in reversed(range(world.random.randint(fewest, most))):
        sentence = written(key, world, shuffled(world, cast))
        page.add(sentence)
        if left:
            page.write(" " if sentence.text.endswith(_ENDS) else world.choose(". ", "\n"))
    return page.finish()


def paragraphs(
    world: World, cast: Cast, fewest: int = 1, most: int = 3, *, key: str = "told"
) -> LabelledText:
    """Write some paragraphs, a blank line between them."""
    count = world.random.randint(fewest, most)
    return joined([paragraph(world, cast, key=key) for _ in range(count)], "\n\n")


def shuffled(world: World, cast: Cast) -> Cast:
    """Give a cast with the same writer and reader (0 and 1), the others in another order."""
    others = [cast[number] for number in range(2, 7)]
    world.random.shuffle(others)
    return Cast(world, [cast[0], cast[1], *others])


def lines(world: World, cast: Cast, key: str, count: int) -> LabelledText:
    """Write frames of a kind, one a line."""
    return joined([written(key, world, shuffled(world, cast)) for _ in range(count)], "\n")


def write_block(page: Page, keys: Sequence[str], world: World, cast: Cast) -> Page:
    """Write frames of several kinds, each on a line of its own."""
    for key in keys:
        write(page, key, world, cast).write("\n")
    return page
