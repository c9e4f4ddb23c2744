"""PhraseMatcher: finds thousands of phrases in a list of tokens in one pass.

Phrases and tokens are compared as atoms: runs of letters and digits, single signs, and single
characters of scripts without blanks. Blanks are no atoms, so a phrase is found across a line break,
and in a token list, which has no blanks.

*Source:* Aho and Corasick, Efficient String Matching: An Aid to Bibliographic Search, 1975.
"""

import re
import unicodedata
from bisect import bisect_left
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import accumulate
from typing import Optional

from nomen.model.text.casing import fold_case
from nomen.model.text.unspaced import mask_unspaced

# The tokenizer splits runs of letters only before n't.
_ATOM = re.compile(r"[^\W_]+?(?=n['\u2019]t(?!\w))|[^\W_]+|\S", re.IGNORECASE)
_INVISIBLE = dict.fromkeys((0x00AD, 0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF))


@dataclass(slots=True, eq=False)
class _State:
    """What the atoms read so far have in common with the phrases.

    Attributes:
        following: The state after each next atom that goes on with a phrase.
        fallback: The state of the longest proper end of these atoms that begins a phrase; None for
            the state before the first atom.
        shorter: The nearest state among the fallbacks that ends a phrase.
        num_atoms: Atoms of the phrase that ends here; 0 if none does.
    """

    following: "dict[str, _State]" = field(default_factory=dict)
    fallback: Optional["_State"] = None
    shorter: Optional["_State"] = None
    num_atoms: int = 0


class PhraseMatcher:
    """Finds phrases where they begin and end with a token.

    Composed and decomposed letters are the same, and invisible characters do not count.

    Args:
        phrases: The phrases; one without a visible character is never found.
        fold_case: Whether they are found in any casing.
    """

    def __init__(self, phrases: Iterable[str], *, fold_case: bool) -> None:
        self._fold_case = fold_case
        self._root = _State()
        for phrase in phrases:
            self._add(self._atoms(phrase))
        self._link()

    def find(self, tokens: Sequence[str]) -> list[range]:
        """Find where phrases stand, as ranges of token indices, by their ends.

        Of the phrases that end with the same token, the longest is given.
        """
        if not self._root.following:
            return []
        distinct = {token: self._atoms(token) for token in set(tokens)}
        if not any(atom in self._root.following for atoms in distinct.values() for atom in atoms):
            return []
        parts = [distinct[token] for token in tokens]
        bounds = [0, *accumulate(map(len, parts))]
        found = (
            _longest(state, bounds, i + 1)
            for i, state in enumerate(self._states(parts))
            if parts[i] and (state.num_atoms or state.shorter)
        )
        return [each for each in found if each is not None]

    def _atoms(self, text: str) -> list[str]:
        if not text.isascii():
            text = unicodedata.normalize("NFC", text).translate(_INVISIBLE)
        text = fold_case(text) if self._fold_case else text
        masked = mask_unspaced(text)
        if masked is text:
            atoms: list[str] = _ATOM.findall(text)
            return atoms
        return [text[match.start() : match.end()] for match in _ATOM.finditer(masked)]

    def _add(self, atoms: Sequence[str]) -> None:
        state = self._root
        for atom in atoms:
            state = state.following.setdefault(atom, _State())
        state.num_atoms = len(atoms)

    def _link(self) -> None:
        """Set the fallbacks of all states, shorter ones first."""
        waiting = deque([self._root])
        while waiting:
            state = waiting.popleft()
            for atom, following in state.following.items():
                fallback = self._root if state.fallback is None else _step(state.fallback, atom)
                following.fallback = fallback
                following.shorter = fallback if fallback.num_atoms else fallback.shorter
                waiting.append(following)

    def _states(self, parts: Iterable[Sequence[str]]) -> Iterator[_State]:
        """Give the state after each token."""
        state = self._root
        for atoms in parts:
            for atom in atoms:
                state = _step(state, atom)
            yield state


def _step(state: _State, atom: str) -> _State:
    while (following := state.following.get(atom)) is None:
        if state.fallback is None:
            return state
        state = state.fallback
    return following


def _longest(state: _State | None, bounds: Sequence[int], stop: int) -> range | None:
    """Give the tokens of the longest phrase before token `stop` that begins with a token.

    Args:
        state: The state after the token before `stop`.
        bounds: Atoms before each token, and the number of atoms, (T + 1,).
        stop: Index of the token after the phrase.
    """
    while state is not None:
        if state.num_atoms:
            first = bounds[stop] - state.num_atoms
            # A token of invisible characters has no atoms; the phrase begins after it.
            start = bisect_left(bounds, first + 1) - 1
            if bounds[start] == first:
                return range(start, stop)
        state = state.shorter
    return None
