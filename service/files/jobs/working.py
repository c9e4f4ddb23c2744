"""Works on one chunk: reads it, tags its documents together, writes what comes of them."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from nomen.model.documents import Document, PreparedDocument
from nomen.model.long_documents.tagging import Run
from nomen.model.names.rules import NO_RULES, NameRules
from nomen.model.routing.choosing import AUTO
from nomen.model.tagged_documents import TaggedDocument
from nomen.model.tagger import Tagger
from nomen.model.windows import WindowProbabilities
from nomen.service.documents.thresholds import parse_threshold
from nomen.service.files.answers.records import Entry, Result, Work
from nomen.service.files.answers.redacting import RedactedFile
from nomen.service.files.answers.tagging import AnswerLines, Tagged
from nomen.service.files.formats.format import Record
from nomen.service.files.jobs.long_texts import LongText, write_sections


class Writer(Protocol):
    """Writes what comes of the documents of a chunk."""

    def read(self, work: Work) -> list[Entry]:
        """Find the records of a chunk."""

    def write(self, work: Work, entries: Sequence[Entry], tagged: Tagged) -> Result:
        """Write a chunk. The counts of the result are filled in by the caller."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """What is done with every chunk. It goes to the worker processes once, when they start.

    Attributes:
        writer: Writes what comes of a chunk.
        threshold: The threshold as the command line gives it; see `parse_threshold`.
        rules: What the caller wants beside the threshold.
        language: `auto`, a tag of BCP 47, or the name of a bundle.
    """

    writer: Writer
    threshold: str | None = None
    rules: NameRules = NO_RULES
    language: str = AUTO


class Worker:
    """Works on chunks with one tagger.

    Args:
        tagger: The tagger.
        task: What is done with every chunk.
    """

    def __init__(self, tagger: Tagger, task: Task) -> None:
        self.tagger = tagger
        self.task = task
        self.tagger.router.choose(task.language)  # refuses what no bundle tags
        lowest = [parse_threshold(task.threshold, each.bundle.manifest) for each in tagger.bundles]
        self._threshold = task.threshold if len(set(lowest)) > 1 else lowest[0]

    def tag_text(self, text: str) -> TaggedDocument:
        """Tag one text."""
        return self._tag([text])[0]

    def _tag(self, documents: Sequence[Document]) -> list[TaggedDocument]:
        return self.tagger.tag(
            documents,
            threshold=self._threshold,
            rules=self.task.rules,
            language=self.task.language,
        )

    def run_part(self, part: PreparedDocument) -> list[WindowProbabilities]:
        """Run the windows of a part of a long text."""
        return self.tagger.forward_all([part])[0]

    def run_parts(
        self, parts: Iterator[PreparedDocument]
    ) -> Iterator[tuple[PreparedDocument, list[WindowProbabilities]]]:
        """Run the windows of a long text's parts, one part after the other."""
        return ((part, self.run_part(part)) for part in parts)

    def work_on_long_text(self, text: LongText, run: Run) -> Iterator[Result]:
        """Work on a long text in bounded memory, if its answer can be written so.

        Args:
            text: The text.
            run: Runs the windows of its parts.

        Raises:
            SourceError: When the file cannot be read.
        """
        writer = self.task.writer
        has_map = isinstance(writer, RedactedFile) and writer.map is not None
        if has_map or not isinstance(writer, AnswerLines | RedactedFile):
            yield self.work(text.whole())
            return
        sections = self.tagger.tag_in_sections(
            text.read,
            threshold=self._threshold,
            rules=self.task.rules,
            language=self.task.language,
            run=run,
        )
        yield from write_sections(text, writer, sections)

    def work(self, work: Work) -> Result:
        """Work on a chunk. Its documents share forward passes.

        Raises:
            SourceError: When the file cannot be read or written again.
        """
        writer = self.task.writer
        entries = writer.read(work)
        documents = [entry.document for entry in entries if isinstance(entry, Record)]
        tagged = self._tag(documents)
        remaining = iter(tagged)
        result = writer.write(
            work,
            entries,
            [next(remaining) if isinstance(entry, Record) else None for entry in entries],
        )
        result.num_documents = len(entries)
        result.num_rejected = len(entries) - len(documents)
        result.num_tokens = sum(len(document.tokens) for document in tagged)
        scripts = (Counter(document.unsupported_scripts) for document in tagged)
        result.unsupported_scripts = sum(scripts, Counter())
        languages = (Counter(document.unsupported) for document in tagged)
        result.unsupported = sum(languages, Counter())
        read = (document for document in tagged if len(document.tokens))
        result.models = Counter(model for each in read for model in each.model.split(", "))
        return result
