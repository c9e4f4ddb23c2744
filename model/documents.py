"""Documents to tokens and windows, and probabilities to names; knows no network.

The two ends of tagging, which keep no state: any thread may run them, and a process that has no
engine.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple, cast

import numpy as np
from numpy.typing import NDArray

from nomen.model.errors import DocumentError
from nomen.model.names import find_names
from nomen.model.text.tokenizer import tokenize

FloatArray = NDArray[np.float32]
OffsetArray = NDArray[np.int32]
Document = str | Sequence[str]
"""A text, or its tokens."""

WINDOW_TOKENS = 2048
CONTEXT_TOKENS = 512


@dataclass(frozen=True, slots=True, kw_only=True)
class Name:
    """A name found in a document.

    Attributes:
        text: The name as it stands in the text; for token lists its tokens joined by one blank.
        start: Its first code point in the text, or None for a token list.
        end: The code point after it, or None for a token list.
        first_token: Index of its first token.
        last_token: Index of its last token.
        probability: The lowest name probability of its tokens.
    """

    text: str
    start: int | None
    end: int | None
    first_token: int
    last_token: int
    probability: float


@dataclass(frozen=True, slots=True, kw_only=True)
class TaggedDocument:
    """A document with the name probability of each token and its names.

    `starts` and `ends` are code points, half-open, (T,); None for a token list.
    """

    tokens: Sequence[str]
    starts: OffsetArray | None
    ends: OffsetArray | None
    name_probabilities: FloatArray
    names: list[Name]


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """What one row of a forward pass reads: tokens to keep, with context on either side."""

    tokens: Sequence[str]
    num_before: int
    num_kept: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PreparedDocument:
    """A document as tokens and the windows that cover them, each token kept once."""

    text: str | None
    tokens: Sequence[str]
    starts: OffsetArray | None
    ends: OffsetArray | None
    windows: list[Window]


class WindowProbabilities(NamedTuple):
    """Calibrated probabilities of a window's tokens, each (T,)."""

    name: FloatArray
    begin: FloatArray


def prepare_document(document: Document) -> PreparedDocument:
    """Find the tokens and windows of a document.

    Raises:
        DocumentError: When it is neither a text nor a sequence of tokens of a character or more.
    """
    if isinstance(document, str):
        found = tokenize(document)
        bounds = [*found.sentence_starts.tolist(), len(found.tokens)]
        return PreparedDocument(
            text=document,
            tokens=found.tokens,
            starts=found.starts,
            ends=found.ends,
            windows=_windows(found.tokens, bounds),
        )
    tokens = _tokens_of(document)
    bounds = [0, len(tokens)]
    return PreparedDocument(
        text=None, tokens=tokens, starts=None, ends=None, windows=_windows(tokens, bounds)
    )


def windows_of(documents: Iterable[PreparedDocument]) -> list[Window]:
    """Give the windows of all documents, in the documents' order."""
    return [window for document in documents for window in document.windows]


def outputs_by_document(
    documents: Iterable[PreparedDocument], outputs: Sequence[WindowProbabilities]
) -> list[Sequence[WindowProbabilities]]:
    """Give each document its own part of the outputs for `windows_of(documents)`."""
    found = []
    start = 0
    for document in documents:
        stop = start + len(document.windows)
        found.append(outputs[start:stop])
        start = stop
    return found


def finish_document(
    document: PreparedDocument,
    outputs: Sequence[WindowProbabilities],
    *,
    threshold: float,
) -> TaggedDocument:
    """Join the probabilities of a document's windows and find its names."""
    parts = list(zip(document.windows, outputs, strict=True))
    name = _joined([_kept(window, output.name) for window, output in parts])
    begin = _joined([_kept(window, output.begin) for window, output in parts])
    return TaggedDocument(
        tokens=document.tokens,
        starts=document.starts,
        ends=document.ends,
        name_probabilities=name,
        names=[
            _name(document, found, float(name[found.start : found.stop].min()))
            for found in find_names(name, begin, threshold=threshold)
        ],
    )


def _tokens_of(document: object) -> Sequence[str]:
    """Give the tokens of a list, a tuple, any other sequence or an array (T,), each checked."""
    tokens: Sequence[object]
    match document:
        case list() | tuple():
            tokens = document
        case np.ndarray(ndim=1):
            tokens = document.tolist()
        case Sequence() if not isinstance(document, (bytes, bytearray, memoryview)):
            tokens = list(document)
        case _:
            raise DocumentError("expected a text or a list of tokens")
    for i, token in enumerate(tokens):
        if not isinstance(token, str) or not token:
            raise DocumentError(f"tokens.{i}: expected a string of a character or more")
    return cast("Sequence[str]", tokens)


def _windows(tokens: Sequence[str], bounds: Sequence[int]) -> list[Window]:
    """Cut sentences of more than WINDOW_TOKENS into windows that overlap by their contexts."""
    windows = []
    step = WINDOW_TOKENS - 2 * CONTEXT_TOKENS
    for start, stop in pairwise(bounds):
        if stop - start <= WINDOW_TOKENS:
            if stop > start:
                windows.append(_window(tokens, start, stop, start, stop))
            continue
        for first in range(start, stop, step):
            last = min(first + step, stop)
            before, after = max(start, first - CONTEXT_TOKENS), min(stop, last + CONTEXT_TOKENS)
            windows.append(_window(tokens, before, after, first, last))
    return windows


def _window(tokens: Sequence[str], before: int, after: int, first: int, last: int) -> Window:
    return Window(tokens=tokens[before:after], num_before=first - before, num_kept=last - first)


def _kept(window: Window, values: FloatArray) -> FloatArray:
    return values[window.num_before : window.num_before + window.num_kept]


def _joined(parts: list[FloatArray]) -> FloatArray:
    if len(parts) == 1:
        return parts[0]
    return np.concatenate(parts) if parts else np.zeros(0, dtype=np.float32)


def _name(document: PreparedDocument, found: range, probability: float) -> Name:
    first, last = found.start, found.stop - 1
    if document.text is None or document.starts is None or document.ends is None:
        text, start, end = " ".join(document.tokens[first : last + 1]), None, None
    else:
        start, end = int(document.starts[first]), int(document.ends[last])
        text = document.text[start:end]
    return Name(
        text=text,
        start=start,
        end=end,
        first_token=first,
        last_token=last,
        probability=probability,
    )
