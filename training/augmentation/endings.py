"""Gives a listed name the endings of the name that it replaces.

Lists have names as they stand alone. Many languages inflect them in a sentence: `Марией Орловой`,
`Virtasen`, `Bērziņam`. A network that only saw listed forms swapped in would miss the others.
"""

import random
from collections.abc import Sequence

INFLECTING = frozenset({
    "bg", "cs", "el", "et", "fi", "hr", "hu", "is", "kk", "lt", "lv",
    "pl", "ro", "ru", "sk", "sl", "sr", "tr", "uk",
})  # fmt: skip
"""Languages that inflect names."""
_SHARE = 0.5
_LONGEST = 3
"""Letters of an ending, at most."""
_SHORTEST_STEM = 2


def inflected(new: Sequence[str], old: Sequence[str], generator: random.Random) -> list[str]:
    """Give half of the names the endings of the old name's first and last words.

    An ending is the last one to three letters. It takes the place of as many letters or fewer, at
    random, because the lists do not tell stems: `Орлов` in the place of `Соколовым` becomes
    `Орловым`, `Орлым` or `Орлом`.
    """
    words = list(new)
    if generator.random() >= _SHARE:
        return words
    words[-1] = _with_ending(words[-1], old[-1], generator)
    if len(words) > 1 and len(old) > 1:
        words[0] = _with_ending(words[0], old[0], generator)
    return words


def _with_ending(word: str, old: str, generator: random.Random) -> str:
    length = generator.randint(1, _LONGEST)
    cut = generator.randint(0, length)
    is_plain = word.isalpha() and old.isalpha()
    if not is_plain or min(len(word), len(old)) < length + _SHORTEST_STEM:
        return word
    return word[: len(word) - cut] + old[-length:].lower()
