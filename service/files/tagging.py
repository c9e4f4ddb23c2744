"""Tags the records of files in their order and in bounded memory."""

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import chain, pairwise, zip_longest
from pathlib import Path
from typing import BinaryIO, NamedTuple

from rich.console import Console
from rich.progress import Progress

from nomen.model.documents import TaggedDocument
from nomen.model.tagger import Tagger
from nomen.service.documents.answers import dump_json, to_json
from nomen.service.documents.reading import Refusal
from nomen.service.files.jsonl import Lines, read_lines
from nomen.service.files.sources import SourceError


@dataclass(slots=True)
class Counts:
    """The number of documents, and of those that were rejected."""

    num_documents: int = 0
    num_rejected: int = 0


class OutputLines(NamedTuple):
    """The output lines for a group of lines.

    Attributes:
        tagged: The lines of the tagged documents.
        rejected: The line of each rejected document, with its place in `tagged` in bytes.
        num_documents: The number of both.
    """

    tagged: bytes
    rejected: list[tuple[int, bytes]]
    num_documents: int

    def together(self) -> bytes:
        """Give all lines in the order of the documents."""
        bounds = [0, *(place for place, _ in self.rejected), len(self.tagged)]
        tagged = [self.tagged[start:stop] for start, stop in pairwise(bounds)]
        return b"".join(chain.from_iterable(zip_longest(tagged, self._lines(), fillvalue=b"")))

    def apart(self) -> tuple[bytes, bytes]:
        """Give the lines of tagged documents, and those of rejected ones."""
        return self.tagged, b"".join(self._lines())

    def _lines(self) -> list[bytes]:
        return [line for _, line in self.rejected]


TagGroups = Callable[[Iterator[Lines]], Iterator[tuple[Lines, OutputLines]]]
"""Tags groups of lines in their order; gives each group with its output."""


@dataclass(frozen=True, slots=True)
class GroupTagger:
    """Tags one text, or groups of lines. The documents of a group share forward passes.

    Attributes:
        tagger: The tagger.
        threshold: Lowest name probability of a name's tokens.
    """

    tagger: Tagger
    threshold: float

    def tag_text(self, text: str) -> TaggedDocument:
        """Tag one text."""
        return self.tagger.tag([text], threshold=self.threshold)[0]

    def tag_groups(self, groups: Iterator[Lines]) -> Iterator[tuple[Lines, OutputLines]]:
        """Tag one group after the other in this process."""
        return ((group, self.tag(group)) for group in groups)

    def tag(self, group: Lines) -> OutputLines:
        """Tag a group of lines."""
        records = list(group.records())
        entries = [record.entry for record in records]
        documents = [entry.document for entry in entries if not isinstance(entry, Refusal)]
        tagged = iter(self.tagger.tag(documents, threshold=self.threshold))
        lines, rejected = bytearray(), []
        for record, entry in zip(records, entries, strict=True):
            if isinstance(entry, Refusal):
                rejected.append((len(lines), record.to_refusal(entry)))
            else:
                answer = to_json(next(tagged), document=entry.document)
                lines += dump_json({"id": entry.id, **answer}) + b"\n"
        return OutputLines(bytes(lines), rejected, len(records))


def tag_files(
    tag_groups: TagGroups, files: Sequence[Path], *, output: Path | None, errors: Path | None
) -> Counts:
    """Tag files of JSON Lines; every record gets one output line.

    Args:
        tag_groups: Tags groups of lines.
        files: The files.
        output: The file for the answers, renamed to this when it is complete; None is standard
            output.
        errors: The file for rejected records; None puts them between the answers, in their place.

    Raises:
        SourceError: When a file cannot be opened, or is named twice.
    """
    _refuse_shared_files(*files, output, errors)
    counts = Counts()
    standard = sys.stdout.buffer
    with (
        _writer(output, default=standard) as answers,
        _writer(errors, default=answers) as rejected,
        _bar() as bar,
    ):
        task = bar.add_task("tagging", total=sum(file.stat().st_size for file in files))
        for group, done in tag_groups(read_lines(files)):
            if errors is None:
                answers.write(done.together())
            else:
                tagged, refused = done.apart()
                answers.write(tagged)
                rejected.write(refused)
            counts.num_documents += done.num_documents
            counts.num_rejected += len(done.rejected)
            bar.advance(task, len(group.content))
    return counts


def _refuse_shared_files(*paths: Path | None) -> None:
    """Refuse to write a file that is also read or written under another option."""
    named = [path.resolve() for path in paths if path is not None]
    if len(set(named)) < len(named):
        raise SourceError("expected input, --output and --errors to be different files")


@contextmanager
def _writer(path: Path | None, *, default: BinaryIO) -> Iterator[BinaryIO]:
    """Open a file that gets its name only when it is complete."""
    if path is None:
        yield default
        default.flush()
        return
    if not path.name:
        raise SourceError(f"{path}: expected the name of a file")
    partial = path.with_name(path.name + ".partial")
    try:
        file = partial.open("wb")
    except OSError as error:
        raise SourceError(f"{path}: cannot be written ({error.strerror})") from error
    with file:
        yield file
    partial.replace(path)


def _bar() -> Progress:
    console = Console(stderr=True)
    return Progress(console=console, disable=not console.is_terminal, transient=True)
