"""Finds the names of a long text part by part."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest

import numpy as np

from nomen.model.arrays import Float32Array, Int32Array, UInt8Array
from nomen.model.documents import PreparedDocument
from nomen.model.long_documents.routes import PartRoute, SectionRoute
from nomen.model.names.deciding import DecidedName, decide_names
from nomen.model.names.layout import Layout
from nomen.model.names.rules import NameRules
from nomen.model.reading import threshold_of_tokens
from nomen.model.tagged_documents import TaggedDocument, to_names

CONTEXT_TOKENS = 64
"""Tokens on either side of a section that its names may depend on.

It bounds the denied and allowed phrases, the placeholders and the tags that are found over the ends
of a section.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoredPart:
    """A part of a text with the probabilities of its tokens.

    Attributes:
        document: The part.
        name: Name probabilities, (T,), 0 to 1.
        begin: Begin probabilities, (T,), 0 to the name probability.
    """

    document: PreparedDocument
    name: Float32Array
    begin: Float32Array


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A section of a text, which cuts no name in two.

    Attributes:
        text: The texts of all sections joined are the whole text.
        tagged: Its tokens and names. Offsets count from the start of its text, and tokens from its
            first one.
    """

    text: str
    tagged: TaggedDocument


def find_names_in_parts(
    parts: Iterable[ScoredPart], *, threshold: float | Sequence[float], rules: NameRules
) -> Iterator[Section]:
    """Find the names of a text whose parts come in their order.

    Args:
        parts: The parts.
        threshold: Lowest name probability of a name's token, 0 to 1; or that of each bundle.
        rules: What the caller wants beside the threshold; `consistent` has been applied already.
    """
    pending = _Pending.empty()
    for part in parts:
        pending = pending.joined(part, threshold)
        names = pending.names(rules)
        stop = _last_cut(names, len(pending.tokens) - CONTEXT_TOKENS)
        if stop > pending.num_before:
            yield pending.section(names, stop, end=int(pending.ends[stop - 1]))
            pending = pending.rest(stop)
    names = pending.names(rules)
    if pending.end < len(pending.text):
        yield pending.section(names, len(pending.tokens), end=len(pending.text))


def _last_cut(names: list[DecidedName], stop: int) -> int:
    """Give the last place up to `stop` that lies inside no name, as the index of a token."""
    for each in reversed(names):
        if each.tokens.start < stop < each.tokens.stop:
            return each.tokens.start
    return stop


def _shifted(name: DecidedName, num_tokens: int) -> DecidedName:
    first, stop = name.tokens.start + num_tokens, name.tokens.stop + num_tokens
    return DecidedName(range(first, stop), name.probability)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Pending:
    """Tokens whose names are not all known yet, after some whose names are.

    Attributes:
        text: Their text.
        tokens: The tokens, (T,).
        starts: int32 (T,), offsets in `text`.
        ends: int32 (T,), one past the last.
        breaks: uint8 (T,), what parts each token from the one before.
        name: Name probabilities, (T,).
        begin: Begin probabilities, (T,).
        threshold: Lowest name probability of a name with each token, (T,).
        parts: The routes of the parts that the tokens are of.
        num_before: Tokens at the start whose names are known.
    """

    text: str
    tokens: list[str]
    starts: Int32Array
    ends: Int32Array
    breaks: UInt8Array
    name: Float32Array
    begin: Float32Array
    threshold: Float32Array
    parts: tuple[PartRoute, ...]
    num_before: int

    @classmethod
    def empty(cls) -> "_Pending":
        offsets, values = np.zeros(0, dtype=np.int32), np.zeros(0, dtype=np.float32)
        return cls(
            text="",
            tokens=[],
            starts=offsets,
            ends=offsets,
            breaks=np.zeros(0, dtype=np.uint8),
            name=values,
            begin=values,
            threshold=values,
            parts=(),
            num_before=0,
        )

    @property
    def end(self) -> int:
        """Where the text of the tokens whose names are known ends."""
        return int(self.ends[self.num_before - 1]) if self.num_before else 0

    def joined(self, part: ScoredPart, threshold: float | Sequence[float]) -> "_Pending":
        """Add the tokens of the next part."""
        document = part.document
        if document.text is None or document.starts is None or document.ends is None:
            raise TypeError("expected a part of a text")
        breaks = np.zeros(len(document.tokens), dtype=np.uint8)
        lowest = np.zeros(len(document.tokens), dtype=np.float32)
        lowest[:] = threshold_of_tokens(document.routing, threshold)
        shift = len(self.text)
        route = document.route or document.routing
        own = () if route is None else (PartRoute(len(self.tokens), shift, route),)
        return _Pending(
            text=self.text + document.text,
            tokens=[*self.tokens, *document.tokens],
            starts=np.concatenate([self.starts, document.starts + shift], dtype=np.int32),
            ends=np.concatenate([self.ends, document.ends + shift], dtype=np.int32),
            breaks=np.concatenate(
                [self.breaks, breaks if document.breaks is None else document.breaks]
            ),
            name=np.concatenate([self.name, part.name]),
            begin=np.concatenate([self.begin, part.begin]),
            threshold=np.concatenate([self.threshold, lowest]),
            parts=(*self.parts, *own),
            num_before=self.num_before,
        )

    def names(self, rules: NameRules) -> list[DecidedName]:
        """Find the names of the tokens that have none yet."""
        layout = Layout(self.text, self.starts, self.ends, self.breaks)
        found = decide_names(
            self.tokens, layout, self.name, self.begin, threshold=self.threshold, rules=rules
        )
        return [each for each in found if each.tokens.start >= self.num_before]

    def section(self, names: list[DecidedName], stop: int, *, end: int) -> Section:
        """Give the tokens up to one as a section, and their names.

        Args:
            names: The names.
            stop: The index of the token.
            end: Where the text of the section ends.
        """
        first, start = self.num_before, self.end
        route = self._route(first, stop, text=self.text[start:end])
        own = PreparedDocument(
            text=self.text[start:end],
            tokens=self.tokens[first:stop],
            starts=self.starts[first:stop] - np.int32(start),
            ends=self.ends[first:stop] - np.int32(start),
            windows=[],
        )
        tagged = TaggedDocument(
            tokens=own.tokens,
            starts=own.starts,
            ends=own.ends,
            name_probabilities=self.name[first:stop],
            names=to_names(
                own, (_shifted(each, -first) for each in names if each.tokens.stop <= stop)
            ),
            route=route,
        )
        return Section(text=own.text or "", tagged=tagged)

    def _route(self, first: int, stop: int, *, text: str) -> SectionRoute | None:
        """Give the route of the tokens from one up to another, which have this text."""
        own = [each.moved(-first, -self.end) for each in self.parts]
        route = SectionRoute(own, text=text, num_tokens=stop - first)
        return route if own else None

    def rest(self, stop: int) -> "_Pending":
        """Give the tokens from one on, after some that stand before it."""
        first = max(0, stop - CONTEXT_TOKENS)
        start = int(self.starts[first])
        return _Pending(
            text=self.text[start:],
            tokens=self.tokens[first:],
            starts=self.starts[first:] - np.int32(start),
            ends=self.ends[first:] - np.int32(start),
            breaks=self.breaks[first:],
            name=self.name[first:],
            begin=self.begin[first:],
            threshold=self.threshold[first:],
            parts=tuple(
                each.moved(-first, -start)
                for each, following in zip_longest(self.parts, self.parts[1:])
                if following is None or following.first_token > first
            ),
            num_before=stop - first,
        )
