"""Changes to what stands around names: less text, no last stop, other lines beside it.

The words stay; a cut-out, a block and broken lines are made of the tokens at hand.
"""

import random
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from nomen.model.text.blocks import BLOCK_TOKENS, PARAGRAPH_TOKENS
from nomen.model.text.breaks import BLANK_LINE, CELL, LINE, split_mark
from nomen.training.augmentation.drafts import Draft
from nomen.training.data.labels import LabelledSentence, SoftLabels, Span

MOST_LINES = 10
"""Sentences of a block."""

MOST_CUT_TOKENS = 6
"""Tokens of a cut-out without names; around a name half of them on either side."""

_STOPS = frozenset({".", "!", "?"})
_NAME_ALONE, _AROUND_NAME = 0.25, 0.75
_LIST = 0.35
_SHORTENED_WORD, _FEWEST_LETTERS = 0.3, 2
_BREAK_WEIGHTS = {LINE: 0.5, BLANK_LINE: 0.15, CELL: 0.35}
_ITEM_WEIGHTS = {LINE: 0.55, CELL: 0.3, BLANK_LINE: 0.15}
_SENTENCE_WEIGHTS = {"": 0.5, LINE: 0.3, BLANK_LINE: 0.2}
_HEAD_WEIGHTS = {LINE: 0.6, BLANK_LINE: 0.4}


def without_stops(sentence: LabelledSentence) -> LabelledSentence:
    """Leave out the stops at the ends of a sentence and of its lines; those in names stay."""
    tokens, is_named = sentence.tokens, sentence.in_names()
    draft, last = Draft(sentence), 0
    for i in range(1, len(tokens)):
        is_last = i + 1 == len(tokens) or split_mark(tokens[i + 1])[0]
        if tokens[i] in _STOPS and is_last and not is_named[i]:
            draft.keep(last, i)
            last = i + 1
    return draft.keep(last, len(tokens)).finish() if last else sentence


def cut_out(sentence: LabelledSentence, generator: random.Random) -> LabelledSentence:
    """Cut out a name with at most three tokens on either side, or one to six tokens anywhere.

    A name alone is frequent. No name is cut; the first token loses its mark.
    """
    if sentence.names and generator.random() < _AROUND_NAME:
        start, end = generator.choice(sentence.names)
        if generator.random() >= _NAME_ALONE:
            start -= generator.randint(0, MOST_CUT_TOKENS // 2)
            end += generator.randint(0, MOST_CUT_TOKENS // 2)
    else:
        start = generator.randrange(len(sentence.tokens))
        end = start + generator.randint(1, MOST_CUT_TOKENS)
    start, end = _around_whole_names(
        max(0, start), min(len(sentence.tokens), end), names=sentence.names
    )
    if start >= end:
        return sentence
    return _with_mark(Draft(sentence).keep(start, end).finish(), "")


def _around_whole_names(start: int, end: int, *, names: Sequence[Span]) -> Span:
    """Shorten a range of tokens until it cuts no name; inside a name, give the name."""
    for first, last in names:
        if first <= start < end <= last:
            return first, last
        if first < start < last:
            start = last
        if first < end < last:
            end = first
    return start, end


def cut_inside_name(sentence: LabelledSentence, generator: random.Random) -> LabelledSentence:
    """Let the text end or begin inside a name; what is left of the name is one.

    At the end of the text, the last word may also be cut, to two letters at least. Without a name
    of several words, or a word long enough, the sentence stays.
    """
    if not sentence.names:
        return sentence
    start, end = generator.choice(sentence.names)
    words = [split_mark(token)[1] for token in sentence.tokens[start:end]]
    inner = [i for i in range(1, len(words)) if words[i - 1].isalpha() and words[i][0].isalpha()]
    if not inner or generator.random() < _SHORTENED_WORD:
        return _cut_inside_word(sentence, start, generator)
    middle = start + generator.choice(inner)
    if generator.choice((True, False)):
        return Draft(sentence).keep(0, middle).finish()
    return _with_mark(Draft(sentence).keep(middle, len(sentence.tokens)).finish(), "")


def _cut_inside_word(
    sentence: LabelledSentence, index: int, generator: random.Random
) -> LabelledSentence:
    token = sentence.tokens[index]
    fewest = len(token) - len(split_mark(token)[1]) + _FEWEST_LETTERS
    if len(token) <= fewest or not token[-1].isalpha():
        return sentence
    left = token[: generator.randrange(fewest, len(token))]
    return Draft(sentence).keep(0, index).write([left], is_name=True).finish()


def broken(sentence: LabelledSentence, generator: random.Random) -> LabelledSentence:
    """Put a break before a name, after it or both; without names, before any word.

    Breaks that are there stay.
    """
    word = generator.randrange(len(sentence.tokens))
    start, end = generator.choice(sentence.names or ((word, word),))
    places = generator.choice(((start,), (end,), (start, end)))
    tokens = list(sentence.tokens)
    for place in places:
        if 0 < place < len(tokens) and tokens[place][0].isalnum():
            tokens[place] = _drawn(_BREAK_WEIGHTS, generator) + tokens[place]
    return replace(sentence, tokens=tuple(tokens))


def block(
    sentences: Sequence[LabelledSentence], index: int, generator: random.Random
) -> LabelledSentence:
    """Join a sentence and up to `MOST_LINES - 1` before it in its corpus to a block.

    They go on in one line, are lines or paragraphs, or, cut short (see `cut_out`), the items of a
    list or cells. No more are taken than a block of serving has.
    """
    is_list = generator.random() < _LIST
    mark = _drawn(_ITEM_WEIGHTS if is_list else _SENTENCE_WEIGHTS, generator)
    most_tokens = PARAGRAPH_TOKENS if mark == BLANK_LINE else BLOCK_TOKENS
    pieces: list[LabelledSentence] = []
    for i in range(index, max(-1, index - generator.randint(2, MOST_LINES)), -1):
        if sum(len(piece.tokens) for piece in pieces) >= most_tokens:
            break
        pieces.insert(0, cut_out(sentences[i], generator) if is_list else sentences[i])
    return joined(pieces, mark=mark)


def with_head(sentence: LabelledSentence, generator: random.Random) -> LabelledSentence:
    """Mark the first token, as that of a block is inside a text; its own mark stays."""
    is_marked = split_mark(sentence.tokens[0])[0]
    return sentence if is_marked else _with_mark(sentence, _drawn(_HEAD_WEIGHTS, generator))


def joined(pieces: Sequence[LabelledSentence], *, mark: str = "") -> LabelledSentence:
    """Join sentences, one at least, each after the first marked unless `mark` is empty."""
    marked = [pieces[0], *(_with_mark(piece, mark) if mark else piece for piece in pieces[1:])]
    names: list[Span] = []
    shift = 0
    for piece in marked:
        names += [(start + shift, end + shift) for start, end in piece.names]
        shift += len(piece.tokens)
    tokens = tuple(token for piece in marked for token in piece.tokens)
    return LabelledSentence(tokens, tuple(names), _joined_soft_labels(marked))


def _joined_soft_labels(pieces: Sequence[LabelledSentence]) -> SoftLabels | None:
    """Give the rows of all pieces; those of pieces without soft labels are NaN."""
    found = [piece.soft_labels for piece in pieces if piece.soft_labels is not None]
    if not found:
        return None
    num_labels = found[0].shape[1]
    return np.concatenate(
        [
            np.full((len(piece.tokens), num_labels), np.nan, dtype=np.float16)
            if piece.soft_labels is None
            else piece.soft_labels
            for piece in pieces
        ]
    )


def _with_mark(sentence: LabelledSentence, mark: str) -> LabelledSentence:
    first = mark + split_mark(sentence.tokens[0])[1]
    return replace(sentence, tokens=(first, *sentence.tokens[1:]))


def _drawn(weights: dict[str, float], generator: random.Random) -> str:
    return generator.choices(list(weights), list(weights.values()))[0]
