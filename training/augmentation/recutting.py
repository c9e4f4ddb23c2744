"""Cuts the tokens of a sentence anew, as the tokenizer does in serving."""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from itertools import pairwise

from nomen.model.text.breaks import split_mark
from nomen.model.text.tokenizer import tokenize
from nomen.training.augmentation.drafts import NEW, kept_soft_labels
from nomen.training.data.joining import JoinedSentence, join_tokens
from nomen.training.data.labels import LabelledSentence, Span

_POSSESSIVES = frozenset({"'s", "\u2019s"})


Write = Callable[[str], str]
"""Writes a token, or the blank between two, in another way."""


def recut(sentence: LabelledSentence, write: Write | None = None) -> LabelledSentence:
    """Join a sentence's tokens to text, which `write` may change, and tokenize that.

    Breaks stay where they are. A name has each new token that overlaps it, but for a possessive
    's at its end. Tokens that stay keep their soft labels, except in names whose tokens change. A
    sentence stays as it is where the new tokens run two names together or have no place for one.
    """
    joined = join_tokens(sentence.tokens)
    if write:
        joined = _written(joined, write)
    found = tokenize(joined.text)
    starts, ends = found.starts.tolist(), found.ends.tolist()
    names = [
        _without_possessive(
            bisect_right(ends, joined.spans[a][0]),
            bisect_left(starts, joined.spans[b - 1][1]),
            found.tokens,
        )
        for a, b in sentence.names
    ]
    if not starts or not _are_apart(names):
        return sentence
    index = {span: i for i, span in enumerate(joined.spans)}
    kept = [index.get(span, NEW) for span in zip(starts, ends, strict=True)]
    for old, (start, end) in zip(sentence.names, names, strict=True):
        if kept[start:end] != list(range(*old)):
            kept[start:end] = [NEW] * (end - start)
    marks = {
        start: split_mark(token)[0]
        for (start, _), token in zip(joined.spans, sentence.tokens, strict=True)
    }
    tokens = tuple(marks.get(a, "") + token for a, token in zip(starts, found.tokens, strict=True))
    return LabelledSentence(tokens, tuple(names), kept_soft_labels(sentence, kept))


def _written(joined: JoinedSentence, write: Write) -> JoinedSentence:
    pieces: list[str] = []
    spans: list[Span] = []
    position = last = 0
    for start, end in joined.spans:
        gap = joined.text[last:start]
        pieces += [write(gap) if gap == " " else gap, write(joined.text[start:end])]
        spans.append((position + len(pieces[-2]), position + len(pieces[-2]) + len(pieces[-1])))
        position, last = spans[-1][1], end
    return JoinedSentence(text="".join(pieces), spans=spans)


def _without_possessive(start: int, end: int, tokens: Sequence[str]) -> Span:
    is_possessive = end - start > 1 and tokens[end - 1].lower() in _POSSESSIVES
    return start, end - is_possessive


def _are_apart(names: Sequence[Span]) -> bool:
    return all(start < end for start, end in names) and all(
        first[1] <= second[0] for first, second in pairwise(names)
    )
