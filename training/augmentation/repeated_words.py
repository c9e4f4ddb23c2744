"""RepeatedWords: a long list of words of which many occur often, in four bytes each."""

from array import array
from collections.abc import Iterable, Sequence
from typing import overload


class RepeatedWords(Sequence[str]):
    """Words in their order, as often as they were added; each distinct one is held once."""

    def __init__(self, words: Iterable[str] = ()) -> None:
        self._numbers: dict[str, int] = {}
        self._distinct: list[str] = []
        self._places = array("I")
        for word in words:
            self.append(word)

    def append(self, word: str) -> None:
        """Add a word at the end."""
        number = self._numbers.setdefault(word, len(self._distinct))
        if number == len(self._distinct):
            self._distinct.append(word)
        self._places.append(number)

    def __len__(self) -> int:
        return len(self._places)

    @overload
    def __getitem__(self, index: int) -> str: ...

    @overload
    def __getitem__(self, index: slice) -> list[str]: ...

    def __getitem__(self, index: int | slice) -> str | list[str]:
        found = self._places[index]
        if isinstance(found, int):
            return self._distinct[found]
        return [self._distinct[place] for place in found]
