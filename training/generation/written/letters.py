"""Letters: addresses, a salutation, paragraphs, a signature and what stands under it."""

from nomen.training.generation.layout import wrapped
from nomen.training.generation.page import Page
from nomen.training.generation.world import Genre, World
from nomen.training.generation.writing import Cast, framed, write
from nomen.training.generation.written.bodies import paragraph

_NARROWEST, _WIDEST = 45, 95
_MOST_PARAGRAPHS = 4


def write_letter(page: Page, world: World) -> None:
    """Write a whole letter, wrapped or not."""
    cast = Cast(world)
    letter = Page()
    for key, share in (("sender_block", 0.6), ("address_block", 0.7), ("reference_line", 0.6)):
        if world.chance(share):
            write(letter, key, world, cast).write(world.choose("\n\n", "\n\n", "\n"))
    write(letter, "dear", world, cast)
    for _ in range(world.random.randint(1, _MOST_PARAGRAPHS)):
        letter.write("\n\n").add(paragraph(world, cast, key="letter_line"))
    _write_end(letter.write("\n\n"), world, cast)
    text = letter.finish()
    width = world.random.randint(_NARROWEST, _WIDEST)
    page.add(wrapped(text, width) if world.chance(0.5) else text)


def write_end(page: Page, world: World) -> None:
    """Write the end of a letter alone."""
    _write_end(page, world, Cast(world))


def write_envelopes(page: Page, world: World) -> None:
    """Write addresses one after the other, as on labels."""
    for _ in range(world.random.randint(1, _MOST_PARAGRAPHS)):
        write(page, "address_block", world, Cast(world)).write("\n\n")


def _write_end(page: Page, world: World, cast: Cast) -> None:
    if world.chance(0.9):
        write(page, "letter_end", world, cast).write(world.choose("\n", "\n\n", "\n\n\n", " "))
    write(page, "letter_signature", world, cast)
    if world.chance(0.3):
        write(page.write(world.choose("\n", "\n\n")), "letter_tail", world, cast)


GENRES: dict[str, Genre] = {
    "letter": write_letter,
    "end of a letter": write_end,
    "addresses": write_envelopes,
    "salutation": framed("dear"),
}
