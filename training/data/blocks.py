"""Labelled texts as the blocks that a bundle reads."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate

from nomen.model.names.layout import Layout
from nomen.model.text.tokenizer import tokenize
from nomen.model.windows import Window, windows_of_text
from nomen.training.data.labels import LabelledSentence, Span
from nomen.training.data.texts import LabelledText

MAX_TOKENS = 400
"""Longer blocks are cut: one of them would fill a batch."""


def labelled_blocks(texts: Iterable[LabelledText]) -> Iterator[LabelledSentence]:
    """Give the blocks of texts, with the marks of their tokens.

    A name takes in the tokens that it cuts; a name that two blocks share is one in each.
    """
    for text in texts:
        tokenized = tokenize(text.text)
        layout = Layout(text.text, tokenized.starts, tokenized.ends)
        names = [layout.tokens_in(start, end) for start, end in text.names]
        windows = windows_of_text(tokenized)
        starts = accumulate((window.num_kept for window in windows), initial=0)
        for window, start in zip(windows, starts, strict=False):
            yield from _pieces(_kept(window), start, names)


def _kept(window: Window) -> Sequence[str]:
    return window.tokens[window.num_before : window.num_before + window.num_kept]


def _pieces(
    tokens: Sequence[str], start: int, names: Sequence[range]
) -> Iterator[LabelledSentence]:
    """Give the pieces of a block whose first token is number `start` of its text."""
    for first in range(0, len(tokens), MAX_TOKENS):
        piece = tuple(tokens[first : first + MAX_TOKENS])
        shift, last = start + first, 0
        spans: list[Span] = []
        for name in names:
            begin, end = max(name.start - shift, last), min(name.stop - shift, len(piece))
            if begin < end:
                spans.append((begin, end))
                last = end
        yield LabelledSentence(piece, tuple(spans))
