"""Nested records: names in objects and lists within JSON and YAML, and in one string with more."""

import json
from collections.abc import Callable, Mapping, Sequence

from nomen.training.data.texts import LabelledText
from nomen.training.generation.forms import FULL, LISTED, chosen
from nomen.training.generation.page import Page, rewritten
from nomen.training.generation.persons import Person
from nomen.training.generation.structured.cells import named, plain
from nomen.training.generation.structured.columns import key_style
from nomen.training.generation.world import Genre, World

Value = LabelledText | Sequence["Value"] | Mapping[str, "Value"]

_THINGS = (
    "identifier",
    "city",
    "status",
    "date",
    "job",
    "product",
    "amount",
    "word",
    "place_in_full",
)


def _parts(person: Person, world: World, style: Callable[[str], str]) -> Value:
    """Give a person as an object of forename and surname, some with more."""
    labels = {kind: style(world.things.draw(f"label_{kind}")) for kind in ("first", "last", "name")}
    found = {labels["first"]: named(person.forename), labels["last"]: named(person.surname)}
    if world.chance(0.3):
        found = dict(reversed(found.items()))
    if person.middle and world.chance(0.4):
        found[style(world.things.draw("label_middle"))] = named(person.middle)
    if world.chance(0.3):
        found[labels["name"]] = named(chosen(FULL, world.random)(person))
    if person.suffix and world.chance(0.5):
        found[style("suffix")] = plain(person.suffix)
    return found


def _with_address(person: Person, world: World) -> LabelledText:
    """Give `John Smith <js@example.com> (https://example.com)`, as manifests of packages do."""
    page = Page().name(chosen(FULL, world.random)(person))
    page.write(f" <{world.things.email(person.forename, person.surname)}>")
    return page.write(f" ({world.things.url()})" if world.chance(0.3) else "").finish()


def _value(world: World, style: Callable[[str], str]) -> Value:
    """Draw a value with names in it."""
    form = chosen(LISTED, world.random)
    match world.random.randrange(5):
        case 0:
            return _parts(world.person(), world, style)
        case 1:
            return [named(form(person)) for person in world.people(1, 4)]
        case 2:
            return [_parts(person, world, style) for person in world.people(1, 3)]
        case 3:
            return _with_address(world.person(), world)
        case _:
            return {
                style("id"): plain(world.things.identifier()),
                style("name"): named(form(world.person())),
            }


def _record(world: World) -> Mapping[str, Value]:
    style = key_style(world)
    record: dict[str, Value] = {}
    for kind in world.random.sample(_THINGS, world.random.randint(1, 4)):
        record[style(kind)] = plain(world.things.draw(kind))
    for _ in range(world.random.choice((1, 1, 2))):
        record[style(world.things.draw("label_name"))] = _value(world, style)
    keys = list(record)
    world.random.shuffle(keys)
    return {key: record[key] for key in keys}


def _escaped(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)[1:-1]


def _write_json(page: Page, value: Value, indent: str) -> None:
    if isinstance(value, LabelledText):
        page.write('"').add(rewritten(value, _escaped)).write('"')
        return
    opening, closing = "{}" if isinstance(value, Mapping) else "[]"
    items = value.items() if isinstance(value, Mapping) else ((None, item) for item in value)
    inner = indent and indent + "  "
    page.write(opening)
    for index, (key, item) in enumerate(items):
        page.write(("," if index else "") + (inner or (" " if index else "")))
        page.write(f'"{key}": ' if key is not None else "")
        _write_json(page, item, inner)
    page.write(indent + closing)


def nested_json(page: Page, world: World) -> None:
    """Write an object of JSON with objects and lists in it, on one line or on many."""
    _write_json(page, _record(world), world.choose("", "\n", "\n"))
    page.write("\n")


def nested_yaml(page: Page, world: World) -> None:
    """Write YAML with objects and lists in it."""
    _write_yaml(page, _record(world), "")


def _write_yaml(page: Page, value: Value, indent: str, *, is_open: bool = False) -> None:
    """Write a value after `key:` or `-`; an object in a list begins on the line of its mark."""
    if isinstance(value, LabelledText):
        page.write(" ").add(value).write("\n")
        return
    if indent and not is_open:
        page.write("\n")
    if isinstance(value, Mapping):
        for index, (key, item) in enumerate(value.items()):
            page.write((" " if is_open and not index else indent) + f"{key}:")
            _write_yaml(page, item, indent + "  ")
    else:
        for item in value:
            page.write(f"{indent}-")
            _write_yaml(page, item, indent + "  ", is_open=True)


GENRES: Mapping[str, Genre] = {"nested json": nested_json, "nested yaml": nested_yaml}
