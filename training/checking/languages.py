"""Guesses the language of a sentence by its script and its function words."""

import tomllib
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

from nomen.model.text.scripts import LATIN, count_unsupported

LEAST_WORDS = 3
"""Function words that a sentence must have before its language is told."""
LEAST_LETTERS = 8
"""Letters that a sentence must have before its script is told."""
_LEAST_SHARE = 0.2
_MARGIN = 2


@cache
def function_words() -> Mapping[str, frozenset[str]]:
    """Read the function words that come with Nomen, by language."""
    path = Path(__file__).with_name("function_words.toml")
    table = tomllib.loads(path.read_text(encoding="utf-8"))
    return {language: frozenset(words.split()) for language, words in table.items()}


def count_words(tokens: Sequence[str]) -> Counter[str]:
    """Count the different function words of each language among the tokens of a sentence.

    Words of one letter do not count: they may as well be anything else.
    """
    known = _languages_by_word()
    words = {token.lower() for token in tokens}
    return Counter(language for word in words for language in known.get(word, ()))


@cache
def _languages_by_word() -> Mapping[str, Sequence[str]]:
    found: dict[str, list[str]] = {}
    for language, words in function_words().items():
        for word in words:
            if len(word) > 1:
                found.setdefault(word, []).append(language)
    return found


def script_of(tokens: Sequence[str]) -> str | None:
    """Give the script of most letters of a sentence; None where it has few letters."""
    text = " ".join(tokens)
    num_letters = sum(map(str.isalpha, text))
    if num_letters < LEAST_LETTERS:
        return None
    others = count_unsupported([text], ())
    script, number = next(iter(others.items()), (LATIN, 0))
    return script if 2 * number > num_letters else LATIN


def language_of(tokens: Sequence[str]) -> str | None:
    """Give the language of a sentence as far as it is clear: a script, or a language of words.

    Scripts other than Latin stand for their languages. None where too little tells.
    """
    script = script_of(tokens)
    if script != LATIN:
        return script
    counts = count_words(tokens)
    best = counts.most_common(2)
    if not best or best[0][1] < max(LEAST_WORDS, _LEAST_SHARE * len(tokens)):
        return None
    if len(best) > 1 and best[1][1] == best[0][1]:
        return None
    return best[0][0]


def is_another(tokens: Sequence[str], main: str) -> str | None:
    """Give the language of a sentence where it is clearly not the main one, else None."""
    found = language_of(tokens)
    if found is None or found == main:
        return None
    counts = count_words(tokens)
    return None if _MARGIN * counts[main] > counts[found] > 0 else found
