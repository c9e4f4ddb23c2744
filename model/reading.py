"""Who reads what of a document: the bundles as readers, and the passages that each of them gets."""

from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np

from nomen.model.arrays import Float32Array
from nomen.model.text.scripts import LATIN, count_unsupported

UNDETERMINED = "und"
"""The language of a text that nobody could tell. *Source:* BCP 47 (RFC 5646), section 2.2.1."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """A loaded bundle, as far as routing and answers need to know it.

    Attributes:
        name: The bundle's name.
        label: Its name and version, as answers give them.
        languages: The languages that it tags, as primary tags of BCP 47.
        scripts: The scripts that it learned, by their Unicode names.
    """

    name: str
    label: str
    languages: tuple[str, ...] = ("en",)
    scripts: frozenset[str] = frozenset({LATIN})


class Passage(NamedTuple):
    """Neighbouring paragraphs in one language, which one bundle reads.

    Attributes:
        first_token: The index of its first token.
        stop_token: The index after its last token.
        start: Offset of its first code point in the text; of a token list, in its first tokens
            joined by blanks.
        stop: Offset after its last code point.
        reader: The index of the bundle.
        language: Its language, as a primary tag of BCP 47; `und` if nobody knows.
        is_served: Whether a bundle tags the language; where nobody knows it, whether the bundle
            learned its script.
    """

    first_token: int
    stop_token: int
    start: int
    stop: int
    reader: int
    language: str = UNDETERMINED
    is_served: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Routing:
    """Which bundles read a document.

    Attributes:
        language: The language of most of it, as a primary tag of BCP 47; `und` if nobody knows.
        passages: The passages, in their order. They cover all tokens.
        window_readers: The index of the bundle that reads each window, in the windows' order.
        unsupported: Letters by the language that no bundle tags; `und` where only the script is
            known, and no bundle learned it.
    """

    language: str
    passages: tuple[Passage, ...]
    window_readers: tuple[int, ...] = ()
    unsupported: Mapping[str, int] = field(default_factory=dict)

    @classmethod
    def of(cls, passages: Iterable[Passage], text: str) -> "Routing":
        """Sum up passages; no window is read yet.

        Args:
            passages: The passages.
            text: The text that their offsets count in.
        """
        sizes: Counter[str] = Counter()
        unsupported: Counter[str] = Counter()
        passages = tuple(passages)
        for each in passages:
            sizes[each.language] += each.stop - each.start
            if not each.is_served:
                letters = sum(map(str.isalpha, text[each.start : each.stop]))
                unsupported[each.language] += letters
        return cls(
            language=most_known(sizes),
            passages=passages,
            unsupported=dict(unsupported.most_common()),
        )

    def __call__(self) -> "Routing":
        """Give itself, as a `Route` does."""
        return self

    @property
    def readers(self) -> list[int]:
        """The bundles that read it, the one with most of it first."""
        if len(self.passages) == 1:
            return [self.passages[0].reader]
        sizes: dict[int, int] = {}
        for each in self.passages:
            size = each.stop_token - each.first_token
            sizes[each.reader] = sizes.get(each.reader, 0) + size
        return sorted(sizes, key=sizes.__getitem__, reverse=True)

    @property
    def is_mixed(self) -> bool:
        """Whether more than one bundle reads it."""
        return len(self.passages) > 1 and len({each.reader for each in self.passages}) > 1

    def language_at(self, token: int) -> str:
        """Give the language of a token's passage."""
        return self.passages[
            bisect_right(self.passages, token, key=lambda each: each.stop_token)
        ].language


def most_known(sizes: Mapping[str, int]) -> str:
    """Give the language with most characters; one that is known, if there is any."""
    known = {language: size for language, size in sizes.items() if language != UNDETERMINED}
    return max(known, key=known.__getitem__) if known else UNDETERMINED


Route = Callable[[], Routing]
"""Gives the routing of a document."""


def unsupported_scripts(
    routing: Routing | None, readers: Sequence[Reader], *, text: str | None, tokens: Sequence[str]
) -> Mapping[str, int]:
    """Count the letters of a document in scripts that the bundle that read them did not learn.

    Args:
        routing: Which bundles read it; None is the first one.
        readers: The bundles; none counts no letters.
        text: The text; None for a token list.
        tokens: The tokens.
    """
    if not readers:
        return {}
    if routing is None or len(routing.passages) == 1:
        reader = readers[0 if routing is None else routing.passages[0].reader]
        return count_unsupported(tokens if text is None else [text], reader.scripts)
    counts: Counter[str] = Counter()
    for each in routing.passages:
        passage = "" if text is None else text[each.start : each.stop]
        counts.update(count_unsupported([passage], readers[each.reader].scripts))
    return dict(counts.most_common())


def labels_of(routing: Routing | None, readers: Sequence[Reader]) -> str:
    """Give the labels of the bundles that read a document, the one with most of it first."""
    if not readers:
        return ""
    if routing is None:
        return readers[0].label
    return ", ".join(readers[i].label for i in routing.readers)


def threshold_of_tokens(
    routing: Routing | None, threshold: float | Sequence[float]
) -> float | Float32Array:
    """Give the threshold of a document's tokens.

    Args:
        routing: Which bundles read it; None is the first one.
        threshold: One for all, or that of each bundle.

    Returns:
        One for all tokens, or that of each token, float32 (T,).
    """
    if isinstance(threshold, float | int):
        return threshold
    if routing is None:
        return threshold[0]
    own = [threshold[each.reader] for each in routing.passages]
    if len(set(own)) == 1:
        return own[0]
    sizes = [each.stop_token - each.first_token for each in routing.passages]
    return np.repeat(np.array(own, dtype=np.float32), sizes)


class Routed:
    """What a document's `route` tells, found out when it is asked for the first time."""

    __slots__ = ()
    route: Route | None

    @property
    def language(self) -> str:
        """The language of most of it, as a primary tag of BCP 47; `und` if nobody knows."""
        return UNDETERMINED if self.route is None else self.route().language

    @property
    def unsupported(self) -> Mapping[str, int]:
        """Letters by the language that no bundle tags, most frequent first.

        `und` stands for a language of which only the script is known.
        """
        return {} if self.route is None else self.route().unsupported
