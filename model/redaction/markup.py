"""Whole names that the tags of inline markup part: `<b>John</b> Smith` is one person."""

import re
from collections.abc import Sequence

_INLINE = "a|abbr|b|bdi|bdo|big|cite|em|font|i|ins|mark|q|s|small|span|strong|sub|sup|tt|u"
"""Elements that stand inside a line.

*Source:* HTML Living Standard, section 4.5, text-level semantics; older: `big`, `font`, `tt`.
"""
_TAG = rf"</?(?:{_INLINE})(?=[\s/>])[^<>]*>"
_BETWEEN = re.compile(rf"(?i:[ \t]?(?:{_TAG}[ \t]?)+)")


def names_through_tags(text: str, spans: Sequence[tuple[int, int]]) -> list[str]:
    """Give the whole names of which the tags of inline markup leave parts.

    Args:
        text: The text.
        spans: Where its names stand, half-open, in the order of the text.
    """
    if "<" not in text:
        return []
    whole: list[str] = []
    names: list[str] = []
    end = 0
    for start, stop in spans:
        if not whole or _BETWEEN.fullmatch(text, end, start) is None:
            names += [" ".join(whole)] if len(whole) > 1 else []
            whole = []
        whole.append(text[start:stop])
        end = stop
    return [*names, " ".join(whole)] if len(whole) > 1 else names
