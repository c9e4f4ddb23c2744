"""Restoring: puts the originals back in the place of their replacements.

The text may have changed since it was redacted: a language model has moved, repeated, left out or
declined replacements. Where it has not, the result is the text as it was.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from nomen.model.errors import RestoreError
from nomen.model.redaction.breaks import BREAK, on_one_line, without_last_breaks
from nomen.model.redaction.operators import Mask, Operator, Remove, Replace
from nomen.model.redaction.persons import fullest_mentions
from nomen.model.redaction.redaction import RedactedName
from nomen.model.redaction.words import words_of_all

REMOVED = "removed names cannot be put back: redact with number, hash or surrogate"
MASKED = "masked names cannot be put back: redact with number, hash or surrogate"
AMBIGUOUS = (
    "one replacement stands for several names, and the text holds it another number of times: "
    "redact with hash, surrogate, or numbers of one document or batch"
)
MISCOUNTED = (
    f"{Replace().with_} does not stand in the text as often as names were replaced by it: "
    "redact with number, hash or surrogate"
)
HELD = (
    "the text held a replacement before it was redacted, so only the unchanged text can be "
    "restored: redact with number or surrogate"
)
NO_PAIRS = "pairs: expected the names of a redacted text, or replacements with their originals"

_MARKS = r"\u0300-\u036F\u200C\u200D"
_ATOM = re.compile(rf"{BREAK}|(?P<atom>[\w{_MARKS}]+|[^\w\s])")


class Pair(NamedTuple):
    """A replacement and what stood in its place.

    Attributes:
        replacement: What stands in the redacted text.
        original: The name.
        redacted_start: Offset of the replacement in the redacted text; None if it is not known.
        stood_before: Whether the text held the replacement before it was redacted.
    """

    replacement: str
    original: str
    redacted_start: int | None = None
    stood_before: bool = False


AnyPair = RedactedName | tuple[str, str] | Pair | Mapping[str, object]
"""A name of a redacted document, what its `to_dict(with_originals=True)` gives, or a pair."""


class Original(NamedTuple):
    """A name that is put back.

    Attributes:
        start: Offset of the first code point of its replacement in the redacted text.
        end: Offset after its last.
        text: The name.
    """

    start: int
    end: int
    text: str


def restore(text: str, pairs: Iterable[AnyPair]) -> str:
    """Put originals back into a redacted text, which may have changed in between.

    A replacement that is a word is found between the bounds of words. Where one replacement stands
    for several mentions of a person, the k-th gets the k-th original if the text holds it as often
    as before. Otherwise each gets the fullest one, rather `Ann Lee` than `Lee, Ann` or `ANN LEE`.
    `[NAME]` is put back only as often as it was put there, and a replacement that the text held
    before only where nothing before it has changed.

    Args:
        text: The redacted text, or a text made from it.
        pairs: The names of the `RedactedDocument`, the same as `to_dict(with_originals=True)` or
            the service gives them, or replacements with their originals, in the order of the text.

    Raises:
        RestoreError: When an argument is of another type, when names were masked or removed, or
            when the text has changed and a replacement may stand for several persons, or for none.
    """
    pieces, end = [], 0
    for original in find_originals(text, pairs):
        pieces += [text[end : original.start], original.text]
        end = original.end
    return "".join([*pieces, text[end:]])


def find_originals(text: str, pairs: Iterable[AnyPair]) -> list[Original]:
    """Find what `restore` puts back, in the order of the text; arguments and errors as there."""
    if not isinstance(text, str):
        raise RestoreError("text: expected a string")
    known = _pairs_of(pairs)
    _check(known)
    replacements = _Replacements(known)
    spans = _unmoved_spans(text, known)
    if spans is None:
        return replacements.originals(text, is_changed=True)
    unmoved = [Original(*span, pair.original) for span, pair in zip(spans, known, strict=True)]
    # Where all names still stand, only what follows the last one may be new.
    end = spans[-1][1] if spans else 0
    rest = replacements.originals(text[end:], is_changed=False)
    return [*unmoved, *(Original(end + i, end + j, name) for i, j, name in rest)]


def check_restorable(operator: Operator) -> None:
    """Refuse an operator whose names cannot be put back.

    Raises:
        RestoreError: When it masks or removes names.
    """
    if isinstance(operator, Mask):
        raise RestoreError(MASKED)
    if isinstance(operator, Remove):
        raise RestoreError(REMOVED)


class _Atom(NamedTuple):
    """A word or a sign of a text; `spaced` has a blank before it if the text has one."""

    start: int
    end: int
    text: str
    spaced: str


class _Replacements:
    """The replacements of a text by their words and signs, so that each place is looked up once."""

    def __init__(self, pairs: Iterable[Pair]) -> None:
        self._pairs: dict[tuple[str, ...], list[Pair]] = defaultdict(list)
        self._fullest: dict[tuple[str, ...], Pair | None] = {}
        lengths: dict[str, set[int]] = defaultdict(set)
        for pair in pairs:
            key = _key(_atoms(without_last_breaks(pair.replacement)))
            self._pairs[key].append(pair)
            lengths[key[0]].add(len(key))
        self._lengths = {first: sorted(found, reverse=True) for first, found in lengths.items()}

    def originals(self, text: str, *, is_changed: bool) -> list[Original]:
        """Find the originals of a text.

        Args:
            text: A text, or what follows the replacements that still stand where they stood.
            is_changed: Whether the replacements may have moved; then each must have its original.
        """
        found = list(self._find(text))
        counts = Counter(key for _, _, key in found)
        places: Counter[tuple[str, ...]] = Counter()
        originals = []
        for start, stop, key in found:
            pair = self._original(key, places[key], counts[key] if is_changed else None)
            places[key] += 1
            if pair is None and is_changed:
                raise RestoreError(self._refusal(key))
            if pair is not None:
                originals.append(_in_place(text, start, stop, pair))
        return originals

    def _find(self, text: str) -> Iterator[tuple[int, int, tuple[str, ...]]]:
        """Find the replacements, the longest at each place, with their spans."""
        atoms, i = _atoms(text), 0
        while i < len(atoms):
            for length in self._lengths.get(atoms[i].text, ()):
                key = _key(atoms[i : i + length])
                if key in self._pairs:
                    yield atoms[i].start, atoms[i + length - 1].end, key
                    i += length - 1
                    break
            i += 1

    def _original(self, key: tuple[str, ...], place: int, count: int | None) -> Pair | None:
        """Choose the pair that a replacement stands for; None if it could be another or nobody."""
        pairs = self._pairs[key]
        if any(pair.stood_before for pair in pairs):
            return None
        if count == len(pairs):
            return pairs[place]
        if key == _DEFAULT:
            return None
        if key not in self._fullest:
            self._fullest[key] = _fullest(pairs)
        return self._fullest[key]

    def _refusal(self, key: tuple[str, ...]) -> str:
        if any(pair.stood_before for pair in self._pairs[key]):
            return HELD
        return MISCOUNTED if key == _DEFAULT else AMBIGUOUS


def _fullest(pairs: Sequence[Pair]) -> Pair | None:
    """Give the pair with the fullest mention of a person; None if there are several persons."""
    words = words_of_all(pair.original for pair in pairs)
    persons = set(fullest_mentions(words.values()).values())
    if len(persons) > 1:
        return None
    return min((pair for pair in pairs if words[pair.original] in persons), key=_oddness)


def _oddness(pair: Pair) -> tuple[bool, bool]:
    """Tell how little a mention fits into a sentence: `Lee, Ann` and `ANN LEE` fit less."""
    return "," in pair.original, pair.original.isupper()


def _in_place(text: str, start: int, stop: int, pair: Pair) -> Original:
    """Give an original with the span that it takes, as it fits there.

    Line ends inside a name come back only where they still follow its replacement.
    """
    replacement = pair.replacement
    first = start - (len(replacement) - len(replacement.lstrip()))
    if first >= 0 and text.startswith(replacement, first):
        return Original(first, first + len(replacement), pair.original)
    return Original(start, stop, on_one_line(pair.original))


def _atoms(text: str) -> list[_Atom]:
    atoms: list[_Atom] = []
    end = 0
    for match in _ATOM.finditer(text):
        word = match["atom"]
        if word is not None:
            spaced = word if match.start() == end else f" {word}"
            atoms.append(_Atom(match.start(), match.end(), word, spaced))
            end = match.end()
    return atoms


def _key(atoms: Sequence[_Atom]) -> tuple[str, ...]:
    return (atoms[0].text, *(atom.spaced for atom in atoms[1:]))


_DEFAULT = _key(_atoms(Replace().with_))
"""What `replace` leaves if the caller says nothing else: nothing in it tells persons apart."""


def _pairs_of(pairs: Iterable[AnyPair]) -> list[Pair]:
    if isinstance(pairs, str) or not isinstance(pairs, Iterable):
        raise RestoreError(NO_PAIRS)
    return [_pair_of(pair) for pair in pairs]


def _pair_of(pair: AnyPair) -> Pair:
    match pair:
        case RedactedName():
            return Pair(pair.replacement, pair.original, pair.redacted_start, pair.stood_before)
        case Pair():
            return pair
        case [str(replacement), str(original)]:
            return Pair(replacement, original)
        case [str(replacement), str(original), int(start)]:  # as in a map
            return Pair(replacement, original, start)
        case {"replacement": str(replacement), "original": str(original)}:  # as in JSON
            start, is_held = pair.get("redacted_start"), pair.get("stood_before") is True
            return Pair(replacement, original, start if isinstance(start, int) else None, is_held)
        case _:
            raise RestoreError(NO_PAIRS)


def _check(pairs: Sequence[Pair]) -> None:
    if any(not without_last_breaks(pair.replacement).strip() for pair in pairs):
        raise RestoreError(REMOVED)
    if pairs and all(_is_masked(pair) for pair in pairs):
        raise RestoreError(MASKED)


def _is_masked(pair: Pair) -> bool:
    """Tell whether a replacement is the original with one sign in the place of characters."""
    if len(pair.replacement) != len(pair.original):
        return False
    new = {r for r, o in zip(pair.replacement, pair.original, strict=True) if r != o}
    return len(new) == 1 and not new.pop().isalnum()


def _unmoved_spans(text: str, pairs: Sequence[Pair]) -> list[tuple[int, int]] | None:
    """Give the spans of the replacements if all of them stand where they stood."""
    spans, end = [], 0
    for replacement, _, start, _ in pairs:
        if start is None or start < end or not text.startswith(replacement, start):
            return None
        end = start + len(replacement)
        spans.append((start, end))
    return spans
