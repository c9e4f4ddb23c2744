"""Names that are labelled in one place and not in another."""

from collections import Counter
from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field

from nomen.training.data.labels import LabelledSentence

LEAST_LABELS = 2
"""How often a single word must be labelled before its other places count."""
LEAST_CHARACTERS = 3
"""Shorter single words (initials) do not count."""

Name = tuple[str, ...]


@dataclass(slots=True)
class Names:
    """The names of files, and where the same words stand without a label.

    All sentences are counted first, then looked at.

    Attributes:
        labelled: How often each name is labelled.
        first_labelled: Where each name is labelled first.
        unlabelled: How often the words of a name stand unlabelled.
        first_unlabelled: The file and position where they do first.
    """

    labelled: Counter[Name] = field(default_factory=Counter)
    first_labelled: dict[Name, str] = field(default_factory=dict)
    unlabelled: Counter[Name] = field(default_factory=Counter)
    first_unlabelled: dict[Name, tuple[str, str]] = field(default_factory=dict)
    _by_first: dict[str, list[Name]] = field(default_factory=dict)

    def count(self, sentence: LabelledSentence, where: str) -> None:
        """Count the names of a sentence that stands somewhere."""
        for start, end in sentence.names:
            name = sentence.tokens[start:end]
            if name not in self.labelled:
                self._by_first.setdefault(name[0], []).append(name)
                self.first_labelled[name] = where
            self.labelled[name] += 1

    def look_at(
        self, sentence: LabelledSentence, others: AbstractSet[int], place: tuple[str, str]
    ) -> None:
        """Find the words of names in a sentence outside all labels.

        Args:
            sentence: The sentence.
            others: The tokens inside spans that are no names.
            place: Its file and position.
        """
        in_names = sentence.in_names().tolist()
        for i, token in enumerate(sentence.tokens):
            for name in self._by_first.get(token, ()):
                covered = range(i, i + len(name))
                if sentence.tokens[i : i + len(name)] == name and not any(
                    in_names[j] or j in others for j in covered
                ):
                    self.unlabelled[name] += 1
                    self.first_unlabelled.setdefault(name, place)

    def found(self) -> Iterator[tuple[tuple[str, str], str]]:
        """Give the place and the message of each name that is unlabelled somewhere.

        A single word counts only if it is labelled at least as often as not: others are words
        with another meaning.
        """
        for name, number in self.unlabelled.most_common():
            num_labelled = self.labelled[name]
            if len(name) > 1 or (_is_telling(name) and num_labelled >= max(number, LEAST_LABELS)):
                message = (
                    f"a name of {len(name)} token(s) that is labelled {_times(num_labelled)} "
                    f"(first at {self.first_labelled[name]}) stands unlabelled {_times(number)}"
                )
                yield self.first_unlabelled[name], message


def _is_telling(name: Sequence[str]) -> bool:
    return len(name[0]) >= LEAST_CHARACTERS and name[0][:1].isupper()


def _times(number: int) -> str:
    return "once" if number == 1 else f"{number:,} times"
