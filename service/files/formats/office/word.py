"""Word documents: text, tables, headers, footers, notes, comments, text boxes and tracked changes.

*Source:* ECMA-376, part 1, section 17 (WordprocessingML).
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from nomen.service.files.formats.office.document import PROPERTIES, Place, Roots
from nomen.service.files.formats.office.elements import elements, has_letters, short, text_slot
from nomen.service.files.formats.office.package import Package
from nomen.service.files.formats.office.paragraphs import paragraph_slots
from nomen.service.files.formats.pieces import Slot
from nomen.service.files.sources import SourceError

if TYPE_CHECKING:
    from lxml.etree import _Element

CUSTOM = "customXml/item"
"""Parts whose elements hold texts that a document shows in its own."""
CUSTOM_SETTINGS = "customXml/itemProps"


class WordReading:
    """The texts of a Word document."""

    def find(self, package: Package, roots: Roots) -> Iterator[Place]:  # noqa: ARG002  # the protocol's signature
        """Find the texts of all parts, the document itself first; see `Reading`."""
        main = {name for name, root in roots.items() if short(root.tag) == "w:document"}
        if not main:
            raise SourceError("expected a Word document")
        for name in sorted(roots, key=lambda name: (name not in main, name)):
            if not name.startswith((PROPERTIES, CUSTOM_SETTINGS)):
                find = _custom_slots if name.startswith(CUSTOM) else paragraph_slots
                yield from (Place(name, name, slot) for slot in find(roots[name]))

    def settle(self, roots: Roots) -> set[str]:  # noqa: ARG002  # the protocol's signature
        """Repair nothing: no text of a Word document depends on another."""
        return set()


def _custom_slots(root: "_Element") -> Iterator[Slot]:
    return (text_slot([each]) for each in elements(root) if has_letters(each.text))
