"""An office document: the texts of its parts, and the document again with others."""

from collections.abc import Iterator, Sequence
from functools import partial
from typing import TYPE_CHECKING, NamedTuple, Protocol

from nomen.model.redaction.redaction import RedactedName
from nomen.service.files.formats.format import Record
from nomen.service.files.formats.office.links import redact_links
from nomen.service.files.formats.office.package import Package, parse_part, write_part
from nomen.service.files.formats.office.properties import (
    CORE,
    EXTENDED,
    clear_authors,
    clear_properties,
    find_properties,
)
from nomen.service.files.formats.pieces import BLANK_LINE, Slot, join_paragraphs, redact_slots

if TYPE_CHECKING:
    from lxml.etree import _Element

PROPERTIES = "docProps/"
EMBEDDED = "/embeddings/"


class Place(NamedTuple):
    """A text of a document.

    Attributes:
        part: The name of its part.
        place: Where it stands, as people say it: the part, or the cell.
        slot: The text.
    """

    part: str
    place: str
    slot: Slot


Roots = dict[str, "_Element"]
"""The parsed parts of a document by their names."""


class Reading(Protocol):
    """What a kind of document has of its own."""

    def find(self, package: Package, roots: Roots) -> Iterator[Place]:
        """Find the texts of the parts.

        Raises:
            SourceError: When the package is of another kind.
        """

    def settle(self, roots: Roots) -> set[str]:
        """Repair what the written texts broke, and name the parts that changed by it."""


class OfficeDocument:
    """A document whose texts can be replaced.

    Args:
        content: The file.
        reading: What its kind has of its own.

    Raises:
        SourceError: When it cannot be read.
    """

    def __init__(self, content: bytes, reading: Reading) -> None:
        self._package = Package(content)
        self._reading = reading
        self._roots = {
            name: parse_part(self._package.read(name))
            for name in self._package.names()
            if name.endswith(".xml") and not name.startswith("[")
        }
        self._changed: set[str] = set()
        self._places = list(reading.find(self._package, self._roots))

    @property
    def text(self) -> str:
        """All texts, joined by blank lines."""
        return join_paragraphs([place.slot.paragraph for place in self._places])

    @property
    def record(self) -> dict[str, object]:
        """What an answer says beside the names: properties, embedded files, and places of texts."""
        found: dict[str, object] = {
            "properties": [
                each
                for name, root in self._roots.items()
                if name.startswith(PROPERTIES)
                for each in find_properties(name, root)
            ],
            "embedded": [name for name in self._package.names() if EMBEDDED in f"/{name}"],
            "parts": list(self._starts()),
        }
        return {name: value for name, value in found.items() if value}

    def as_record(self) -> Record:
        """Give the document as the one record of its file."""
        left_out = tuple(
            f"property {each if each in CORE | EXTENDED else 'custom'}"
            for name, root in self._roots.items()
            if name.startswith(PROPERTIES)
            for each in find_properties(name, root)
        )
        return Record(place={}, document=self.text, record=self.record, left_out=left_out)

    def rewrite(self, names: Sequence[RedactedName]) -> bytes:
        """Write the document without names, properties, authors and the picture of its first page.

        Parts without any of them stay as they are.
        """
        self._write_texts(names)
        for name, root in self._roots.items():
            if name.startswith(PROPERTIES):
                clear_properties(name, root)
                self._changed.add(name)
            elif clear_authors(root):
                self._changed.add(name)
        changed = redact_links(self._package, names)
        changed |= {name: write_part(self._roots[name]) for name in self._changed}
        return self._package.rewrite(changed)

    def restore(self, names: Sequence[RedactedName]) -> bytes:
        """Write a redacted document with its names; what was cleared does not come back."""
        self._write_texts(names)
        return self._package.rewrite(
            {each: write_part(self._roots[each]) for each in self._changed}
        )

    def _write_texts(self, names: Sequence[RedactedName]) -> None:
        redact_slots([self._marked(place) for place in self._places], names)
        self._changed |= self._reading.settle(self._roots)

    def _marked(self, place: Place) -> Slot:
        """Give a slot that also notes that its part was changed."""
        return Slot(place.slot.paragraph, partial(self._write, place))

    def _write(self, place: Place, pieces: Sequence[str]) -> None:
        place.slot.write(pieces)
        self._changed.add(place.part)

    def _starts(self) -> Iterator[dict[str, object]]:
        """Tell where the texts of each place start in the joined text."""
        start, last = 0, ""
        for each in self._places:
            if each.place != last:
                yield {"start": start, "place": each.place}
                last = each.place
            start += sum(len(piece.text) for piece in each.slot.paragraph) + len(BLANK_LINE)
