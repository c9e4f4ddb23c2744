"""The lists of a caller: phrases that are never a name, and phrases that always are one."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from nomen.model.names.phrases import PhraseMatcher
from nomen.model.names.rules import NameRules

_MENTION = "@"
_NUM_KEPT = 16
"""Rules whose compiled lists are kept: those of the jobs and callers of the moment."""


class ListedName(NamedTuple):
    """A name after the lists.

    Attributes:
        tokens: Range of its token indices.
        is_denied: Whether it is a name, or reaches as far as it does, only by the deny list.
    """

    tokens: range
    is_denied: bool


class NameLists:
    """The allow and the deny list of some rules, ready to be used.

    Args:
        rules: The rules.
    """

    def __init__(self, rules: NameRules) -> None:
        self._allow = PhraseMatcher(rules.allow, fold_case=rules.fold_case)
        self._deny = PhraseMatcher(rules.deny, fold_case=rules.fold_case)

    def apply(self, names: Iterable[range], tokens: Sequence[str]) -> list[ListedName]:
        """Drop the allowed ones of a document's names, and add the denied phrases.

        A name that a denied phrase overlaps becomes one name with it, unless the name holds the
        whole phrase. A denied phrase is also found behind the @ of a mention.

        Args:
            names: Ranges of token indices, in their order, apart.
            tokens: Of the document.
        """
        allowed = self._allow.find(tokens)
        denied = _outside(
            allowed, [*self._deny.find(tokens), *self._deny.find(_unmentioned(tokens))]
        )
        return list(_merged(list(_outside(allowed, names)), denied))


@lru_cache(maxsize=_NUM_KEPT)
def compiled_lists(rules: NameRules) -> NameLists:
    """Compile the lists of some rules, once for all documents."""
    return NameLists(rules)


def _unmentioned(tokens: Sequence[str]) -> Sequence[str]:
    """Give tokens without the @ of mentions; nothing where there are none."""
    if not any(map(_is_mention, tokens)):
        return ()
    return [token[1:] if _is_mention(token) else token for token in tokens]


def _is_mention(token: str) -> bool:
    return len(token) > 1 and token[0] == _MENTION


def _outside(allowed: Iterable[range], names: Iterable[range]) -> Iterator[range]:
    """Give those of names that do not lie within an allowed range.

    Args:
        allowed: Ranges by their ends; they may overlap.
        names: Ranges in any order.
    """
    widest: list[range] = []
    for each in allowed:
        while widest and widest[-1].start >= each.start:
            widest.pop()
        widest.append(each)
    for name in names:
        i = bisect_left(widest, name.stop, key=lambda each: each.stop)
        if i == len(widest) or name.start < widest[i].start:
            yield name


def _merged(found: Sequence[range], denied: Iterable[range]) -> Iterator[ListedName]:
    """Join ranges that overlap; a group that is one of the found names is not by the deny list."""
    own = set(found)
    group = range(0)
    for each in sorted([*found, *denied], key=lambda each: each.start):
        if each.start < group.stop:
            group = range(group.start, max(group.stop, each.stop))
            continue
        if group:
            yield ListedName(group, is_denied=group not in own)
        group = each
    if group:
        yield ListedName(group, is_denied=group not in own)
