"""Partitions: each file of the input is one, is worked on by one worker, and has its own output."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import PurePosixPath
from tempfile import TemporaryFile
from typing import BinaryIO, cast

from nomen.service.errors import INVALID_DOCUMENT, RequestError
from nomen.service.files.answers.records import Result, Work, reject_line
from nomen.service.files.cluster.storage import Storage
from nomen.service.files.formats.arrow import assemble
from nomen.service.files.formats.compression import compress
from nomen.service.files.formats.envelope import open_content
from nomen.service.files.formats.opening import FormatOptions, make_format
from nomen.service.files.jobs.inputs import Input
from nomen.service.files.outputs.journal import Counts
from nomen.service.files.outputs.planning import Output
from nomen.service.files.sources import SourceError


@dataclass(frozen=True, slots=True, kw_only=True)
class Partition:
    """A file of the input and its output.

    Attributes:
        index: Its number among the partitions.
        source: The URI of its storage.
        path: Its path there.
        num_bytes: Its size.
        target: The URI of the storage of the outputs.
        output: Its output; the paths are below `target`.
    """

    index: int
    source: str
    path: str
    num_bytes: int
    target: str
    output: Output

    @property
    def input(self) -> Input:
        """The one file of its output."""
        (only,) = self.output.inputs
        return only

    @property
    def output_path(self) -> PurePosixPath:
        """Where its output goes, below `target`."""
        if self.output.path is None:
            raise TypeError("expected an output with a name")
        return PurePosixPath(self.output.path)


def work_on(
    partition: Partition, work_on_chunk: Callable[[Work], Result], options: FormatOptions
) -> tuple[Counts, str]:
    """Work on a partition from its first chunk to its last; say why it could not be read, if so.

    Its output gets its name only when it is whole, so a partition that was cut short is done again,
    and one that has an output is done.

    Raises:
        OSError: When the output cannot be written.
    """
    counts, failure = Counts(), ""
    rejects = bytearray()
    target = Storage(partition.target)
    try:
        with target.writing(partition.output_path) as file, _whole(partition, file) as output:
            output.write(partition.output.head)
            is_empty = not partition.output.head
            for work in _works(partition, options):
                result = work_on_chunk(work)
                output.write(result.output)
                is_empty = is_empty and not result.output
                rejects += result.rejects
                counts.add(result)
            if is_empty:
                output.write(compress(b"", partition.output.compression))
    except SourceError as error:
        counts.num_failed, failure = 1, str(error)
        problem = RequestError(INVALID_DOCUMENT, failure)
        rejects += reject_line(partition.input.label, problem, place={})
    if rejects and partition.output.rejects is not None:
        with target.writing(PurePosixPath(partition.output.rejects)) as file:
            file.write(rejects)
    return counts, failure


@contextmanager
def _whole(partition: Partition, file: BinaryIO) -> Iterator[BinaryIO]:
    """Give what takes the output: the file, or what a Parquet file is made of at the end."""
    if not partition.output.is_staged:
        yield file
        return
    with TemporaryFile() as pieces:  # it has no name, so it ends with this process
        yield cast("BinaryIO", pieces)
        pieces.seek(0)
        assemble(cast("BinaryIO", pieces), file)


def _works(partition: Partition, options: FormatOptions) -> Iterator[Work]:
    choice = partition.input.choice
    file_format = make_format(choice, options)
    with Storage(partition.source).reading(partition.path) as stream:
        content, found = open_content(stream, choice, encoding=options.encoding)
        envelope = found.compressed(partition.output.compression)
        for i, chunk in enumerate(file_format.split(content)):
            yield Work(
                output=partition.index,
                input=0,
                label=partition.input.label,
                format=file_format,
                envelope=envelope,
                chunk=chunk,
                is_first=i == 0,
                position=chunk.position,
            )
