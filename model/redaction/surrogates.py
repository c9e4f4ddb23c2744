"""Surrogates: invented names of a like form, the same for the same name and key."""

import hmac
import re
import unicodedata
from collections.abc import Iterator, Sequence
from itertools import chain, count, islice
from string import ascii_uppercase

from nomen.model.redaction.faker_lists import UNSPACED, Ring, Role, ring_of, script_of
from nomen.model.redaction.name_parts import Part, parts_of_all
from nomen.model.redaction.words import fold, is_initial

_NUM_DRAWS = 16
"""Draws of one name before two are joined by a hyphen, which a text that uses up a list needs."""
_NUM_LETTER_DRAWS = 256
"""Draws of a letter before one that the text holds, or that another initial has, must do."""
_LETTERS = {
    "CYRILLIC": "АБВГДЕЖЗИКЛМНОПРСТУФХЦЧШЭЮЯ",
    "GREEK": "ΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠΡΣΤΥΦΧΨΩ",
}


class Surrogates:
    """Gives the names of one text their surrogates.

    Each word has an order of Faker's names, which only the key decides. Its surrogate is the first
    of them that neither the text holds nor another word of the text has taken.

    Args:
        key: The caller's key.
        text: The text.
    """

    def __init__(self, key: bytes, text: str) -> None:
        self._key = key
        self._folded = fold(text)
        self._taken = set(_words_of(self._folded))
        self._chosen: dict[tuple[str, str], str] = {}
        self._rings: dict[tuple[Role, str], Ring] = {}

    def replacements(self, names: Sequence[str], wholes: Sequence[str] = ()) -> list[str]:
        """Give the surrogate of each name of the text.

        Args:
            names: The names.
            wholes: Whole names of which some names are parts.
        """
        parts = parts_of_all([*names, *wholes])
        by_name = {name: self._replaced(name, parts[name]) for name in dict.fromkeys(names)}
        return [by_name[name] for name in names]

    def _replaced(self, name: str, parts: Sequence[Part]) -> str:
        pieces, end = [], 0
        for part in parts:
            pieces += [name[end : part.start], self._invented(part)]
            end = part.end
        return "".join([*pieces, name[end:]])

    def _invented(self, part: Part) -> str:
        if not is_initial(part.folded):
            return _in_casing_of(part.text, self._name(part.role, part.folded))
        if part.stands_for is None or is_initial(part.stands_for):
            return _in_casing_of(part.text, self._letter(part.folded))
        return _in_casing_of(part.text, self._name(part.role, part.stands_for)[0])

    def _name(self, role: Role, word: str) -> str:
        ring = self._ring(role, script_of(word))
        names = (ring.name_at(place) for place in self._places(role, word))
        singles = islice(names, _NUM_DRAWS)
        pairs = ("-".join(pair) for pair in zip(names, names, strict=False))
        return self._choose(role, word, chain(singles, pairs))

    def _ring(self, role: Role, script: str) -> Ring:
        """Give a ring of names; in scripts without blanks, of those that the text does not hold."""
        if script not in UNSPACED:
            return ring_of(role, script)
        if (role, script) not in self._rings:
            all_names = ring_of(role, script).names
            free = {fold(name): name for name in all_names if fold(name) not in self._folded}
            self._rings[role, script] = Ring.build(free) if free else ring_of(role, script)
        return self._rings[role, script]

    def _letter(self, word: str) -> str:
        letters = _LETTERS.get(script_of(word), ascii_uppercase)
        draws = (letters[place[0] % len(letters)] for place in self._places("initial", word))
        others = (letter for letter in draws if fold(letter) != word)
        return self._choose("initial", word, others, num_draws=_NUM_LETTER_DRAWS)

    def _places(self, role: str, word: str) -> Iterator[bytes]:
        """Draw places of a ring: the key's order for a word."""
        for i in count():
            message = f"{role} {i} {word}".encode("utf-8", "surrogatepass")
            yield hmac.digest(self._key, message, "sha256")

    def _choose(
        self, role: str, word: str, names: Iterator[str], *, num_draws: int | None = None
    ) -> str:
        """Choose the first name that is free, or after a number of draws the next one at all."""
        if (role, word) not in self._chosen:
            drawn = islice(names, num_draws)
            name = next((name for name in drawn if fold(name) not in self._taken), "")
            name = name or next(names)
            self._taken.add(fold(name))
            self._chosen[role, word] = name
        return self._chosen[role, word]


def _in_casing_of(word: str, name: str) -> str:
    """Give a name the casing of a word: lower, UPPER (McDONALD, too), or as it is listed."""
    if word.islower():
        return name.lower()
    num_upper = sum(map(str.isupper, word))
    return name.upper() if 2 * num_upper > len(word) else name


def _words_of(folded: str) -> Iterator[str]:
    """Give the words of a folded text, and those with hyphens as a whole, too."""
    marks = "".join(c for c in set(folded) if unicodedata.category(c)[0] == "M")
    letter = f"(?:[^\\W_]|[{re.escape(marks)}])" if marks else r"[^\W_]"
    for word in re.findall(f"{letter}+(?:-{letter}+)*", folded):
        yield word
        if "-" in word:
            yield from word.split("-")
