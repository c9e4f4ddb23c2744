"""Sheets: forms that somebody filled in, as text or as a scanner read them."""

from collections.abc import Callable, Mapping, Sequence

from nomen.training.generation.forms import SIGNED, chosen
from nomen.training.generation.page import Page
from nomen.training.generation.structured.cells import Cell
from nomen.training.generation.structured.columns import (
    draw_columns,
    label_style,
    nameless_columns,
    row_of,
)
from nomen.training.generation.world import Genre, World

Entry = tuple[str, Cell]

_LONGEST_LINE = 46
_WITHOUT_NAMES = 0.1
_WITH_TITLE = 0.6
_WITH_SIGNATURE = 0.25
_EMPTY_LINES = ("", "____________", "..........", "__________________")


def _entries(world: World, *, most: int = 9) -> list[Entry]:
    style = label_style(world)
    if world.chance(_WITHOUT_NAMES):
        columns = nameless_columns(world, style, fewest=2, most=most)
    else:
        columns = draw_columns(world, style, fewest=1, most=most)
        world.random.shuffle(columns)
    row = row_of(columns, world.person())
    return [(column.label, cell) for column, cell in zip(columns, row, strict=True)]


def _page_of(write: Callable[[Page, World, Sequence[Entry]], None]) -> Genre:
    """Make a genre of what writes the fields: a title before it, notes amid it, a signature."""

    def genre(page: Page, world: World) -> None:
        if world.chance(_WITH_TITLE):
            page.write(world.things.draw("form_title") + world.choose("\n", "\n\n"))
        for _ in range(world.random.choice((1, 1, 1, 2, 3))):
            write(page, world, _entries(world))
            if world.chance(0.4):
                page.write(world.choose("\n", "") + world.things.draw("form_note") + "\n")
        if world.chance(_WITH_SIGNATURE):
            _sign(page, world)

    return genre


def _sign(page: Page, world: World) -> None:
    form = chosen(SIGNED, world.random)
    label = world.things.draw("signature_label")
    page.write(label + world.choose(": ", " ", "\n", ":\n", ": X ", " __")).name(
        form(world.person())
    )
    page.write(
        world.choose("\n", "__\n", f" {world.things.date()}\n", f"   Date {world.things.date()}\n")
    )


def labelled_lines(page: Page, world: World, entries: Sequence[Entry]) -> None:
    """Write a label and a value on each line, parted by a colon, a tab, blanks, leaders."""
    kind = world.choose(
        ":", ": ", ": ", ": ", ":  ", " : ", " ", "  ", "\t", " - ", " = ", "...", "___", "pad"
    )
    mark = world.choose("", "", "", "* ", "- ", "• ", "1. ", "**", "> ")
    width = max(len(label) for label, _ in entries) + world.random.randint(1, 6)
    for number, (label, cell) in enumerate(entries, 1):
        page.write(f"{number}. " if mark == "1. " else mark)
        page.write(label + ("**" if mark == "**" else "") + _gap(kind, width - len(label)))
        page.add(cell).write("\n")


def _gap(kind: str, width: int) -> str:
    if kind == "...":
        return " " + "." * (width + 4) + " "
    if kind == "___":
        return " " + "_" * (width % 5 + 2)
    return ": ".ljust(width + 2) if kind == "pad" else kind


def stacked(page: Page, world: World, entries: Sequence[Entry]) -> None:
    """Write each label on a line above its value, or below it."""
    is_below = world.chance(0.3)
    colon = world.choose("", "", ":")
    after = world.choose("\n", "\n\n")
    for label, cell in entries:
        if is_below:
            page.add(cell).write(f"\n({label})" if colon else f"\n{label}").write(after)
        else:
            page.write(f"{label}{colon}\n").add(cell).write(after)


def columns(page: Page, world: World, entries: Sequence[Entry]) -> None:
    """Write two or three fields on a line, with wide gaps between them."""
    count = world.random.choice((2, 2, 3))
    colon = world.choose(": ", ": ", " ", ":  ")
    width = world.random.randint(26, _LONGEST_LINE)
    gap = world.choose("pad", "pad", "\t", "    ", "   |   ")
    for index, (label, cell) in enumerate(entries):
        length = len(label) + len(colon) + len(cell.text)
        page.write(label + colon).add(cell)
        is_last = index % count == count - 1 or index == len(entries) - 1
        page.write("\n" if is_last else " " * max(3, width - length) if gap == "pad" else gap)


def headed_rows(page: Page, world: World, entries: Sequence[Entry]) -> None:
    """Write a line of labels, and the values below them."""
    count = world.random.choice((2, 3, 3, 4))
    between = world.choose("   ", "\t", "     ", " | ", "  ")
    for start in range(0, len(entries), count):
        group = entries[start : start + count]
        page.write(between.join(label for label, _ in group) + "\n")
        for index, (_, cell) in enumerate(group):
            page.write(between if index else "").add(cell)
        page.write("\n")


def labels_first(page: Page, world: World, entries: Sequence[Entry]) -> None:
    """Write the labels of some fields and then their values, as scanners read columns."""
    count = world.random.randint(2, 5)
    colon = world.choose("", ":", ":", " :")
    for start in range(0, len(entries), count):
        group = entries[start : start + count]
        page.write("".join(f"{label}{colon}\n" for label, _ in group))
        for _, cell in group:
            page.add(cell).write("\n" if cell.text else "")


def boxes(page: Page, world: World, entries: Sequence[Entry]) -> None:
    """Write fields beside boxes to tick, and lines that nobody filled in."""
    for label, cell in entries:
        if world.chance(0.3):
            options = (
                world.things.draw("checkbox") + " " + world.things.draw("status") for _ in range(3)
            )
            page.write(f"{label}  {'  '.join(options)}\n")
        elif world.chance(0.2):
            page.write(f"{label}: {world.random.choice(_EMPTY_LINES)}\n")
        else:
            page.write(f"{world.things.draw('checkbox')} {label}: ").add(cell).write("\n")


def run_on(page: Page, world: World, entries: Sequence[Entry]) -> None:
    """Write the fields one after the other, as text that lost its lines."""
    colon = world.choose(": ", ": ", " ", ":")
    between = world.choose(" ", " ", ", ", "; ", " / ", " * ", ". ")
    for index, (label, cell) in enumerate(entries):
        page.write((between if index else "") + label + colon).add(cell)
    page.write("\n")


def values_alone(page: Page, world: World, entries: Sequence[Entry]) -> None:
    """Write values without labels, as on address labels, badges and business cards."""
    between = world.choose("\n", "\n", "\n", ", ", " · ", " | ", "\n\n")
    for index, (_, cell) in enumerate(entry for entry in entries if entry[1].text):
        page.write(between if index else "").add(cell)
    page.write("\n")


def single_field(page: Page, world: World) -> None:
    """Write one or two fields without anything about them."""
    entries = _entries(world, most=2)[: world.random.choice((1, 1, 2))]
    colon = world.choose(": ", ": ", ":", " ", "\n", ":\n", " - ")
    for index, (label, cell) in enumerate(entries):
        page.write(("\n" if index else "") + label + colon).add(cell)


GENRES: Mapping[str, Genre] = {
    "form of labelled lines": _page_of(labelled_lines),
    "form with labels above": _page_of(stacked),
    "form in columns": _page_of(columns),
    "form with rows of labels": _page_of(headed_rows),
    "form with labels first": _page_of(labels_first),
    "form with boxes": _page_of(boxes),
    "form without lines": _page_of(run_on),
    "card": _page_of(values_alone),
    "single field": single_field,
}
