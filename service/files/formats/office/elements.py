"""Elements of office documents by short names, and texts in them as slots."""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from nomen.service.files.formats.office.package import clean
from nomen.service.files.formats.pieces import Piece, Slot

if TYPE_CHECKING:
    from lxml.etree import _Element

PREFIXES = {
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main": "w",
    "http://purl.oclc.org/ooxml/wordprocessingml/main": "w",
    "http://schemas.openxmlformats.org/spreadsheetml/2006/main": "s",
    "http://purl.oclc.org/ooxml/spreadsheetml/main": "s",
    "http://schemas.openxmlformats.org/drawingml/2006/main": "a",
    "http://purl.oclc.org/ooxml/drawingml/main": "a",
    "http://schemas.openxmlformats.org/drawingml/2006/chart": "c",
    "http://purl.oclc.org/ooxml/drawingml/chart": "c",
    "http://schemas.openxmlformats.org/officeDocument/2006/math": "m",
    "http://purl.oclc.org/ooxml/officeDocument/math": "m",
    "http://schemas.microsoft.com/office/word/2012/wordml": "w15",
    "http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments": "threaded",
    "http://schemas.microsoft.com/office/spreadsheetml/2010/11/ac": "ac",
    "http://schemas.microsoft.com/office/excel/2006/main": "xm",
}
"""Short names of namespaces, in their transitional and strict forms (ECMA-376, part 1)."""
SPACE = "{http://www.w3.org/XML/1998/namespace}space"


@lru_cache(maxsize=4096)
def short(tag: object) -> str:
    """Give the name of an element or attribute with a short prefix, or none if it is unknown."""
    if not isinstance(tag, str):  # a comment or an instruction
        return ""
    namespace, _, name = tag.rpartition("}")
    return f"{PREFIXES.get(namespace.removeprefix('{'), '')}:{name}" if namespace else f":{name}"


def local(tag: object) -> str:
    """Give the name of an element or attribute without its namespace."""
    return short(tag).partition(":")[2]


def elements(root: "_Element") -> Iterator["_Element"]:
    """Give an element and all below it, without comments and instructions."""
    return (each for each in root.iter() if isinstance(each.tag, str))


def set_text(element: "_Element", text: str) -> None:
    """Put a text into an element, so that its blanks at either end are kept."""
    element.text = clean(text)
    if text != text.strip():
        element.set(SPACE, "preserve")


def has_letters(text: str | None) -> bool:
    """Tell whether a text can hold a name."""
    return text is not None and any(map(str.isalpha, text))


def text_slot(texts: Sequence["_Element"]) -> Slot:
    """Make the slot of a paragraph whose pieces are the texts of elements."""
    return Slot([Piece(each.text or "") for each in texts], lambda pieces: _write(texts, pieces))


def attribute_slot(element: "_Element", name: str) -> Slot:
    """Make the slot of an attribute."""
    return Slot(
        [Piece(element.get(name, ""))], lambda pieces: element.set(name, clean("".join(pieces)))
    )


def _write(texts: Sequence["_Element"], pieces: Sequence[str]) -> None:
    for element, piece in zip(texts, pieces, strict=True):
        set_text(element, piece)
