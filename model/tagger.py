"""Tagger, the public face: documents to name probabilities and names; knows no HTTP and no file.

Each stage can be called alone, so that a server may gather the windows of many requests into one
forward pass: `prepare` (any thread), `forward` (one thread), `finish` (any thread).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from model.batching import run_in_batches
from model.bundle import Bundle, Calibration, Precision, find_bundle, read_bundle
from model.engines.engine import Engine
from model.engines.selection import Device, PrecisionChoice, load_engine
from model.errors import DocumentError
from model.names import find_names
from model.tokenizer import tokenize

FloatArray = NDArray[np.float32]
OffsetArray = NDArray[np.int32]
Document = str | Sequence[str]
"""A text, or its tokens."""

WINDOW_TOKENS = 2048
CONTEXT_TOKENS = 512
BATCH_TOKENS = {"cpu": 1024, "cuda": 32_768}
"""Tokens of a batch by device, padding counted; more makes a CPU no faster (ADR 13)."""


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


class Tagger:
    """Tags documents with one engine.

    `forward` and `tag` are for one thread at a time; the other methods keep no state.

    Args:
        bundle: A verified bundle.
        engine: The engine that runs it.
    """

    def __init__(self, bundle: Bundle, engine: Engine) -> None:
        self.bundle = bundle
        self.engine = engine
        manifest = bundle.manifest
        precision: Precision = "int8" if engine.precision == "int8" else "fp32"
        self.calibration = manifest.calibration.get(precision, Calibration())

    def tag(
        self, documents: Iterable[Document], *, threshold: float | None = None
    ) -> list[TaggedDocument]:
        """Tag documents, in their order.

        Args:
            documents: Texts or token lists.
            threshold: Lowest name probability of a name's token; the bundle's by default.

        Raises:
            DocumentError: When a document is neither a text nor a list of tokens.
        """
        prepared = [self.prepare(document) for document in documents]
        outputs = self.forward_all(prepared)
        return [
            self.finish(document, output, threshold=threshold)
            for document, output in zip(prepared, outputs, strict=True)
        ]

    def prepare(self, document: Document) -> PreparedDocument:
        """Find the tokens and windows of a document.

        Raises:
            DocumentError: When it is neither a text nor a list of tokens of a character or more.
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
        for i, token in enumerate(document):
            if not isinstance(token, str) or not token:
                raise DocumentError(f"tokens.{i}: expected a string of a character or more")
        bounds = [0, len(document)]
        return PreparedDocument(
            text=None, tokens=document, starts=None, ends=None, windows=_windows(document, bounds)
        )

    def forward(self, windows: Sequence[Window]) -> list[WindowProbabilities]:
        """Run one forward pass over windows, at least one, in their order."""
        names, begins = self.engine.run([window.tokens for window in windows])  # (B, T) each
        calibrated = calibrate(names, self.calibration)
        begins = begins * np.divide(calibrated, names, out=np.ones_like(names), where=names > 0)
        return [
            WindowProbabilities(calibrated[i, : len(w.tokens)], begins[i, : len(w.tokens)])
            for i, w in enumerate(windows)
        ]

    def finish(
        self,
        document: PreparedDocument,
        outputs: Sequence[WindowProbabilities],
        *,
        threshold: float | None = None,
    ) -> TaggedDocument:
        """Join the probabilities of a document's windows and find its names."""
        parts = list(zip(document.windows, outputs, strict=True))
        name = _joined([_kept(window, output.name) for window, output in parts])
        begin = _joined([_kept(window, output.begin) for window, output in parts])
        if threshold is None:
            threshold = self.bundle.manifest.default_threshold
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

    def forward_all(self, documents: Sequence[PreparedDocument]) -> list[list[WindowProbabilities]]:
        """Run the windows of any number of documents, in batches of like length."""
        windows = [window for document in documents for window in document.windows]
        batch_tokens = BATCH_TOKENS[self.engine.device]
        outputs = iter(run_in_batches(windows, self.forward, batch_tokens=batch_tokens))
        return [[next(outputs) for _ in document.windows] for document in documents]


def load_tagger(
    bundle: str | Path = "en",
    *,
    device: Device = "auto",
    precision: PrecisionChoice = "auto",
    num_threads: int = 1,
) -> Tagger:
    """Load and verify a bundle and the engine for it.

    Args:
        bundle: The name of a shipped bundle, or a folder.
        device: Where to run; see `load_engine`.
        precision: In which numbers to run; see `load_engine`.
        num_threads: Threads of one forward pass on the CPU.

    Raises:
        BundleError: When the bundle is refused.
        DeviceError: When the device or precision is not to be had.
    """
    found = read_bundle(find_bundle(bundle))
    engine = load_engine(found, device=device, precision=precision, num_threads=num_threads)
    return Tagger(found, engine)


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


def calibrate(probabilities: FloatArray, calibration: Calibration) -> FloatArray:
    """Map probabilities, 0 staying 0 and 1 staying 1; see `Calibration`."""
    if calibration == Calibration():
        return probabilities
    p = probabilities.astype(np.float64)
    with np.errstate(divide="ignore"):
        logits = np.log(p) - np.log1p(-p)
        odds = np.exp(-(calibration.slope * logits + calibration.intercept))
    return (1 / (1 + odds)).astype(np.float32)


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
