"""Numbers of persons, in the order of their first appearance."""

import re
from collections.abc import Collection, Hashable, Iterable, Sequence

from nomen.model.redaction.operators import COUNTER, Number
from nomen.model.redaction.persons import Persons, fullest_mentions
from nomen.model.redaction.words import words_of_all

NUM_RESERVED = 100_000
"""How far beyond the last number the numbers in texts are remembered: each takes memory."""


class Numbers:
    """Gives the persons of one document, or of a batch, their numbers.

    A number whose replacement already stands in a text is left out, so that a text that was
    redacted before does not get a second person of the same number. In a batch, that holds for the
    texts that come later, and for all texts that are reserved first.
    """

    def __init__(self, operator: Number) -> None:
        self._operator = operator
        self._persons = Persons() if operator.scope == "batch" else None
        self._before, self._after = operator.template.split(COUNTER)
        self._used = re.compile(
            f"{re.escape(self._before)}([1-9][0-9]{{0,8}}){re.escape(self._after)}"
        )
        self._numbers: dict[Hashable, int] = {}
        self._reserved: set[int] = set()
        self._last = 0

    def reserve(self, text: str) -> None:
        """Leave the numbers out whose replacements stand in a text."""
        self._reserve(self._numbers_in(text))

    def replacements(
        self, text: str, mentions: Sequence[str], wholes: Sequence[str] = ()
    ) -> list[str]:
        """Give the replacement of each mention of a text.

        Args:
            text: The text.
            mentions: The mentions.
            wholes: Whole names of which some mentions are parts.
        """
        taken = self._numbers_in(text)
        if self._persons is not None:
            self._reserve(taken)
        keys = self._person_keys(mentions, wholes)
        return [f"{self._before}{self._number(key, taken)}{self._after}" for key in keys]

    def _numbers_in(self, text: str) -> set[int]:
        return {int(digits) for digits in self._used.findall(text)}

    def _reserve(self, numbers: Iterable[int]) -> None:
        last = self._last
        self._reserved.update(n for n in numbers if last < n <= last + NUM_RESERVED)

    def _person_keys(self, mentions: Sequence[str], wholes: Sequence[str]) -> list[Hashable]:
        words = words_of_all([*mentions, *wholes])
        # A mention without a word is nobody else's: its own characters tell it from others.
        distinct = {own or (mention,) for mention, own in words.items()}
        joined = (
            fullest_mentions(distinct) if self._persons is None else self._persons.join(distinct)
        )
        return [joined[words[mention] or (mention,)] for mention in mentions]

    def _number(self, person: Hashable, taken: Collection[int]) -> int:
        if person not in self._numbers:
            self._last += 1
            while self._last in self._reserved or self._last in taken:
                self._reserved.discard(self._last)
                self._last += 1
            self._numbers[person] = self._last
        return self._numbers[person]
