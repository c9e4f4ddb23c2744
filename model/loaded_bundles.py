"""The loaded bundles of a tagger: which of them reads what, and what comes of it."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from nomen.model.documents import PreparedDocument, outputs_by_document, readers_of, windows_of
from nomen.model.gathering import gather
from nomen.model.loaded_bundle import LoadedBundle
from nomen.model.long_documents.sections import Section
from nomen.model.names.rules import NameRules
from nomen.model.network.batching import TokenBudget, run_by_reader, run_in_batches
from nomen.model.reading import labels_of, unsupported_scripts
from nomen.model.routing.choosing import Choice
from nomen.model.routing.router import Router
from nomen.model.tagged_documents import TaggedDocument, finish_document
from nomen.model.thresholds import choose_threshold
from nomen.model.windows import WindowProbabilities

BATCH_TOKENS = {"cpu": 1024, "cuda": 32_768}
"""Most tokens of a batch by device, padding counted. A CPU is no faster with more (ADR 13)."""

GROUP_TOKENS = {"cpu": 65_536, "cuda": 524_288}
"""Tokens that a stream gathers before it runs them, by device: enough to sort them by length."""


class LoadedBundles:
    """One bundle or several, with their engines; threads may share them.

    Args:
        bundles: The bundles, at least one. The first reads what is in no language that one tags.

    Attributes:
        bundles: As given.
        router: Tells which of them reads what.
    """

    def __init__(self, bundles: Sequence[LoadedBundle]) -> None:
        self.bundles = tuple(bundles)
        self.router = Router([each.reader for each in self.bundles])
        self._device = self.bundles[0].engine.device
        self._budget = TokenBudget(BATCH_TOKENS[self._device])

    def thresholds(self, chosen: float | str | None) -> list[float]:
        """Give the threshold of each bundle.

        Args:
            chosen: 0 to 1, or the name of a preset; None is each bundle's default.

        Raises:
            ThresholdError: When it is neither 0 to 1 nor a preset.
        """
        return [choose_threshold(chosen, each.bundle.manifest) for each in self.bundles]

    def stream(
        self,
        prepared: Iterable[PreparedDocument],
        threshold: Sequence[float],
        *,
        rules: NameRules,
        choice: Choice,
    ) -> Iterator[TaggedDocument]:
        """Tag documents in their order, in groups that are worth a run.

        Args:
            prepared: The documents.
            threshold: That of each bundle.
            rules: What the caller wants beside the threshold.
            choice: What the caller chose for all of them.
        """
        for gathered in gather(prepared, num_tokens=GROUP_TOKENS[self._device]):
            group = self.router.route(gathered, choice)
            for document, outputs in zip(group, self.forward_all(group), strict=True):
                yield self.finish(document, outputs, threshold=threshold, rules=rules)

    def finish(
        self,
        document: PreparedDocument,
        outputs: Sequence[WindowProbabilities],
        *,
        threshold: Sequence[float],
        rules: NameRules,
    ) -> TaggedDocument:
        """Find the names of a document; see `finish_document`."""
        readers = self.router.readers
        return finish_document(document, outputs, threshold=threshold, rules=rules, readers=readers)

    def forward_all(self, documents: Sequence[PreparedDocument]) -> list[list[WindowProbabilities]]:
        """Run the windows of any number of documents, in batches of similar length."""
        sentences = [window.tokens for window in windows_of(documents)]
        outputs = run_by_reader(sentences, readers_of(documents), self._run_all)
        return list(outputs_by_document(documents, outputs))

    def run_parts(
        self, parts: Iterable[PreparedDocument]
    ) -> Iterator[tuple[PreparedDocument, list[WindowProbabilities]]]:
        """Run the windows of a long text's parts, one part after the other."""
        return ((part, self.forward_all([part])[0]) for part in parts)

    def told(self, section: Section) -> Section:
        """Say who read a section, and count its letters in scripts that its bundles lack."""
        tagged, readers = section.tagged, self.router.readers
        routing = None if tagged.route is None or len(readers) == 1 else tagged.route()
        tagged = replace(
            tagged,
            names=tagged.names
            if routing is None
            else [replace(n, language=routing.language_at(n.first_token)) for n in tagged.names],
            unsupported_scripts=unsupported_scripts(routing, readers, text=section.text, tokens=()),
            model=labels_of(routing, readers),
        )
        return replace(section, tagged=tagged)

    def _run_all(
        self, reader: int, sentences: Sequence[Sequence[str]]
    ) -> list[WindowProbabilities]:
        return run_in_batches(sentences, self.bundles[reader].forward, budget=self._budget)
