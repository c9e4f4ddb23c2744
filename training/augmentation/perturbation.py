"""Changes to how a labelled sentence is written: casing, typos, blanks, scans, forms of names.

Every function takes a sentence and gives a new one. Only `as_firms` changes what is a name.
Breaks stay: a changed token keeps the mark that it carries.
"""

import random
import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import pairwise

from nomen.model.text.breaks import split_mark
from nomen.training.augmentation.drafts import Draft
from nomen.training.data.labels import LabelledSentence

Rewrite = Callable[[Sequence[str]], Sequence[str]]
"""From the tokens of a name, without marks, to at least one token of the name rewritten."""

PARTICLES = (("van", "der"), ("bin",), ("de", "la"), ("von",), ("al-",))
"""Words before a surname; one that ends in a hyphen is part of the surname's token."""

FIRM_ENDINGS = (
    ("Inc.",), ("Inc",), ("Corp.",), ("Corp",), ("Co.",), ("Co",), ("Ltd.",), ("Ltd",), ("LLC",),
    ("Plc",), ("AG",), ("Group",), ("Holdings",), ("Industries",), ("Motors",), ("Motor", "Co."),
    ("Partners",), ("Brothers",), ("Stores",), ("&", "Co."), ("&", "Sons"), ("and", "Company"),
)  # fmt: skip
"""Tokens that make a surname the name of a firm."""

_NEIGHBOURS = {
    "q": "wa", "w": "qes", "e": "wrd", "r": "etf", "t": "ryg", "y": "tuh", "u": "yij", "i": "uok",
    "o": "ipl", "p": "ol", "a": "qsz", "s": "adw", "d": "sfe", "f": "dgr", "g": "fht", "h": "gjy",
    "j": "hku", "k": "jli", "l": "kop", "z": "xas", "x": "zcs", "c": "xvd", "v": "cbf", "b": "vng",
    "n": "bmh", "m": "njk",
}  # fmt: skip
_MISREADINGS = {
    "rn": "m", "cl": "d", "vv": "w", "m": "rn", "d": "cl", "l": "1", "1": "l", "I": "l", "O": "0",
    "0": "O", "e": "c", "c": "e", "h": "b", "S": "5", "5": "S", "B": "8", "8": "B", "g": "q",
    "i": "j", "u": "ii", "n": "ri", "t": "f", "Z": "2", "G": "6",
}  # fmt: skip
_MISREAD = re.compile("|".join(sorted(_MISREADINGS, key=len, reverse=True)))
_INITIAL = re.compile(r"[^\W\d_]\.?|(?:[^\W\d_]\.)+")


def lower(sentence: LabelledSentence) -> LabelledSentence:
    """Write all in lower case."""
    return _each(sentence, str.lower)


def upper(sentence: LabelledSentence) -> LabelledSentence:
    """Write all in upper case."""
    return _each(sentence, str.upper)


def title(sentence: LabelledSentence) -> LabelledSentence:
    """Begin each token with a capital; the rest of it stays."""
    return _each(sentence, lambda token: token[:1].upper() + token[1:])


def with_typos(
    sentence: LabelledSentence, generator: random.Random, *, rate: float
) -> LabelledSentence:
    """Mistype letters, each with probability `rate`, 0 to 1.

    A mistyped letter becomes a neighbour on a QWERTY keyboard in its own case, changes places with
    the letter after it, is dropped or is doubled, all equally likely. A token's only character is
    not dropped. Digits and marks stay.
    """
    return _each(sentence, lambda token: _mistyped(token, generator, rate))


def _mistyped(token: str, generator: random.Random, rate: float) -> str:
    letters: list[str] = []
    rest = list(token)
    while rest:
        letter = rest.pop(0)
        if not letter.isalpha() or generator.random() >= rate:
            letters.append(letter)
            continue
        kind = generator.choice(("neighbour", "swap", "drop", "double"))
        if kind == "neighbour":
            letters.append(_neighbour(letter, generator))
        elif kind == "swap" and rest:
            letters += [rest.pop(0), letter]
        elif kind == "double":
            letters += [letter, letter]
        elif kind != "drop" or not (letters or rest):
            letters.append(letter)
    return "".join(letters) or token


def _neighbour(letter: str, generator: random.Random) -> str:
    near = generator.choice(_NEIGHBOURS.get(letter.lower(), letter))
    return near.upper() if letter.isupper() else near


def misread(
    sentence: LabelledSentence, generator: random.Random, *, rate: float
) -> LabelledSentence:
    """Misread characters as optical recognition does: `rn` as `m`, `l` as `1`, `O` as `0`.

    Each character or pair in `_MISREADINGS` is misread with probability `rate`, 0 to 1.
    """

    def read(found: re.Match[str]) -> str:
        return _MISREADINGS[found[0]] if generator.random() < rate else found[0]

    return _each(sentence, lambda token: _MISREAD.sub(read, token))


def merged(
    sentence: LabelledSentence, generator: random.Random, *, rate: float
) -> LabelledSentence:
    """Leave out blanks: merge neighbouring tokens, each pair with probability `rate`, 0 to 1.

    A merged token belongs to a name if one of its tokens did. Two names are never merged into one,
    and a token is merged with one neighbour at most, so the number of names stays. Nothing is
    merged over a break.
    """
    apart = {end for _, end in sentence.names} & {start for start, _ in sentence.names}
    apart |= {i for i, token in enumerate(sentence.tokens) if split_mark(token)[0]}
    tokens, places = [*sentence.tokens[:1]], [0]
    is_free = True
    for i, (before, token) in enumerate(pairwise(sentence.tokens), start=1):
        if is_free and i not in apart and generator.random() < rate:
            tokens[-1] = before + token
            is_free = False
        else:
            tokens.append(token)
            is_free = True
        places.append(len(tokens) - 1)
    names = tuple((places[start], places[end - 1] + 1) for start, end in sentence.names)
    return LabelledSentence(tuple(tokens), names)


def double_blanks(text: str, generator: random.Random, *, rate: float) -> str:
    """Double blanks of a raw text, each with probability `rate`, 0 to 1."""
    return re.sub(" ", lambda _: "  " if generator.random() < rate else " ", text)


def initials(sentence: LabelledSentence) -> LabelledSentence:
    """Shorten forenames: `John Smith` to `J. Smith`, `John F. Kennedy` to `J. F. Kennedy`."""

    def shorten(name: Sequence[str]) -> Sequence[str]:
        return (
            *(t if is_initial(t) or not t[:1].isupper() else f"{t[0]}." for t in name[:-1]),
            name[-1],
        )

    return rewritten(sentence, shorten)


def surname_first(sentence: LabelledSentence) -> LabelledSentence:
    """Write names of two tokens as in a register: `John Smith` as `Smith , John`.

    The whole, comma included, is labelled as one name.
    """
    return rewritten(sentence, lambda n: (n[1], ",", n[0]) if len(n) == 2 else n)  # noqa: PLR2004


def hyphenated(
    sentence: LabelledSentence, generator: random.Random, *, surnames: Sequence[str]
) -> LabelledSentence:
    """Give names of two or more tokens a second surname: `John Smith` to `John Smith-Jones`."""

    def double(name: Sequence[str]) -> Sequence[str]:
        if len(name) == 1:
            return name
        return (*name[:-1], f"{name[-1]}-{cased_as(generator.choice(surnames), name)}")

    return rewritten(sentence, double)


def with_particles(sentence: LabelledSentence, generator: random.Random) -> LabelledSentence:
    """Put one of `PARTICLES` before the surname of names of two tokens or more."""

    def add(name: Sequence[str]) -> Sequence[str]:
        if len(name) == 1:
            return name
        particle = generator.choice(PARTICLES)
        if particle[-1].endswith("-"):
            return (*name[:-1], *particle[:-1], particle[-1] + name[-1])
        return (*name[:-1], *particle, name[-1])

    return rewritten(sentence, add)


def forename_only(sentence: LabelledSentence) -> LabelledSentence:
    """Shorten names to their first token, unless that is an initial."""
    return rewritten(sentence, lambda name: name if is_initial(name[0]) else name[:1])


def as_firms(sentence: LabelledSentence, generator: random.Random) -> LabelledSentence:
    """Turn each name into that of a firm, `John Smith` to `Smith & Co.`; no name is left."""

    def found_firm(name: Sequence[str]) -> Sequence[str]:
        return (name[-1], *(cased_as(end, name) for end in generator.choice(FIRM_ENDINGS)))

    return replace(rewritten(sentence, found_firm), names=())


def rewritten(sentence: LabelledSentence, rewrite: Rewrite) -> LabelledSentence:
    """Replace the tokens of each name; the rest of the sentence stays.

    A new name keeps the mark of the old one's first token. The soft labels of a name do not hold
    for another: its new tokens get rows of NaN.
    """
    draft = Draft(sentence)
    last = 0
    for start, end in sentence.names:
        old = tuple(split_mark(token)[1] for token in sentence.tokens[start:end])
        new = tuple(rewrite(old))
        draft.keep(last, start)
        if new == old:
            draft.keep(start, end)
        else:
            mark = split_mark(sentence.tokens[start])[0]
            draft.write((mark + new[0], *new[1:]), is_name=True)
        last = end
    return draft.keep(last, len(sentence.tokens)).finish()


def _each(sentence: LabelledSentence, change: Callable[[str], str]) -> LabelledSentence:
    def change_word(token: str) -> str:
        mark, word = split_mark(token)
        return mark + change(word)

    return replace(sentence, tokens=tuple(map(change_word, sentence.tokens)))


def cased_as(word: str, name: Sequence[str]) -> str:
    """Write a word in upper or lower case where a name is; the name's initials do not count."""
    words = [token for token in name if not is_initial(token)] or [""]
    if all(token.isupper() for token in words):
        return word.upper()
    return word.lower() if all(token.islower() for token in words) else word


def is_initial(token: str) -> bool:
    """Tell whether a token consists of initials: `J`, `J.`, `J.K.`."""
    return _INITIAL.fullmatch(token) is not None
