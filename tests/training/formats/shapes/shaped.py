"""Records of one place, as a shape reads them."""

import json
from pathlib import Path
from types import ModuleType

from nomen.training.formats.records import Item, Place, TextRecord, TokenRecord
from nomen.training.formats.settings import FileSettings

PLACE = Place(Path("own"), 1)


def read(shape: ModuleType, written: str, **settings: object) -> list[Item]:
    """Read one value as a shape; check that the shape knows it for its own."""
    value = json.loads(written)
    assert shape.matches(value)
    return list(shape.read(value, PLACE, FileSettings.model_validate(settings)))


def said(item: Item) -> list[tuple[str, str | None]]:
    """Give what a record's spans say, with their labels."""
    if isinstance(item, TextRecord):
        return [(item.text[span.start : span.end], span.label) for span in item.spans]
    assert isinstance(item, TokenRecord)
    return [(" ".join(item.tokens[span.start : span.end]), span.label) for span in item.spans]
