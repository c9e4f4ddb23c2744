"""Writes the names of a sentence in other forms: one part alone, surname first, with a nickname."""

import random
from collections.abc import Sequence
from dataclasses import dataclass, replace

from nomen.model.text.breaks import split_mark
from nomen.training.augmentation.perturbation import is_initial, rewritten
from nomen.training.data.labels import LabelledSentence

SURNAME_PARTICLES = frozenset({
    "'t", "abu", "af", "al", "ap", "av", "ben", "bin", "bint", "da", "das", "de", "del", "della",
    "dem", "den", "der", "des", "di", "do", "dos", "du", "el", "ibn", "la", "las", "le", "los",
    "mac", "ní", "op", "san", "st.", "te", "ten", "ter", "van", "vom", "von", "y", "zu", "zum",
    "zur", "ó",
})  # fmt: skip
"""Words, in lower case, that begin a surname of several words."""

SUFFIXES = frozenset({"jr", "jr.", "sr", "sr.", "ii", "iii", "iv"})
"""Words, in lower case, after a surname that are part of the name."""

_NICKNAME_ENDINGS = ("", "", "y", "ie", "o", "i")
_NICKNAME_SIGNS = (("“", "”"), ('"', '"'), ('"', '"'), ("(", ")"), ("(", ")"), ("'", "'"))
_LONGEST_STEM = 4
_WITH_COMMA, _IN_CAPITALS = 0.75, 0.3


@dataclass(frozen=True, slots=True)
class NameParts:
    """The parts of a whole name.

    Attributes:
        forenames: One at least, initials among them.
        surname: One at least, particles among them.
        suffixes: Such as Jr.
    """

    forenames: tuple[str, ...]
    surname: tuple[str, ...]
    suffixes: tuple[str, ...] = ()

    @classmethod
    def build(cls, name: Sequence[str]) -> "NameParts | None":
        """Split the tokens of a name that has forenames, then a surname; None for other forms."""
        num_words = len(name)
        while num_words and name[num_words - 1].lower() in SUFFIXES:
            num_words -= 1
        words, suffixes = tuple(name[:num_words]), tuple(name[num_words:])
        if len(words) < 2 or not all(word[0].isalnum() or _is_particle(word) for word in words):  # noqa: PLR2004  # a forename and a surname
            return None
        first = len(words) - 1
        while first > 1 and _is_particle(words[first - 1]):
            first -= 1
        if _is_particle(words[0]) or len(words[-1].rstrip(".")) < 2:  # noqa: PLR2004  # an initial
            return None
        return cls(words[:first], words[first:], suffixes)


def _is_particle(word: str) -> bool:
    return word.lower() in SURNAME_PARTICLES


def one_part(sentence: LabelledSentence, generator: random.Random) -> LabelledSentence:
    """Shorten whole names to the first forename or to the surname, all in the same way.

    A forename that is an initial is no name alone: the surname stands there.
    """
    is_forename = generator.choice((True, False))

    def shorten(name: Sequence[str]) -> Sequence[str]:
        parts = NameParts.build(name)
        if parts is None:
            return name
        is_kept = is_forename and not is_initial(parts.forenames[0])
        return parts.forenames[:1] if is_kept else parts.surname

    return rewritten(sentence, shorten)


def in_register_order(sentence: LabelledSentence, generator: random.Random) -> LabelledSentence:
    """Write whole names with the surname first: `Smith , John F.`, `SMITH John`, `Smith J F`.

    The whole, comma included, is one name. Of the forms, which also have all forenames as initials,
    one is drawn for the sentence.
    """
    has_comma = generator.random() < _WITH_COMMA
    is_upper = generator.random() < _IN_CAPITALS
    shorten = generator.choice((None, None, "{}.", "{}") if has_comma else (None, "{}"))

    def turn(name: Sequence[str]) -> Sequence[str]:
        parts = NameParts.build(name)
        if parts is None:
            return name
        surname = [word.upper() for word in parts.surname] if is_upper else parts.surname
        forenames = _shortened(parts.forenames, shorten) if shorten else parts.forenames
        return (*surname, *([","] if has_comma else []), *forenames, *parts.suffixes)

    return rewritten(sentence, turn)


def with_initials(sentence: LabelledSentence, generator: random.Random) -> LabelledSentence:
    """Shorten all forenames of whole names: `J. F. Kennedy`, `J F Kennedy` or `JF Kennedy`."""
    form = generator.choice(("{}.", "{}", ""))

    def shorten(name: Sequence[str]) -> Sequence[str]:
        parts = NameParts.build(name)
        if parts is None:
            return name
        initials = _shortened(parts.forenames, form or "{}")
        return (*(initials if form else ["".join(initials)]), *parts.surname, *parts.suffixes)

    return rewritten(sentence, shorten)


def _shortened(forenames: Sequence[str], form: str) -> list[str]:
    return [form.format(letter[0]) for word in forenames for letter in word.split("-") if letter]


def with_nickname(sentence: LabelledSentence, generator: random.Random) -> LabelledSentence:
    """Put a short form of the forename in quotes or brackets before the surname of whole names."""
    opening, closing = generator.choice(_NICKNAME_SIGNS)

    def add(name: Sequence[str]) -> Sequence[str]:
        parts = NameParts.build(name)
        if parts is None or is_initial(parts.forenames[0]):
            return name
        stem = parts.forenames[0][: generator.randint(2, _LONGEST_STEM)]
        ending = generator.choice(_NICKNAME_ENDINGS)
        nickname = stem + (ending.upper() if stem.isupper() else ending)
        return (*parts.forenames, opening, nickname, closing, *parts.surname, *parts.suffixes)

    return rewritten(sentence, add)


def surname_in_capitals(sentence: LabelledSentence) -> LabelledSentence:
    """Write the surnames of whole names in capitals: `John SMITH`."""

    def write(name: Sequence[str]) -> Sequence[str]:
        parts = NameParts.build(name)
        if parts is None:
            return name
        return (*parts.forenames, *(word.upper() for word in parts.surname), *parts.suffixes)

    return rewritten(sentence, write)


def recased_names(sentence: LabelledSentence, generator: random.Random) -> LabelledSentence:
    """Write the names, and nothing else, in lower case or, once in four times, in capitals."""
    change = generator.choice((str.lower, str.lower, str.lower, str.upper))
    tokens = list(sentence.tokens)
    for start, end in sentence.names:
        for i in range(start, end):
            mark, word = split_mark(tokens[i])
            tokens[i] = mark + change(word)
    return replace(sentence, tokens=tuple(tokens))
