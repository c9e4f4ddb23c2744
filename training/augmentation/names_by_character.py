"""New names where each character is a token: Chinese, Japanese, Korean."""

import unicodedata
from collections.abc import Sequence

_MIDDLE_DOTS = frozenset("\u00b7\u30fb\u2022")
_FAMILIAR = frozenset("小老阿")
_SOMEBODY = "某"
_SHORT = 2


def is_by_character(name: Sequence[str]) -> bool:
    """Tell whether a name's tokens are single letters of a script without cases.

    Between them may stand Latin words and middle dots.
    """
    others = [token for token in name if not _is_ideograph(token)]
    return len(others) < len(name) and all(t in _MIDDLE_DOTS or t.isascii() for t in others)


def in_its_form(old: Sequence[str], *, surname: str, forename: str) -> list[str]:
    """Give the new name in the form of the old one, or the old name where it has one of its own.

    One character becomes a surname, others surname and forename. These stay: foreign names (with a
    middle dot or Latin words, in another script, or longer than the new one), `小王` and `王某`.
    """
    whole = surname + forename
    is_native = all(map(_is_ideograph, old)) and _script(old[0]) == _script(surname[0])
    is_foreign = not is_native or len(old) > len(whole)
    is_familiar = len(old) == _SHORT and old[0] in _FAMILIAR
    if is_foreign or is_familiar or _SOMEBODY in old:
        return list(old)
    return list(surname if len(old) == 1 else whole)


def _is_ideograph(token: str) -> bool:
    return len(token) == 1 and token.isalpha() and token.lower() == token.upper()


def _script(letter: str) -> str:
    """Give the first word of a letter's Unicode name."""
    return unicodedata.name(letter, "").partition(" ")[0]
