"""The operators of redaction: what stands in the place of a name."""

import unicodedata
from dataclasses import dataclass, field
from typing import Literal

from nomen.model.errors import OperatorError
from nomen.model.redaction.breaks import has_break

Scope = Literal["document", "batch"]

MAX_CHARACTERS = 200
"""Most characters of a replacement or template, so that a redacted text stays of the same order."""
HASH_DIGITS = range(8, 65)
"""Lengths of a hash: fewer digits soon give two persons the same one, and SHA-256 has 64."""
COUNTER = "{n}"
"""What a template holds where the number goes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Replace:
    """Puts the same words in the place of every name.

    Attributes:
        with_: The words, at most 200 characters on one line; none at all is allowed.
    """

    with_: str = "[NAME]"

    def __post_init__(self) -> None:
        _check_words("with", self.with_)


@dataclass(frozen=True, slots=True, kw_only=True)
class Number:
    """Numbers the persons: the same person has the same number in a document, or in a batch.

    Attributes:
        template: At most 200 characters on one line; holds `{n}` once, which the number replaces.
        scope: Within what a person keeps the number.
    """

    template: str = "[NAME_{n}]"
    scope: Scope = "document"

    def __post_init__(self) -> None:
        _check_words("template", self.template)
        _check("template", self.template.count(COUNTER) == 1, f"expected {COUNTER} once")
        _check("scope", self.scope in ("document", "batch"), "expected document or batch")


@dataclass(frozen=True, slots=True, kw_only=True)
class Mask:
    """Puts a character in the place of each character of a name; blanks and line ends stay.

    Attributes:
        character: One code point, no line end and no combining mark, which would be invisible or
            change the letter before it.
        keep_first: How many characters of a name stay as they are; blanks are not counted.
    """

    character: str = "*"
    keep_first: int = 0

    def __post_init__(self) -> None:
        _check_words("character", self.character)
        _check("character", len(self.character) == 1, "expected one character")
        is_alone = not unicodedata.category(self.character).startswith("M")
        _check("character", is_alone, "expected no combining mark")
        _check("keep_first", _is_count(self.keep_first), "expected a whole number from 0")


@dataclass(frozen=True, slots=True, kw_only=True)
class Hash:
    """Puts an HMAC-SHA256 of the name, as it stands in the text, in its place.

    Anybody who has the key can compute it again:
    `hmac.new(key, name.encode(), "sha256").hexdigest()[:length]`.

    Attributes:
        key: The caller's key, one byte or more; it never shows.
        length: Hexadecimal digits that are kept, 8 to 64.

    *Source:* RFC 2104 (HMAC), section 2; FIPS 180-4 (SHA-256).
    """

    key: bytes = field(repr=False)
    length: int = 16

    def __post_init__(self) -> None:
        _check_key(self.key)
        is_length = _is_count(self.length) and self.length in HASH_DIGITS
        _check("length", is_length, f"expected a whole number from {HASH_DIGITS[0]} to 64")


@dataclass(frozen=True, slots=True, kw_only=True)
class Remove:
    """Puts nothing in the place of a name. Blanks around it stay."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Surrogate:
    """Puts an invented name of a like form in the place of a name.

    Attributes:
        key: The caller's key, which decides the invented names, one byte or more; it never shows.
    """

    key: bytes = field(repr=False)

    def __post_init__(self) -> None:
        _check_key(self.key)


Operator = Replace | Number | Mask | Hash | Remove | Surrogate


def _check(name: str, is_valid: bool, expected: str) -> None:  # noqa: FBT001 - reads as a sentence
    if not is_valid:
        raise OperatorError(name, expected)


def _check_words(name: str, words: object) -> None:
    if not isinstance(words, str):
        raise OperatorError(name, "expected a string")
    _check(name, len(words) <= MAX_CHARACTERS, f"expected at most {MAX_CHARACTERS} characters")
    _check(name, not has_break(words), "expected no line end")
    _check(name, _is_unicode(words), "expected both halves of every surrogate pair")


def _check_key(key: object) -> None:
    _check("key", isinstance(key, bytes) and bool(key), "expected bytes, at least one")


def _is_count(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


def _is_unicode(words: str) -> bool:
    return not any("\ud800" <= character <= "\udfff" for character in words)
