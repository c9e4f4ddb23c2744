"""Tagger, the public face: documents to name probabilities and names; knows no HTTP and no file.

`forward` can be called alone, so that a server may gather the windows of many requests into one
forward pass.
"""

from collections.abc import Iterable, Mapping, Sequence
from numbers import Real
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from nomen.model.bundle.bundle import (
    Bundle,
    Calibration,
    Manifest,
    Precision,
    find_bundle,
    read_bundle,
)
from nomen.model.documents import (
    Document,
    PreparedDocument,
    TaggedDocument,
    WindowProbabilities,
    finish_document,
    outputs_by_document,
    prepare_document,
    windows_of,
)
from nomen.model.engines.engine import Engine
from nomen.model.engines.selection import Device, PrecisionChoice, load_engine
from nomen.model.errors import DocumentError, ThresholdError
from nomen.model.network.batching import run_in_batches

FloatArray = NDArray[np.float32]
BATCH_TOKENS = {"cpu": 1024, "cuda": 32_768}
"""Tokens of a batch by device, padding counted; more makes a CPU no faster (ADR 13)."""


class Tagger:
    """Tags documents with one engine; threads may share it.

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
        self, documents: Iterable[Document], *, threshold: float | str | None = None
    ) -> list[TaggedDocument]:
        """Tag documents, in their order.

        Args:
            documents: Texts or token lists.
            threshold: Lowest name probability of a name's token, 0 to 1, or the name of one of the
                bundle's presets; the bundle's default where there is none.

        Raises:
            DocumentError: When a document is neither a text nor a list of tokens.
            ThresholdError: When the threshold is neither 0 to 1 nor a preset.
        """
        lowest = choose_threshold(threshold, self.bundle.manifest)
        prepared = _prepare(documents)
        outputs = self.forward_all(prepared)
        return [
            finish_document(document, output, threshold=lowest)
            for document, output in zip(prepared, outputs, strict=True)
        ]

    def forward(self, sentences: Sequence[Sequence[str]]) -> list[WindowProbabilities]:
        """Run one forward pass over the tokens of sentences or windows, at least one."""
        names, begins = self.engine.run(sentences)  # (B, T) each
        calibrated = calibrate(names, self.calibration)
        begins = begins * np.divide(calibrated, names, out=np.ones_like(names), where=names > 0)
        return [
            WindowProbabilities(calibrated[i, : len(tokens)], begins[i, : len(tokens)])
            for i, tokens in enumerate(sentences)
        ]

    def forward_all(
        self, documents: Sequence[PreparedDocument]
    ) -> list[Sequence[WindowProbabilities]]:
        """Run the windows of any number of documents, in batches of similar length."""
        sentences = [window.tokens for window in windows_of(documents)]
        batch_tokens = BATCH_TOKENS[self.engine.device]
        outputs = run_in_batches(sentences, self.forward, batch_tokens=batch_tokens)
        return outputs_by_document(documents, outputs)


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


def choose_threshold(chosen: float | str | None, manifest: Manifest) -> float:
    """Give the threshold that a number, a preset's name or None, the bundle's default, means.

    Raises:
        ThresholdError: When it is neither 0 to 1 nor a preset of the bundle.
    """
    if chosen is None:
        return manifest.default_threshold
    if isinstance(chosen, str) and chosen in manifest.presets:
        return manifest.presets[chosen]
    if isinstance(chosen, Real) and not isinstance(chosen, bool) and 0 <= chosen <= 1:
        return float(chosen)
    presets = ", ".join(sorted(manifest.presets)) or "none"
    raise ThresholdError(f"threshold: expected 0 to 1 or a preset of this bundle: {presets}")


def _prepare(documents: Iterable[Document]) -> list[PreparedDocument]:
    """Prepare documents; a string is one document and no list of them."""
    if isinstance(documents, (str, bytes, bytearray, Mapping)) or not isinstance(
        documents, Iterable
    ):
        raise DocumentError("documents: expected a list of texts or token lists")
    prepared = []
    for i, document in enumerate(documents):
        try:
            prepared.append(prepare_document(document))
        except DocumentError as error:
            raise DocumentError(f"documents.{i}: {error}") from error
    return prepared


def calibrate(probabilities: FloatArray, calibration: Calibration) -> FloatArray:
    """Map probabilities, 0 staying 0 and 1 staying 1; see `Calibration`."""
    if (calibration.slope, calibration.intercept) == (1, 0):
        return probabilities
    p = probabilities.astype(np.float64)
    with np.errstate(divide="ignore"):
        logits = np.log(p) - np.log1p(-p)
        odds = np.exp(-(calibration.slope * logits + calibration.intercept))
    return (1 / (1 + odds)).astype(np.float32)
