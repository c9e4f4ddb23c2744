"""Tagger: documents to name probabilities and names, with one bundle and one engine.

`Tagger.tag` prepares documents, runs their windows and finishes the documents. A server, which
gathers the windows of many requests, does the same with `prepare_document`, `windows_of`,
`Tagger.forward`, `outputs_by_document` and `finish_document`.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from numbers import Real
from pathlib import Path

import numpy as np

from nomen.model.arrays import Float32Array
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
from nomen.model.long_documents.sections import Section
from nomen.model.long_documents.tagging import tag_in_sections
from nomen.model.names.rules import NO_RULES, NameRules
from nomen.model.network.batching import run_in_batches
from nomen.model.redaction.operators import Operator
from nomen.model.redaction.placeholders import placeholders_of
from nomen.model.redaction.redaction import RedactedDocument, Redactor

BATCH_TOKENS = {"cpu": 1024, "cuda": 32_768}
"""Most tokens of a batch by device, padding counted. A CPU is no faster with more (ADR 13)."""

REDACTION_THRESHOLD = "high_recall"
"""The preset at which redaction finds names if the caller chooses none."""
REDACTION_RULES = NameRules(consistent=True)
"""The rules of redaction if the caller chooses none."""


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
        self,
        documents: Iterable[Document],
        *,
        threshold: float | str | None = None,
        rules: NameRules = NO_RULES,
    ) -> list[TaggedDocument]:
        """Tag documents, in their order.

        Args:
            documents: Texts or token lists.
            threshold: Lowest name probability of a name's token, 0 to 1, or the name of one of the
                bundle's presets. None is the bundle's default.
            rules: What the caller wants beside the threshold.

        Raises:
            DocumentError: When a document is neither a text nor a list of tokens.
            ThresholdError: When the threshold is neither 0 to 1 nor a preset.
        """
        (tagged,) = self.tag_at(documents, [threshold], rules=rules)
        return tagged

    def tag_at(
        self,
        documents: Iterable[Document],
        thresholds: Iterable[float | str | None],
        *,
        rules: NameRules = NO_RULES,
    ) -> Iterator[list[TaggedDocument]]:
        """Tag documents at each of several thresholds in turn; the network runs once.

        Arguments and errors are those of `tag`.
        """
        lowest = [choose_threshold(threshold, self.bundle.manifest) for threshold in thresholds]
        prepared = _prepare(documents)
        parts = list(zip(prepared, self.forward_all(prepared), strict=True))
        return (
            [
                finish_document(document, outputs, threshold=each, rules=rules)
                for document, outputs in parts
            ]
            for each in lowest
        )

    def redact(
        self,
        texts: Iterable[str],
        *,
        operator: Operator | None = None,
        threshold: float | str | None = REDACTION_THRESHOLD,
        rules: NameRules = REDACTION_RULES,
    ) -> list[RedactedDocument]:
        """Redact texts, in their order.

        Args:
            texts: The texts.
            operator: What stands in the place of a name; None is `[NAME]`. Numbers of the scope
                `batch` count through all texts.
            threshold: As for `tag`.
            rules: What the caller wants beside the threshold. What the operator leaves in a text
                is never a name.

        Raises:
            DocumentError: When a text is none.
            OperatorError: When the operator needs a library that is not installed.
            ThresholdError: When the threshold is neither 0 to 1 nor a preset.
        """
        kept = _texts_of(texts)
        redactor = Redactor(operator)
        placeholders = (*rules.placeholders, *placeholders_of(operator))
        rules = replace(rules, placeholders=placeholders)
        tagged = self.tag(kept, threshold=threshold, rules=rules)
        return [redactor.redact(text, each.names) for text, each in zip(kept, tagged, strict=True)]

    def tag_in_sections(
        self,
        read: Callable[[], Iterable[str]],
        *,
        threshold: float | str | None = None,
        rules: NameRules = NO_RULES,
    ) -> Iterator[Section]:
        """Tag one text of any length in bounded memory; see `long_documents.tagging`.

        Args:
            read: Gives the text in chunks; called twice if the rules ask for `consistent`.
            threshold: As for `tag`.
            rules: As for `tag`.

        Raises:
            DocumentError: When the text holds half of a surrogate pair.
            ThresholdError: When the threshold is neither 0 to 1 nor a preset.
        """
        lowest = choose_threshold(threshold, self.bundle.manifest)
        return tag_in_sections(read, self._run_parts, threshold=lowest, rules=rules)

    def _run_parts(
        self, parts: Iterable[PreparedDocument]
    ) -> Iterator[tuple[PreparedDocument, list[WindowProbabilities]]]:
        return ((part, self.forward_all([part])[0]) for part in parts)

    def forward(self, sentences: Sequence[Sequence[str]]) -> list[WindowProbabilities]:
        """Run one forward pass over the tokens of sentences or windows, at least one."""
        names, begins = self.engine.run(sentences)  # (B, T) each
        calibrated = calibrate(names, self.calibration)
        begins = begins * np.divide(calibrated, names, out=np.ones_like(names), where=names > 0)
        return [
            WindowProbabilities(calibrated[i, : len(tokens)], begins[i, : len(tokens)])
            for i, tokens in enumerate(sentences)
        ]

    def forward_all(self, documents: Sequence[PreparedDocument]) -> list[list[WindowProbabilities]]:
        """Run the windows of any number of documents, in batches of similar length."""
        sentences = [window.tokens for window in windows_of(documents)]
        batch_tokens = BATCH_TOKENS[self.engine.device]
        outputs = run_in_batches(sentences, self.forward, batch_tokens=batch_tokens)
        return list(outputs_by_document(documents, outputs))


def load_tagger(
    bundle: str | Path = "en",
    *,
    device: Device = "auto",
    precision: PrecisionChoice = "auto",
    num_threads: int = 1,
) -> Tagger:
    """Load a bundle, verify it, and load the engine that runs it.

    Args:
        bundle: The name of a bundle that ships with Nomen, or a folder.
        device: `auto`, `cpu` or `cuda`; see `load_engine`.
        precision: `auto`, `fp32`, `int8` or `fp16`; see `load_engine`.
        num_threads: Threads of one forward pass on the CPU.

    Raises:
        BundleError: When there is no such bundle, or it does not pass verification.
        DeviceError: When the device or the precision is not available.
    """
    found = read_bundle(find_bundle(bundle))
    engine = load_engine(found, device=device, precision=precision, num_threads=num_threads)
    return Tagger(found, engine)


def choose_threshold(chosen: float | str | None, manifest: Manifest) -> float:
    """Give the threshold that a caller means.

    Args:
        chosen: A number from 0 to 1, the name of a preset, or None for the bundle's default.
        manifest: Of the bundle.

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


def _texts_of(texts: Iterable[str]) -> list[str]:
    """Check texts, and refuse a single string in place of a list."""
    if isinstance(texts, (str, bytes, bytearray, Mapping)) or not isinstance(texts, Iterable):
        raise DocumentError("documents: expected a list of texts")
    kept = list(texts)
    for i, text in enumerate(kept):
        if not isinstance(text, str):
            raise DocumentError(f"documents.{i}: expected a text")
    return kept


def _prepare(documents: Iterable[Document]) -> list[PreparedDocument]:
    """Prepare documents, and refuse a single string in place of a list."""
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


def calibrate(probabilities: Float32Array, calibration: Calibration) -> Float32Array:
    """Map probabilities, float32 of any shape, by a calibration; 0 stays 0 and 1 stays 1."""
    if (calibration.slope, calibration.intercept) == (1, 0):
        return probabilities
    p = probabilities.astype(np.float64)
    with np.errstate(divide="ignore"):
        logits = np.log(p) - np.log1p(-p)
        odds = np.exp(-(calibration.slope * logits + calibration.intercept))
    return (1 / (1 + odds)).astype(np.float32)
