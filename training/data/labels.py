"""Labelled sentences, and the tags of the schemes BIO, IOB1 and BIOES.

A sentence holds its names as spans. Only readers of files and a head's loss use tags.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

Scheme = Literal["bio", "iob1", "bioes"]
SoftLabels = NDArray[np.float16]
Span = tuple[int, int]

NAME_TYPES = frozenset({"PER", "PERS", "PERSON"})
"""Entity types, in upper case, that mean a person; all others are read as no name."""


_PREFIXES = frozenset("BIESLU")


@dataclass(frozen=True, slots=True)
class LabelledSentence:
    """Tokens and the names among them.

    Attributes:
        tokens: One at least.
        names: Half-open token spans in their order, none empty, none over another: the gold ones,
            or those that `soft_labels` make likeliest.
        soft_labels: float16 (T, K), 0 to 1: the teachers' probability of each label of the head. A
            row of NaN is a token without soft labels, None a sentence without.

    Raises:
        ValueError: When a span is empty, reaches out of the tokens or overlaps another.
    """

    tokens: tuple[str, ...]
    names: tuple[Span, ...] = ()
    soft_labels: SoftLabels | None = field(default=None, compare=False)

    def __post_init__(self) -> None:
        bounds = (-1, *chain.from_iterable(self.names), len(self.tokens))
        is_whole = all(start < end for start, end in self.names)
        if bounds != tuple(sorted(bounds)) or not is_whole or bounds[1] < 0:
            raise ValueError(f"expected names apart, each within {len(self.tokens)} tokens")

    def in_names(self) -> NDArray[np.bool_]:
        """Give for each token whether it is part of a name, (T,)."""
        found = np.zeros(len(self.tokens), dtype=np.bool_)
        for start, end in self.names:
            found[start:end] = True
        return found


Corpora = Mapping[str, Sequence[LabelledSentence]]
"""Sentences by the name of their corpus."""


class Tag(NamedTuple):
    """A tag of a corpus, split: `B-PER` has the prefix `B` and the type `PER`."""

    prefix: str
    entity_type: str

    @classmethod
    def parse(cls, tag: str) -> "Tag":
        """Split a tag into prefix and type.

        Raises:
            ValueError: When it is neither `O` nor a known prefix, a hyphen and a type.
        """
        if tag == "O":
            return cls("O", "")
        prefix, hyphen, entity_type = tag.partition("-")
        if prefix not in _PREFIXES or not hyphen or not entity_type:
            raise ValueError("expected O, or one of B I E S L U, a hyphen and a type")
        return cls({"L": "E", "U": "S"}.get(prefix, prefix), entity_type.upper())


def person_names(
    tags: Sequence[Tag], *, scheme: Scheme, name_types: frozenset[str] = NAME_TYPES
) -> tuple[Span, ...]:
    """Give the spans of persons among the tags of one sentence; see `entities`."""
    found = entities(tags, scheme=scheme)
    return tuple((start, end) for start, end, entity_type in found if entity_type in name_types)


def entities(tags: Sequence[Tag], *, scheme: Scheme) -> list[tuple[int, int, str]]:
    """Give the start, end and type of each entity among the tags of one sentence.

    Scheme `iob1` also reads BIO where an I- without a B- begins an entity.

    Raises:
        ValueError: When a tag cannot follow the one before in this scheme. The first argument is
            the message, the second the index of the tag.
    """
    found: list[tuple[int, int, str]] = []
    previous = Tag("O", "")
    for i, tag in enumerate(tags):
        _check_order(previous, tag, scheme=scheme, index=i)
        if tag.prefix != "O":
            start = i if _begins(previous, tag) else found.pop()[0]
            found.append((start, i + 1, tag.entity_type))
        previous = tag
    _check_order(previous, Tag("O", ""), scheme=scheme, index=len(tags) - 1)
    return found


def _begins(previous: Tag, tag: Tag) -> bool:
    return tag.prefix in {"B", "S"} or previous.entity_type != tag.entity_type


def _check_order(previous: Tag, tag: Tag, *, scheme: Scheme, index: int) -> None:
    goes_on = tag.prefix in {"I", "E"}
    if scheme != "bioes" and tag.prefix in {"E", "S"}:
        raise ValueError(f"expected O, B- or I- in scheme {scheme}", index)
    if scheme == "bio" and goes_on and previous.entity_type != tag.entity_type:
        raise ValueError("expected I- to follow B- or I- of its type in scheme bio", index)
    if scheme == "bioes":
        is_open = previous.prefix in {"B", "I"}
        same = previous.entity_type == tag.entity_type
        if is_open != goes_on or (goes_on and not same):
            raise ValueError("expected each B- to end in E- of its type in scheme bioes", index)


def spans(labels: Iterable[str]) -> list[Span]:
    """Give the half-open token spans of names in BIO labels; an I without a B begins a name.

    *Source:* conlleval of the CoNLL-2000 shared task (function `endOfChunk`).
    """
    found: list[Span] = []
    start: int | None = None
    count = 0
    for i, label in enumerate(labels):
        if start is not None and label != "I":
            found.append((start, i))
            start = None
        if label == "B" or (label == "I" and start is None):
            start = i
        count = i + 1
    if start is not None:
        found.append((start, count))
    return found


def bio(names: Iterable[Span], num_tokens: int) -> tuple[str, ...]:
    """Give the BIO labels of names."""
    labels = ["O"] * num_tokens
    for start, end in names:
        labels[start:end] = ["B"] + ["I"] * (end - start - 1)
    return tuple(labels)


def bioes(names: Iterable[Span], num_tokens: int) -> tuple[str, ...]:
    """Give the BIOES labels of names."""
    labels = ["O"] * num_tokens
    for start, end in names:
        is_single = end - start == 1
        labels[start:end] = ["S"] if is_single else ["B", *["I"] * (end - start - 2), "E"]
    return tuple(labels)
