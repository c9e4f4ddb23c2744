"""Scripts: which writing systems the letters of a text and of a vocabulary belong to.

A bundle finds names in the scripts that it learned. In others it stays silent, so their letters are
counted.

*Source:* Unicode Standard Annex 24 for the names of scripts. A letter's script is taken from the
first word of its Unicode name, for the scripts of living languages.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Collection, Iterable
from functools import cache

LATIN = "Latin"

# Everything that is no letter, or a letter of the Latin script, is in this class.
_LATIN_OR_NONE = (
    r"\W\d_\x00-\u02FF\u1D00-\u1DBF\u1E00-\u1EFF\u2000-\u2BFF\u2C60-\u2C7F\uA720-\uA7FF"
    r"\uFB00-\uFB06\uFF21-\uFF5A"
)
_OTHER_LETTERS = re.compile(f"[^{_LATIN_OR_NONE}]+")
_SCRIPTS = """
    Adlam Arabic Armenian Bengali Bopomofo Cham Cherokee Coptic Cyrillic Devanagari Ethiopic
    Georgian Greek Gujarati Gurmukhi Hangul Hebrew Hiragana Javanese Kannada Katakana Khmer Lao Lisu
    Malayalam Mongolian Myanmar Nko Oriya Sinhala Sundanese Syriac Tamil Telugu Thaana Thai Tibetan
    Tifinagh Vai Yi
"""
_OF_WORD = {name.upper(): name for name in _SCRIPTS.split()} | {
    "CANADIAN": "Canadian_Aboriginal",
    "CJK": "Han",
    "IDEOGRAPHIC": "Han",
}
LEAST_SHARE = 0.005
"""A script is learned where at least this share of a vocabulary's word forms is written in it."""


def count_unsupported(texts: Iterable[str], learned: Collection[str]) -> dict[str, int]:
    """Count the letters of texts by script, for scripts that were not learned.

    Args:
        texts: A text, or its tokens.
        learned: The learned scripts; Latin is one of them always.

    Returns:
        The number of letters by the script's Unicode name, the most frequent script first.
    """
    letters = "".join(map(_letters, texts))
    if not letters:
        return {}
    counts: Counter[str] = Counter()
    for letter, count in Counter(letters).items():
        script = _script(letter)
        if script and script not in learned:
            counts[script] += count
    return dict(counts.most_common())


def learned_scripts(forms: Collection[str]) -> frozenset[str]:
    """Tell in which scripts a vocabulary's word forms are written; Latin is always one.

    Args:
        forms: The word forms.
    """
    others = Counter(_script(letters[0]) for form in forms if (letters := _letters(form)))
    least = LEAST_SHARE * len(forms)
    return frozenset({LATIN, *(name for name, count in others.items() if name and count >= least)})


def _letters(text: str) -> str:
    """Give the letters of other scripts than Latin."""
    return "" if text.isascii() else "".join(_OTHER_LETTERS.findall(text))


def script_of(letter: str) -> str:
    """Give the Unicode name of a letter's script; empty where it is none of a living language."""
    return LATIN if _OTHER_LETTERS.match(letter) is None else _script(letter)


@cache
def _script(letter: str) -> str:
    """Give the script of a letter other than Latin; empty where no living language has it."""
    words = unicodedata.name(letter, "").removeprefix("HALFWIDTH ").split(maxsplit=1)
    return _OF_WORD.get(words[0], "") if words else ""
