"""Names of sheets and of table columns: other parts refer to them, so all change together.

*Source:* ECMA-376, part 1, sections 18.2.19 (sheet) and 18.5.1.3 (tableColumn).
"""

import re
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from nomen.service.files.formats.office.cells import FORMULAS, STRINGS, text_of
from nomen.service.files.formats.office.elements import elements, set_text, short

if TYPE_CHECKING:
    from lxml.etree import _Element

MAX_SHEET_NAME = 31
"""Most characters of a sheet's name."""

_FORBIDDEN = re.compile(r"[\[\]:*?/\\]")
_REFERENCE = re.compile(r"'((?:[^']|'')+)'!|([\w.]+)!")
_REFERRING = {"s:hyperlink": "location", "s:worksheetSource": "sheet"}


def settle_sheet_names(before: Mapping["_Element", str]) -> dict[str, str]:
    """Make the new names of sheets valid and different; give those that changed.

    Args:
        before: The elements of all sheets with the names that they had.
    """
    changed = {}
    taken = {name.casefold() for each, name in before.items() if each.get("name") == name}
    for element, name in before.items():
        if element.get("name") != name:
            wanted = without_forbidden(str(element.get("name"))) or "NAME"
            changed[name] = _unlike(wanted, taken, limit=MAX_SHEET_NAME)
            taken.add(changed[name].casefold())
            element.set("name", changed[name])
    return changed


def without_forbidden(name: str) -> str:
    """Give a name of a sheet without the signs that it cannot have."""
    return _FORBIDDEN.sub("", name).strip("' ")


def rename_in_references(root: "_Element", sheets: Mapping[str, str]) -> bool:
    """Put new names of sheets into the formulas and links of a part; tell if any was there."""
    is_changed = False
    names = {old.casefold(): new for old, new in sheets.items()}
    for element in elements(root):
        name = short(element.tag)
        if name in FORMULAS and element.text:
            renamed = _rename(element.text, names)
            is_changed |= renamed != element.text
            element.text = renamed
        key = _REFERRING.get(name)
        if key and element.get(key):
            old = str(element.get(key))
            renamed = names.get(old.casefold(), _rename(old, names))
            is_changed |= renamed != old
            element.set(key, renamed)
    return is_changed


def settle_columns(
    before: Mapping["_Element", str], tables: Iterable["_Element"]
) -> dict[str, str]:
    """Give the columns of tables the new texts of their header cells, which have to differ.

    Args:
        before: The strings of all cells with the texts that they had.
        tables: The roots of the tables' parts.

    Returns:
        The columns that changed, old name to new.
    """
    changed = {}
    columns = [
        each for root in tables for each in elements(root) if short(each.tag) == "s:tableColumn"
    ]
    old_names = {str(each.get("name")) for each in columns}
    taken = {name.casefold() for name in old_names}
    for string, text in before.items():
        if text in old_names and text_of(string) != text:
            changed[text] = _unlike(text_of(string) or "NAME", taken, limit=255)
            taken.add(changed[text].casefold())
            _set_string(string, changed[text])
    for column in columns:
        column.set("name", changed.get(str(column.get("name")), str(column.get("name"))))
    return changed


def rename_in_structured_references(root: "_Element", columns: Mapping[str, str]) -> bool:
    """Put new names of columns into formulas such as `Table1[name]`; tell if any was there."""
    is_changed = False
    for element in elements(root):
        if short(element.tag) in FORMULAS and element.text and "[" in element.text:
            renamed = element.text
            for old, new in columns.items():
                escaped = re.sub(r"(['\[\]#@])", r"'\1", new)
                renamed = renamed.replace(f"[{old}]", f"[{escaped}]")
            is_changed |= renamed != element.text
            element.text = renamed
    return is_changed


def strings_of(roots: Iterable["_Element"]) -> dict["_Element", str]:
    """Give the strings of cells with their texts."""
    found = (each for root in roots for each in elements(root) if short(each.tag) in STRINGS)
    return {each: text_of(each) for each in found}


def _rename(text: str, names: Mapping[str, str]) -> str:
    def replace(found: re.Match[str]) -> str:
        old = (found[1] or "").replace("''", "'") or found[2]
        new = names.get(old.casefold())
        return found[0] if new is None else "'" + new.replace("'", "''") + "'!"

    return _REFERENCE.sub(replace, text)


def _unlike(wanted: str, taken: set[str], *, limit: int) -> str:
    """Give a name that is not taken: with a number, if it must be."""
    name, number = wanted[:limit], 2
    while name.casefold() in taken:
        ending = f" {number}"
        name, number = wanted[: limit - len(ending)] + ending, number + 1
    return name


def _set_string(string: "_Element", text: str) -> None:
    texts = [each for each in elements(string) if short(each.tag) == "s:t"]
    for each in texts:
        each.text = None
    set_text(texts[0], text)
