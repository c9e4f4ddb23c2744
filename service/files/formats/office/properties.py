"""What a document says about people beside its text: properties, authors and editing sessions."""

from typing import TYPE_CHECKING

from nomen.service.files.formats.office.elements import elements, local, short

if TYPE_CHECKING:
    from lxml.etree import _Element

CORE = frozenset(
    {"category", "contentStatus", "creator", "description", "identifier", "keywords"}
    | {"lastModifiedBy", "subject", "title", "version"}
)
"""Core properties that are cleared. *Source:* ECMA-376, part 2, section 11."""
EXTENDED = frozenset({"Company", "HyperlinkBase", "Manager", "Template"})
"""Extended properties that are cleared. *Source:* ECMA-376, part 1, section 22.2."""
TITLES = frozenset({"HeadingPairs", "TitlesOfParts"})
"""Extended properties that repeat headings or the names of sheets; they are left out."""
STRINGS = frozenset({"bstr", "lpstr", "lpwstr"})
"""Types of custom properties that are cleared."""
AUTHOR, INITIALS = "Author", "A"
"""What stands in the place of an author, where a document must name one."""
SESSIONS = frozenset({"rsid", "rsids"})
"""Elements that tell in which editing session a part was written."""
PEOPLE = frozenset({"author", "userId", "userName"})
"""Attributes that name a person."""


def find_properties(name: str, root: "_Element") -> list[str]:
    """Name the properties of a part `docProps/…` that are set and that redaction clears."""
    found = [each for each in _properties(name, root) if (each.text or "").strip()]
    return [_name(each) for each in found]


def clear_properties(name: str, root: "_Element") -> None:
    """Clear the properties of a part `docProps/…`."""
    for each in _properties(name, root):
        each.text = None
    for each in [each for each in elements(root) if local(each.tag) in TITLES]:
        _remove(each)


def clear_authors(root: "_Element") -> bool:
    """Replace the authors of comments and changes, and remove editing sessions; tell if any."""
    is_changed = False
    for element in elements(root):
        for key in list(map(str, element.attrib)):
            is_changed |= _clear_attribute(element, key)
        if short(element.tag) == "s:author" and element.text != AUTHOR:
            element.text = AUTHOR
            is_changed = True
    for each in [each for each in elements(root) if local(each.tag) in SESSIONS]:
        _remove(each)
        is_changed = True
    return is_changed


def _clear_attribute(element: "_Element", key: str) -> bool:
    """Clear an attribute if it tells of a person or a session; tell whether it did."""
    name = local(key)
    if name.startswith("rsid") or (name == "url" and short(element.tag) == "ac:absPath"):
        del element.attrib[key]
        return True
    is_person = name == "displayName" and short(element.tag) == "threaded:person"
    if name in PEOPLE or is_person or name == "initials":
        written = INITIALS if name == "initials" else AUTHOR
        is_changed: bool = element.get(key) != written
        element.set(key, written)
        return is_changed
    return False


def _properties(name: str, root: "_Element") -> list["_Element"]:
    known = STRINGS if name.endswith("custom.xml") else CORE | EXTENDED
    return [each for each in elements(root) if local(each.tag) in known]


def _name(element: "_Element") -> str:
    """Name a property: a custom one stands in an element that has its name."""
    parent = element.getparent()
    is_custom = local(element.tag) in STRINGS and parent is not None
    return str(parent.get("name")) if is_custom else local(element.tag)


def _remove(element: "_Element") -> None:
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)
