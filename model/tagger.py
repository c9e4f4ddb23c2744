"""Tagger: documents to name probabilities and names, with one bundle and one engine.

`Tagger.tag` prepares documents, runs their windows and finishes the documents. A server, which
gathers the windows of many requests, does the same with `prepare_document`, `windows_of`,
`Tagger.forward`, `outputs_by_document` and `finish_document`.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache, partial
from pathlib import Path
from typing import cast

from nomen.model.bundle.bundle import Bundle
from nomen.model.documents import Document, PreparedDocument
from nomen.model.engines.engine import Engine
from nomen.model.engines.selection import Device, PrecisionChoice
from nomen.model.gathering import check_iterable, check_rules, prepare_each
from nomen.model.loaded_bundle import LoadedBundle, Origin, check_same, load_bundles
from nomen.model.loaded_bundles import LoadedBundles
from nomen.model.long_documents.sections import Section
from nomen.model.long_documents.tagging import Run, tag_in_sections
from nomen.model.names.rules import NO_RULES, NameRules
from nomen.model.redaction.operators import Operator
from nomen.model.redaction.redaction import RedactedDocument, Redactor
from nomen.model.redaction.streaming import redact_as_tagged, with_placeholders
from nomen.model.routing.choosing import AUTO
from nomen.model.tagged_documents import TaggedDocument
from nomen.model.windows import WindowProbabilities

REDACTION_THRESHOLD = "high_recall"
"""The preset at which redaction finds names if the caller chooses none."""
REDACTION_RULES = NameRules(consistent=True)
"""The rules of redaction if the caller chooses none."""


class Tagger:
    """Tags documents with one bundle, or with the one of several that knows their language.

    Threads may share it. A pickled tagger is the names or paths of its bundles and how they were
    loaded. Where it arrives, it is loaded again, once in a process.

    Args:
        bundle: A verified bundle.
        engine: The engine that runs it.
        origin: What it was loaded from. None is the bundles' folders, on the same kind of engine.
        others: Further bundles. The first one reads what is in no language that a bundle tags.

    Attributes:
        bundles: All bundles with their engines, in their order.
        router: Tells which of them reads what.
        languages: The languages that they tag, as primary tags of BCP 47, in their order.
        scripts: The scripts that any of them learned, by their Unicode names.
    """

    def __init__(
        self,
        bundle: Bundle,
        engine: Engine,
        *,
        origin: Origin | None = None,
        others: Sequence[LoadedBundle] = (),
    ) -> None:
        self.bundle = bundle
        self.engine = engine
        self._all = LoadedBundles((LoadedBundle(bundle, engine), *others))
        self.bundles = self._all.bundles
        self.router = self._all.router
        self.languages = tuple(self.router.languages)
        self.scripts = frozenset[str]().union(*(each.reader.scripts for each in self.bundles))
        self.calibration = self.bundles[0].calibration
        self._origin = origin

    def __repr__(self) -> str:
        labels = ", ".join(reader.label for reader in self.router.readers)
        engine = self.engine
        return (
            f"<{type(self).__name__} {labels}: {engine.name}, {engine.precision}, {engine.device}>"
        )

    def __reduce__(self) -> tuple[Callable[..., "Tagger"], tuple[object, ...]]:
        device, precision = cast("Device", self.engine.device), self.engine.precision
        folders = tuple(str(each.bundle.path.resolve()) for each in self.bundles)
        origin = self._origin or (folders, device, cast("PrecisionChoice", precision), 1)
        return _load_again, (tuple(each.bundle.sha256 for each in self.bundles), origin)

    def tag(
        self,
        documents: Iterable[Document],
        *,
        threshold: float | str | None = None,
        rules: NameRules = NO_RULES,
        language: str = AUTO,
    ) -> list[TaggedDocument]:
        """Tag documents, in their order.

        Args:
            documents: Texts or token lists.
            threshold: Lowest name probability of a name's token, 0 to 1, or the name of one of the
                bundle's presets. None is the bundle's default.
            rules: What the caller wants beside the threshold.
            language: `auto` tells it from each paragraph; else a tag of BCP 47, or the name of the
                bundle that reads all.

        Raises:
            DocumentError: When a document is neither a text nor a list of tokens.
            LanguageError: When the language is malformed, or no bundle tags it.
            RulesError: When the rules are none.
            ThresholdError: When the threshold is neither 0 to 1 nor a preset.
        """
        (tagged,) = self.tag_at(documents, [threshold], rules=rules, language=language)
        return tagged

    def stream(
        self,
        documents: Iterable[Document],
        *,
        threshold: float | str | None = None,
        rules: NameRules = NO_RULES,
        language: str = AUTO,
    ) -> Iterator[TaggedDocument]:
        """Tag documents one after the other, in their order and in bounded memory.

        Documents are read as they are needed, and gathered until they are worth a run: an answer
        comes when they have `GROUP_TOKENS` together, or when none is left.
        Where a document is bad, or the caller's own iterable raises, the answers of the documents
        before it come first.

        Arguments and errors are those of `tag`.
        """
        lowest, choice = self._all.thresholds(threshold), self.router.choose(language)
        check_rules(rules)
        check_iterable(documents, expected="a list of texts or token lists")
        return self._all.stream(prepare_each(documents), lowest, rules=rules, choice=choice)

    def tag_at(
        self,
        documents: Iterable[Document],
        thresholds: Iterable[float | str | None],
        *,
        rules: NameRules = NO_RULES,
        language: str = AUTO,
    ) -> Iterator[list[TaggedDocument]]:
        """Tag documents at each of several thresholds in turn; the network runs once.

        Arguments and errors are those of `tag`.
        """
        lowest = [self._all.thresholds(threshold) for threshold in thresholds]
        choice = self.router.choose(language)
        check_rules(rules)
        check_iterable(documents, expected="a list of texts or token lists")
        prepared = self.router.route(list(prepare_each(documents)), choice)
        parts = list(zip(prepared, self.forward_all(prepared), strict=True))
        return (
            [self._all.finish(*part, threshold=each, rules=rules) for part in parts]
            for each in lowest
        )

    def redact(
        self,
        texts: Iterable[str],
        *,
        operator: Operator | None = None,
        threshold: float | str | None = REDACTION_THRESHOLD,
        rules: NameRules = REDACTION_RULES,
        language: str = AUTO,
    ) -> list[RedactedDocument]:
        """Redact texts, in their order.

        Args:
            texts: The texts.
            operator: What stands in the place of a name; None is `[NAME]`. Numbers of the scope
                `batch` count through all texts.
            threshold: As for `tag`.
            rules: What the caller wants beside the threshold. What the operator leaves in a text
                is never a name.
            language: As for `tag`.

        Raises:
            DocumentError: When a text is none.
            LanguageError: When the language is malformed, or no bundle tags it.
            OperatorError: When the operator needs a library that is not installed.
            RulesError: When the rules are none.
            ThresholdError: When the threshold is neither 0 to 1 nor a preset.
        """
        check_iterable(texts, expected="a list of texts")
        known, redactor = list(texts), Redactor(operator)
        redactor.reserve(text for text in known if isinstance(text, str))
        return list(
            self._redact(known, redactor, threshold=threshold, rules=rules, language=language)
        )

    def redact_stream(
        self,
        texts: Iterable[str],
        *,
        operator: Operator | None = None,
        threshold: float | str | None = REDACTION_THRESHOLD,
        rules: NameRules = REDACTION_RULES,
        language: str = AUTO,
    ) -> Iterator[RedactedDocument]:
        """Redact texts one after the other, in their order and in bounded memory; see `stream`.

        Arguments and errors are those of `redact`.
        """
        check_iterable(texts, expected="a list of texts")
        return self._redact(
            texts, Redactor(operator), threshold=threshold, rules=rules, language=language
        )

    def _redact(
        self,
        texts: Iterable[str],
        redactor: Redactor,
        *,
        threshold: float | str | None,
        rules: NameRules,
        language: str,
    ) -> Iterator[RedactedDocument]:
        rules = with_placeholders(rules, redactor.operator)
        tag = partial(self.stream, threshold=threshold, rules=rules, language=language)
        return redact_as_tagged(texts, tag, redactor=redactor)

    def tag_in_sections(
        self,
        read: Callable[[], Iterable[str]],
        *,
        threshold: float | str | None = None,
        rules: NameRules = NO_RULES,
        language: str = AUTO,
        run: Run | None = None,
    ) -> Iterator[Section]:
        """Tag one text of any length in bounded memory; see `long_documents.tagging`.

        Args:
            read: Gives the text in chunks; called twice if the rules ask for `consistent`.
            threshold: As for `tag`.
            rules: As for `tag`.
            language: As for `tag`.
            run: Runs the windows of parts. None runs them here, one part after the other.

        Raises:
            DocumentError: When the text holds half of a surrogate pair.
            LanguageError: When the language is malformed, or no bundle tags it.
            ThresholdError: When the threshold is neither 0 to 1 nor a preset.
        """
        choice = self.router.choose(language)
        sections = tag_in_sections(
            read,
            run or self._all.run_parts,
            threshold=self._all.thresholds(threshold),
            rules=rules,
            route=lambda part: self.router.route([part], choice)[0],
        )
        return map(self._all.told, sections)

    def forward(self, sentences: Sequence[Sequence[str]]) -> list[WindowProbabilities]:
        """Run one forward pass of the first bundle over sentences or windows, at least one."""
        return self.bundles[0].forward(sentences)

    def forward_all(self, documents: Sequence[PreparedDocument]) -> list[list[WindowProbabilities]]:
        """Run the windows of any number of documents, in batches of similar length."""
        return self._all.forward_all(documents)


def load_tagger(
    bundle: str | Path | Sequence[str | Path] = "en",
    *,
    device: Device = "auto",
    precision: PrecisionChoice = "auto",
    num_threads: int = 1,
) -> Tagger:
    """Load a bundle or several, verify them, and load the engines that run them.

    Args:
        bundle: The name of a bundle that ships with Nomen, or a folder; or a list of them. The
            first of a list that tags a language reads it.
        device: `auto`, `cpu` or `cuda`; see `load_engine`.
        precision: `auto`, `fp32`, `int8` or `fp16`; see `load_engine`.
        num_threads: Threads of one forward pass on the CPU.

    Raises:
        BundleError: When there is no such bundle, it does not pass verification, or two of them
            have the same name.
        DeviceError: When the device or the precision is not available.
    """
    names = [bundle] if isinstance(bundle, str | Path) else bundle
    loaded = load_bundles(names, device=device, precision=precision, num_threads=num_threads)
    origin = (tuple(each.place for each in loaded), device, precision, num_threads)
    first = loaded[0]
    return Tagger(first.bundle, first.engine, origin=origin, others=loaded[1:])


@lru_cache(maxsize=2)
def _load_again(sha256: tuple[str, ...], origin: Origin) -> Tagger:
    """Load a pickled tagger, and check that its bundles are still the same."""
    bundles, device, precision, num_threads = origin
    tagger = load_tagger(bundles, device=device, precision=precision, num_threads=num_threads)
    check_same(tagger.bundles, bundles, sha256)
    return tagger
