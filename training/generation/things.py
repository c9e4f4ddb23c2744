"""Things: what stands in documents beside persons' names and is none."""

import random
import unicodedata
from collections.abc import Callable

from nomen.training.augmentation.swapping import NameSource
from nomen.training.data.names.name_lists import without_marks
from nomen.training.generation.grammar import Grammar, Phrase, Reference, number, shipped_grammar

_LOCAL_PARTS: tuple[Callable[[str, str, str], str], ...] = (
    lambda first, last, _: f"{first}.{last}",
    lambda first, last, _: f"{first}{last}",
    lambda first, last, _: f"{first[0]}{last}",
    lambda first, last, _: f"{first[0]}.{last}",
    lambda first, last, _: f"{first}_{last}",
    lambda first, last, _: f"{last}.{first}",
    lambda first, last, _: f"{last}{first[0]}",
    lambda first, last, digits: f"{first}{last[0]}{digits}",
    lambda first, _, digits: f"{first}{digits}",
    lambda _, last, digits: f"{last}{digits}",
    lambda first, last, digits: f"{first[:3]}{last[:4]}{digits}",
    lambda first, _last, _digits: first,
    lambda _first, last, _digits: last,
    lambda first, last, _: f"{first}-{last}",
)
_LETTERS_WITHOUT_MARKS = str.maketrans(
    {"ø": "o", "đ": "d", "ł": "l", "ß": "ss", "æ": "ae", "œ": "oe", "ð": "d", "þ": "th"}
)


class Things:
    """Draws what is no name: firms, places, works, diseases, handles, numbers and the like.

    Firms, places and works are often named after persons, of `names`. They are no names for that.
    """

    def __init__(self, generator: random.Random, names: NameSource) -> None:
        self._generator = generator
        self._names = names
        self._grammar: Grammar = shipped_grammar()

    def draw(self, key: str) -> str:
        """Draw from any list of the folder `words` by its name, or a number; see `number`.

        `forename` and `surname` draw a part of a person's name, for use where it is none. A casing
        may follow the key: `city:upper`; see `Reference`.

        Raises:
            KeyError: When there is no such list.
        """
        if key in {"forename", "surname"}:
            return str(getattr(self._names.draw(self._generator), key))
        if ":" in key:
            name, _, casing = key.partition(":")
            return Reference(name, casing).cased(self.draw(name))
        drawn = number(key, self._generator)
        return self.fill(self._grammar.choose(key, self._generator)) if drawn is None else drawn

    def phrase(self, key: str) -> Phrase:
        """Draw a phrase of a list with its references as they are."""
        return self._grammar.choose(key, self._generator)

    def fill(self, phrase: Phrase) -> str:
        """Fill in the references of a phrase."""
        return "".join(self.piece(part) for part in phrase)

    def piece(self, part: str | Reference) -> str:
        """Give a piece of a phrase, or what fills it in."""
        return part if isinstance(part, str) else part.cased(self.draw(part.key))

    def firm(self) -> str:
        """Draw a firm, often one that is named after people: `Okafor & Lindt LLP`."""
        return self.draw("firm")

    def product(self) -> str:
        """Draw a product, a brand, a program or a font."""
        return self.draw("product")

    def brand(self) -> str:
        """Draw a brand or a firm that everybody knows."""
        return self.draw("brand")

    def software(self) -> str:
        """Draw a program, a library or a programming language."""
        return self.draw("software")

    def institution(self) -> str:
        """Draw a school, a hospital, a court, a foundation, an authority."""
        return self.draw("institution")

    def department(self) -> str:
        """Draw a department of a firm or an authority."""
        return self.draw("department")

    def job(self) -> str:
        """Draw a job title: `Senior Data Engineer`."""
        return self.draw("job")

    def city(self) -> str:
        """Draw a town."""
        return self.draw("city")

    def country(self) -> str:
        """Draw a country."""
        return self.draw("country")

    def place(self) -> str:
        """Draw a park, a bridge, a station, a building, a lake and the like."""
        return self.draw("place")

    def street(self) -> str:
        """Draw a street without its number."""
        return self.draw("street")

    def address(self) -> str:
        """Draw an address on one line."""
        return self.draw("address")

    def work(self) -> str:
        """Draw a book, a film, a song, a play: titles, some with persons in them."""
        return self.draw("work")

    def topic(self) -> str:
        """Draw what a message or a report is about: `the quarterly budget`."""
        return self.draw("topic")

    def heading(self) -> str:
        """Draw a heading, some numbered, some in title case or capitals."""
        return self.draw("heading")

    def skill(self) -> str:
        """Draw what a CV lists as a skill."""
        return self.draw("skill")

    def language(self) -> str:
        """Draw a language that people speak."""
        return self.draw("language")

    def degree(self) -> str:
        """Draw a degree with its subject: `BSc in Marine Biology`."""
        return self.draw("degree")

    def disease(self) -> str:
        """Draw a disease, often one that is named after a physician."""
        return self.draw("disease")

    def drug(self) -> str:
        """Draw a drug."""
        return self.draw("drug")

    def date(self) -> str:
        """Draw a date in one of many forms."""
        return self.draw("date")

    def time(self) -> str:
        """Draw a time of day."""
        return self.draw("time")

    def weekday(self) -> str:
        """Draw a day of the week."""
        return self.draw("weekday")

    def month(self) -> str:
        """Draw a month."""
        return self.draw("month")

    def amount(self) -> str:
        """Draw an amount of money."""
        return self.draw("amount")

    def measurement(self) -> str:
        """Draw a number with its unit."""
        return self.draw("measurement")

    def phone(self) -> str:
        """Draw a telephone number."""
        return self.draw("phone")

    def identifier(self) -> str:
        """Draw a reference number, an account, a hash, a key."""
        return self.draw("identifier")

    def url(self) -> str:
        """Draw an address of the Web."""
        return self.draw("url")

    def domain(self) -> str:
        """Draw a domain of the Internet: `lindt-okafor.example`."""
        return self.draw("domain")

    def version(self) -> str:
        """Draw the version of a program."""
        return self.draw("version")

    def path(self) -> str:
        """Draw the path of a file."""
        return self.draw("path")

    def remark(self) -> str:
        """Draw a short remark without a name."""
        return self.draw("remark")

    def handle(self, forename: str = "", surname: str = "") -> str:
        """Draw a user's handle without `@`, of a person's name where one is given."""
        if forename or surname:
            return self._local_part(forename, surname)
        return self.draw("handle")

    def email(self, forename: str = "", surname: str = "") -> str:
        """Draw an e-mail address, of a person's name where one is given, else of a role."""
        if forename or surname:
            return f"{self._local_part(forename, surname)}@{self.domain()}"
        return self.draw("email")

    def _local_part(self, forename: str, surname: str) -> str:
        first, last = as_ascii(forename), as_ascii(surname)
        first, last = first or last or "user", last or first or "user"
        digits = str(self._generator.randint(1, 99))
        return self._generator.choice(_LOCAL_PARTS)(first, last, digits)


def as_ascii(name: str) -> str:
    """Write a name as addresses do: lower-case letters `a` to `z` alone, perhaps none."""
    lowered = without_marks(unicodedata.normalize("NFKC", name)).lower()
    plain = lowered.translate(_LETTERS_WITHOUT_MARKS)
    return "".join(letter for letter in plain if letter.isascii() and letter.isalpha())
