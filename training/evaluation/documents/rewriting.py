"""Raw texts in other casings, without marks, decomposed and in HTML; the names move along.

The change comes before the tokenizer, which must then find the tokens in the changed text.
"""

import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from html import escape
from itertools import accumulate, pairwise

from nomen.training.data.documents import LabelledPage
from nomen.training.data.joining import join_tokens
from nomen.training.data.labels import LabelledSentence
from nomen.training.data.names.name_lists import without_marks
from nomen.training.data.texts import LabelledText

_ASCII = 0x80


def html_references(letters: str) -> str:
    """Write what HTML escapes, apostrophes and all that is not ASCII as references."""
    escaped = escape(letters).replace("&#x27;", "&#39;")
    return "".join(c if ord(c) < _ASCII else f"&#{ord(c)};" for c in escaped)


def decomposed(letters: str) -> str:
    """Write letters with marks as a letter and its marks (NFD)."""
    return unicodedata.normalize("NFD", letters)


def composed(letters: str) -> str:
    """Write letters with marks as one character where there is one (NFC)."""
    return unicodedata.normalize("NFC", letters)


WAYS: Mapping[str, Callable[[str], str]] = {
    "lower": str.lower,
    "UPPER": str.upper,
    "without marks": without_marks,
    "NFD": decomposed,
    "NFC": composed,
    "HTML references": html_references,
}
"""What is done to each letter with its marks, by the way's name in tables."""


def rewritten(labelled: LabelledText, change: Callable[[str], str]) -> LabelledText:
    """Change each letter of a text, with the marks that follow it; the names move along."""
    text = labelled.text
    ends = {end for span in labelled.names for end in span}
    inner = (i for i, c in enumerate(text) if i in ends or not unicodedata.combining(c))
    bounds = sorted({0, len(text), *inner})
    letters = [text[start:stop] for start, stop in pairwise(bounds)]
    changed = {letter: change(letter) for letter in set(letters)}
    pieces = [changed[letter] for letter in letters]
    moved = dict(zip(bounds, accumulate(map(len, pieces), initial=0), strict=True))
    names = ((moved[start], moved[end]) for start, end in labelled.names)
    return LabelledText("".join(pieces), tuple(span for span in names if span[0] < span[1]))


def prose_pages(sentences: Sequence[LabelledSentence], *, name: str) -> Iterator[LabelledPage]:
    """Write the sentences of a corpus as somebody might have written them; a page for each."""
    for i, sentence in enumerate(sentences):
        joined = join_tokens(sentence.tokens)
        names = tuple(
            (joined.spans[first][0], joined.spans[stop - 1][1]) for first, stop in sentence.names
        )
        yield LabelledPage(LabelledText(joined.text, names), f"{name}/{i}", name)
