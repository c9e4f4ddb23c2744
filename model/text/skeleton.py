"""Skeleton: a text reduced to one character for every cluster, with the offsets of the original.

A cluster is a character and all that clings to it: combining marks, Hangul vowels and finals,
variation selectors, skin tones, invisible joiners, the rest of a joined emoji. Nothing clings to a
blank. Inside a word, marks of direction and blanks of no width cling too; beside a blank between
two words, they belong to it. A stand-in (`&eacute;`, see `stand_ins`) is the character that it
stands for, and a footnote's sign at a name's end is a star. The skeleton keeps the first character
of a cluster's canonical decomposition, so a text's NFC and NFD forms have the same skeleton, and
the rules for tokens need not mention marks.

Source: UAX #15 (normalization forms), sections 1.2 and 9.1; UTS #51 (emoji), section 2.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from nomen.model.arrays import BoolArray, Int32Array
from nomen.model.text.footnotes import mask_footnote_signs
from nomen.model.text.offsets import code_points
from nomen.model.text.stand_ins import StandIn, find_stand_ins

_NUM_CODE_POINTS = 0x11_0000
_LAST_ASCII = "\x7f"
_IS_SIGN = bytes(not chr(code).isspace() for code in range(0x100))
"""For each byte of an ASCII text 1, or 0 for a blank."""
_MOST_REPLACED = 24
"""Up to so many different characters, replacing each takes less time than a table of all."""
_ZERO_WIDTH_JOINER = 0x200D
_KEYCAP = 0x20E3
# All combining marks lie inside these. A scan of every code point would cost a tenth of a second.
_MARK_RANGES = ((0x0300, 0x3100), (0xA660, 0xAC00), (0xFB00, 0xFE30), (0x1_0000, 0x1_F000))
_CLINGING_RANGES = (
    (0x00AD, 0x00AE),  # soft hyphen
    (0x0E33, 0x0E34),  # the Thai and Lao vowel am
    (0x0EB3, 0x0EB4),
    (0x1160, 0x1200),  # Hangul vowels and finals
    (0x200C, 0x200E),  # zero width non-joiner and joiner
    (0x2060, 0x2061),  # word joiner
    (0xD7B0, 0xD800),  # Hangul vowels and finals, extended
    (0x1_F3FB, 0x1_F400),  # skin tones
    (0xFF9E, 0xFFA0),  # half-width marks of voiced kana
    (0xE_0020, 0xE_0080),  # tags of sub-regional flags
    (0xE_0100, 0xE_01F0),  # variation selectors supplement
)
# Blanks of no width may part the words of Thai, Lao, Burmese and Khmer.
_UNSPACED = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff"
_INVISIBLE = r"[\u061c\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]"
_HAS_INVISIBLE = re.compile(_INVISIBLE)
_INVISIBLE_IN_WORDS = re.compile(
    rf"(?<=[^\W_{_UNSPACED}])(?: {_INVISIBLE}++|{_INVISIBLE}++(?: {_INVISIBLE}*+)?)(?=[^\W_])"
)
_BLANK = ord(" ")
_PICTOGRAPH_RANGES = (
    (0x2194, 0x2196),
    (0x2600, 0x27C0),
    (0x2B00, 0x2C00),
    (0x1_F000, 0x1_FB00),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Skeleton:
    """A text's skeleton and where each of its characters stands.

    Attributes:
        text: One character for each cluster.
        positions: int32 (len(text) + 1,), the offset in the original text at which each cluster
            starts, and the original's length; None if all offsets are the same in both.
    """

    text: str
    positions: Int32Array | None

    @classmethod
    def build(cls, text: str) -> "Skeleton":
        """Reduce a text to its skeleton."""
        stand_ins = find_stand_ins(text)
        if text.isascii() and not stand_ins:
            return cls(text=text, positions=None)
        codes, clings = _codes_and_clings(text, stand_ins)
        if not stand_ins and not clings.any():
            return _reduced(text, None)
        positions = np.append(np.flatnonzero(~clings), len(text)).astype(np.int32)
        firsts = codes[positions[:-1]]
        # A digit inside a keycap is a sign: it does not belong to the number or word beside it.
        keycaps = np.flatnonzero(codes == _KEYCAP)
        firsts[np.searchsorted(positions, keycaps, side="right") - 1] = _KEYCAP
        reduced = firsts.tobytes().decode("utf-32-le", "surrogatepass")
        return _reduced(reduced, positions)

    def original_offsets(self, offsets: Int32Array) -> Int32Array:
        """Convert offsets in the skeleton (int32, 0 to its length) to offsets in the original."""
        return offsets if self.positions is None else self.positions[offsets]


def find_signs(text: str) -> NDArray[np.intp]:
    """Give the offset of each character that is no blank (`str.isspace`)."""
    return _are_signs(text).nonzero()[0]


def find_blanks(text: str) -> NDArray[np.intp]:
    """Give the offset of each blank."""
    return (~_are_signs(text)).nonzero()[0]


def _are_signs(text: str) -> BoolArray:
    if text.isascii():
        return np.frombuffer(text.encode().translate(_IS_SIGN), dtype=np.bool_)
    return ~_is_blank(code_points(text))


def _is_blank(codes: NDArray[np.uint32]) -> BoolArray:
    return _blanks()[codes]


def _codes_and_clings(text: str, stand_ins: list[StandIn]) -> tuple[NDArray[np.uint32], BoolArray]:
    """Give the code points with stand-ins decoded, and what `_clings` tells of them."""
    codes = code_points(text)
    if not stand_ins:
        return codes, _clings(codes)
    codes = codes.copy()
    starts, ends = np.array([each[:2] for each in stand_ins]).T
    is_shown = np.array([bool(each[2]) for each in stand_ins])
    shown = [ord(each[2][0]) for each in stand_ins if each[2]]
    codes[starts[is_shown]] = codes[ends[is_shown] - 1] = shown
    steps = np.zeros(len(codes) + 1, dtype=np.int8)
    # What stands for nothing clings with its first character, too.
    np.add.at(steps, starts + is_shown, 1)
    np.add.at(steps, ends, -1)
    return codes, _clings(codes) | (steps.cumsum()[:-1] > 0)


def _reduced(text: str, positions: Int32Array | None) -> Skeleton:
    """Give a skeleton of decomposed characters, without the invisible ones in and between words."""
    text = mask_footnote_signs(_decomposed(text))
    found = list(_INVISIBLE_IN_WORDS.finditer(text)) if _HAS_INVISIBLE.search(text) else []
    if not found:
        return Skeleton(text=text, positions=positions)
    known = np.arange(len(text) + 1, dtype=np.int32) if positions is None else positions
    codes = code_points(text).copy()
    kept = np.ones(len(text), dtype=np.bool_)
    for match in found:
        start, end = match.span()
        is_blank = " " in match[0]
        codes[start] = _BLANK
        kept[start + is_blank : end] = False
    return Skeleton(
        text=codes[kept].tobytes().decode("utf-32-le", "surrogatepass"),
        positions=known[np.append(kept, True)],
    )


def _clings(codes: NDArray[np.uint32]) -> BoolArray:
    """Tell for each code point whether it belongs to the cluster before it."""
    after_joiner = np.zeros(len(codes), dtype=np.bool_)
    after_joiner[1:] = codes[:-1] == _ZERO_WIDTH_JOINER
    clings = _clinging()[codes] | (after_joiner & _table(_PICTOGRAPH_RANGES)[codes])
    clings[1:] &= ~_is_blank(codes[:-1])
    clings[0] = False
    return clings


def _decomposed(text: str) -> str:
    """Replace each character by the first one of its canonical decomposition."""
    firsts: dict[str, str | int | None] = {
        char: first
        for char in set(text)
        if char > _LAST_ASCII and (first := unicodedata.normalize("NFD", char)[0]) != char
    }
    if len(firsts) > _MOST_REPLACED:
        return text.translate(str.maketrans(firsts))
    for char, decomposed in firsts.items():
        text = text.replace(char, str(decomposed))
    return text


@cache
def _table(ranges: tuple[tuple[int, int], ...]) -> BoolArray:
    table = np.zeros(_NUM_CODE_POINTS, dtype=np.bool_)
    for start, end in ranges:
        table[start:end] = True
    return table


@cache
def _clinging() -> BoolArray:
    table = _table(_CLINGING_RANGES).copy()
    for start, end in _MARK_RANGES:
        table[start:end] |= [
            unicodedata.category(chr(code))[0] == "M" for code in range(start, end)
        ]
    return table


@cache
def _blanks() -> BoolArray:
    table = np.zeros(_NUM_CODE_POINTS, dtype=np.bool_)
    table[:0x3001] = [chr(code).isspace() for code in range(0x3001)]
    return table
