"""Writes Chinese in the other kind of characters: simplified or traditional."""

from functools import cache

from opencc import OpenCC

from nomen.model.text.breaks import split_mark
from nomen.training.data.labels import LabelledSentence

TO_SIMPLIFIED, TO_TRADITIONAL = "t2s", "s2t"


def in_other_characters(sentence: LabelledSentence) -> LabelledSentence:
    """Write a simplified sentence in traditional characters, or a traditional one in simplified.

    OpenCC decides by the phrase which of several characters is meant. A sentence that is the same
    in both kinds stays, and so does one whose length would change.
    """
    marked = [split_mark(token) for token in sentence.tokens]
    text = "".join(token for _, token in marked)
    written = _converter(TO_SIMPLIFIED).convert(text)
    if written == text:
        written = _converter(TO_TRADITIONAL).convert(text)
    if len(written) != len(text):
        return sentence
    tokens, start = [], 0
    for mark, token in marked:
        tokens.append(mark + written[start : start + len(token)])
        start += len(token)
    return LabelledSentence(tuple(tokens), sentence.names)


@cache
def _converter(direction: str) -> OpenCC:
    return OpenCC(direction)
