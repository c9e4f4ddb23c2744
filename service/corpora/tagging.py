"""Tags the records of files in their order, in bounded memory; knows no HTTP."""

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from rich.console import Console
from rich.progress import Progress

from model.tagger import Tagger
from service.answers import dump_json, to_json
from service.corpora.jsonl import Record, read_records
from service.corpora.sources import SourceError
from service.schemas import Refusal, TextDocument

GROUP_RECORDS, GROUP_BYTES = 1024, 4_194_304
"""What is tagged together, at most, so that sentences of one length find each other."""


@dataclass(slots=True)
class Counts:
    """How many documents were read, and how many of them were rejected."""

    num_documents: int = 0
    num_rejected: int = 0


def tag_files(
    tagger: Tagger,
    files: Sequence[Path],
    *,
    output: Path | None,
    errors: Path | None,
    threshold: float | None,
) -> Counts:
    """Tag files of JSON Lines; every record leaves one line.

    Args:
        tagger: What tags.
        files: Where the records are.
        output: Gets the answers when all is done; None is standard output.
        errors: Gets the rejected records; None puts them in the answers, in their place.
        threshold: Lowest name probability of a name's tokens; None is the bundle's.

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
        for group in _groups(read_records(files)):
            for record, line in zip(group, _tag(tagger, group, threshold), strict=True):
                is_rejected = isinstance(record.entry, Refusal)
                (rejected if is_rejected else answers).write(line)
                counts.num_rejected += is_rejected
            counts.num_documents += len(group)
            bar.advance(task, sum(record.num_bytes for record in group))
    return counts


def _tag(tagger: Tagger, group: Sequence[Record], threshold: float | None) -> Iterator[bytes]:
    documents = [r.entry.document for r in group if not isinstance(r.entry, Refusal)]
    tagged = iter(tagger.tag(documents, threshold=threshold))
    for record in group:
        entry = record.entry
        if isinstance(entry, Refusal):
            yield record.to_refusal(entry)
        else:
            text = entry.text if isinstance(entry, TextDocument) else None
            yield dump_json({"id": entry.id, **to_json(next(tagged), text=text)}) + b"\n"


def _groups(records: Iterator[Record]) -> Iterator[list[Record]]:
    group: list[Record] = []
    num_bytes = 0
    for record in records:
        group.append(record)
        num_bytes += record.num_bytes
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
