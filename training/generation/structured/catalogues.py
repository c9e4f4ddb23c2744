"""Catalogues: records of people with where and when they lived, as collections write them."""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from nomen.training.generation import forms
from nomen.training.generation.forms import Form, Weighted
from nomen.training.generation.page import Page, rewritten
from nomen.training.generation.persons import Person
from nomen.training.generation.structured.cells import Cell, named, plain
from nomen.training.generation.structured.columns import key_style
from nomen.training.generation.world import Genre, World

_SORTED: Weighted = {
    forms.inverted: 6,
    forms.inverted_with_middle: 3,
    forms.inverted_with_middle_initial: 1,
    forms.whole: 2,
    forms.with_middle: 1,
}
_SHOWN: Weighted = {forms.whole: 4, forms.with_middle: 2, forms.surname: 1}

_FIELDS: Mapping[str, Sequence[str]] = {
    "person": ("name", "artist", "author", "maker", "sitter", "composer", "creator", "heading"),
    "sex": ("gender", "sex"),
    "life": ("dates", "date", "life", "lived", "years"),
    "1500-1999": ("year of birth", "birth year", "start year", "year", "year of death"),
    "place_in_full": (
        "place of birth",
        "birth place",
        "place of death",
        "place",
        "born in",
        "town",
    ),
    "nationality": ("nationality", "school", "country"),
    "movement": ("movement", "group", "style", "period"),
    "medium": ("medium", "technique", "material"),
    "work": ("title", "work", "caption"),
    "place_kind": ("place type", "kind", "level"),
    "url": ("url", "link", "permalink"),
    "1-99999": ("id", "record", "number", "accession"),
}
_OF_A_RECORD = tuple(key for key in _FIELDS if key != "person")
_PLACES = ("birth", "death", "active", "origin", "burial", "residence", "baptism")
_OPAQUE = 0.35


@dataclass(frozen=True, slots=True, kw_only=True)
class _Field:
    label: str
    write: Callable[[Person], Cell]


def _named_field(label: str, form: Form) -> _Field:
    return _Field(label=label, write=lambda person: named(form(person)))


def _thing_field(key: str, label: str, world: World) -> _Field:
    empty = 0.15 if key == "place_in_full" else 0.03

    def write(_: Person) -> Cell:
        return plain("" if world.chance(empty) else world.things.draw(key))

    return _Field(label=label, write=write)


def _label(key: str, world: World, style: Callable[[str], str]) -> str:
    """Draw a field's label; now and then one of letters that say nothing."""
    if key == "person" and world.chance(_OPAQUE):
        return world.things.draw("catalogue_key")
    return style(world.choose(*_FIELDS[key]))


def _fields(world: World, style: Callable[[str], str]) -> list[_Field]:
    """Draw the fields of a catalogue, the names among others and most with two places."""
    found = [_named_field(_label("person", world, style), forms.chosen(_SORTED, world.random))]
    if world.chance(0.4):
        form = forms.chosen(_SHOWN, world.random)
        found.append(_named_field(_label("person", world, style), form))
    keys = world.random.sample(_OF_A_RECORD, world.random.randint(1, 5))
    keys += ["place_in_full"] * world.random.choice((0, 1, 2))
    found += [_thing_field(key, _label(key, world, style), world) for key in keys]
    if world.chance(0.4):
        world.random.shuffle(found)
    return list({field.label: field for field in found}.values())


def _csv_style(label: str) -> str:
    return label


def rows(page: Page, world: World) -> None:
    """Write a catalogue as rows, with quotes where a cell holds the separator, or everywhere."""
    style = key_style(world) if world.chance(0.7) else _csv_style
    fields, separator = _fields(world, style), world.choose(",", ",", ",", ";", "\t")
    quotes_all = world.chance(0.25)
    if world.chance(0.5):
        page.write(separator.join(field.label for field in fields) + "\n")
    for person in world.people(1, 7):
        for index, field in enumerate(fields):
            cell = field.write(person)
            page.write(separator if index else "")
            if quotes_all or separator in cell.text or '"' in cell.text:
                doubled = rewritten(cell, lambda text: text.replace('"', '""'))
                page.write('"').add(doubled).write('"')
            else:
                page.add(cell)
        page.write("\n")


def _pairs(world: World, style: Callable[[str], str], person: Person) -> Iterator[tuple[str, Cell]]:
    for field in _fields(world, style):
        yield field.label, field.write(person)


def lines(page: Page, world: World) -> None:
    """Write records as labelled lines, YAML or elements of XML."""
    style = key_style(world)
    start, middle, end = world.random.choice(
        (("", ": ", ""), ("", ": ", ""), ("  ", ': "', '"'), ("- ", ": ", ""), ("", "\t", ""))
    )
    is_markup = world.chance(0.3)
    for person in world.people(1, 3):
        for key, cell in _pairs(world, style, person):
            if is_markup:
                page.write(f"  <{key}>").add(rewritten(cell, _marked)).write(f"</{key}>\n")
            else:
                page.write(start + key + middle).add(cell).write(end + "\n")
        page.write("\n")


def _marked(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;")


Value = Cell | int | None | Mapping[str, "Value"] | Sequence["Value"]


def _event(world: World, style: Callable[[str], str]) -> Value:
    """Give the time and the place of a birth or the like, the place's parts apart."""
    town = world.things.draw(world.choose("city", "made_town", "region", "country"))
    country = world.things.country()
    whole = world.things.draw("place_in_full") if world.chance(0.3) else f"{town}, {country}"
    place = {
        style("name"): plain(whole),
        style(world.choose("place name", "town", "label", "short name")): plain(town),
        style("place type"): plain(world.things.draw("place_kind")),
    }
    year = world.random.randint(1500, 1999)
    return {style("place"): place, style("time"): {style("start year"): year}}


def _record(world: World, style: Callable[[str], str], person: Person) -> Mapping[str, Value]:
    record: dict[str, Value] = {}
    for key, cell in _pairs(world, style, person):
        record[key] = int(cell.text) if cell.text.isdecimal() else cell if cell.text else None
    for event in world.random.sample(_PLACES, world.random.choice((0, 1, 1, 2, 3))):
        record[style(event)] = _event(world, style)
    if world.chance(0.3):
        number = world.random.randint(1, 900)
        movement: Value = {"id": number, "name": plain(world.things.draw("movement"))}
        record[style("movements")] = [movement] if world.chance(0.7) else []
    items = list(record.items())
    return dict(sorted(items)) if world.chance(0.6) else record


def objects(page: Page, world: World) -> None:
    """Write records as objects of JSON that hold objects with places."""
    style = key_style(world)
    indent = world.choose("", "\n", "\n", "\n")
    ascii_only, comma = world.chance(0.4), world.choose(",", ",", ", ")
    for person in world.people(1, 2):
        record = _record(world, style, person)
        page.add(_as_json(record, indent, comma if indent else ", ", ascii_only=ascii_only))
        page.write("\n")


def _as_json(value: Value, indent: str, comma: str, *, ascii_only: bool) -> Cell:
    page = Page()
    if isinstance(value, Cell):
        escaped = rewritten(value, lambda text: json.dumps(text, ensure_ascii=ascii_only)[1:-1])
        return page.write('"').add(escaped).write('"').finish()
    if value is None or isinstance(value, int):
        return plain(json.dumps(value))
    inner = indent and indent + "  "
    is_object = isinstance(value, Mapping)
    page.write("{" if is_object else "[")
    items = value.items() if isinstance(value, Mapping) else (("", item) for item in value)
    for index, (key, item) in enumerate(items):
        page.write((comma if index else "") + inner + (f'"{key}": ' if is_object else ""))
        page.add(_as_json(item, inner, comma, ascii_only=ascii_only))
    page.write((indent if value else "") + ("}" if is_object else "]"))
    return page.finish()


GENRES: Mapping[str, Genre] = {
    "catalogue rows": rows,
    "catalogue lines": lines,
    "catalogue objects": objects,
}
