"""Nothing: pages without any name, made of what is taken for names most easily."""

from collections.abc import Mapping

from nomen.training.generation.page import Page
from nomen.training.generation.structured.columns import key_style, label_style, nameless_columns
from nomen.training.generation.world import Genre, World
from nomen.training.generation.writing import framed, repeated

_LISTED = (
    *("firm", "product", "brand", "software", "institution", "place", "street", "work", "job"),
    *("department", "skill", "language", "degree", "disease", "drug", "city", "heading", "font"),
    *("plain_job", "tree", "colour", "ware", "month", "weekday", "handle", "country", "skill_noun"),
    *("eponym", "food", "breed", "band", "team", "term", "law", "machine", "award", "holiday"),
    *("heading_words", "known_sign", "building", "made_word", "identifier", "topic", "amount"),
)
_MARKS = ("", "", "- ", "* ", "• ", "1. ", "o ", "» ", "[ ] ", "\t")
_IN_CAPITALS = 0.1


def thing_list(page: Page, world: World) -> None:
    """Write a list of things of one kind, or of two, in lines or in one line."""
    keys = world.random.choices(_LISTED, k=world.random.choice((1, 1, 2)))
    between = world.choose(", ", ", ", "\n", "\n", "\n", "; ", " | ", " / ", " · ", "\t", " and ")
    mark = world.choose(*_MARKS) if between == "\n" else ""
    upper = world.chance(_IN_CAPITALS)
    page.write(world.things.heading() + world.choose("\n", ": ") if world.chance(0.35) else "")
    for index in range(world.random.randint(2, 10)):
        thing = world.things.draw(world.choose(*keys))
        number = f"{index + 1}. " if mark == "1. " else mark
        page.write((between if index else "") + number + (thing.upper() if upper else thing))


def headings(page: Page, world: World) -> None:
    """Write headings with a line of text below some of them."""
    for _ in range(world.random.randint(2, 6)):
        page.write(world.things.heading() + "\n")
        if world.chance(0.5):
            page.write(world.things.remark() + world.choose("\n", "\n\n"))


def labels_alone(page: Page, world: World) -> None:
    """Write the labels of a form that nobody has filled in, or a header of a table."""
    style = world.random.choice((label_style, key_style))(world)
    labels = [column.label for column in nameless_columns(world, style, fewest=1, most=4)]
    kinds = world.random.sample(("name", "first", "last", "other", "short", "middle"), 3)
    labels += [style(world.things.draw(f"label_{kind}")) for kind in kinds]
    world.random.shuffle(labels)
    between = world.choose("\n", ",", "\t", "|", ": ______\n", ":\n", " ", "  ", ";")
    page.write(between.join(labels) + ("" if between.strip() in {",", "|", ";"} else between))


def code(page: Page, world: World) -> None:
    """Write code without a word about persons."""
    for _ in range(world.random.randint(1, 10)):
        indent = world.choose("", "", "    ", "\t", "        ")
        page.write(indent + world.things.draw("statement") + "\n")


GENRES: Mapping[str, Genre] = {
    "nothing": framed("nothing"),
    "lines of nothing": repeated("nothing", fewest=2, most=6, between=("\n", "\n", " ", "\n\n")),
    "list of things": thing_list,
    "headings": headings,
    "labels": labels_alone,
    "code": code,
}
