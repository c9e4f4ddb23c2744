"""Labels of a sentence as spans and in the schemes BIO, IOB1 and BIOES; knows no files."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

Scheme = Literal["bio", "iob1", "bioes"]
Beliefs = NDArray[np.float16]

NAME_TYPES = frozenset({"PER", "PERS", "PERSON"})
"""Entity types, in upper case, that mean a person; all others are read as no name."""


_PREFIXES = frozenset("BIESLU")


@dataclass(frozen=True, slots=True)
class LabelledSentence:
    """Tokens and, of the same length, their labels `B`, `I` or `O`.

    Attributes:
        tokens: One at least.
        labels: Gold, or the likeliest by `beliefs`.
        beliefs: float16 (T, K), the probability of each of the head's labels by teachers; rows of
            NaN where the label alone counts. None where that is all of them.
    """

    tokens: tuple[str, ...]
    labels: tuple[str, ...]
    beliefs: Beliefs | None = field(default=None, compare=False)


class Tag(NamedTuple):
    """A tag as a corpus writes it, taken apart: `B-PER` is prefix `B`, type `PER`."""

    prefix: str
    entity_type: str

    @classmethod
    def parse(cls, tag: str) -> "Tag":
        """Take a tag apart.

        Raises:
            ValueError: When it is neither `O` nor a known prefix, a hyphen and a type.
        """
        if tag == "O":
            return cls("O", "")
        prefix, hyphen, entity_type = tag.partition("-")
        if prefix not in _PREFIXES or not hyphen or not entity_type:
            raise ValueError("expected O, or one of B I E S L U, a hyphen and a type")
        return cls({"L": "E", "U": "S"}.get(prefix, prefix), entity_type.upper())


def person_labels(
    tags: Sequence[Tag], *, scheme: Scheme, name_types: frozenset[str] = NAME_TYPES
) -> tuple[str, ...]:
    """Turn the tags of one sentence into BIO labels of persons alone.

    Scheme `iob1` also reads BIO in which a stray I- begins a name.

    Raises:
        ValueError: When a tag cannot follow the one before in this scheme; the first argument is
            the message, the second the index of the tag.
    """
    labels: list[str] = []
    previous = Tag("O", "")
    for i, tag in enumerate(tags):
        _check_order(previous, tag, scheme=scheme, index=i)
        if tag.entity_type not in name_types:
            labels.append("O")
        else:
            labels.append("B" if _begins(previous, tag) else "I")
        previous = tag
    _check_order(previous, Tag("O", ""), scheme=scheme, index=len(tags) - 1)
    return tuple(labels)


def count_types(tags: Sequence[Tag]) -> Counter[str]:
    """Count the entities of each type that the tags of one sentence begin."""
    pairs = pairwise([Tag("O", ""), *tags])
    return Counter(
        tag.entity_type for last, tag in pairs if tag.prefix != "O" and _begins(last, tag)
    )


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


def spans(labels: Iterable[str]) -> list[tuple[int, int]]:
    """Give the half-open token spans of names in BIO labels; a stray I begins a name.

    *Source:* conlleval of the CoNLL-2000 shared task (function `endOfChunk`).
    """
    found: list[tuple[int, int]] = []
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


def labels_from_spans(found: Iterable[tuple[int, int]], num_tokens: int) -> tuple[str, ...]:
    """Give BIO labels for half-open token spans.

    Raises:
        ValueError: When a span is empty, reaches out of the tokens or overlaps another.
    """
    labels = ["O"] * num_tokens
    for start, end in found:
        if not 0 <= start < end <= num_tokens or set(labels[start:end]) != {"O"}:
            raise ValueError(f"expected spans apart, each within {num_tokens} tokens")
        labels[start:end] = ["B"] + ["I"] * (end - start - 1)
    return tuple(labels)


def bioes(labels: Sequence[str]) -> tuple[str, ...]:
    """Turn BIO labels into BIOES labels."""
    result = ["O"] * len(labels)
    for start, end in spans(labels):
        if end - start == 1:
            result[start] = "S"
        else:
            result[start:end] = ["B"] + ["I"] * (end - start - 2) + ["E"]
    return tuple(result)
