"""World: what a genre draws from to fill a page."""

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from nomen.training.augmentation.swapping import NameSource
from nomen.training.data.texts import LabelledText
from nomen.training.generation.page import Page
from nomen.training.generation.persons import Person
from nomen.training.generation.things import Things

_NAMED_BY_A_WORD = 0.08
_KNOWN = 0.02


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """The sources of one page.

    Attributes:
        random: Decides all that is left to chance.
        things: Makes what is no name.
        prose: Sentences with their names, one at least.
        names: Where persons' names come from.
    """

    random: random.Random
    things: Things
    prose: Sequence[LabelledText]
    names: NameSource

    def person(self) -> Person:
        """Draw a person; a few have a name that is a word as well, or that everybody knows."""
        person = Person.draw(self.names, self.random)
        if self.chance(_KNOWN):
            return self._known(person)
        if person.is_family_first or not self.chance(_NAMED_BY_A_WORD):
            return person
        part = self.choose("forename", "surname")
        word = self.things.draw(f"word_{part}").capitalize()
        if part == "surname":
            return replace(person, surname=word)
        return replace(person, forename=word, nickname=word)

    def _known(self, person: Person) -> Person:
        """Give a person of a book or of history, whom titles and firms are named after."""
        forename, surname = self.things.draw("known_person").split(" ", 1)
        return replace(
            person, forename=forename, surname=surname, nickname=forename, is_family_first=False
        )

    def people(self, fewest: int, most: int) -> list[Person]:
        """Draw a number of persons, both bounds among them."""
        return [self.person() for _ in range(self.random.randint(fewest, most))]

    def sentence(self) -> LabelledText:
        """Draw a sentence of prose."""
        return self.random.choice(self.prose)

    def chance(self, share: float) -> bool:
        """Say yes to a share, 0 to 1, of the questions."""
        return self.random.random() < share

    def choose(self, *options: str) -> str:
        """Draw one of some words."""
        return self.random.choice(options)


Genre = Callable[[Page, World], None]
"""Writes a page of one kind."""
