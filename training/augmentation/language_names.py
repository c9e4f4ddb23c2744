"""Names of one language to swap in: of its lists, of its own sentences, and of the world."""

import random
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from nomen.training.augmentation.endings import INFLECTING
from nomen.training.augmentation.swapping import AllGroups, PersonName, SplicedNames, spliced
from nomen.training.data.labels import LabelledSentence
from nomen.training.data.names.names_of_languages import FAMILY_FIRST, ListedNames

LATIN = "LATIN"
OF_THE_WORLD = 0.25
"""Share of the names in texts in Latin letters that come from other languages."""
OF_SENTENCES = 0.5
"""Share of the others that are spliced from names of the sentences, with their endings."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LanguageNames:
    """A source of names for the sentences of one language.

    Attributes:
        own: Names spliced from those of the sentences.
        given: Listed given names in the sentences' script; may be empty.
        family: Listed family names in the sentences' script; may be empty.
        is_by_character: Whether each character of the sentences is a token; all names are then
            listed ones.
        is_family_first: Whether texts put the family name first.
        is_inflected: Whether listed names take the endings of those that they replace.
        world: Names of the world in Latin letters; None for other scripts.
        invented: Share of the listed names, 0 to 1, that are spliced from two.
    """

    own: SplicedNames
    given: Sequence[str]
    family: Sequence[str]
    is_by_character: bool
    is_family_first: bool
    is_inflected: bool
    world: AllGroups | None
    invented: float

    @classmethod
    def build(
        cls,
        language: str,
        sentences: Iterable[LabelledSentence],
        listed: ListedNames,
        *,
        world: AllGroups,
        invented: float,
    ) -> "LanguageNames":
        """Make the source; listed names in another script than the sentences are left out.

        Raises:
            ValueError: When the sentences have no name.
        """
        own = SplicedNames.build(sentences)
        script = script_of(own.surnames)
        num_characters = sum(map(len, own.surnames))
        return cls(
            own=own,
            given=[name for name in listed.given if script_of([name]) == script],
            family=[name for name in listed.family if script_of([name]) == script],
            is_by_character=script != LATIN and num_characters == len(own.surnames),
            is_family_first=language in FAMILY_FIRST,
            is_inflected=language in INFLECTING,
            world=world if script == LATIN else None,
            invented=invented,
        )

    def draw(self, generator: random.Random) -> PersonName:
        """Draw a name."""
        if self.world and generator.random() < OF_THE_WORLD:
            return self.world.draw(generator)
        is_listed = bool(self.given and self.family)
        if not is_listed or (not self.is_by_character and generator.random() < OF_SENTENCES):
            return self.own.draw(generator)
        forename = self._listed(self.given, generator)
        surname = generator.choice(self.family)
        return PersonName(
            forename=forename,
            surname=surname,
            is_family_first=self.is_family_first,
            is_inflected=self.is_inflected,
        )

    def _listed(self, names: Sequence[str], generator: random.Random) -> str:
        name = generator.choice(names)
        if generator.random() >= self.invented:
            return name
        other = generator.choice(names)
        return name[0] + other[-1] if self.is_by_character else spliced(name, other, generator)


def script_of(names: Sequence[str]) -> str:
    """Give the script of the first letters of most names, as Unicode's names of letters begin."""
    first = (next(filter(str.isalpha, name), "a") for name in names)
    counts = Counter(unicodedata.name(letter, LATIN).split()[0] for letter in first)
    return counts.most_common(1)[0][0] if counts else LATIN
