"""The operators of redaction: what stands in the place of a name."""

from dataclasses import dataclass, field
from typing import Literal

Scope = Literal["document", "batch"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Replace:
    """Puts the same words in the place of every name."""

    with_: str = "[NAME]"


@dataclass(frozen=True, slots=True, kw_only=True)
class Number:
    """Numbers the persons: the same person has the same number in a document, or in a batch.

    Attributes:
        template: Holds `{n}` once, which the number replaces.
        scope: Within what a person keeps the number.
    """

    template: str = "[NAME_{n}]"
    scope: Scope = "document"


@dataclass(frozen=True, slots=True, kw_only=True)
class Mask:
    """Puts a character in the place of each letter, except the first ones of a name.

    Attributes:
        character: One character.
        keep_first: How many characters of a name stay as they are.
    """

    character: str = "*"
    keep_first: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Hash:
    """Puts an HMAC-SHA256 of a person's name in its place, in hexadecimal digits.

    Attributes:
        key: The caller's key; it never shows.
        length: Digits that are kept, 8 to 64.
    """

    key: bytes = field(repr=False)
    length: int = 16


@dataclass(frozen=True, slots=True, kw_only=True)
class Remove:
    """Puts nothing in the place of a name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Surrogate:
    """Puts an invented name of a like form in the place of a name.

    Attributes:
        key: The caller's key, which decides the invented names; it never shows.
    """

    key: bytes = field(repr=False)


Operator = Replace | Number | Mask | Hash | Remove | Surrogate
