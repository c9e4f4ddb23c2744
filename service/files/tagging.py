"""Tags the records of files in their order, in bounded memory; knows no HTTP."""

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
from nomen.service.documents.schemas import Refusal, TextDocument
from nomen.service.files.jsonl import Lines, read_lines
from nomen.service.files.sources import SourceError


@dataclass(slots=True)
class Counts:
    """How many documents were read, and how many of them were rejected."""

    num_documents: int = 0
    num_rejected: int = 0


class Answers(NamedTuple):
    """What a group of lines leaves.

    Attributes:
        written: A line for each document that was tagged.
        rejected: A line for each other one, and where in `written` it would stand, in bytes.
        num_documents: Of both.
    """

    written: bytes
    rejected: list[tuple[int, bytes]]
    num_documents: int

    def together(self) -> bytes:
        """Give all lines in the order of the documents."""
        bounds = [0, *(place for place, _ in self.rejected), len(self.written)]
        tagged = [self.written[start:stop] for start, stop in pairwise(bounds)]
        return b"".join(chain.from_iterable(zip_longest(tagged, self._lines(), fillvalue=b"")))

    def apart(self) -> tuple[bytes, bytes]:
        """Give the lines of tagged documents, and those of rejected ones."""
        return self.written, b"".join(self._lines())

    def _lines(self) -> list[bytes]:
        return [line for _, line in self.rejected]


TagGroups = Callable[[Iterator[Lines]], Iterator[tuple[Lines, Answers]]]
"""Tags groups of lines, in their order."""


@dataclass(frozen=True, slots=True)
class GroupTagger:
    """Tags a text, or the documents of lines, which share forward passes.

    Attributes:
        tagger: What tags.
        threshold: Lowest name probability of a name's tokens.
    """

    tagger: Tagger
    threshold: float

    def tag_text(self, text: str) -> TaggedDocument:
        """Tag one text."""
        return self.tagger.tag([text], threshold=self.threshold)[0]

    def tag_groups(self, groups: Iterator[Lines]) -> Iterator[tuple[Lines, Answers]]:
        """Tag one group after the other, here and now."""
        return ((group, self.tag(group)) for group in groups)

    def tag(self, group: Lines) -> Answers:
        """Give the answers for a group of lines."""
        entries = list(group.entries())
        documents = [
            entry.read.document for entry in entries if not isinstance(entry.read, Refusal)
        ]
        tagged = iter(self.tagger.tag(documents, threshold=self.threshold))
        written, rejected = bytearray(), []
        for entry in entries:
            if isinstance(entry.read, Refusal):
                rejected.append((len(written), entry.to_refusal(entry.read)))
                continue
            text = entry.read.text if isinstance(entry.read, TextDocument) else None
            written += dump_json({"id": entry.read.id, **to_json(next(tagged), text=text)}) + b"\n"
        return Answers(bytes(written), rejected, len(entries))


def tag_files(
    tag_groups: TagGroups, files: Sequence[Path], *, output: Path | None, errors: Path | None
) -> Counts:
    """Tag files of JSON Lines; every record leaves one line.

    Args:
        tag_groups: What tags.
        files: Where the records are.
        output: Gets the answers when all is done; None is standard output.
        errors: Gets the rejected records; None puts them in the answers, in their place.

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
    """Refuse to write a file that is read, or to write one twice."""
    named = [path.resolve() for path in paths if path is not None]
    if len(set(named)) < len(named):
        raise SourceError("expected input, --output and --errors to be different files")


@contextmanager
def _writer(path: Path | None, *, default: BinaryIO) -> Iterator[BinaryIO]:
    """Open a file that takes its name only when it is whole."""
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
