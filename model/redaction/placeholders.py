"""Placeholders: what redaction leaves in a text, as patterns of what is no name."""

import re

from nomen.model.redaction.operators import COUNTER, Hash, Number, Operator, Replace

DEFAULT_PLACEHOLDER = r"\[NAME(?:_\d+)?\]"
"""What the operators `replace` and `number` leave if the caller says nothing else."""


def placeholders_of(operator: Operator | None = None) -> tuple[str, ...]:
    """Give the regular expressions of what is no name in a text that an operator has redacted."""
    own = _own(operator)
    return (DEFAULT_PLACEHOLDER,) if own is None else (DEFAULT_PLACEHOLDER, own)


def _own(operator: Operator | None) -> str | None:
    match operator:
        case Replace(with_=words) if words.strip():
            return re.escape(words)
        case Number(template=template):
            return r"\d+".join(map(re.escape, template.split(COUNTER)))
        case Hash(length=length):
            return rf"\b[0-9a-f]{{{length}}}\b"
        case _:
            return None
