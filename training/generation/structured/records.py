"""Records: one person or several as JSON, YAML, XML, SQL, settings, vCards, LDIF and GEDCOM."""

import json
from collections.abc import Callable, Mapping, Sequence
from html import escape

from nomen.training.generation.page import Page, rewritten
from nomen.training.generation.persons import Person
from nomen.training.generation.structured.cells import Cell
from nomen.training.generation.structured.columns import (
    Column,
    draw_columns,
    key_style,
    nameless_columns,
    row_of,
)
from nomen.training.generation.world import Genre, World

Entry = Sequence[tuple[str, Cell]]
"""Keys and values of one record."""

_WITHOUT_NAMES = 0.08
_FEW = (1, 1, 1, 2, 3, 4)


def _entries(world: World, *, most: int = 7) -> list[Entry]:
    style = key_style(world)
    columns: list[Column]
    if world.chance(_WITHOUT_NAMES):
        columns = nameless_columns(world, style, fewest=2, most=most)
    else:
        columns = draw_columns(world, style, fewest=0, most=most)
    labels = [column.label for column in columns]
    count = world.random.choice(_FEW)
    rows = (row_of(columns, person) for person in world.people(count, count))
    return [list(zip(labels, row, strict=True)) for row in rows]


def _json_escape(world: World) -> Callable[[str], str]:
    ascii_only = world.chance(0.15)
    return lambda text: json.dumps(text, ensure_ascii=ascii_only)[1:-1]


def _write_object(page: Page, entry: Entry, world: World, *, indent: str, quote: str) -> None:
    """Write an object of JSON or a literal of Python; an empty indent keeps it on one line."""
    escaped = _json_escape(world)
    colon = ":" if world.chance(0.2) else ": "
    before, last = (f"\n{indent}", "\n" + indent[2:]) if indent else ("", "")
    page.write("{")
    for index, (key, cell) in enumerate(entry):
        page.write(("," if indent else ", ") if index else "")
        page.write(f"{before}{quote}{key}{quote}{colon}")
        if cell.text.isdecimal() and cell.text[0] != "0":
            page.add(cell)
        else:
            page.write(quote).add(rewritten(cell, escaped)).write(quote)
    page.write(last + "}")


def json_object(page: Page, world: World) -> None:
    """Write objects of JSON or literals of Python, alone, in a list, or in another object."""
    entries = _entries(world)
    quote = '"' if world.chance(0.85) else "'"
    indent = world.choose("", "  ", "  ", "    ")
    opening = world.choose("", "", "[", f'{{"{world.things.draw("word")}s": [')
    closing = "]}" if opening.endswith("[") and len(opening) > 1 else "]" if opening else ""
    page.write(opening)
    for index, entry in enumerate(entries):
        page.write(", " if index and opening else "\n" if index else "")
        _write_object(page, entry, world, indent=indent, quote=quote)
    page.write(closing + "\n")


def json_lines(page: Page, world: World) -> None:
    """Write an object of JSON on each line."""
    for entry in _entries(world, most=5):
        _write_object(page, entry, world, indent="", quote='"')
        page.write("\n")


def yaml(page: Page, world: World) -> None:
    """Write YAML, as a list or nested under a key."""
    quote = world.choose("", "", "", "'", '"')
    parent = world.things.draw("word") + ":\n" if world.chance(0.5) else ""
    base = "  " if parent else ""
    entries = _entries(world)
    page.write("---\n" if world.chance(0.2) else "").write(parent)
    for entry in entries:
        for index, (key, cell) in enumerate(entry):
            page.write(f"{base}{'- ' if not index else '  '}{key}: ")
            page.write(quote).add(cell).write(quote + "\n")


def xml(page: Page, world: World) -> None:
    """Write elements of XML, the values as text or as attributes."""
    tag = world.things.draw("xml_element")
    as_attributes = world.chance(0.25)
    page.write('<?xml version="1.0" encoding="UTF-8"?>\n' if world.chance(0.3) else "")
    for entry in _entries(world):
        page.write(f"<{tag}" if as_attributes else f"<{tag}>\n")
        for key, cell in entry:
            value = rewritten(cell, escape)
            page.write(f' {key}="' if as_attributes else f"  <{key}>").add(value)
            page.write('"' if as_attributes else f"</{key}>\n")
        page.write("/>\n" if as_attributes else f"</{tag}>\n")


def sql(page: Page, world: World) -> None:
    """Write statements of SQL that insert, change or look for rows."""
    table = world.things.draw("word") + "s"
    entries = _entries(world, most=4)
    if world.chance(0.6):
        columns = ", ".join(key for key, _ in entries[0])
        page.write(f"INSERT INTO {table} ({columns}) VALUES\n")
        for index, entry in enumerate(entries):
            page.write(",\n(" if index else "(")
            _write_sql_values(page, [("", cell) for _, cell in entry], ", ")
            page.write(")")
    elif world.chance(0.5):
        page.write("UPDATE ").write(f"{table} SET ")
        _write_sql_values(page, entries[0], ", ")
        page.write(f" WHERE id = {world.things.draw('1-900')}")
    else:
        page.write("SELECT * FROM ").write(f"{table} WHERE ")
        _write_sql_values(page, entries[0][:3], " AND ")
    page.write(";\n")


def _write_sql_values(page: Page, entry: Entry, between: str) -> None:
    for index, (key, cell) in enumerate(entry):
        page.write((between if index else "") + (f"{key} = " if key else "") + "'")
        page.add(rewritten(cell, lambda text: text.replace("'", "''"))).write("'")


def settings(page: Page, world: World) -> None:
    """Write keys and values as in INI, properties, TOML or shell files."""
    equals = world.choose("=", "=", " = ", ": ", ":")
    quote = world.choose("", "", '"') if "=" in equals else ""
    for entry in _entries(world, most=6):
        page.write(f"[{world.things.draw('word')}]\n" if world.chance(0.6) else "")
        for key, cell in entry:
            page.write(f"{key}{equals}{quote}").add(cell).write(f"{quote}\n")


def query(page: Page, world: World) -> None:
    """Write the fields of a form in a URL, or pairs on one line."""
    if world.chance(0.5):
        page.write(world.choose(f"{world.things.url()}?", "?", "POST /submit?", "curl -d "))
        between, blank = "&", world.choose("+", "%20", " ")
    else:
        between, blank = world.choose(", ", "; ", " ", " | "), " "
    equals = "=" if between == "&" else world.choose("=", "=", ":", ": ")
    for index, (key, cell) in enumerate(_entries(world, most=4)[0]):
        page.write((between if index else "") + key + equals)
        page.add(rewritten(cell, lambda text: text.replace("&", "%26").replace(" ", blank)))
    page.write("\n")


def call(page: Page, world: World) -> None:
    """Write a call or a constructor with a person's names in its arguments."""
    person: Person = world.person()
    quote = world.choose('"', "'")
    keys = world.chance(0.6)
    page.write(world.things.draw("call_start") + "(")
    parts = world.random.choice(((person.forename, person.surname), (person.whole,)))
    labels = ("first", "last") if len(parts) > 1 else ("name",)
    for index, (label, part) in enumerate(zip(labels, parts, strict=True)):
        page.write(", " if index else "").write(f"{label}={quote}" if keys else quote)
        page.name(part.replace(quote, "\\" + quote)).write(quote)
    page.write(f", {world.things.draw('1-99')})" + world.choose("", ";") + "\n")


GENRES: Mapping[str, Genre] = {
    "json": json_object,
    "json lines": json_lines,
    "yaml": yaml,
    "xml": xml,
    "sql": sql,
    "settings": settings,
    "query": query,
    "call": call,
}
