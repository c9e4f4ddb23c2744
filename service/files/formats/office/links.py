"""Relationships of a package: links out of it, and the picture of its first page.

*Source:* ECMA-376, part 2, section 6.5 (relationships); annex H (thumbnails).
"""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING
from urllib.parse import quote, unquote

from nomen.model.redaction.redaction import RedactedName
from nomen.service.files.formats.office.elements import elements, local
from nomen.service.files.formats.office.package import Package, parse_part, write_part

if TYPE_CHECKING:
    from lxml.etree import _Element

RELATIONSHIPS = ".rels"
THUMBNAIL = "/thumbnail"
"""How the type of a relationship to the picture of the first page ends."""


def read_targets(package: Package, name: str) -> dict[str, str]:
    """Give the targets of a part's relationships by their ids; none if it has no relationships."""
    folder, _, file = name.rpartition("/")
    links = f"{folder}/_rels/{file}{RELATIONSHIPS}"
    if links not in set(package.names()):
        return {}
    return {
        str(each.get("Id")): _resolve(folder, str(each.get("Target")))
        for each in _relationships(parse_part(package.read(links)))
    }


def redact_links(package: Package, names: Sequence[RedactedName]) -> dict[str, bytes | None]:
    """Give the parts that change: links with a name, and the picture of the first page."""
    replace = _replacer({each.original: each.replacement for each in reversed(names)})
    changed: dict[str, bytes | None] = {}
    for name in package.names():
        if name.endswith(RELATIONSHIPS):
            root = parse_part(package.read(name))
            if _replace_targets(root, replace) | _drop_thumbnail(root, changed):
                changed[name] = write_part(root)
    return changed


def _relationships(root: "_Element") -> list["_Element"]:
    return [each for each in elements(root) if local(each.tag) == "Relationship"]


def _replace_targets(root: "_Element", replace: Callable[[str], str]) -> bool:
    is_changed = False
    for each in _relationships(root):
        if each.get("TargetMode") == "External":
            target = str(each.get("Target"))
            replaced = replace(unquote(target))
            if replaced != unquote(target):
                each.set("Target", quote(replaced, safe=":/?#[]@!$&'()*+,;=%"))
                is_changed = True
    return is_changed


def _drop_thumbnail(root: "_Element", changed: dict[str, bytes | None]) -> bool:
    is_changed = False
    for each in _relationships(root):
        if str(each.get("Type")).endswith(THUMBNAIL):
            changed[_resolve("", str(each.get("Target")))] = None
            root.remove(each)
            is_changed = True
    return is_changed


def _replacer(replacements: Mapping[str, str]) -> Callable[[str], str]:
    if not replacements:
        return lambda text: text
    longest_first = sorted(map(re.escape, replacements), key=len, reverse=True)
    pattern = re.compile(rf"(?<!\w)(?:{'|'.join(longest_first)})(?!\w)")
    return lambda text: pattern.sub(lambda found: replacements[found[0]], text)


def _resolve(folder: str, target: str) -> str:
    """Give the name of the part that a target means, relative to a folder."""
    if target.startswith("/"):
        return target[1:]
    parts = folder.split("/") if folder else []
    for step in target.split("/"):
        if step == "..":
            parts = parts[:-1]
        elif step != ".":
            parts.append(step)
    return "/".join(parts)
