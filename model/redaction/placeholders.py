"""Placeholders: what redaction leaves in a text, as patterns of what is no name."""

import re

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
