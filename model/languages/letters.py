"""Letters: what the network reads of a text, as numbers, and which script each belongs to.

Case, width and the kind of a mark between words say little about a language, so they are folded:
letters become lower-case letters of usual width, and everything that is no letter a blank.
"""

import re
import unicodedata
from functools import cache

import numpy as np
from numpy.typing import NDArray

from nomen.model.text.scripts import script_of

CodeArray = NDArray[np.uint32]

MAX_CHARACTERS = 192
"""Of a longer text, three pieces are read: of its start, its middle and its end."""
BLANK = 1
"""The code of everything that is no letter."""
BLANKS_BEFORE = 4
"""Blanks that are read before a text; after it, one is read."""
NO_SCRIPT = ""
WEIGHT_OF_CHARACTERS = 3
"""Letters that say as much as a character of Han or kana."""

_OF_CHARACTERS = frozenset({"Han", "Hiragana", "Katakana", "Bopomofo"})

_NO_LANGUAGE = re.compile(r"<[^<>]*>|\b\w+://\S+|\bwww\.\S+|[^\s<>@]{1,64}@[^\s<>@]+")
"""Tags, addresses of pages and of mailboxes: their letters are in no language."""
_ADDRESSES_IN = 4 * MAX_CHARACTERS
"""Of a longer text, addresses are looked for in three pieces of this length together."""
_BEFORE = " " * BLANKS_BEFORE
_NUM_CODES = 1 << 16
_FIRST_COMPATIBLE = 0xF900
"""Compatibility forms of letters stand from here on."""


def read_codes(text: str) -> CodeArray:
    """Give the codes of a text's letters, with blanks between, before and after them.

    Args:
        text: Any text.

    Returns:
        uint32 (`BLANKS_BEFORE` + T + 1,), where T is at most `MAX_CHARACTERS` and a few: code
        points below 65,536 in lower case, `BLANK` for everything else.
    """
    return fold(f"{_BEFORE}{_cut(text, MAX_CHARACTERS)} ")


def without_addresses(text: str) -> str:
    """Give a text with a blank for each tag, address of a page and address of a mailbox.

    Of a long text with some, three pieces are given.
    """
    has_some = "<" in text or "@" in text or "://" in text or "www." in text
    return _NO_LANGUAGE.sub(" ", _cut(text, _ADDRESSES_IN)) if has_some else text


def _cut(text: str, length: int) -> str:
    """Give three pieces of a text that is longer than `length`: start, middle and end."""
    if len(text) <= length:
        return text
    piece = length // 3
    middle = (len(text) - piece) // 2
    return f"{text[:piece]} {text[middle : middle + piece]} {text[-piece:]}"


def fold(text: str) -> CodeArray:
    """Give the codes of a whole text, uint32 (T,)."""
    if not text.isascii():
        text = unicodedata.normalize("NFC", text)
    points = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)
    codes: CodeArray = folding().take(points, mode="clip")
    return codes


@cache
def folding() -> CodeArray:
    """Give the code of each code point, uint32 (65536,); the last one stands for all above."""
    codes = np.full(_NUM_CODES, BLANK, dtype=np.uint32)
    for point in range(_NUM_CODES - 1):
        letter = chr(point)
        if letter.isalpha() or (point > BLANK and unicodedata.category(letter) in {"Mn", "Mc"}):
            codes[point] = _fold_letter(letter)
    return codes


def _fold_letter(letter: str) -> int:
    usual = unicodedata.normalize("NFKC", letter) if ord(letter) >= _FIRST_COMPATIBLE else letter
    is_one = len(usual) == 1 and ord(usual) < _NUM_CODES
    return ord((usual if is_one else letter).lower()[0])


def main_script(codes: CodeArray) -> int:
    """Give the script of most of a text, as a place in the names of `script_table`.

    A character of Han or kana counts as `WEIGHT_OF_CHARACTERS` letters. 0: there are no letters.
    """
    counts = np.bincount(script_table()[0].take(codes), minlength=len(script_weights()))
    return int((counts * script_weights()).argmax())


@cache
def script_weights() -> NDArray[np.int64]:
    """Give what a letter of each script counts; what has no script counts nothing."""
    weights = [WEIGHT_OF_CHARACTERS if name in _OF_CHARACTERS else 1 for name in script_table()[1]]
    return np.array([0, *weights[1:]])


@cache
def script_table() -> tuple[NDArray[np.uint8], tuple[str, ...]]:
    """Give the script of each code, uint8 (65536,), as a place in the names; 0 has no script."""
    names = {NO_SCRIPT: 0}
    table = np.zeros(_NUM_CODES, dtype=np.uint8)
    for code in np.unique(folding()).tolist():
        letter = chr(code)
        if letter.isalpha():
            table[code] = names.setdefault(script_of(letter), len(names))
    return table, tuple(names)
