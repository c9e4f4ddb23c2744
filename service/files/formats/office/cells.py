"""Texts of workbooks: strings, rich text, comments, formulas, headers and footers.

*Source:* ECMA-376, part 1, section 18 (SpreadsheetML); 18.3.1.46 for the codes of headers.
"""

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from nomen.service.files.formats.office.elements import (
    attribute_slot,
    elements,
    has_letters,
    local,
    short,
    text_slot,
)
from nomen.service.files.formats.office.package import clean
from nomen.service.files.formats.pieces import Piece, Slot

if TYPE_CHECKING:
    from lxml.etree import _Element

STRINGS = frozenset({"s:si", "s:is"})
"""Strings, shared by cells or inside one."""
RICH_TEXTS = STRINGS | {"s:text"}
"""Elements that hold a text in pieces of one formatting each."""
FORMULAS = frozenset(
    {"s:f", "s:formula", "s:formula1", "s:formula2", "s:definedName", "xm:f", "c:f"}
    | {"s:calculatedColumnFormula", "s:totalsRowFormula"}
)
HEADERS = frozenset(
    {"s:oddHeader", "s:oddFooter", "s:evenHeader", "s:evenFooter", "s:firstHeader"}
    | {"s:firstFooter"}
)
PLAIN_TEXTS = frozenset({"threaded:text"})
PROMPTS = frozenset({"prompt", "promptTitle", "error", "errorTitle", "comment", "description"})
"""Attributes of any element that hold text for people, beside those of drawings."""
VALUES = {"s:s": "v", "s:cacheField": "name", "s:dataField": "name", "s:item": "n"}
"""Elements of pivot tables with the attribute that holds a value or a title."""

_LITERAL = re.compile(r'("(?:[^"]|"")*")')
_CODE = re.compile(r'(&"[^"]*"|&K[0-9A-Fa-f]{6}|&K\d\d[+-]\d{3}|&\d+|&[A-Za-z&])')


def cell_slots(root: "_Element") -> Iterator[tuple[str, Slot]]:
    """Find the texts of a part, each with the reference of its cell, or nothing outside cells."""
    cell = ""
    for element in elements(root):
        name = short(element.tag)
        if element.getparent() is root:
            cell = ""
        if name in {"s:c", "s:comment"}:
            cell = str(element.get("r") or element.get("ref") or "")
        for slot in _slots(element, name):
            yield cell, slot


def _slots(element: "_Element", name: str) -> Iterator[Slot]:
    if name in RICH_TEXTS:
        yield from _rich_text(element)
    elif name in PLAIN_TEXTS or (name == "s:v" and _is_string(element)):
        if has_letters(element.text):
            yield text_slot([element])
    elif name in FORMULAS:
        yield from _split_text(element, _LITERAL, fixed_odd=False)
    elif name in HEADERS:
        yield from _split_text(element, _CODE, fixed_odd=True)
    for key in map(str, element.attrib):
        is_value = VALUES.get(name) == key
        if (is_value or local(key) in PROMPTS) and has_letters(element.get(key)):
            yield attribute_slot(element, key)


def _is_string(value: "_Element") -> bool:
    """Tell whether a value is the string that a formula gave when it was last calculated."""
    cell = value.getparent()
    return cell is not None and cell.get("t") == "str"


def _rich_text(element: "_Element") -> Iterator[Slot]:
    """Give the pieces of a text together, and how it is read aloud (in Japanese) apart."""
    texts = [each for each in elements(element) if short(each.tag) == "s:t"]
    spoken = [each for each in texts if _is_phonetic(each)]
    written = [each for each in texts if not _is_phonetic(each)]
    for pieces in (written, spoken):
        if has_letters("".join(each.text or "" for each in pieces)):
            yield text_slot(pieces)


def _is_phonetic(text: "_Element") -> bool:
    parent = text.getparent()
    return parent is not None and short(parent.tag) == "s:rPh"


def text_of(string: "_Element") -> str:
    """Give the text of a string, without how it is read aloud."""
    texts = (each for each in elements(string) if short(each.tag) == "s:t")
    return "".join(each.text or "" for each in texts if not _is_phonetic(each))


def _split_text(
    element: "_Element", pattern: re.Pattern[str], *, fixed_odd: bool
) -> Iterator[Slot]:
    """Give a text with codes in it: the codes stay, or all but the literals of a formula does."""
    parts = pattern.split(element.text or "")
    is_fixed = [(index % 2 == 1) == fixed_odd for index in range(len(parts))]
    if not any(has_letters(part) for part, fixed in zip(parts, is_fixed, strict=True) if not fixed):
        return

    def write(texts: Sequence[str]) -> None:
        pairs = zip(parts, texts, strict=True)
        written = [text if text == part or fixed_odd else _quote(text) for part, text in pairs]
        element.text = clean("".join(written))

    yield Slot([Piece(part, fixed) for part, fixed in zip(parts, is_fixed, strict=True)], write)


def _quote(literal: str) -> str:
    """Quote the literal of a formula again, whatever was replaced in it."""
    inner = literal.removeprefix('"').removesuffix('"').replace('""', '"')
    return '"' + inner.replace('"', '""') + '"'
