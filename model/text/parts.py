"""Tokenizes a text of any length in parts, in bounded memory.

The parts together have the tokens and sentences of the whole text. Each part is tokenized with some
tokens of context on either side, which the neighbouring parts give.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np

from nomen.model.arrays import Int32Array
from nomen.model.text.lines import BreakArray
from nomen.model.text.tokenizer import TokenizedText, tokenize

PART_CHARACTERS = 1 << 19
"""Length of a part, about."""
CONTEXT_TOKENS = 64
CONTEXT_CHARACTERS = 2048
"""Tokens and characters of context on either side of a part, at least.

No rule of the tokenizer or the lines looks further, and no rule of the sentences does except in a
run of more closing quotes and full stops than this.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class TextPart:
    """A part of a text.

    Attributes:
        text: From the end of the last part's last token to the end of this part's last token; the
            last part takes the rest. All texts joined are the whole text.
        tokens: The tokens.
        starts: int32 (T,), offsets in `text`.
        ends: int32 (T,), one past the last.
        breaks: uint8 (T,), what parts each token from the one before it, which the last part may
            have; values of `Break`.
        sentence_starts: int32 (S,), index of each token that starts a sentence. The first token
            need not start one: sentences may go on over parts.
    """

    text: str
    tokens: list[str]
    starts: Int32Array
    ends: Int32Array
    breaks: BreakArray
    sentence_starts: Int32Array


def tokenize_in_parts(
    chunks: Iterable[str], *, part_characters: int = PART_CHARACTERS
) -> Iterator[TextPart]:
    """Tokenize a text that comes in chunks of any size.

    Args:
        chunks: The text.
        part_characters: Length of a part, about; longer where a part has too few tokens.
    """
    remaining = _sliced(chunks, part_characters)
    unread, num_context, is_last = "", 0, False
    needed = part_characters
    while not is_last:
        unread, is_last = _fill(unread, remaining, num_characters=needed)
        found = tokenize(unread)
        num_done = int(np.searchsorted(found.starts, num_context))
        stop = len(found.tokens)
        if not is_last:
            known = np.searchsorted(found.starts, len(unread) - CONTEXT_CHARACTERS)
            stop = min(stop - CONTEXT_TOKENS, int(known))
        if stop <= num_done and not is_last:
            needed = 2 * len(unread)
            continue
        yield _part(unread, found, num_context, range(num_done, stop), is_last=is_last)
        end = int(found.ends[stop - 1]) if stop else 0
        context = _context_of(found, stop, end) if stop else 0
        unread, num_context = unread[context:], end - context
        needed = num_context + part_characters


def _context_of(found: TokenizedText, stop: int, end: int) -> int:
    """Give the offset at which the context of the token at `stop` begins."""
    enough = int(np.searchsorted(found.starts, end - CONTEXT_CHARACTERS, side="right")) - 1
    return int(found.starts[max(0, min(stop - CONTEXT_TOKENS, enough))])


def _sliced(chunks: Iterable[str], length: int) -> Iterator[str]:
    return (
        chunk[start : start + length] for chunk in chunks for start in range(0, len(chunk), length)
    )


def _fill(text: str, chunks: Iterator[str], *, num_characters: int) -> tuple[str, bool]:
    """Add chunks to a text until it is long enough; tell whether it was the last."""
    parts, length = [text], len(text)
    while length < num_characters:
        chunk = next(chunks, None)
        if chunk is None:
            return "".join(parts), True
        parts.append(chunk)
        length += len(chunk)
    following = next(chunks, None)
    if following is None:
        return "".join(parts), True
    return "".join([*parts, following]), False


def _part(text: str, found: TokenizedText, start: int, kept: range, *, is_last: bool) -> TextPart:
    """Cut the kept tokens out of a text that was tokenized with their context."""
    end = len(text) if is_last else int(found.ends[kept.stop - 1])
    is_kept = (found.sentence_starts >= kept.start) & (found.sentence_starts < kept.stop)
    return TextPart(
        text=text[start:end],
        tokens=found.tokens[kept.start : kept.stop],
        starts=found.starts[kept.start : kept.stop] - start,
        ends=found.ends[kept.start : kept.stop] - start,
        breaks=found.breaks[kept.start : kept.stop],
        sentence_starts=found.sentence_starts[is_kept] - kept.start,
    )
