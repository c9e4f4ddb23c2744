"""Paragraphs of documents and drawings: runs, tracked changes, field codes, descriptions."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from nomen.service.files.formats.office.elements import (
    attribute_slot,
    elements,
    has_letters,
    local,
    set_text,
    short,
    text_slot,
)
from nomen.service.files.formats.pieces import Piece, Slot

if TYPE_CHECKING:
    from lxml.etree import _Element

PARAGRAPHS = frozenset({"w:p", "a:p"})
TEXTS = frozenset({"w:t", "w:delText", "a:t", "m:t"})
FIELD_CODES = frozenset({"w:instrText", "w:delInstrText"})
FIXED = {
    "w:tab": "\t",
    "w:ptab": "\t",
    "w:br": "\n",
    "w:cr": "\n",
    "a:br": "\n",
    "w:noBreakHyphen": "\u2011",
}
"""Elements that stand for a character."""
DELETED = frozenset({"w:del", "w:moveFrom"})
INSERTED = frozenset({"w:ins", "w:moveTo"})
SKIPPED = frozenset({"w:pPr", "w:rPr", "a:pPr", "a:rPr", "a:endParaRPr"})
"""Properties, which hold tabs that are no characters."""
CACHED_TEXTS = frozenset({"c:strCache", "c:strLit"})
DESCRIPTIONS = frozenset({"descr", "title", "alt", "displayText", "tooltip", "display"})
"""Attributes of any element that hold text for people."""
VALUES = frozenset({"w:alias", "w:tag", "w:tblCaption", "w:tblDescription", "w:statusText"}) | {
    "w:helpText",
    "w:default",
    "w:listItem",
}
"""Elements whose `val` or `value` holds text for people."""


class Run(NamedTuple):
    """A piece of a paragraph.

    Attributes:
        element: Where its text stands; None for a character that stays.
        text: What it says.
        change: `deleted` or `inserted` in a tracked change, else nothing.
    """

    element: "_Element | None"
    text: str
    change: str


def paragraph_slots(root: "_Element") -> Iterator[Slot]:
    """Find the texts below an element, in the order of the document."""
    for element in elements(root):
        name = short(element.tag)
        if name in PARAGRAPHS:
            yield from _paragraph(element)
        elif name in CACHED_TEXTS:
            for value in elements(element):
                if short(value.tag) == "c:v" and has_letters(value.text):
                    yield text_slot([value])
        for attribute in element.attrib:
            is_value = name in VALUES and local(attribute) in {"val", "value"}
            if is_value or local(attribute) in DESCRIPTIONS:
                key = str(attribute)
                if has_letters(element.get(key)):
                    yield attribute_slot(element, key)


def _paragraph(paragraph: "_Element") -> Iterator[Slot]:
    """Give the paragraph as it reads, as it read before tracked changes, and its field codes."""
    runs = list(_runs(paragraph, ""))
    now = [run for run in runs if run.change != "deleted"]
    if has_letters("".join(run.text for run in now)):
        yield _slot(now, only_changes=False)
    before = [run for run in runs if run.change != "inserted"]
    if has_letters("".join(run.text for run in before if run.change)):
        yield _slot(before, only_changes=True)
    codes = [each for each in elements(paragraph) if short(each.tag) in FIELD_CODES]
    if has_letters("".join(each.text or "" for each in codes)):
        yield text_slot(codes)


def _runs(element: "_Element", change: str) -> Iterator[Run]:
    """Give the runs below an element, without those of paragraphs within it."""
    for child in element:
        name = short(child.tag)
        if name in PARAGRAPHS or name in SKIPPED:
            continue
        if name in TEXTS:
            yield Run(child, child.text or "", change)
        elif name in FIXED:
            yield Run(None, FIXED[name], change)
        elif name in DELETED:
            yield from _runs(child, "deleted")
        elif name in INSERTED and change != "deleted":
            yield from _runs(child, "inserted")
        else:
            yield from _runs(child, change)


def _slot(runs: Sequence[Run], *, only_changes: bool) -> Slot:
    """Make a slot of runs; with `only_changes` the others stay as they are."""
    is_fixed = [run.element is None or (only_changes and not run.change) for run in runs]
    paragraph = [Piece(run.text, is_fixed=fixed) for run, fixed in zip(runs, is_fixed, strict=True)]

    def write(texts: Sequence[str]) -> None:
        for run, fixed, text in zip(runs, is_fixed, texts, strict=True):
            if not fixed and run.element is not None and text != run.text:
                set_text(run.element, text)

    return Slot(paragraph, write)
