"""The paragraphs of a document, and the language of each.

A paragraph ends where a line ends that is not only wrapped. A short one says little about its
language, so it takes that of its neighbours.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Protocol

from nomen.model.documents import PreparedDocument
from nomen.model.reading import UNDETERMINED
from nomen.model.text.breaks import Break

FEW_LETTERS = 20
"""A paragraph with fewer letters takes the language of its neighbours."""
TOKENS_READ = 200
"""Tokens of a token list that its language is told from."""


class Found(Protocol):
    """What an identifier says of a text.

    Attributes:
        language: A primary tag of BCP 47; `und` where it is not sure.
        script: The script of most of its letters, by its Unicode name; empty without letters.
    """

    @property
    def language(self) -> str:
        """The language."""

    @property
    def script(self) -> str:
        """The script."""


class Identifier(Protocol):
    """Tells the languages of texts."""

    def identify(self, texts: Sequence[str]) -> Sequence[Found]:
        """Tell the language of each text."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph:
    """A paragraph.

    Attributes:
        text: Its text; of a token list, its first tokens joined by blanks.
        first_token: The index of its first token.
        start: Offset of its first code point; 0 for a token list.
    """

    text: str
    first_token: int
    start: int


def paragraphs_of(document: PreparedDocument) -> list[Paragraph]:
    """Give the paragraphs of a document, at least one; they cover all of it."""
    if document.text is None:
        text = " ".join(document.tokens[:TOKENS_READ])
        return [Paragraph(text=text, first_token=0, start=0)]
    if document.breaks is None or document.starts is None or not document.breaks.any():
        return [Paragraph(text=document.text, first_token=0, start=0)]
    is_end = (document.breaks == int(Break.LINE)) | (document.breaks == int(Break.BLANK_LINE))
    heads = is_end.nonzero()[0]
    offsets = [0, *document.starts[heads].tolist(), len(document.text)]
    firsts = [0, *heads.tolist()]
    return [
        Paragraph(text=document.text[start:stop], first_token=first, start=start)
        for first, (start, stop) in zip(firsts, pairwise(offsets), strict=True)
    ]


def settle_languages(paragraphs: Sequence[Paragraph], found: Sequence[Found]) -> list[str]:
    """Give the language of each paragraph; one that says little takes that of a neighbour.

    The neighbour is the nearest one before it in the same script that says enough, else the nearest
    one after it. A paragraph without letters takes any.

    Args:
        paragraphs: The paragraphs of one document, in their order.
        found: What was found of each.
    """
    languages = [each.language for each in found]
    if len(paragraphs) == 1:
        return languages
    is_sure = [
        each.language != UNDETERMINED and has_letters(paragraph.text, FEW_LETTERS)
        for paragraph, each in zip(paragraphs, found, strict=True)
    ]
    forwards = list(_carried(found, is_sure))
    backwards = list(_carried(found[::-1], is_sure[::-1]))[::-1]
    return [
        own if sure else before or after or own
        for own, sure, before, after in zip(languages, is_sure, forwards, backwards, strict=True)
    ]


def has_letters(text: str, number: int) -> bool:
    """Tell whether a text has at least a number of letters."""
    if len(text) >= 4 * number:  # most characters of a text are letters
        return True
    return sum(map(str.isalpha, text)) >= number


def _carried(found: Sequence[Found], is_sure: Sequence[bool]) -> Iterator[str | None]:
    """Give for each the language of the last sure one in its script; any where it has none."""
    last: dict[str, str] = {}
    for each, sure in zip(found, is_sure, strict=True):
        yield last.get(each.script or "")
        if sure:
            last[each.script] = last[""] = each.language
