"""Duplicates: sentences that stand twice, and on both sides of train and dev."""

from dataclasses import dataclass, field

from nomen.training.checking.facts import Role
from nomen.training.data.labels import LabelledSentence

LONG_TOKENS = 6
"""Shorter sentences occur twice by chance."""
CLEAR_TOKENS = 3
"""Shorter sentences may be labelled differently with reason: nothing around them tells."""


@dataclass(frozen=True, slots=True)
class Seen:
    """The first occurrence of a sentence.

    Attributes:
        where: Its file and position.
        role: What its file is for.
        names: A hash of its names.
    """

    where: str
    role: Role
    names: int


@dataclass(slots=True)
class Duplicates:
    """The sentences that were seen, by a hash of their tokens."""

    _seen: dict[int, Seen] = field(default_factory=dict)

    def look_at(self, sentence: LabelledSentence, where: str, role: Role) -> tuple[str, str] | None:
        """Give the kind of a duplicate and what is wrong; None where the sentence is new.

        Files for training come first: a sentence of another role is compared with them.
        """
        if len(sentence.tokens) < CLEAR_TOKENS:
            return None
        key, names = hash(sentence.tokens), hash(sentence.names)
        first = self._seen.setdefault(key, Seen(where, role, names))
        if first.where == where and first.role == role:
            return None
        if first.names != names:
            return "labelled differently", f"the same sentence has other names at {first.where}"
        if len(sentence.tokens) < LONG_TOKENS:
            return None
        if first.role == "train" and role != "train":
            return "in train too", f"the same sentence stands at {first.where}"
        return "duplicate", f"the same sentence stands at {first.where}"
