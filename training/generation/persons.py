"""Person: somebody on a made page, with all that a page may call them."""

import random
import re
from dataclasses import dataclass, replace

from nomen.training.augmentation.swapping import AllGroups, NameSource
from nomen.training.data.names.name_lists import without_marks
from nomen.training.data.names.short_forms import short_forms_of

PARTICLES = (
    *("al-", "Al ", "Abu ", "ben ", "bin ", "da ", "de ", "de la ", "del ", "den ", "di ", "dos "),
    *("Du ", "El ", "ibn ", "La ", "Le ", "Mac", "Mc", "O'", "Ó ", "St. ", "ten ", "ter ", "'t "),
    *("van ", "van de ", "van den ", "van der ", "von ", "von der ", "zu "),
)
SUFFIXES = ("Jr.", "Jr", "Sr.", "Sr", "jr", "II", "III", "IV", "2nd", "3rd")
BYNAMES = (
    *("Ace", "Babs", "Bear", "Biff", "Birdie", "Bo", "Bud", "Bunny", "Buzz", "Chip", "Cookie"),
    *("Dee", "Dodo", "Dot", "Duke", "Fitz", "Flash", "Fuzzy", "Gigi", "Ginger", "Jojo", "Kit"),
    *("Koko", "Lefty", "Lulu", "Mimi", "Moose", "Nana", "Pip", "Red", "Rocky", "Sandy", "Skip"),
    *("Slim", "Smiley", "Sonny", "Sparky", "Spike", "Teddy", "Tex", "Tiny", "Toto", "Whitey"),
)
_SHORT_LETTERS = (3, 4, 5)
_VOWELS = "aeiouy"
_WITH_MIDDLE = 0.5
_WITH_SUFFIX = 0.05
_WITHOUT_MARKS = 0.25
_WITH_PARTICLE = 0.03
_WITH_BYNAME = 0.25
_WITH_TWO_FORENAMES = 0.02
_WITH_TWO_SURNAMES = 0.03
_WITH_FREQUENT_ORIGIN = 0.25
_FREQUENT_ORIGINS = frozenset({"AU", "CA", "GB", "IE", "NZ", "US"})
_WITH_SHORT_ORIGIN = 0.2
_SHORT_ORIGINS = frozenset(
    {"VN", "MM", "KH", "TH", "LA", "KR", "CN", "TW", "NG", "NG-YO", "LV", "RO", "IS"}
)
"""Origins whose names are short, or look like words, and are missed without more of them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """A person's names; the page chooses which of them it writes, and how.

    Attributes:
        forename: One word or several, such as `Anne Marie`.
        surname: One word or several, particles in them: `van der Berg`.
        middle: A second forename; may be empty.
        nickname: What friends say, a short form or a byname.
        suffix: Such as `Jr.` and `III`; may be empty.
        is_family_first: Whether the surname is written first.
    """

    forename: str
    surname: str
    middle: str = ""
    nickname: str
    suffix: str = ""
    is_family_first: bool = False

    @classmethod
    def draw(cls, names: NameSource, generator: random.Random) -> "Person":
        """Draw a person whose names come from one group of the source, where it has groups.

        Rare forms are made more frequent than they are: double names, particles, suffixes.
        """
        group = _one_group(names, generator)
        first, second = group.draw(generator), group.draw(generator)
        person = cls(
            forename=_doubled(first.forename, second.forename, "-", _WITH_TWO_FORENAMES, generator),
            surname=_surname(first.surname, second.surname, generator),
            middle=_middle(first.forename, second.forename, generator),
            nickname=_nickname(first.forename, generator),
            suffix=generator.choice(SUFFIXES) if generator.random() < _WITH_SUFFIX else "",
            is_family_first=first.is_family_first,
        )
        return person.in_ascii() if generator.random() < _WITHOUT_MARKS else person

    def in_ascii(self) -> "Person":
        """Give the person without marks on letters: `Zoé` is `Zoe`."""
        return replace(
            self,
            forename=without_marks(self.forename),
            surname=without_marks(self.surname),
            middle=without_marks(self.middle),
            nickname=without_marks(self.nickname),
        )

    @property
    def whole(self) -> str:
        """Forename and surname in their order."""
        if self.is_family_first:
            return f"{self.surname} {self.forename}"
        return f"{self.forename} {self.surname}"

    @property
    def forenames(self) -> tuple[str, ...]:
        """Forename and middle name."""
        return (self.forename, self.middle) if self.middle else (self.forename,)

    def initials(self, *, stop: str = ".", blank: str = "") -> str:
        """Give the forenames' initials: `J.R.`, or with other signs `J R` or `JR`.

        A hyphen stays: `J.-L.` for `Jean-Luc`.
        """
        words = " ".join(self.forenames).split()
        parts = (part.split("-") for part in words)
        return blank.join("-".join(initial_of(p) + stop for p in part if p) for part in parts)


def initial_of(name: str) -> str:
    """Give the first letter of a name as a capital: `A` for `'Ana`."""
    return next((letter.upper() for letter in name if letter.isalpha()), name[:1])


def _one_group(names: NameSource, generator: random.Random) -> NameSource:
    """Fix the group, so that all names of a person, and of a family, are of one origin.

    Every group is as likely as any other, but for those that most English documents name, and
    those that are hard to find.
    """
    if not isinstance(names, AllGroups):
        return names
    groups = names.groups
    share = generator.random()
    if share < _WITH_FREQUENT_ORIGIN:
        groups = [g for g in groups if g.country in _FREQUENT_ORIGINS] or groups
    elif share < _WITH_FREQUENT_ORIGIN + _WITH_SHORT_ORIGIN:
        groups = [g for g in groups if g.country in _SHORT_ORIGINS] or groups
    return AllGroups([generator.choice(groups)], names.invented)


def _middle(first: str, second: str, generator: random.Random) -> str:
    word = second.split(maxsplit=1)[0]
    return word if word not in first and generator.random() < _WITH_MIDDLE else ""


def _doubled(first: str, second: str, join: str, share: float, generator: random.Random) -> str:
    is_double = generator.random() < share and not {" ", "-"} & {*first, *second}
    return f"{first}{join}{second}" if is_double and first != second else first


def _surname(first: str, second: str, generator: random.Random) -> str:
    surname = _doubled(first, second, generator.choice("- -"), _WITH_TWO_SURNAMES, generator)
    if surname.isalpha() and generator.random() < _WITH_PARTICLE:
        return generator.choice(PARTICLES) + surname
    return surname


def _nickname(forename: str, generator: random.Random) -> str:
    """Shorten a forename as friends do, or give a byname."""
    if generator.random() < _WITH_BYNAME:
        return generator.choice(BYNAMES)
    listed = short_forms_of(forename, "train")
    if listed:
        return generator.choice(listed)
    word = re.split(r"[ -]", forename, maxsplit=1)[0]
    short = word[: generator.choice(_SHORT_LETTERS)]
    is_open = short[-1] in _VOWELS
    return short if is_open else short + generator.choice(("", "", "y", "ie", "o", "i"))
