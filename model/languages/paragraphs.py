"""The languages of a whole document, paragraph by paragraph.

A paragraph is a line with the line breaks after it. One with few letters says little about its
language, so it takes that of its neighbours. Neighbours of one language form a passage.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from typing import NamedTuple, Protocol

from nomen.model.languages.identifier import UNKNOWN, Identified

LEAST_LETTERS = 20
"""A paragraph with fewer letters is unclear."""
LEAST_PROBABILITY = 0.8
"""A paragraph whose language is less probable is unclear, too."""

_PARAGRAPH = re.compile(r"[^\r\n\u2028\u2029]*(?:[\r\n\u2028\u2029]+|\Z)")
_ANY_SCRIPT = ""


class Identifier(Protocol):
    """Tells the languages of texts."""

    def identify(self, texts: Sequence[str]) -> list[Identified]:
        """Tell the language of each text."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """Neighbouring paragraphs of one language.

    Attributes:
        start: Offset of its first character, in code points.
        end: One past its last. Passages follow each other without gaps.
        identified: The language, with the probability of its longest paragraph.
    """

    start: int
    end: int
    identified: Identified


class _Paragraph(NamedTuple):
    start: int
    end: int
    num_letters: int
    identified: Identified

    @property
    def is_clear(self) -> bool:
        """Whether it tells its language by itself."""
        found = self.identified
        is_probable = found.language != UNKNOWN and found.probability >= LEAST_PROBABILITY
        return is_probable and self.num_letters >= LEAST_LETTERS


def find_passages(
    text: str, identifier: Identifier, *, starts: Sequence[int] | None = None
) -> list[Passage]:
    """Give the passages of a text, each in one language.

    An unclear paragraph takes the language of the nearest clear one in its script, before it or
    else after it. Where there is none, it takes that of the whole text if their scripts agree.

    Args:
        text: Any text.
        identifier: Tells the language of each paragraph.
        starts: Where the paragraphs start, ascending from 0; each line is one if it is None.

    Returns:
        At least one passage, in order; together they hold the whole text.
    """
    if starts is None:
        found_lines = _PARAGRAPH.finditer(text)
        spans = [match.span() for match in found_lines if match.end() > match.start()]
    else:
        spans = list(pairwise([*starts, len(text)]))
    whole, *found = identifier.identify(
        [text, *(text[start:end] for start, end in spans if len(spans) > 1)]
    )
    if not found:
        return [Passage(start=0, end=len(text), identified=whole)]
    paragraphs = [
        _Paragraph(start, end, sum(map(str.isalpha, text[start:end])), identified)
        for (start, end), identified in zip(spans, found, strict=True)
    ]
    return _joined(paragraphs, _settled(paragraphs, whole))


def _settled(paragraphs: Sequence[_Paragraph], whole: Identified) -> list[Identified]:
    """Give the language of each paragraph after a look at its neighbours."""
    befores = _last_clear(paragraphs)
    afters = reversed(_last_clear(paragraphs[::-1]))
    settled = []
    for paragraph, before, after in zip(paragraphs, befores, afters, strict=True):
        own = paragraph.identified
        is_whole = own.script in {whole.script, _ANY_SCRIPT}
        settled.append(
            own if paragraph.is_clear else before or after or (whole if is_whole else own)
        )
    return settled


def _last_clear(paragraphs: Sequence[_Paragraph]) -> list[Identified | None]:
    """Give the language of the last clear paragraph before each in its script, if there is one."""
    last: dict[str, Identified] = {}
    found = []
    for paragraph in paragraphs:
        found.append(last.get(paragraph.identified.script))
        if paragraph.is_clear:
            last[paragraph.identified.script] = last[_ANY_SCRIPT] = paragraph.identified
    return found


def _joined(paragraphs: Sequence[_Paragraph], languages: Sequence[Identified]) -> list[Passage]:
    passages = []
    members = zip(paragraphs, languages, strict=True)
    for _, group in groupby(members, key=lambda each: each[1].language):
        found = list(group)
        longest = max(found, key=lambda each: each[0].num_letters)
        passages.append(
            Passage(start=found[0][0].start, end=found[-1][0].end, identified=longest[1])
        )
    return passages
