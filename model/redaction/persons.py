"""Persons: which mentions of a document, or of several, mean the same person.

Mentions are joined when the words of one are the other's or a part of them: "Angela Merkel",
"Merkel", "A. Merkel", "MERKEL", "Merkel, Angela". What could belong to two persons stays apart.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import combinations, product

from nomen.model.redaction.words import Words, initial_of, is_initial

_MAX_WORDS_WITH_INITIALS = 4
"""Names of more words have too many parts to list all: any of their words in full must do."""
_MAX_WORDS_IN_FULL = 7
"""Of names of more words, single words and pairs of words must do."""
_MAX_WORDS = 40
"""Names of more words are no names, and have no parts here."""
_MAX_OWNERS = 2
"""With two, a mention could belong to either; more would change nothing."""


class Persons:
    """Tells persons apart by the words of their mentions, document after document.

    The cost is linear in the number of distinct mentions: each name lists its shorter forms, so no
    two names are ever compared.
    """

    def __init__(self) -> None:
        self._persons: dict[Words, int] = {}
        self._owners: dict[Words, tuple[int, ...]] = {}
        self._num_persons = 0

    def join(self, mentions: Iterable[Words]) -> dict[Words, int]:
        """Give each distinct mention of a document its person.

        Mentions of one document are one person if nothing in that document speaks against it,
        whatever other documents hold.
        """
        fullest = fullest_mentions(mentions)
        names = _fullest_first(fullest.values())
        shorter = {name: self._known_shorter(name) for name in names}
        claims = Counter(shorter.values())
        persons: dict[Words, int] = {}
        for name in names:
            known = shorter[name]
            persons[name] = self._person_of(name, known if claims[known] == 1 else None)
        return {mention: persons[name] for mention, name in fullest.items()}

    def _person_of(self, name: Words, shorter: Words | None) -> int:
        owners = self._owners.get(name, ())
        if len(owners) == 1:
            return owners[0]
        if name not in self._persons:
            self._persons[name] = (
                self._new_person() if shorter is None else self._persons.pop(shorter)
            )
            if not owners:
                self._own(name, self._persons[name])
        return self._persons[name]

    def _new_person(self) -> int:
        self._num_persons += 1
        return self._num_persons - 1

    def _known_shorter(self, name: Words) -> Words | None:
        """Give the one shorter form of a new name by which alone a person is known, if any."""
        if name in self._persons or name in self._owners:
            return None
        known = [p for p in _parts_of(name) if p in self._persons and p not in self._owners]
        return known[0] if len(known) == 1 else None

    def _own(self, name: Words, person: int) -> None:
        for part in _parts_of(name):
            owners = self._owners.get(part, ())
            if person not in owners and len(owners) < _MAX_OWNERS:
                self._owners[part] = (*owners, person)


def fullest_mentions(mentions: Iterable[Words]) -> dict[Words, Words]:
    """Give for each distinct mention the fullest one that it is a part of.

    It is the mention itself where there is none, or where there are several.
    """
    owners: dict[Words, list[Words]] = {mention: [] for mention in mentions}
    for name in _fullest_first(owners):
        if not owners[name]:
            for part in _parts_of(name):
                if part in owners and len(owners[part]) < _MAX_OWNERS:
                    owners[part].append(name)
    return {mention: of[0] if len(of) == 1 else mention for mention, of in owners.items()}


def _fullest_first(mentions: Iterable[Words]) -> list[Words]:
    """Sort distinct mentions so that each stands after those that it could be a part of."""
    distinct = dict.fromkeys(mentions)
    return sorted(distinct, key=lambda words: (-len(words), sum(map(is_initial, words))))


@lru_cache(maxsize=4096)
def _parts_of(name: Words) -> frozenset[Words]:
    """Give the shorter forms of a name: words left out or cut to initials, one in full at least."""
    forms = {_sorted(form) for form in _forms_of(name)}
    return frozenset(form for form in forms - {name} if not all(map(is_initial, form)))


def _forms_of(name: Words) -> Iterator[tuple[str | None, ...]]:
    if len(name) <= _MAX_WORDS_WITH_INITIALS:
        return product(*(dict.fromkeys((word, initial_of(word), None)) for word in name))
    if len(name) <= _MAX_WORDS_IN_FULL:
        return product(*((word, None) for word in name))
    if len(name) <= _MAX_WORDS:
        return (pair for n in (1, 2) for pair in combinations(name, n))
    return iter(())


def _sorted(form: Iterable[str | None]) -> Words:
    return tuple(sorted(word for word in form if word))
