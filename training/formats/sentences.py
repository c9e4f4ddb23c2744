"""Records to labelled sentences: texts are tokenized as the tagger tokenizes them."""

import itertools
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from nomen.model.text.tokenizer import tokenize
from nomen.training.data.blocks import labelled_blocks
from nomen.training.data.labels import LabelledSentence, Span
from nomen.training.data.texts import LabelledText
from nomen.training.formats.examining import is_name
from nomen.training.formats.records import Fault, Record, TextRecord, TokenRecord
from nomen.training.formats.settings import FileSettings


@dataclass(frozen=True, slots=True)
class _Tokens:
    """The tokens of a text: what they are, their ends, and those that open a sentence."""

    words: Sequence[str]
    starts: Sequence[int]
    ends: Sequence[int]
    opening: Sequence[int]

    def touched(self, span: Span) -> Span:
        """Give the tokens that a span of characters touches."""
        return bisect_right(self.ends, span[0]), bisect_right(self.starts, span[1] - 1)

    def around(self, at: int) -> Span | None:
        """Give the ends of the token that an offset stands inside of."""
        i = bisect_right(self.starts, at) - 1
        is_inside = i >= 0 and self.starts[i] < at < self.ends[i]
        return (self.starts[i], self.ends[i]) if is_inside else None


@dataclass(frozen=True, slots=True)
class TypedSentence:
    """A labelled sentence, and what else was labelled in it.

    Attributes:
        sentence: The sentence with its names.
        others: The tokens inside spans that are no names.
    """

    sentence: LabelledSentence
    others: frozenset[int]


def to_sentences(
    record: Record, settings: FileSettings
) -> tuple[list[LabelledSentence], list[Fault]]:
    """Give the sentences of an examined record, and a fault for each name that cuts a token.

    The tokenizer cuts texts into sentences, but not inside a name. Of two names in one token, a
    widened one is the first. With `settings.blocks`, texts become blocks in place of sentences;
    only where a name is to cut a token do they not, because a bundle's blocks hold whole tokens.
    """
    found, faults = to_typed_sentences(record, settings)
    is_cut = bool(faults) and settings.cut_tokens == "cut"
    if settings.blocks and isinstance(record, TextRecord) and not is_cut:
        names = sorted({(s.start, s.end) for s in record.spans if is_name(s, settings.name_types)})
        return list(labelled_blocks([LabelledText(record.text, tuple(names))])), faults
    return [each.sentence for each in found], faults


def to_typed_sentences(
    record: Record, settings: FileSettings
) -> tuple[list[TypedSentence], list[Fault]]:
    """Give the sentences of an examined record with all that is labelled; see `to_sentences`."""
    is_of_name = [(s.start, s.end, is_name(s, settings.name_types)) for s in record.spans]
    names = sorted({(start, end) for start, end, is_own in is_of_name if is_own})
    others = sorted({(start, end) for start, end, is_own in is_of_name if not is_own})
    if isinstance(record, TokenRecord):
        sentence = LabelledSentence(record.tokens, tuple(names))
        return [TypedSentence(sentence, frozenset(_indices(others)))], []
    tokens = _tokens(record.text)
    faults = list(_cuts(record, tokens, names))
    if faults and settings.cut_tokens == "cut":
        tokens = _cut_at(record.text, tokens, set(itertools.chain.from_iterable(names)))
    in_others = set(_indices(map(tokens.touched, others)))
    return list(_sentences(tokens, _token_spans(tokens, names), in_others)), faults


def _indices(spans: Iterable[Span]) -> Iterator[int]:
    return itertools.chain.from_iterable(range(*span) for span in spans)


def _tokens(text: str) -> _Tokens:
    found = tokenize(text)
    opening = found.sentence_starts.tolist()
    return _Tokens(found.tokens, found.starts.tolist(), found.ends.tolist(), opening)


def _cuts(record: TextRecord, tokens: _Tokens, names: Sequence[Span]) -> Iterator[Fault]:
    places = {(span.start, span.end): span.place(record.place) for span in record.spans}
    for start, end in names:
        cut = filter(None, (tokens.around(start), tokens.around(end)))
        if found := dict.fromkeys(f"{first}-{last}" for first, last in cut):
            expected = f"expected name {start}-{end} to begin and end with a token"
            message = f"{expected}; it cuts {' and '.join(found)}"
            yield Fault(places[start, end], "cut tokens", message)


def _cut_at(text: str, tokens: _Tokens, offsets: AbstractSet[int]) -> _Tokens:
    """Cut tokens at offsets that stand inside of them."""
    opening = {tokens.starts[i] for i in tokens.opening}
    starts = sorted({*tokens.starts, *(at for at in offsets if tokens.around(at))})
    ends = sorted({*tokens.ends, *(at for at in offsets if tokens.around(at))})
    words = [text[start:end] for start, end in zip(starts, ends, strict=True)]
    return _Tokens(words, starts, ends, [i for i, at in enumerate(starts) if at in opening])


def _token_spans(tokens: _Tokens, names: Sequence[Span]) -> list[Span]:
    """Give the tokens of each name; a token that two of them share is the first one's."""
    found: list[Span] = []
    for name in names:
        start, stop = tokens.touched(name)
        first = max(start, found[-1][1] if found else 0)
        if first < stop:
            found.append((first, stop))
    return found


def _sentences(
    tokens: _Tokens, names: Sequence[Span], others: AbstractSet[int]
) -> Iterator[TypedSentence]:
    inside = {i for first, stop in names for i in range(first + 1, stop)}
    opening = [i for i in tokens.opening if i not in inside]
    at = 0
    for first, stop in itertools.pairwise([*opening, len(tokens.words)]):
        own: list[Span] = []
        while at < len(names) and names[at][0] < stop:
            own.append((names[at][0] - first, names[at][1] - first))
            at += 1
        sentence = LabelledSentence(tuple(tokens.words[first:stop]), tuple(own))
        of_others = (i - first for i in range(first, stop) if i in others) if others else ()
        yield TypedSentence(sentence, frozenset(of_others))
