"""Words in tokens: what a name is made of, and where a given word stands."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from nomen.model.text.unspaced import is_unspaced

_FEWEST_LETTERS = 2
_DOTTED = frozenset({"az", "tr"})
"""Languages that have an i with and one without a dot, in both cases."""
_SMALL_I = str.maketrans({"I": "\N{LATIN SMALL LETTER DOTLESS I}", "\u0130": "i"})


def words_of(tokens: Sequence[str]) -> list[str]:
    """Give the words of tokens that have two letters or more.

    A token is a word. In scripts without blanks, whose tokens are single characters, all
    characters in a row are one word.
    """
    found: list[str] = []
    for is_by_character, run in groupby(tokens, key=lambda token: is_unspaced(token[0])):
        words = list(run)
        found += ["".join(words)] if is_by_character else words
    return [word for word in found if sum(map(str.isalpha, word)) >= _FEWEST_LETTERS]


def in_lower_case(word: str, language: str) -> str:
    """Write a word in lower case as its language does; the same where its script has no case."""
    return (word.translate(_SMALL_I) if language in _DOTTED else word).lower()


@dataclass(frozen=True, slots=True)
class WantedWords:
    """Words to look for among tokens.

    Attributes:
        words: As they are written, each a token or several characters in a row.
    """

    words: Collection[str]
    _lengths: Collection[int] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "words", frozenset(self.words))
        lengths = {len(word) for word in self.words if is_unspaced(word[0])}
        object.__setattr__(self, "_lengths", sorted(lengths - {1}))

    def places(self, tokens: Sequence[str]) -> Iterator[tuple[int, int]]:
        """Give the half-open token spans at which one of the words stands."""
        for start, token in enumerate(tokens):
            if token in self.words:
                yield start, start + 1
            if self._lengths and is_unspaced(token[0]):
                for stop in (start + length for length in self._lengths):
                    if stop <= len(tokens) and "".join(tokens[start:stop]) in self.words:
                        yield start, stop
