"""Character references of HTML and XML: `&eacute;`, `&#324;`, `&#x144;`, `&nbsp;`.

Browsers read some without a semicolon: `&eacute`, `&nbsp`, `&#233`. Before `=`, these are the part
of an address that they look like.

Source: HTML Living Standard, sections 13.1.4 and 13.5 (by way of Python's `html`).
"""

import html
import re
from collections.abc import Iterator
from html.entities import html5

_UNENDED = (
    r"#\d{2,7}(?![\d;])|(?:nbsp|"
    r"[A-Za-z]{1,2}(?:acute|grave|uml|circ|tilde|ring|cedil|slash|lig))(?![=;\u2260\u0300-\u036f])"
)
_REFERENCE = re.compile(
    rf"&(?:(?:#\d{{1,7}}|#[xX][\da-fA-F]{{1,6}}|[A-Za-z][A-Za-z\d]{{1,31}});|{_UNENDED})", re.ASCII
)


def find_references(text: str) -> Iterator[tuple[int, int, str]]:
    """Yield the start, the end and the characters of each reference that stands for some."""
    if "&" not in text:
        return
    for match in _REFERENCE.finditer(text):
        name = match[0][1:]
        characters = html.unescape(match[0]) if name[0] == "#" else html5.get(name, "")
        if characters:
            yield *match.span(), characters
