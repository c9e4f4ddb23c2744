"""Placeholders: what redaction leaves in a text, as patterns of what is no name."""

import re
from collections.abc import Iterable

from nomen.model.redaction.breaks import without_last_breaks
from nomen.model.redaction.operators import COUNTER, Hash, Number, Operator, Replace
from nomen.model.text.abbreviations import TITLES

DEFAULT_PLACEHOLDER = r"\[NAME(?:_\d+)?\]"
"""What the operators `replace` and `number` leave if the caller says nothing else."""


_TITLE = "|".join(sorted(TITLES))
_GENERATION = "Jr|JR|Sr|SR|I{2,3}|IV"


def placeholders_of(operator: Operator | None = None) -> tuple[str, ...]:
    """Give the regular expressions of what is no name in a text that an operator has redacted.

    A title before a placeholder and a generation after it are none either: alone they say nobody's
    name, and without the name they look to the network like what is left of one.
    """
    own = _own(operator)
    left = DEFAULT_PLACEHOLDER if own is None else f"(?:{DEFAULT_PLACEHOLDER}|{own})"
    return (rf"(?:\b(?:{_TITLE})\b\.?\s*)?{left}(?:,?\s*\b(?:{_GENERATION})\b\.?)?",)


def held_before(
    text: str, replacements: Iterable[str], operator: Operator | None = None
) -> frozenset[str]:
    """Give the replacements that a text already holds before it is redacted.

    A surrogate is never one: it is chosen so that it does not occur in the text.
    """
    if isinstance(operator, Replace):
        pattern = r"[\s>]+".join(map(re.escape, operator.with_.split()))
        is_held = bool(pattern) and re.search(pattern, text) is not None
        return frozenset(replacements) if is_held else frozenset()
    own = _own(operator)
    found = set() if own is None else set(re.findall(own, text))
    if not found:  # as in nearly every text
        return frozenset()
    return frozenset(each for each in replacements if without_last_breaks(each) in found)


def _own(operator: Operator | None) -> str | None:
    match operator:
        case Replace(with_=words) if words.strip():
            return re.escape(words)
        case Number(template=template):
            return r"\d{1,9}".join(map(re.escape, template.split(COUNTER)))
        case Hash(length=length):
            return rf"\b[0-9a-f]{{{length}}}\b"
        case _:
            return None
