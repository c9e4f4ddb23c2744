"""Grammar: phrases drawn at random from named lists of alternatives, which refer to each other."""

import random
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import chain

from nomen.training.data.names.name_lists import without_marks

BETWEEN_ALTERNATIVES = " | "

_HEADING = re.compile(r"\[([a-z_]+)\]")
_REFERENCE = re.compile(r"\{([^{}\s]+)\}")
_NOT_PLAIN = re.compile(r"[^a-z0-9]+")
_DIGITS = "0123456789"
_HEX_DIGITS = "0123456789abcdef"
_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ"


def slug(text: str, *, join: str = "-") -> str:
    """Write a text as addresses do: plain letters and digits in lower case, joined words."""
    return _NOT_PLAIN.sub(join, without_marks(text).lower()).strip(join)


def _snake(text: str) -> str:
    return slug(text, join="_")


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


_CASINGS: Mapping[str, Callable[[str], str]] = {
    "upper": str.upper,
    "lower": str.lower,
    "title": str.title,
    "capital": _capital,
    "slug": slug,
    "snake": _snake,
}


@dataclass(frozen=True, slots=True)
class Reference:
    """A place in a phrase that is filled in.

    Attributes:
        key: What fills it: the name of a list, or of something that the caller knows.
        casing: How it is written: `upper`, `lower`, `title`, `capital`, `slug`, `snake`, or ``.
    """

    key: str
    casing: str = ""

    def cased(self, text: str) -> str:
        """Write a text in the casing of the reference."""
        return _CASINGS[self.casing](text) if self.casing else text


Phrase = tuple[str | Reference, ...]


def parsed(phrase: str) -> Phrase:
    r"""Split a phrase into texts and references.

    `{key}` and `{key:casing}` are references, `\\n` and `\\t` a line break and a tab.

    Raises:
        ValueError: When a casing is none of those of `Reference`.
    """
    unescaped = phrase.replace("\\n", "\n").replace("\\t", "\t")
    parts: list[str | Reference] = []
    for index, part in enumerate(_REFERENCE.split(unescaped)):
        key, _, casing = part.partition(":")
        if index % 2 and casing and casing not in _CASINGS:
            raise ValueError(f"expected a casing of {', '.join(_CASINGS)} in {{{part}}}")
        parts.append(Reference(key, casing) if index % 2 else part)
    return tuple(part for part in parts if part)


@dataclass(frozen=True, slots=True)
class Grammar:
    """Lists of phrases by their names."""

    lists: Mapping[str, Sequence[Phrase]]

    @classmethod
    def build(cls, lines: Iterable[str]) -> "Grammar":
        """Read lists: a heading `[name]`, then alternatives, one a line or apart by ` | `.

        A heading that comes again goes on with its list. Lines that begin with `//` are comments.

        Raises:
            ValueError: When a line stands before the first heading.
        """
        lists: dict[str, list[Phrase]] = {}
        key = ""
        for line in lines:
            heading = _HEADING.fullmatch(line.strip())
            if heading:
                key = heading[1]
                lists.setdefault(key, [])
            elif line.strip() and not line.startswith("//"):
                if not key:
                    raise ValueError("expected a heading before the first alternative")
                lists[key] += [parsed(one) for one in line.strip("\n").split(BETWEEN_ALTERNATIVES)]
        return cls(lists)

    def choose(self, key: str, generator: random.Random) -> Phrase:
        """Draw a phrase of a list, as it is written there."""
        return generator.choice(self.lists[key])


def number(key: str, generator: random.Random) -> str | None:
    """Draw what a reference to digits asks for, or give None for any other reference.

    `6d` asks for six digits, `1-12` for a whole number of 1 to 12, `01-12` for one of two digits,
    `hex8` for eight hexadecimal digits, `A3` for three capital letters.
    """
    if key[0].isdigit():
        if key.endswith("d"):
            return _drawn(_DIGITS, int(key[:-1]), generator)
        low, _, high = key.partition("-")
        return str(generator.randint(int(low), int(high))).zfill(len(low) if low[0] == "0" else 0)
    if key.startswith("hex"):
        return _drawn(_HEX_DIGITS, int(key[3:]), generator)
    if key[0] == "A" and key[1:].isdigit():
        return _drawn(_LETTERS, int(key[1:]), generator)
    return None


def _drawn(letters: str, count: int, generator: random.Random) -> str:
    return "".join(generator.choices(letters, k=count))


@cache
def shipped_grammar() -> Grammar:
    """Read the lists of the folder `words`, once."""
    folder = files("nomen.training.generation") / "words"
    texts = (
        file.read_text(encoding="utf-8").splitlines()
        for file in sorted(folder.iterdir(), key=lambda file: file.name)
        if file.name.endswith(".txt")
    )
    return Grammar.build(chain.from_iterable(texts))
