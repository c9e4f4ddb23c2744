"""Tables: rows of cells as CSV, TSV, Markdown, HTML, LaTeX and in columns of fixed width."""

import html
from collections.abc import Callable, Mapping, Sequence

from nomen.training.generation.page import Page, rewritten
from nomen.training.generation.structured.cells import Cell, plain
from nomen.training.generation.structured.columns import (
    Column,
    Row,
    draw_cell,
    draw_columns,
    draw_rows,
    key_style,
    label_style,
    nameless_columns,
)
from nomen.training.generation.world import Genre, World

_WITH_HEADING = 0.3
_WITHOUT_LABELS = 0.2
_WITHOUT_NAMES = 0.08
_LETTER_REFERENCES = {
    "é": "&eacute;",
    "ü": "&uuml;",
    "ö": "&ouml;",
    "á": "&aacute;",
    "ñ": "&ntilde;",
}


def _drawn(world: World, *, most: int = 7) -> list[Row]:
    """Draw the rows of a table, the labels first unless it has none."""
    style = world.random.choice((label_style, label_style, key_style))(world)
    columns: list[Column]
    if world.chance(_WITHOUT_NAMES):
        columns = nameless_columns(world, style, fewest=2, most=most)
    else:
        columns = draw_columns(world, style, fewest=0, most=most - 2)
    rows = draw_rows(columns, world, fewest=1, most=9)
    labels = [plain(column.label) for column in columns]
    return rows if world.chance(_WITHOUT_LABELS) else [labels, *rows]


def _headed(page: Page, world: World) -> None:
    if world.chance(_WITH_HEADING):
        page.write(world.things.heading() + world.choose("\n", "\n\n"))


def delimited(page: Page, world: World) -> None:
    """Write CSV, TSV and the like; fields that hold the separator are quoted."""
    separator = world.choose(",", ",", ",", ";", "\t", "\t", "|", ":")
    quotes_all = world.chance(0.2)
    for row in _drawn(world):
        for index, cell in enumerate(row):
            is_quoted = quotes_all or separator in cell.text or '"' in cell.text
            page.write(separator if index else "")
            page.add(quoted(cell) if is_quoted else cell)
        page.write("\n")


def quoted(cell: Cell) -> Cell:
    """Put a cell in double quotes and double those in it."""
    doubled = rewritten(cell, lambda text: text.replace('"', '""'))
    return Page().write('"').add(doubled).write('"').finish()


def markdown(page: Page, world: World) -> None:
    """Write a table of Markdown, the columns as wide as their cells or not."""
    _headed(page, world)
    rows = _drawn(world)
    widths = _widths(rows) if world.chance(0.5) else [0] * len(rows[0])
    is_bold = world.chance(0.1)
    for number, row in enumerate(rows):
        _write_cells(page, row, widths, between=" | ", mark="**" if is_bold and number else "")
        if number == 0:
            page.write("|" + "|".join("-" * max(3, width + 2) for width in widths) + "|\n")


def _write_cells(page: Page, row: Row, widths: Sequence[int], *, between: str, mark: str) -> None:
    page.write("| ")
    for index, (cell, width) in enumerate(zip(row, widths, strict=True)):
        page.write(between if index else "")
        page.write(mark if index == 0 else "").add(cell).write(mark if index == 0 else "")
        page.write(" " * (width - len(cell.text)))
    page.write(" |\n")


def _widths(rows: Sequence[Row]) -> list[int]:
    return [max(len(cell.text) for cell in column) for column in zip(*rows, strict=True)]


def cells_alone(page: Page, world: World) -> None:
    """Write cells of a spreadsheet as they are found one by one, one or a few on lines."""
    for index in range(world.random.choice((1, 1, 1, 2, 4, 8))):
        page.write("\n" if index else "").add(draw_cell(world))
    if not page.finish().text.strip():
        page.add(plain(world.things.identifier()))


def boxed(page: Page, world: World) -> None:
    """Write a table as database clients do, in a box of `+`, `-` and `|`."""
    rows = _drawn(world, most=5)
    widths = _widths(rows)
    rule = "+" + "+".join("-" * (width + 2) for width in widths) + "+\n"
    page.write(rule)
    for number, row in enumerate(rows):
        _write_cells(page, row, widths, between=" | ", mark="")
        page.write(rule if number in {0, len(rows) - 1} else "")


def fixed_width(page: Page, world: World) -> None:
    """Write columns parted by blanks, the last not filled up."""
    _headed(page, world)
    rows = _drawn(world, most=6)
    gap = " " * world.random.randint(2, 6)
    indent = " " * world.random.choice((0, 0, 0, 2, 4))
    widths = _widths(rows)
    for number, row in enumerate(rows):
        page.write(indent)
        for index, (cell, width) in enumerate(zip(row, widths, strict=True)):
            is_last = index == len(row) - 1
            page.add(cell).write("" if is_last else " " * (width - len(cell.text)) + gap)
        page.write("\n")
        if number == 0 and world.chance(0.4):
            page.write(
                indent
                + gap.join(world_rule * width for width in widths for world_rule in "-")
                + "\n"
            )


def tabbed_columns(page: Page, world: World) -> None:
    """Write rows as they are copied from a web page: cells parted by tabs, blanks or line ends."""
    _headed(page, world)
    between = world.choose("\t", "\t", "   ", "\n", " | ", " \t ", "\t\t", " - ", " · ", ", ")
    after = "\n\n" if between == "\n" else "\n"
    for row in _drawn(world, most=5):
        filled = [cell for cell in row if cell.text]
        for index, cell in enumerate(filled):
            page.write(between if index else "").add(cell)
        page.write(after)


def latex(page: Page, world: World) -> None:
    """Write a table of LaTeX."""
    rows = _drawn(world, most=5)
    page.write(f"\\begin{{tabular}}{{{'l' * len(rows[0])}}}\n\\hline\n")
    for row in rows:
        for index, cell in enumerate(row):
            page.write(" & " if index else "")
            page.add(rewritten(cell, lambda text: text.replace("&", "\\&").replace("_", "\\_")))
        page.write(" \\\\\n")
    page.write("\\hline\n\\end{tabular}\n")


def html_table(page: Page, world: World) -> None:
    """Write a table of HTML, with attributes, references and markup in its cells."""
    escape = html_escape(world)
    between = world.choose("", "\n", "\n  ")
    head, *rows = _drawn(world, most=5)
    page.write(world.choose("<table>", '<table class="list">', '<table border="1" width="100%">'))
    _html_row(page, head, escape, between, tag=world.choose("th", "td"))
    attributes = world.choose("", "", ' align="left"', ' class="cell"', ' style="padding:2px"')
    wrap = world.choose("", "", "", "b", "i", "span", "strong", "a")
    for row in rows:
        wrapped = [_wrapped(rewritten(row[0], escape), wrap, world), *row[1:]]
        _html_row(page, wrapped, escape, between, tag="td", attributes=attributes)
    page.write(between + "</table>\n")


def _wrapped(cell: Cell, tag: str, world: World) -> Cell:
    if not tag:
        return cell
    opening = f'<a href="{world.things.url()}">' if tag == "a" else f"<{tag}>"
    return Page().write(opening).add(cell).write(f"</{tag}>").finish()


def _html_row(
    page: Page,
    row: Row,
    escape: Callable[[str], str],
    between: str,
    *,
    tag: str,
    attributes: str = "",
) -> None:
    page.write(f"{between}<tr>")
    for index, cell in enumerate(row):
        is_wrapped = cell.text.startswith("<") or not index
        page.write(f"{between}<{tag}{attributes}>")
        page.add(cell if is_wrapped else rewritten(cell, escape)).write(f"</{tag}>")
    page.write(f"{between}</tr>")


def html_escape(world: World) -> Callable[[str], str]:
    """Draw how letters and blanks are written in HTML: as they are, or some as references."""
    with_letters, with_blanks = world.chance(0.4), world.chance(0.15)
    numeric = world.chance(0.5)

    def escape(text: str) -> str:
        escaped = html.escape(text, quote=True).replace("&#x27;", "&#39;")
        if with_letters:
            escaped = "".join(_reference(letter, numeric=numeric) for letter in escaped)
        return escaped.replace(" ", "&nbsp;") if with_blanks else escaped

    return escape


def _reference(letter: str, *, numeric: bool) -> str:
    if letter.isascii():
        return letter
    return f"&#{ord(letter)};" if numeric else _LETTER_REFERENCES.get(letter, f"&#{ord(letter)};")


GENRES: Mapping[str, Genre] = {
    "csv": delimited,
    "markdown table": markdown,
    "cells alone": cells_alone,
    "boxed table": boxed,
    "fixed-width table": fixed_width,
    "copied table": tabbed_columns,
    "latex table": latex,
    "html table": html_table,
}
