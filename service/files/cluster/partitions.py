"""Partitions: each file of the input is one, is worked on by one worker, and has its own output."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath

from nomen.service.errors import INVALID_DOCUMENT, RequestError
from nomen.service.files.cluster.storage import Storage
from nomen.service.files.formats.choosing import Choice
from nomen.service.files.formats.envelope import open_content
from nomen.service.files.formats.opening import FormatOptions, make_format
from nomen.service.files.journal import Counts
from nomen.service.files.records import Result, Work, reject_line
from nomen.service.files.sources import SourceError


@dataclass(frozen=True, slots=True, kw_only=True)
class Partition:
    """A file of the input and where its answers go.

    Attributes:
        index: Its number among the partitions.
        label: Its name, for answers and rejects.
        source: The URI of its storage.
        path: Its path there.
        num_bytes: Its size.
        choice: Its format and compression.
        target: The URI of the storage of the outputs.
        output: Where its answers go, below `target`.
        rejects: Where its rejected records go, below `target`; None leaves them in the output.
    """

    index: int
    label: str
    source: str
    path: str
    num_bytes: int
    choice: Choice
    target: str
    output: PurePosixPath
    rejects: PurePosixPath | None


def work_on(
    partition: Partition, work_on_chunk: Callable[[Work], Result], options: FormatOptions
) -> Counts:
    """Work on a partition from its first chunk to its last.

    Its output gets its name only when it is whole, so a partition that was cut short is done again,
    and one that has an output is done.

    Raises:
        OSError: When the output cannot be written.
    """
    counts = Counts()
    rejects = bytearray()
    target = Storage(partition.target)
    try:
        with target.writing(partition.output) as output:
            for work in _works(partition, options):
                result = work_on_chunk(work)
                output.write(result.output)
                rejects += result.rejects
                counts.num_documents += result.num_documents
                counts.num_rejected += result.num_rejected
                counts.num_tokens += result.num_tokens
            _write_rejects(partition, target, bytes(rejects))
    except SourceError as error:
        counts.num_failed = 1
        problem = RequestError(INVALID_DOCUMENT, str(error))
        line = reject_line(partition.label, problem, place={})
        _write_rejects(partition, target, bytes(rejects) + line)
    return counts


def _works(partition: Partition, options: FormatOptions) -> Iterator[Work]:
    file_format = make_format(partition.choice, options)
    with Storage(partition.source).reading(partition.path) as stream:
        content, envelope = open_content(stream, partition.choice, encoding=options.encoding)
        for i, chunk in enumerate(file_format.split(content)):
            yield Work(
                output=partition.index,
                input=0,
                label=partition.label,
                format=file_format,
                envelope=envelope,
                chunk=chunk,
                is_first=i == 0,
                position=chunk.position,
            )


def _write_rejects(partition: Partition, target: Storage, lines: bytes) -> None:
    if lines and partition.rejects is not None:
        with target.writing(partition.rejects) as file:
            file.write(lines)
