"""The headers that are not read: what stands for a name elsewhere stands for it there, too."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from email.message import Message

from nomen.model.redaction.redaction import RedactedName
from nomen.service.files.formats.mail.headers import ADDRESSES, TEXTS, replace_in

Pairs = Sequence[tuple[str, str]]
"""Replacements with their originals, in the order of the headers."""


def redact_others(message: Message, names: Sequence[RedactedName]) -> Pairs:
    """Replace names, in any casing, and give what was replaced.

    Args:
        message: The message; its parts have headers as well.
        names: The names that the read texts held.
    """
    replacements = {name.original.casefold(): name.replacement for name in reversed(names)}
    pairs: list[tuple[str, str]] = []

    def replace(found: re.Match[str]) -> str:
        replacement = replacements.get(found[0].casefold(), "[NAME]")
        pairs.append((replacement, found[0]))
        return replacement

    if replacements:
        pattern = _pattern(replacements, re.IGNORECASE)
        _replace(message, lambda text: pattern.sub(replace, text))
    return pairs


def restore_others(message: Message, pairs: Pairs) -> None:
    """Put back what `redact_others` replaced.

    If the headers hold them in another number or order, each gets its first original.
    """
    if not pairs:
        return
    pattern = _pattern(replacement for replacement, _ in pairs)
    found: list[str] = []

    def look(text: str) -> str:
        found.extend(pattern.findall(text))
        return text

    _replace(message, look)
    first = dict(reversed(pairs))
    is_same = found == [replacement for replacement, _ in pairs]
    originals = iter([original for _, original in pairs] if is_same else [first[x] for x in found])
    _replace(message, lambda text: pattern.sub(lambda _: next(originals), text))


def set_headers(part: Message, values: Mapping[int, str]) -> None:
    """Give some headers of a part, by their index, other values; all keep their order."""
    items = list(part.raw_items())
    for name in {name for name, _ in items}:
        del part[name]
    for index, (name, value) in enumerate(items):
        part.set_raw(name, values.get(index, value))


def _pattern(words: Iterable[str], flags: int = 0) -> re.Pattern[str]:
    longest_first = sorted(map(re.escape, set(words)), key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(longest_first)})(?!\w)", flags)


def _replace(message: Message, replace: Callable[[str], str]) -> None:
    for part in message.walk():
        values = {
            index: replace_in(name, value, replace)
            for index, (name, value) in enumerate(part.raw_items())
            if name.lower() not in ADDRESSES | TEXTS
        }
        if values:
            set_headers(part, values)
