"""The passages of a document in one language each: of a text by its paragraphs, of tokens all.

A paragraph ends where a line ends that is not only wrapped.
"""

from typing import NamedTuple

from nomen.model.documents import PreparedDocument
from nomen.model.languages.identifier import Identified
from nomen.model.languages.paragraphs import Identifier, find_passages
from nomen.model.text.breaks import Break

TOKENS_READ = 200
"""Tokens of a token list that its language is told from."""


class FoundPassage(NamedTuple):
    """A passage in one language.

    Attributes:
        text: The text that it is in; of a token list, its first tokens joined by blanks.
        start: Offset of its first code point in this text.
        end: Offset after its last code point.
        first_token: The index of its first token.
        stop_token: The index after its last token.
        identified: Its language.
    """

    text: str
    start: int
    end: int
    first_token: int
    stop_token: int
    identified: Identified

    def count_letters(self) -> int:
        """Count its letters."""
        return sum(map(str.isalpha, self.text[self.start : self.end]))


def passages_of(document: PreparedDocument, identifier: Identifier) -> list[FoundPassage]:
    """Give the passages of a document, at least one; they cover all of it."""
    num_tokens, breaks, offsets = len(document.tokens), document.breaks, document.starts
    text = document.text
    if text is None:
        text = " ".join(document.tokens[:TOKENS_READ])
    if breaks is None or offsets is None or not breaks.any():
        (found,) = identifier.identify([text])
        return [FoundPassage(text, 0, len(text), 0, num_tokens, found)]
    is_head = (breaks == int(Break.LINE)) | (breaks == int(Break.BLANK_LINE))
    starts = [0, *offsets[is_head].tolist()]
    passages = find_passages(text, identifier, starts=starts)
    firsts = [0, *offsets.searchsorted([each.start for each in passages[1:]]).tolist(), num_tokens]
    return [
        FoundPassage(text, each.start, each.end, firsts[i], firsts[i + 1], each.identified)
        for i, each in enumerate(passages)
    ]
