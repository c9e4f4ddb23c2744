"""The features that the CRF reads from a sentence's tokens.

*Source:* sklearn-crfsuite's tutorial on CoNLL-2002: neighbouring words, affixes, casing. Here the
window is two words on either side, and affixes have up to four letters.
"""

import re
from collections.abc import Sequence
from functools import lru_cache

WINDOW = 2
"""Tokens on either side whose lower-cased form and shape are features."""

LONGEST_AFFIX = 4
"""Letters of the longest prefix and suffix."""

LONGEST_RUN = 4
"""A shape repeats one letter at most this often, as in spaCy."""

_CACHED_TOKENS = 200_000
_RUNS = re.compile(r"(X+|x+|d+)")


def features(tokens: Sequence[str]) -> list[list[str]]:
    """Give the features of each token."""
    words = ["", "", *tokens, "", ""]
    return [
        [
            *_own(token),
            *(
                f"{place:+}:{feature}"
                for place in range(-WINDOW, WINDOW + 1)
                for feature in _seen(words[i + WINDOW + place])
            ),
        ]
        for i, token in enumerate(tokens)
    ]


@lru_cache(_CACHED_TOKENS)
def shape(token: str) -> str:
    """Write capitals as X, other letters as x, digits as d; cut runs at `LONGEST_RUN`."""
    letters = (_letter_shape(letter) for letter in token)
    return _RUNS.sub(lambda run: run[0][:LONGEST_RUN], "".join(letters))


def _letter_shape(letter: str) -> str:
    if letter.isalpha():
        return "X" if letter.isupper() else "x"
    return "d" if letter.isdigit() else letter


@lru_cache(_CACHED_TOKENS)
def _own(token: str) -> tuple[str, ...]:
    sizes = range(1, LONGEST_AFFIX + 1)
    return (
        "bias",
        f"title={token.istitle()}",
        f"upper={token.isupper()}",
        *(f"prefix={token[:size]}" for size in sizes),
        *(f"suffix={token[-size:]}" for size in sizes),
    )


@lru_cache(_CACHED_TOKENS)
def _seen(token: str) -> tuple[str, ...]:
    """Give the features of a token in the window; '' stands for a place beyond the sentence."""
    return (f"lower={token.lower()}", f"shape={shape(token)}") if token else ("edge",)
