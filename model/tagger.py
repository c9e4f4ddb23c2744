"""Tagger: documents to name probabilities and names, with one bundle and one engine.

`Tagger.tag` prepares documents, runs their windows and finishes the documents. A server, which
gathers the windows of many requests, does the same with `prepare_document`, `windows_of`,
`Tagger.forward`, `outputs_by_document` and `finish_document`.
"""

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import cast

import numpy as np

from nomen.model.bundle.bundle import (
    SHIPPED,
    Bundle,
    Calibration,
    Precision,
    find_bundle,
    read_bundle,
)
from nomen.model.documents import (
    Document,
    PreparedDocument,
    TaggedDocument,
    finish_document,
    outputs_by_document,
    windows_of,
)
from nomen.model.engines.calibration import calibrate
from nomen.model.engines.engine import Engine
from nomen.model.engines.selection import Device, PrecisionChoice, load_engine
from nomen.model.errors import BundleError
from nomen.model.gathering import check_iterable, check_rules, gather, prepare_each, remember
from nomen.model.long_documents.sections import Section
from nomen.model.long_documents.tagging import tag_in_sections
from nomen.model.names.rules import NO_RULES, NameRules
from nomen.model.network.batching import TokenBudget, run_in_batches
from nomen.model.redaction.operators import Operator
from nomen.model.redaction.placeholders import placeholders_of
from nomen.model.redaction.redaction import RedactedDocument, Redactor
from nomen.model.text.scripts import count_unsupported, learned_scripts
from nomen.model.thresholds import choose_threshold
from nomen.model.windows import WindowProbabilities

BATCH_TOKENS = {"cpu": 1024, "cuda": 32_768}
"""Most tokens of a batch by device, padding counted. A CPU is no faster with more (ADR 13)."""

GROUP_TOKENS = {"cpu": 65_536, "cuda": 524_288}
"""Tokens that a stream gathers before it runs them, by device: enough to sort them by length."""

REDACTION_THRESHOLD = "high_recall"
"""The preset at which redaction finds names if the caller chooses none."""
REDACTION_RULES = NameRules(consistent=True)
"""The rules of redaction if the caller chooses none."""


Origin = tuple[str, Device, PrecisionChoice, int]
"""What a tagger was loaded from: the arguments of `load_tagger`, in their order."""


class Tagger:
    """Tags documents with one engine; threads may share it.

    A pickled tagger is the name or path of its bundle and how it was loaded. Where it arrives, it
    is loaded again, once in a process.

    Args:
        bundle: A verified bundle.
        engine: The engine that runs it.
        origin: What it was loaded from. None is the bundle's folder, on the same kind of engine.

    Attributes:
        scripts: The scripts that the bundle learned, by their Unicode names.
    """

    def __init__(self, bundle: Bundle, engine: Engine, *, origin: Origin | None = None) -> None:
        self.bundle = bundle
        self.engine = engine
        self.scripts = learned_scripts(bundle.vocabulary.forms)
        self._origin = origin
        self._budget = TokenBudget(BATCH_TOKENS[engine.device])
        manifest = bundle.manifest
        precision: Precision = "int8" if engine.precision == "int8" else "fp32"
        self.calibration = manifest.calibration.get(precision, Calibration())

    def __repr__(self) -> str:
        manifest, engine = self.bundle.manifest, self.engine
        return (
            f"<{type(self).__name__} nomen-{manifest.name} {manifest.version}: "
            f"{engine.name}, {engine.precision}, {engine.device}>"
        )

    def __reduce__(self) -> tuple[Callable[..., "Tagger"], tuple[object, ...]]:
        device, precision = cast("Device", self.engine.device), self.engine.precision
        folder = str(self.bundle.path.resolve())
        origin = self._origin or (folder, device, cast("PrecisionChoice", precision), 1)
        return _load_again, (self.bundle.sha256, origin)

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
            RulesError: When the rules are none.
            ThresholdError: When the threshold is neither 0 to 1 nor a preset.
        """
        (tagged,) = self.tag_at(documents, [threshold], rules=rules)
        return tagged

    def stream(
        self,
        documents: Iterable[Document],
        *,
        threshold: float | str | None = None,
        rules: NameRules = NO_RULES,
    ) -> Iterator[TaggedDocument]:
        """Tag documents one after the other, in their order and in bounded memory.

        Documents are read as they are needed, and gathered until they are worth a run: an answer
        comes when they have `GROUP_TOKENS` together, or when none is left.
        Where a document is bad, or the caller's own iterable raises, the answers of the documents
        before it come first.

        Arguments and errors are those of `tag`.
        """
        lowest = choose_threshold(threshold, self.bundle.manifest)
        check_rules(rules)
        check_iterable(documents, expected="a list of texts or token lists")
        return self._stream(prepare_each(documents), lowest, rules)

    def _stream(
        self, prepared: Iterable[PreparedDocument], threshold: float, rules: NameRules
    ) -> Iterator[TaggedDocument]:
        for group in gather(prepared, num_tokens=GROUP_TOKENS[self.engine.device]):
            for document, outputs in zip(group, self.forward_all(group), strict=True):
                yield self._finish(document, outputs, threshold=threshold, rules=rules)

    def _finish(
        self,
        document: PreparedDocument,
        outputs: Sequence[WindowProbabilities],
        *,
        threshold: float,
        rules: NameRules,
    ) -> TaggedDocument:
        return finish_document(
            document, outputs, threshold=threshold, rules=rules, scripts=self.scripts
        )

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
        check_rules(rules)
        check_iterable(documents, expected="a list of texts or token lists")
        prepared = list(prepare_each(documents))
        parts = list(zip(prepared, self.forward_all(prepared), strict=True))
        return (
            [
                self._finish(document, outputs, threshold=each, rules=rules)
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
            RulesError: When the rules are none.
            ThresholdError: When the threshold is neither 0 to 1 nor a preset.
        """
        check_iterable(texts, expected="a list of texts")
        known, redactor = list(texts), Redactor(operator)
        redactor.reserve(text for text in known if isinstance(text, str))
        return list(self._redact(known, redactor, threshold=threshold, rules=rules))

    def redact_stream(
        self,
        texts: Iterable[str],
        *,
        operator: Operator | None = None,
        threshold: float | str | None = REDACTION_THRESHOLD,
        rules: NameRules = REDACTION_RULES,
    ) -> Iterator[RedactedDocument]:
        """Redact texts one after the other, in their order and in bounded memory; see `stream`.

        Arguments and errors are those of `redact`.
        """
        check_iterable(texts, expected="a list of texts")
        return self._redact(texts, Redactor(operator), threshold=threshold, rules=rules)

    def _redact(
        self,
        texts: Iterable[str],
        redactor: Redactor,
        *,
        threshold: float | str | None,
        rules: NameRules,
    ) -> Iterator[RedactedDocument]:
        waiting: deque[str] = deque()
        rules = _with_placeholders(rules, redactor.operator)
        tagged = self.stream(remember(texts, remembered=waiting), threshold=threshold, rules=rules)
        return (redactor.redact_tagged(waiting.popleft(), each) for each in tagged)

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
        sections = tag_in_sections(read, self._run_parts, threshold=lowest, rules=rules)
        return map(self.with_scripts, sections)

    def with_scripts(self, section: Section) -> Section:
        """Count the letters of a section in scripts that the bundle did not learn."""
        unsupported = count_unsupported([section.text], self.scripts)
        return replace(section, tagged=replace(section.tagged, unsupported_scripts=unsupported))

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
        outputs = run_in_batches(sentences, self.forward, budget=self._budget)
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
    is_shipped = found.path.parent == SHIPPED
    place = found.path.name if is_shipped else str(found.path.resolve())
    return Tagger(found, engine, origin=(place, device, precision, num_threads))


@lru_cache(maxsize=2)
def _load_again(sha256: str, origin: Origin) -> Tagger:
    """Load a pickled tagger, and check that its bundle is still the same."""
    bundle, device, precision, num_threads = origin
    tagger = load_tagger(bundle, device=device, precision=precision, num_threads=num_threads)
    if tagger.bundle.sha256 != sha256:
        raise BundleError(f"{bundle}: expected the tagger's own bundle, found another")
    return tagger


def _with_placeholders(rules: NameRules, operator: Operator | None) -> NameRules:
    check_rules(rules)
    return replace(rules, placeholders=(*rules.placeholders, *placeholders_of(operator)))
