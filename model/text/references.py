"""Character references of HTML and XML: `&eacute;`, `&#324;`, `&#x144;`, `&nbsp;`.

Source: HTML Living Standard, sections 13.1.4 and 13.5 (by way of Python's `html`).
"""

import html
import re
from collections.abc import Iterator
from html.entities import html5

_REFERENCE = re.compile(r"&(?:#\d{1,7}|#[xX][\da-fA-F]{1,6}|[A-Za-z][A-Za-z\d]{1,31});", re.ASCII)
_SINGLETONS = {"\u037e": ";", "\u212a": "K"}
"""Characters whose canonical form may stand in a reference."""


def find_references(text: str) -> Iterator[tuple[int, int, str]]:
    """Yield the start, the end and the characters of each reference that stands for some.

    A text's NFC and NFD forms have the same references.
    """
    if "&" not in text:
        return
    for char, canonical in _SINGLETONS.items():
        text = text.replace(char, canonical)
    for match in _REFERENCE.finditer(text):
        name = match[0][1:]
        characters = html.unescape(match[0]) if name[0] == "#" else html5.get(name, "")
        if characters:
            yield *match.span(), characters
