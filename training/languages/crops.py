"""Texts of random lengths, cut from the texts of each language as a training wants them."""

import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from nomen.model.arrays import BoolArray
from nomen.model.languages.letters import (
    BLANK,
    CodeArray,
    fold,
    folding,
    script_table,
    script_weights,
)
from nomen.training.languages.recipe import Optimisation

LEAST_SHARE = 0.1
"""A language is written in a script if this share of its letters is."""
_MEAN_LENGTH = 60
"""Characters of a text in a batch of `batch_size` texts; batches of longer texts have fewer."""
_NAME_LEAST = 20
"""Characters of a text in which a name of another language may stand."""
_NAMES_LEAST = 80
"""Of one in which two may."""
_LONGEST_NAME = 24
_LONGEST_NAME_SHARE = 0.6
_TRIMMED_SHARE = 0.85
"""Most texts end where a word does."""
_PLAIN = {"\u0131": "i", "ł": "l", "đ": "d", "ß": "s", "ø": "o", "æ": "a", "œ": "o"}

Codes16 = NDArray[np.uint16]


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """Texts of one batch.

    Attributes:
        codes: uint32 (B, T), `BLANK` after a text's end.
        lengths: int64 (B,), characters of each.
        scripts: int64 (B,), place of each text's script in `script_table()`.
        languages: int64 (B,), the labels.
    """

    codes: CodeArray
    lengths: NDArray[np.int64]
    scripts: NDArray[np.int64]
    languages: NDArray[np.int64]


class Crops:
    """Draws texts from the lines of each language.

    Args:
        lines: The lines of each language, in the order of the labels.
        shares: How often each language is drawn, relative to the others.
        names: Names by script.
        settings: Lengths, and how often texts are changed.
    """

    def __init__(
        self,
        lines: Sequence[Sequence[str]],
        shares: Sequence[float],
        *,
        names: Mapping[int, list[CodeArray]],
        settings: Optimisation,
    ) -> None:
        parts = [fold("\n".join(each)).astype(np.uint16) for each in lines]
        self._codes: Codes16 = np.concatenate(parts)
        begins = np.cumsum([0, *map(len, parts)])
        is_start = self._codes != BLANK
        is_start[1:] &= self._codes[:-1] == BLANK
        self._starts = is_start.nonzero()[0]
        self._bounds, self._ends = self._starts.searchsorted(begins), begins[1:]
        self.allowed = _scripts_of(parts)
        is_contested = (self.allowed & (self.allowed.sum(axis=1, keepdims=True) > 1)).any(axis=0)
        wanted = np.asarray(shares, dtype=np.float64) * is_contested
        self._shares = wanted / wanted.sum()
        self._names = names
        self._settings = settings
        self._plain = _plain_table()

    def batches(self, number: int, seed: int) -> Iterator[Batch]:
        """Draw a number of batches; the same seed gives the same ones."""
        random = np.random.default_rng(seed)
        low, high = np.log(self._settings.shortest), np.log(self._settings.longest)
        for _ in range(number):
            length = int(np.exp(random.uniform(low, high)))
            size = max(
                16, self._settings.batch_size * _MEAN_LENGTH // max(length, _MEAN_LENGTH // 2)
            )
            yield self._draw(random, size, length)

    def _draw(self, random: np.random.Generator, size: int, length: int) -> Batch:
        labels = random.choice(len(self._shares), size=size, p=self._shares)
        first, stop = self._bounds[labels], self._bounds[labels + 1]
        starts = self._starts[first + (random.random(size) * (stop - first)).astype(np.int64)]
        places = starts[:, None] + np.arange(length)  # (B, T)
        codes = self._codes.take(places, mode="clip").astype(np.uint32)  # (B, T)
        codes[places >= self._ends[labels][:, None]] = BLANK
        is_plain = random.random(size) < self._settings.plain_share
        codes[is_plain] = self._plain[codes[is_plain]]
        scripts = _main_scripts(codes)
        for _ in range((length >= _NAME_LEAST) + (length >= _NAMES_LEAST)):
            self._add_names(random, codes, scripts)
        lengths = _trim(random, codes)
        is_known = self.allowed[scripts, labels]
        return Batch(
            codes=codes[is_known],
            lengths=lengths[is_known],
            scripts=scripts[is_known],
            languages=labels[is_known],
        )

    def _add_names(
        self, random: np.random.Generator, codes: CodeArray, scripts: NDArray[np.int64]
    ) -> None:
        """Write a name over the words after a blank."""
        most = min(_LONGEST_NAME, int(codes.shape[1] * _LONGEST_NAME_SHARE))
        for row in (random.random(len(codes)) < self._settings.name_share).nonzero()[0]:
            names = self._names.get(int(scripts[row]))
            blanks = (codes[row] == BLANK).nonzero()[0]
            if not names or not len(blanks):
                continue
            name = names[random.integers(len(names))][:most]
            start = 0 if random.random() < 0.3 else int(random.choice(blanks)) + 1  # noqa: PLR2004
            stop = min(start + len(name), codes.shape[1])
            codes[row, start:stop] = name[: stop - start]
            rest = blanks[blanks.searchsorted(stop) :]  # of the last word that is written over
            codes[row, stop : rest[0] if len(rest) else None] = BLANK


def _trim(random: np.random.Generator, codes: CodeArray) -> NDArray[np.int64]:
    """Blank the last, unfinished word of most texts, and give their lengths."""
    size, length = codes.shape
    order = np.arange(length)
    lasts = np.where(codes == BLANK, order, 0).max(axis=1)  # (B,)
    is_trimmed = (lasts > length * 0.6) & (random.random(size) < _TRIMMED_SHARE)
    lengths: NDArray[np.int64] = np.where(is_trimmed, lasts, length)
    codes[order >= lengths[:, None]] = BLANK
    return lengths


def _scripts_of(parts: Sequence[Codes16]) -> BoolArray:
    """Tell which languages are written in each script, (S, L)."""
    table, names = script_table()
    counts = np.stack([np.bincount(table[part], minlength=len(names)) for part in parts], axis=1)
    counts[0] = 0
    allowed: BoolArray = counts > LEAST_SHARE * counts.sum(axis=0)
    return allowed


def _main_scripts(codes: CodeArray) -> NDArray[np.int64]:
    """Give the script of most letters of each text."""
    table, names = script_table()
    found = table[codes].astype(np.int64)  # (B, T)
    keys = found + np.arange(len(codes))[:, None] * len(names)
    counts = np.bincount(keys.ravel(), minlength=len(codes) * len(names))
    counts = counts.reshape(len(codes), len(names)) * script_weights()
    scripts: NDArray[np.int64] = counts.argmax(axis=1)
    return scripts


def _plain_table() -> CodeArray:
    """Give each Latin letter without its mark, uint32 (65536,)."""
    table, names = script_table()
    plain = np.arange(len(folding()), dtype=np.uint32)
    for code in (table == names.index("Latin")).nonzero()[0].tolist():
        letter = chr(code)
        plain[code] = ord(_PLAIN.get(letter) or unicodedata.normalize("NFD", letter)[0])
    return plain
