"""The passages of a document in one language each: of a text by its paragraphs, of tokens all.

A paragraph ends where a line ends that is not only wrapped, before a line in another script, or
with an element of HTML that is a block of its own.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from nomen.model.documents import PreparedDocument
from nomen.model.languages.identifier import Identified
from nomen.model.languages.paragraphs import Identifier, find_passages
from nomen.model.text.breaks import Break
from nomen.model.text.scripts import LATIN, count_unsupported

TOKENS_READ = 200
"""Tokens of a token list that its language is told from."""


_LINE = re.compile(r"[^\r\n\u2028\u2029]+")
_END_OF_LINE = re.compile(r"[\r\n\u2028\u2029]")
_END_OF_ELEMENT = re.compile(
    r"</(?:p|div|li|t[dhr]|h[1-6]|d[dt]|blockquote|section|article|caption|title|option)\s*+>"
    r"|<br\s*+/?>",
    re.IGNORECASE,
)
"""*Source:* HTML Living Standard, section 15.3 (elements that are displayed as blocks)."""


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


def passages_of(document: PreparedDocument, identifier: Identifier) -> list[FoundPassage]:
    """Give the passages of a document, at least one; they cover all of it."""
    num_tokens, breaks, offsets = len(document.tokens), document.breaks, document.starts
    text = document.text
    if text is None:
        text = " ".join(document.tokens[:TOKENS_READ])
    has_lines = _END_OF_LINE.search(text) is not None
    ends = [each.end() for each in _END_OF_ELEMENT.finditer(text)] if "<" in text else []
    if breaks is None or offsets is None or not (has_lines or ends):
        (found,) = identifier.identify([text])
        return [FoundPassage(text, 0, len(text), 0, num_tokens, found)]
    is_head = (breaks == int(Break.LINE)) | (breaks == int(Break.BLANK_LINE))
    starts = sorted({0, *offsets[is_head].tolist(), *_changes_of_script(text), *ends} - {len(text)})
    passages = find_passages(text, identifier, starts=starts)
    firsts = [0, *offsets.searchsorted([each.start for each in passages[1:]]).tolist(), num_tokens]
    return [
        FoundPassage(text, each.start, each.end, firsts[i], firsts[i + 1], each.identified)
        for i, each in enumerate(passages)
    ]


def _changes_of_script(text: str) -> Iterator[int]:
    """Give the offset of each line in another script than the line before it."""
    if text.isascii():
        return
    last = ""
    for line in _LINE.finditer(text):
        script = _script(line[0])
        if script and last and script != last:
            yield line.start()
        last = script or last


def _script(line: str) -> str:
    """Give the script of most letters of a line; empty without letters."""
    others = count_unsupported([line], (LATIN,))
    num_letters = sum(map(str.isalpha, line))
    if 2 * sum(others.values()) <= num_letters:
        return LATIN if num_letters else ""
    return next(iter(others))
