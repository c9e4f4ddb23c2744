"""Replaces the names of labelled sentences by other names of the same form.

Augmentation uses names of the train half of the lists, the evaluation suite those of the test half.
"""

import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

from nomen.training.augmentation.endings import inflected
from nomen.training.augmentation.name_forms import FAMILY_FIRST, whole_forename, whole_surname
from nomen.training.augmentation.names_by_character import in_its_form, is_by_character
from nomen.training.augmentation.perturbation import cased_as, is_initial, rewritten
from nomen.training.augmentation.repeated_words import RepeatedWords
from nomen.training.data.labels import LabelledSentence
from nomen.training.data.names.name_lists import GENDERS, CountryNames, Gender, NameLists

_FORENAME_AND_SURNAME = 2
_SHORTEST_CUT = 3
_WITH_MIDDLE_INITIAL = 0.5
_MIDDLE_INITIALS = "ABCDEFGHJKLMNPRSTW"


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonName:
    """A person's name; either part may have several words.

    `surname` is a father's forename where families have no name or the lists have none. A name that
    `is_inflected` takes the endings of the words in whose place it comes.
    """

    forename: str
    surname: str
    is_family_first: bool = False
    is_inflected: bool = False


class NameSource(Protocol):
    """Where new names come from."""

    def draw(self, generator: random.Random) -> PersonName:
        """Draw a name."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class NameGroup:
    """The names of one country and gender, each as likely as any other.

    Attributes:
        country: Its code, as in `ListedName`.
        gender: Of the forenames.
        forenames: One at least.
        surnames: One at least: family names, or forenames of fathers.
        has_family_names: Whether `surnames` are family names.
        fathers: Forenames of men, for names such as `bin Khalid`; may be empty.
        middle_names: Patronymics and the like; may be empty.
    """

    country: str
    gender: Gender
    forenames: Sequence[str]
    surnames: Sequence[str]
    has_family_names: bool
    fathers: Sequence[str] = ()
    middle_names: Sequence[str] = ()

    @classmethod
    def build(
        cls, country: str, gender: Gender, names: CountryNames, *, fewest: int = 1
    ) -> "NameGroup | None":
        """Make a group, or None where there are too few names.

        Where there are fewer surnames than `fewest`, men's forenames take their place, as fathers'
        names do in much of Africa and the Arab world.
        """
        family_names = names.surnames_of(gender)
        has_family_names = len(family_names) >= fewest
        surnames = family_names if has_family_names else names.forenames["M"]
        if min(len(names.forenames[gender]), len(surnames)) < fewest:
            return None
        return cls(
            country=country,
            gender=gender,
            forenames=names.forenames[gender],
            surnames=surnames,
            has_family_names=has_family_names,
            fathers=names.forenames["M"],
            middle_names=names.middle_names[gender],
        )

    def draw(self, generator: random.Random) -> PersonName:
        """Draw a forename, then a surname that is not the same, in the country's forms."""
        return self._whole(*self._draw_parts(generator), generator)

    def invent(self, generator: random.Random) -> PersonName:
        """Draw a name whose parts are each spliced from two of the group's; most are in no list."""
        first, second = self._draw_parts(generator), self._draw_parts(generator)
        parts = [spliced(a, b, generator) for a, b in zip(first, second, strict=True)]
        return self._whole(parts[0], parts[1], generator)

    def _draw_parts(self, generator: random.Random) -> tuple[str, str]:
        forename, surname = generator.choice(self.forenames), generator.choice(self.surnames)
        if surname == forename:
            others = [name for name in self.surnames if name != forename]
            surname = generator.choice(others or self.surnames)
        return forename, surname

    def _whole(self, forename: str, surname: str, generator: random.Random) -> PersonName:
        first = generator.random() < FAMILY_FIRST.get(self.country, 0)
        return PersonName(
            forename=whole_forename(
                forename,
                country=self.country,
                middle_names=self.middle_names,
                generator=generator,
            ),
            surname=whole_surname(
                surname,
                country=self.country,
                gender=self.gender,
                others=self.surnames,
                fathers=self.fathers,
                generator=generator,
            ),
            is_family_first=first and self.has_family_names,
        )


@dataclass(frozen=True, slots=True)
class AllGroups:
    """Names of many groups, each group as likely as any other.

    Attributes:
        groups: One at least.
        invented: Share of the names, 0 to 1, that are invented. The lists are short, and a network
            that sees only listed names learns them by heart.
    """

    groups: Sequence[NameGroup]
    invented: float = 0.0

    @classmethod
    def build(cls, names: NameLists, *, invented: float = 0.0) -> "AllGroups":
        """Make a group for every country and gender with a forename and a surname."""
        groups = (
            NameGroup.build(country, gender, found)
            for country, found in names.countries.items()
            for gender in GENDERS
        )
        return cls([group for group in groups if group], invented)

    def draw(self, generator: random.Random) -> PersonName:
        """Draw a group, then a name of it."""
        group = generator.choice(self.groups)
        is_invented = generator.random() < self.invented
        return group.invent(generator) if is_invented else group.draw(generator)


@dataclass(frozen=True, slots=True)
class SplicedNames:
    """Names spliced from those of labelled sentences, for a corpus too small to have many.

    Attributes:
        forenames: First words of names of several words, one at least, as often as they occur.
        surnames: Last words of all names, one at least, as often as they occur.
    """

    forenames: Sequence[str]
    surnames: Sequence[str]

    @classmethod
    def build(cls, sentences: Iterable[LabelledSentence]) -> "SplicedNames":
        """Take the words of the sentences' names, without initials where there are others.

        Raises:
            ValueError: When the sentences have no name.
        """
        last, surnames, forenames = RepeatedWords(), RepeatedWords(), RepeatedWords()
        for sentence in sentences:
            for start, end in sentence.names:
                first_word, last_word = sentence.tokens[start], sentence.tokens[end - 1]
                last.append(last_word)
                if _is_word(last_word):
                    surnames.append(_in_title_case(last_word))
                if end - start > 1 and _is_word(first_word):
                    forenames.append(_in_title_case(first_word))
        if not last:
            raise ValueError("expected at least one name to splice")
        surnames = surnames or last
        return cls(forenames or surnames, surnames)

    def draw(self, generator: random.Random) -> PersonName:
        """Draw a name, each of its two words spliced from two."""
        forename, surname = (
            spliced(generator.choice(words), generator.choice(words), generator)
            for words in (self.forenames, self.surnames)
        )
        return PersonName(forename=forename, surname=surname)


def _is_word(token: str) -> bool:
    return len(token) > 1 and token.replace("-", "").isalpha()


def _in_title_case(word: str) -> str:
    return word.capitalize() if word.isupper() else word


def spliced(first: str, second: str, generator: random.Random) -> str:
    """Join the beginning of one name and the end of another: `Lwandle`, `Ofentse` to `Lwantse`.

    Of two hyphenated names, one gives the first part and one the last: `Ji-woo`, `Min-seok` to
    `Ji-seok`. Names of fewer than three letters or of several words are not cut, nor is a
    hyphenated one beside a plain one: the first name is given.
    """
    if "-" in first + second:
        is_both = "-" in first and "-" in second
        return first.partition("-")[0] + "-" + second.rpartition("-")[2] if is_both else first
    if min(len(first), len(second)) < _SHORTEST_CUT or " " in first + second:
        return first
    start = generator.randrange(2, len(first))
    rest = generator.randrange(1, len(second) - 1)
    return first[:start] + second[rest:].lower()


def swap_names(
    sentence: LabelledSentence, names: NameSource, generator: random.Random
) -> LabelledSentence:
    """Replace each name by a new one; the rest of the sentence stays.

    The form stays. One token becomes a forename or a surname, half each. Two become forename and
    surname in the country's order; more than two, the same with or without a middle initial, half
    each. Initials and upper case stay. A name that occurs again is replaced by the same name. A
    new name of several words has as many tokens. Where each character is a token, see
    `in_its_form`.
    """
    known: dict[tuple[str, ...], tuple[str, ...]] = {}

    def replace(name: Sequence[str]) -> Sequence[str]:
        old = tuple(name)
        if old not in known:
            drawn = names.draw(generator)
            new = _shaped(old, drawn, generator)
            new = inflected(new, old, generator) if drawn.is_inflected else new
            known[old] = tuple(cased_as(part, old) for part in new)
        return known[old]

    return rewritten(sentence, replace)


def _shaped(old: Sequence[str], new: PersonName, generator: random.Random) -> list[str]:
    if is_by_character(old):
        return in_its_form(old, surname=new.surname, forename=new.forename)
    if len(old) == 1:
        return generator.choice((new.forename, new.surname)).split()
    forename, surname = new.forename.split(), new.surname.split()
    if all(is_initial(token) for token in old[:-1]):
        return [new.forename[0] + old[0][1:], *old[1:-1], *surname]
    if new.is_family_first:
        return surname + forename
    if len(old) > _FORENAME_AND_SURNAME and generator.random() < _WITH_MIDDLE_INITIAL:
        forename.append(f"{generator.choice(_MIDDLE_INITIALS)}.")
    return forename + surname
