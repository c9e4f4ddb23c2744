"""Tags the records of files in their order, in bounded memory; knows no HTTP."""

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, NamedTuple

from rich.console import Console
from rich.progress import Progress

from model.tagger import Tagger
from service.answers import dump_json, to_json
from service.corpora.jsonl import Line, read_entry, read_lines
from service.corpora.sources import SourceError
from service.schemas import Refusal, TextDocument

GROUP_RECORDS, GROUP_BYTES = 512, 1_048_576
"""What is tagged together, at most, so that sentences of one length find each other."""


@dataclass(slots=True)
class Counts:
    """How many documents were read, and how many of them were rejected."""

    num_documents: int = 0
    num_rejected: int = 0


class Answer(NamedTuple):
    """The line that a record leaves."""

    line: bytes
    is_rejected: bool


Group = Sequence[Line]
TagGroups = Callable[[Iterator[Group]], Iterator[tuple[Group, list[Answer]]]]
"""Tags groups of lines, in their order."""


@dataclass(frozen=True, slots=True)
class GroupTagger:
    """Tags the records of lines, which share forward passes.

    Attributes:
        tagger: What tags.
        threshold: Lowest name probability of a name's tokens; None is the bundle's.
    """

    tagger: Tagger
    threshold: float | None

    def tag_groups(self, groups: Iterator[Group]) -> Iterator[tuple[Group, list[Answer]]]:
        """Tag one group after the other, here and now."""
        return ((group, self.tag(group)) for group in groups)

    def tag(self, group: Group) -> list[Answer]:
        """Give an answer for each line of a group."""
        entries = [read_entry(line) for line in group]
        documents = [entry.document for entry in entries if not isinstance(entry, Refusal)]
        tagged = iter(self.tagger.tag(documents, threshold=self.threshold))
        answers = []
        for line, entry in zip(group, entries, strict=True):
            if isinstance(entry, Refusal):
                answers.append(Answer(line.to_refusal(entry), is_rejected=True))
                continue
            text = entry.text if isinstance(entry, TextDocument) else None
            fields = {"id": entry.id, **to_json(next(tagged), text=text)}
            answers.append(Answer(dump_json(fields) + b"\n", is_rejected=False))
        return answers


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
        for group, written in tag_groups(_groups(read_lines(files))):
            for answer in written:
                (rejected if answer.is_rejected else answers).write(answer.line)
                counts.num_rejected += answer.is_rejected
            counts.num_documents += len(group)
            bar.advance(task, sum(len(line.content) for line in group))
    return counts


def _groups(lines: Iterator[Line]) -> Iterator[Group]:
    group: list[Line] = []
    num_bytes = 0
    for line in lines:
        group.append(line)
        num_bytes += len(line.content)
        if len(group) == GROUP_RECORDS or num_bytes >= GROUP_BYTES:
            yield group
            group, num_bytes = [], 0
    if group:
        yield group


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
