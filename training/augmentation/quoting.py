"""Writes a sentence as quoted text: wrapped lines that each begin with a sign."""

import random

from nomen.model.text.breaks import split_mark
from nomen.training.augmentation.drafts import NEW, kept_soft_labels
from nomen.training.data.labels import LabelledSentence

SIGNS = ((">",), (">",), (">",), (">", ">"), (">>",), ("#",))
"""What begins a line, as tokens."""

FEWEST_TOKENS, MOST_TOKENS = 4, 14
"""Tokens of a line."""


def quoted(sentence: LabelledSentence, generator: random.Random) -> LabelledSentence:
    """Begin each line with a sign, as quoted mail and comments do; long lines are wrapped.

    A name that goes on after a wrap has the sign inside. The sign takes the mark of the token that
    it stands before; the signs of wrapped lines have none.
    """
    signs = generator.choice(SIGNS)
    tokens: list[str] = []
    kept: list[int] = []
    places: list[int] = []
    num_left = 0
    for i, token in enumerate(sentence.tokens):
        mark, word = split_mark(token)
        if mark or not num_left:
            tokens += (mark + signs[0], *signs[1:])
            kept += [NEW] * len(signs)
            num_left = generator.randint(FEWEST_TOKENS, MOST_TOKENS)
        places.append(len(tokens))
        tokens.append(word)
        kept.append(i)
        num_left -= 1
    names = tuple((places[start], places[end - 1] + 1) for start, end in sentence.names)
    for start, end in names:
        if NEW in kept[start:end]:
            kept[start:end] = [NEW] * (end - start)
    return LabelledSentence(tuple(tokens), names, kept_soft_labels(sentence, kept))
