"""Scripts that put no blanks between words: each of their characters is a token.

They are Han, Bopomofo, kana, Thai, Lao, Khmer and Burmese. Hangul has blanks, but its particles
stand at the end of a word without any sign, so a name could not be told from its particle.

Source: Unicode Standard 15.0, chapters 16 and 18; UAX #14, section 5.1, on scripts without blanks.
"""

from collections.abc import Sequence
from functools import cache

import numpy as np

from nomen.model.arrays import BoolArray
from nomen.model.text.offsets import code_points

MASK = "\ue000"
"""Stands for a character of these scripts: neither a letter nor a blank, of private use."""

_NUM_CODE_POINTS = 0x11_0000
# Letters alone: digits of these scripts form numbers, and marks cling to the letter before them.
_SOUTH_EAST_ASIAN = (
    *((0x0E01, 0x0E31), (0x0E32, 0x0E34), (0x0E40, 0x0E47)),  # Thai
    *((0x0E81, 0x0EB1), (0x0EB2, 0x0EB4), (0x0EC0, 0x0EC7), (0x0EDC, 0x0EE0)),  # Lao
    *((0x1000, 0x1040), (0x1050, 0x1090)),  # Burmese
    *((0x1100, 0x1200),),  # Hangul jamo
    *((0x1780, 0x17B4), (0x17D7, 0x17D8), (0x17DC, 0x17DD)),  # Khmer
)
_EAST_ASIAN = (
    *((0x2E80, 0x2FE0), (0x3005, 0x3008), (0x3021, 0x3030), (0x3031, 0x3036), (0x3038, 0x303D)),
    *((0x3041, 0x3097), (0x309D, 0x30A0), (0x30A1, 0x30FB), (0x30FC, 0x3100)),  # kana
    *((0x3105, 0x3130), (0x3131, 0x318F), (0x31A0, 0x31C0), (0x31F0, 0x3200)),
    *((0x3400, 0x4DC0), (0x4E00, 0xA000)),  # Han
    *((0xA960, 0xA980), (0xAC00, 0xD800)),  # Hangul
    *((0xF900, 0xFB00), (0xFF66, 0xFFDD)),  # compatible Han, half-width kana and Hangul
    *((0x1_B000, 0x1_B170), (0x2_0000, 0x3_FFFE)),  # kana and Han beyond the first plane
)
_FIRST, _LAST_SOUTH_EAST = _SOUTH_EAST_ASIAN[0][0], _SOUTH_EAST_ASIAN[-1][1]
_FIRST_EAST = _EAST_ASIAN[0][0]


def mask_unspaced(text: str) -> str:
    """Give a text with `MASK` for each letter of these scripts; the same object without any."""
    if text.isascii():
        return text
    codes = code_points(text)
    # Two quick looks spare most texts the slower one.
    offsets = codes - np.uint32(_FIRST)
    if codes.max() < _FIRST_EAST and offsets.min() >= _LAST_SOUTH_EAST - _FIRST:
        return text
    are_unspaced = _unspaced()[codes]
    if not are_unspaced.any():
        return text
    masked = np.where(are_unspaced, np.uint32(ord(MASK)), codes)
    return masked.tobytes().decode("utf-32-le", "surrogatepass")


def joined_tokens(tokens: Sequence[str]) -> str:
    """Join tokens by one blank, or by none between two characters of these scripts.

    A sign between them, such as the dot of a transliterated name, counts as one of them.
    """
    parts = list(tokens[:1])
    last = bool(parts) and is_unspaced(parts[0][0])
    for token in tokens[1:]:
        here = is_unspaced(token[0]) or (last and not token[0].isalnum())
        parts += ["" if last and here else " ", token]
        last = here
    return "".join(parts)


def is_unspaced(character: str) -> bool:
    """Tell whether a character is a letter of these scripts."""
    return bool(_unspaced()[ord(character)])


@cache
def _unspaced() -> BoolArray:
    table = np.zeros(_NUM_CODE_POINTS, dtype=np.bool_)
    for start, end in (*_SOUTH_EAST_ASIAN, *_EAST_ASIAN):
        table[start:end] = True
    return table
