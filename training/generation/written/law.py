"""Law: openings of judgments and contracts, testimony, signature pages."""

from nomen.training.generation.layout import wrapped
from nomen.training.generation.page import Page
from nomen.training.generation.world import Genre, World
from nomen.training.generation.writing import Cast, framed, write
from nomen.training.generation.written.bodies import lines, paragraph

_NARROWEST, _WIDEST = 45, 90
_MOST = 4


def write_judgment(page: Page, world: World) -> None:
    """Write the opening of a judgment: caption, counsel, first paragraphs."""
    cast, judgment = Cast(world), Page()
    write(judgment, "caption", world, cast).write("\n\n")
    if world.chance(0.5):
        write(judgment, "counsel", world, cast).write("\n\n")
    for _ in range(world.random.randint(0, _MOST)):
        judgment.add(paragraph(world, cast, key="judgment")).write("\n\n")
    text = judgment.finish()
    width = world.random.randint(_NARROWEST, _WIDEST)
    page.add(wrapped(text, width) if world.chance(0.4) else text)


def write_contract(page: Page, world: World) -> None:
    """Write the opening of a contract, some of its clauses and perhaps its signatures."""
    cast = Cast(world)
    page.write(world.things.heading().upper() + "\n\n" if world.chance(0.5) else "")
    write(page, "contract_opening", world, cast).write("\n\n")
    for _ in range(world.random.randint(0, _MOST)):
        page.add(paragraph(world, cast, key="judgment")).write("\n\n")
    if world.chance(0.5):
        write(page, "signature_page", world, cast)


def write_testimony(page: Page, world: World) -> None:
    """Write questions and answers before a court."""
    page.add(lines(world, Cast(world), "testimony", world.random.randint(1, 2 * _MOST)))


def write_signatures(page: Page, world: World) -> None:
    """Write a signature page; each block has persons of its own."""
    write(page, "signature_page", world, Cast(world))
    for _ in range(world.random.randint(0, _MOST)):
        write(page.write("\n\n"), "signature_block", world, Cast(world))


GENRES: dict[str, Genre] = {
    "judgment": write_judgment,
    "contract": write_contract,
    "testimony": write_testimony,
    "signatures": write_signatures,
    "caption of a case": framed("caption"),
    "affidavit": framed("affidavit"),
}
