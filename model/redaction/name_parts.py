"""The parts of a name: which of its words are forenames, surnames and initials.

Particles (von, de, bin), generations (Jr., III), the O' of O'Brien and all signs are no parts.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np

from nomen.model.redaction.faker_lists import UNSPACED, Role, is_forename, is_surname, script_of
from nomen.model.redaction.persons import fullest_mentions
from nomen.model.redaction.words import fold, is_initial, words_of_all
from nomen.model.text.skeleton import Skeleton

_PARTICLES = frozenset(
    """af al ap av bar ben bin bint da dal das de degli dei del della den der des di dos du e el ibn
    la las le lo los of st ten ter the tot und van vom von y zu zum zur""".split()  # noqa: SIM905 - a table
)
_CAPITAL_PARTICLES = frozenset(
    "al bin da de del della den der di dos du el ibn la le van von zu".split()  # noqa: SIM905 - a table
)
_GENERATIONS = frozenset({"jr", "sr", "junior", "senior", "esq", "phd", "md"})
_ROMAN = re.compile(r"(?=..)X{0,2}(?:I{1,3}|I[VX]|VI{0,3}|)")

_WORD = re.compile(r"[^\W_]+")
_SIGNS = re.compile(r"[^\s>]+")
_CLINGING = re.compile(r"\b[a-zA-Z](?=['\u2019][^\W\d_]{2})|(?<=['\u2019])[sS]\b")
"""The O of O'Brien and the s of Ada's."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A word of a name that gets a surrogate.

    Attributes:
        start: Offset of its first code point in the name.
        end: Offset after its last.
        text: The word.
        folded: The word without casing and marks.
        role: What it is in the name.
        stands_for: The folded word that this initial stands for; None if it is none or unknown.
    """

    start: int
    end: int
    text: str
    folded: str
    role: Role = "forename"
    stands_for: str | None = None


def parts_of_all(names: Iterable[str]) -> dict[str, list[Part]]:
    """Give the parts of each distinct name of a document.

    Every mention of a person takes the roles of its words from the fullest one.
    """
    words = words_of_all(names)
    first = {own: name for name, own in reversed(words.items())}
    fullest = fullest_mentions(words.values())
    return {name: _parts_as_in(first[fullest[own]], name) for name, own in words.items()}


def parts_of(name: str) -> list[Part]:
    """Give the parts of a name that stands for itself."""
    words = _words(name)
    named = [word for i, word in enumerate(words) if not _is_extra(words, i)]
    if not named:
        return words or _signs(name)
    surname = _surname_span(name, words, named)
    return [replace(word, role="surname") if word.start in surname else word for word in named]


def _parts_as_in(fullest: str, name: str) -> list[Part]:
    """Give the parts of a name with the roles that its words have in a fuller one."""
    own = parts_of(name)
    if name == fullest:
        return own
    remaining = parts_of(fullest)
    extras = {word.folded for word in _words(fullest)} - {part.folded for part in remaining}
    found = {part.start: part for part in own if part.folded not in extras}
    words = _words(name)
    for is_same in (_is_word, _is_initial):  # words first: an initial could be several
        for word in words:
            same = next((part for part in remaining if is_same(word, part)), None)
            if same is not None:
                words = [other for other in words if other is not word]
                remaining.remove(same)
                meant = None if word.folded == same.folded else same.folded
                found[word.start] = replace(word, role=same.role, stands_for=meant)
    return [found[start] for start in sorted(found)] or own


def _is_word(word: Part, part: Part) -> bool:
    return word.folded == part.folded


def _is_initial(word: Part, part: Part) -> bool:
    return is_initial(word.folded) and part.folded.startswith(word.folded)


def _words(name: str) -> list[Part]:
    skeleton = Skeleton.build(name)
    skipped = {match.start() for match in _CLINGING.finditer(skeleton.text)}
    spans = [m.span() for m in _WORD.finditer(skeleton.text) if m.start() not in skipped]
    offsets = skeleton.original_offsets(np.array(spans, dtype=np.int32).reshape(-1, 2))
    words = [_part(name, start, end) for start, end in offsets.tolist()]
    if len(words) == 1 and script_of(words[0].text) in UNSPACED:
        return _unspaced(name, words[0])
    return words


def _unspaced(name: str, word: Part) -> list[Part]:
    """Split a surname and the forename that follows it without a blank."""
    length = 2 if is_surname(word.text[:2]) else 1
    if len(word.text) <= length:
        return [word]
    middle = word.start + length
    return [_part(name, word.start, middle), _part(name, middle, word.end)]


def _signs(name: str) -> list[Part]:
    return [_part(name, *match.span()) for match in _SIGNS.finditer(name)]


def _part(name: str, start: int, end: int) -> Part:
    text = name[start:end]
    return Part(start=start, end=end, text=text, folded=fold(text))


def _is_extra(words: Sequence[Part], i: int) -> bool:
    """Tell whether a word of a name is a particle, a generation or a number."""
    word, is_first, is_last = words[i], i == 0, i == len(words) - 1
    is_generation = word.folded in _GENERATIONS or _ROMAN.fullmatch(word.text) is not None
    if word.folded.isdigit() or (is_generation and not is_first):
        return True
    return not is_last and _is_particle(word, is_first=is_first)


def _is_particle(word: Part, *, is_first: bool) -> bool:
    if word.text.islower():
        return word.text in _PARTICLES
    return word.text.lower() in _CAPITAL_PARTICLES and not is_first


def _surname_span(name: str, words: Sequence[Part], named: Sequence[Part]) -> range:
    """Find which words are the surname: by a comma, a particle, or as the last word."""
    first, last = named[0].start, named[-1].end
    comma = name.find(",", first, last)
    if comma >= 0:
        return range(first, comma)
    starts = {word.start for word in named}
    for word, following in pairwise(words):
        if word.start not in starts and following.start in starts and not word.folded.isdigit():
            return range(following.start, last)
    start = named[-1].start
    while start > first and not name[start - 1].isspace():
        start -= 1
    if start > first:
        return range(start, last)
    if script_of(named[0].text) in UNSPACED:
        return range(first, named[0].end if len(named) > 1 else last)
    return range(0) if is_forename(named[0].text) else range(first, last)
