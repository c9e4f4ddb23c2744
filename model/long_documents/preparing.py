"""Prepares one text of any length in bounded memory, exactly as it would be prepared whole.

A text comes in chunks and is prepared in parts. Each part holds whole blocks, or whole windows
of a block that has more tokens than a window.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from nomen.model.arrays import Int32Array, UInt8Array
from nomen.model.documents import PreparedDocument
from nomen.model.text.blocks import block_starts, last_known, with_marks
from nomen.model.text.checking import refuse_lone_surrogates
from nomen.model.text.parts import PART_CHARACTERS, TextPart, tokenize_in_parts
from nomen.model.windows import CONTEXT_TOKENS, Window, windows_of_block


def prepare_in_parts(
    chunks: Iterable[str], *, part_characters: int = PART_CHARACTERS
) -> Iterator[PreparedDocument]:
    """Prepare a text that comes in chunks of any size.

    The texts of all parts joined are the whole text, and their windows are the windows of the whole
    text. Offsets count from the start of a part's text. A part that begins or ends inside a block
    tells no sentences, so that nobody cuts its windows anew.

    Args:
        chunks: The text.
        part_characters: Length of a part, about.

    Raises:
        DocumentError: When a part holds half of a surrogate pair.
    """
    pending = _Pending.empty()
    for part in tokenize_in_parts(chunks, part_characters=part_characters):
        refuse_lone_surrogates(part.text)
        known, pending = pending.joined(part).split(is_last=False)
        if known.tokens:
            yield known
    last, _ = pending.split(is_last=True)
    if last.text:
        yield last


@dataclass(frozen=True, slots=True, kw_only=True)
class _Pending:
    """Tokens whose windows are not all known yet.

    Attributes:
        text: Their text.
        tokens: The tokens, (T,).
        starts: int32 (T,), offsets in `text`.
        ends: int32 (T,), one past the last.
        sentence_starts: Index of each token that starts a sentence, ascending.
        breaks: uint8 (T,), what parts each token from the one before.
        context: Where the first token starts no block, the last tokens before it, with their marks.
    """

    text: str
    tokens: list[str]
    starts: Int32Array
    ends: Int32Array
    sentence_starts: Int32Array
    breaks: UInt8Array
    context: list[str]

    @classmethod
    def empty(cls) -> "_Pending":
        none = np.zeros(0, dtype=np.int32)
        return cls(
            text="",
            tokens=[],
            starts=none,
            ends=none,
            sentence_starts=none,
            breaks=np.zeros(0, dtype=np.uint8),
            context=[],
        )

    def joined(self, part: TextPart) -> "_Pending":
        """Add the tokens of the next part."""
        shift, count = len(self.text), len(self.tokens)
        return _Pending(
            text=self.text + part.text,
            tokens=self.tokens + part.tokens,
            starts=_joined(self.starts, part.starts, shift=shift),
            ends=_joined(self.ends, part.ends, shift=shift),
            sentence_starts=_joined(self.sentence_starts, part.sentence_starts, shift=count),
            breaks=np.concatenate([self.breaks, part.breaks]),
            context=self.context,
        )

    def split(self, *, is_last: bool) -> tuple[PreparedDocument, "_Pending"]:
        """Give the tokens whose windows are known, and the others."""
        windows, context = self._windows(is_last=is_last)
        is_whole = not self.context and not context
        stop = sum(window.num_kept for window in windows)
        end = len(self.text) if is_last else int(self.ends[stop - 1]) if stop else 0
        known = PreparedDocument(
            text=self.text[:end],
            tokens=self.tokens[:stop],
            starts=self.starts[:stop],
            ends=self.ends[:stop],
            windows=windows,
            breaks=self.breaks[:stop],
            sentence_starts=self.sentence_starts[self.sentence_starts < stop] if is_whole else None,
        )
        others = _Pending(
            text=self.text[end:],
            tokens=self.tokens[stop:],
            starts=self.starts[stop:] - end,
            ends=self.ends[stop:] - end,
            sentence_starts=self.sentence_starts[self.sentence_starts >= stop] - stop,
            breaks=self.breaks[stop:],
            context=context,
        )
        return known, others

    def _windows(self, *, is_last: bool) -> tuple[list[Window], list[str]]:
        """Give the known windows, and the context of the token after them."""
        marked = with_marks(self.tokens, self.breaks)
        places = self.sentence_starts.tolist()
        heads = block_starts(places, self.breaks, num_read=len(self.context))
        end = len(marked) if is_last else last_known(places, num_tokens=len(marked))
        windows: list[Window] = []
        context = self.context
        for start, stop in pairwise(sorted({0, *heads, end})):
            block = marked[start:stop]
            is_open = stop == end and not is_last
            found = windows_of_block(block, context=context, is_open=is_open)
            windows += found
            num_kept = sum(window.num_kept for window in found)
            before = [*context, *block[:num_kept]]
            context = before[-CONTEXT_TOKENS:] if num_kept < len(block) else []
        return windows, context


def _joined(first: Int32Array, second: Int32Array, *, shift: int) -> Int32Array:
    return np.concatenate([first, second + shift], dtype=np.int32)
