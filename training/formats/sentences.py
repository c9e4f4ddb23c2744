"""Records to labelled sentences: texts are tokenized as the tagger tokenizes them."""

import itertools
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from nomen.model.text.tokenizer import tokenize
from nomen.training.data.labels import LabelledSentence, Span
from nomen.training.formats.examining import is_name
from nomen.training.formats.records import Fault, Record, TextRecord, TokenRecord
from nomen.training.formats.settings import FileSettings


@dataclass(frozen=True, slots=True)
class _Token:
    start: int
    end: int
    opens_sentence: bool


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
    widened one is the first.
    """
    found, faults = to_typed_sentences(record, settings)
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
    if settings.cut_tokens == "cut":
        tokens = list(_cut_at(tokens, sorted(itertools.chain.from_iterable(names))))
    in_others = set(_indices(_touched(tokens, others)))
    spans = _token_spans(tokens, names)
    return list(_sentences(record.text, tokens, spans, in_others)), faults


def _indices(spans: Iterable[Span]) -> Iterator[int]:
    return itertools.chain.from_iterable(range(*span) for span in spans)


def _tokens(text: str) -> list[_Token]:
    tokenized = tokenize(text)
    opening = set(tokenized.sentence_starts.tolist())
    ends = zip(tokenized.starts.tolist(), tokenized.ends.tolist(), strict=True)
    return [_Token(start, end, i in opening) for i, (start, end) in enumerate(ends)]


def _cuts(record: TextRecord, tokens: Sequence[_Token], names: Sequence[Span]) -> Iterator[Fault]:
    starts = [token.start for token in tokens]
    places = {(span.start, span.end): span.place(record.place) for span in record.spans}
    for start, end in names:
        cut = [_token_around(tokens, starts, at) for at in (start, end)]
        found = [f"{token.start}-{token.end}" for token in cut if token]
        if found:
            told = " and ".join(dict.fromkeys(found))
            expected = f"expected name {start}-{end} to begin and end with a token; it cuts {told}"
            yield Fault(places[start, end], "cut tokens", expected)


def _token_around(tokens: Sequence[_Token], starts: Sequence[int], at: int) -> _Token | None:
    """Give the token that an offset stands in, if it is not at one of its ends."""
    i = bisect_right(starts, at) - 1
    return tokens[i] if i >= 0 and tokens[i].start < at < tokens[i].end else None


def _cut_at(tokens: Sequence[_Token], offsets: Sequence[int]) -> Iterator[_Token]:
    for token in tokens:
        inside = [at for at in dict.fromkeys(offsets) if token.start < at < token.end]
        ends = itertools.pairwise([token.start, *inside, token.end])
        for i, (start, end) in enumerate(ends):
            yield _Token(start, end, token.opens_sentence and i == 0)


def _token_spans(tokens: Sequence[_Token], names: Sequence[Span]) -> list[Span]:
    """Give the tokens of each name; a token that two of them share is the first one's."""
    found: list[Span] = []
    for start, stop in _touched(tokens, names):
        first = max(start, found[-1][1] if found else 0)
        if first < stop:
            found.append((first, stop))
    return found


def _touched(tokens: Sequence[_Token], spans: Sequence[Span]) -> list[Span]:
    """Give the tokens that each span touches."""
    starts, ends = [token.start for token in tokens], [token.end for token in tokens]
    return [(bisect_right(ends, start), bisect_right(starts, end - 1)) for start, end in spans]


def _sentences(
    text: str, tokens: Sequence[_Token], names: Sequence[Span], others: AbstractSet[int]
) -> Iterator[TypedSentence]:
    inside = {i for first, stop in names for i in range(first + 1, stop)}
    opening = [i for i, token in enumerate(tokens) if token.opens_sentence and i not in inside]
    remaining = list(names)
    for first, stop in itertools.pairwise([*opening, len(tokens)]):
        words = tuple(text[token.start : token.end] for token in tokens[first:stop])
        own = [name for name in remaining if name[0] < stop]
        remaining = remaining[len(own) :]
        sentence = LabelledSentence(words, tuple((a - first, b - first) for a, b in own))
        of_others = frozenset(i - first for i in range(first, stop) if i in others)
        yield TypedSentence(sentence, of_others)
