"""Writes the results of a run to its outputs, in order; a run that ended early can go on."""

import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from types import TracebackType
from typing import Protocol, Self

from nomen.model.errors import NomenError
from nomen.service.errors import INVALID_DOCUMENT, RequestError, WorkerEndedError
from nomen.service.files.journal import START, Journal, Point
from nomen.service.files.outputs import Output
from nomen.service.files.partial import PartialFile, partial_path
from nomen.service.files.records import Failure, Result, Work, reject_line
from nomen.service.files.sources import SourceError
from nomen.service.files.streams import StreamFile
from nomen.service.files.terminal import tell

SYNC_SECONDS = 1.0
"""Time between two points of the journal: a run that goes on repeats no more than this."""


class Written(Protocol):
    """A file or a stream that is written."""

    length: int

    def write(self, content: bytes) -> None:
        """Write bytes."""

    def sync(self) -> None:
        """Make what was written durable."""

    def publish(self) -> None:
        """Give the whole file its name."""

    def discard(self) -> None:
        """Remove the file."""

    def close(self) -> None:
        """Close it and leave it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """What a run writes.

    Attributes:
        outputs: Its outputs.
        errors: The file for rejected records; None lets each output have its own.
        head: What an output begins with.
        in_output: Whether rejected records stand between the answers.
    """

    outputs: Sequence[Output]
    errors: Path | None = None
    head: bytes = b""
    in_output: bool = False

    @property
    def num_inputs(self) -> int:
        """The number of files."""
        return sum(len(output.inputs) for output in self.outputs)


class Writing:
    """The outputs of a run while they are written.

    Args:
        run: What is written.
        journal: Notes how far the outputs are; None where they cannot go on.
    """

    def __init__(self, run: Run, journal: Journal | None) -> None:
        self.run = run
        self.start = START if journal is None else journal.point
        self.counts = replace(self.start.counts)
        self._journal = journal
        self._index, self._items = self.start.output, self.start.items
        self._failed_input: int | None = 0 if self.start.is_failed else None
        self._file: Written | None = None
        self._own_rejects: PartialFile | None = None
        self._rejects: PartialFile | None = None
        self._marked = time.monotonic()
        if run.errors is not None:
            self._rejects = PartialFile(run.errors, length=self.start.rejects)
        if self.start.is_finished:
            self._finish_again(self.start)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Leave what an unfinished run has written where it can go on; remove it elsewhere."""
        is_refused = isinstance(error, NomenError) and not isinstance(error, WorkerEndedError)
        is_lost = self._journal is None or is_refused
        for file in (self._file, self._own_rejects, self._rejects):
            if file is not None and is_lost and error is not None:
                file.discard()
            elif file is not None:
                file.close()
        if self._journal is not None and is_lost:
            self._journal.remove()
        elif self._journal is not None:
            self._journal.close()

    def take(self, item: Work | Failure, outcome: Result | SourceError) -> None:
        """Write what came of a chunk or of a file.

        Raises:
            SourceError: When the only file cannot be read.
        """
        while self._index < item.output:
            self._finish_output()
        self._items += 1
        if isinstance(outcome, SourceError):
            self._fail(item, outcome)
        elif item.input != self._failed_input:
            self._open().write(outcome.output)
            if outcome.rejects:
                self._reject(outcome.rejects)
            self._count(outcome)
        if self._journal is not None and time.monotonic() - self._marked > SYNC_SECONDS:
            self._mark(is_finished=False)

    def finish(self) -> None:
        """Finish all outputs."""
        while self._index < len(self.run.outputs):
            self._finish_output()
        if self._rejects is not None:
            self._rejects.publish()
        if self._journal is not None:
            self._journal.remove()

    def _count(self, result: Result) -> None:
        self.counts.num_documents += result.num_documents
        self.counts.num_rejected += result.num_rejected
        self.counts.num_tokens += result.num_tokens

    def _open(self) -> Written:
        """Give the file of the current output."""
        if self._file is None:
            output = self.run.outputs[self._index]
            is_current = self._index == self.start.output and not self.start.is_finished
            self._file = open_output(output, length=self.start.length if is_current else 0)
            if is_current and self.start.own_rejects:
                self._own_rejects = _open_rejects(output, length=self.start.own_rejects)
            if self._file.length == 0:
                self._file.write(self.run.head)
        return self._file

    def _reject(self, lines: bytes) -> None:
        """Write the lines of rejected records to where they belong."""
        if self._rejects is not None:
            self._rejects.write(lines)
            return
        output = self.run.outputs[self._index]
        if output.rejects is None:
            sys.stderr.buffer.write(lines)
            sys.stderr.flush()
            return
        self._own_rejects = self._own_rejects or _open_rejects(output, length=0)
        self._own_rejects.write(lines)

    def _fail(self, item: Work | Failure, error: SourceError) -> None:
        """Note that a file cannot be read, or not to its end."""
        if item.input == self._failed_input:
            return
        if self.run.num_inputs == 1:
            raise SourceError(f"{item.label}: {error}") from error
        self._failed_input = item.input
        self.counts.num_failed += 1
        tell(f"{item.label}: {error}")
        self._open()
        self._reject(reject_line(item.label, RequestError(INVALID_DOCUMENT, str(error)), place={}))

    def _is_failed(self) -> bool:
        """Tell whether the current output has nothing but a file that cannot be read."""
        return self._failed_input is not None and len(self.run.outputs[self._index].inputs) == 1

    def _finish_output(self) -> None:
        file = self._open()
        if self._journal is not None:
            self._mark(is_finished=True)
        if self._own_rejects is not None:
            self._own_rejects.publish()
        if self._is_failed():
            file.discard()
        else:
            file.publish()
        self._next_output()

    def _next_output(self) -> None:
        self._file = self._own_rejects = self._failed_input = None
        self._index, self._items = self._index + 1, 0

    def _finish_again(self, point: Point) -> None:
        """Give names to an output that an earlier run had finished but not all named."""
        output = self.run.outputs[point.output]
        if output.rejects is not None and partial_path(output.rejects).exists():
            _open_rejects(output, length=point.own_rejects).publish()
        if output.path is not None and partial_path(output.path).exists():
            file = open_output(output, length=point.length)
            if self._is_failed():
                file.discard()
            else:
                file.publish()
        self._next_output()

    def _mark(self, *, is_finished: bool) -> None:
        """Note how far the outputs are, once their data have reached the disk."""
        if self._journal is None:
            return
        for file in (self._file, self._own_rejects, self._rejects):
            if file is not None:
                file.sync()
        self._journal.mark(
            Point(
                output=self._index,
                items=self._items,
                length=_length(self._file),
                own_rejects=_length(self._own_rejects),
                rejects=_length(self._rejects),
                is_finished=is_finished,
                is_failed=self._failed_input is not None,
                counts=self.counts,
            )
        )
        self._marked = time.monotonic()


def open_output(output: Output, *, length: int) -> Written:
    """Open the file or the stream of an output.

    Raises:
        SourceError: When it cannot be opened.
    """
    if output.path is None or output.is_stream:
        return StreamFile(output.path)
    return PartialFile(output.path, length=length, mode=output.mode)


def remove_partials(run: Run) -> None:
    """Remove what an earlier run left that ended early."""
    paths = [path for output in run.outputs for path in (output.path, output.rejects)]
    for path in (*paths, run.errors):
        if path is not None:
            partial_path(path).unlink(missing_ok=True)


def _open_rejects(output: Output, *, length: int) -> PartialFile:
    if output.rejects is None:
        raise TypeError("expected an output with its own rejects")
    return PartialFile(output.rejects, length=length)


def _length(file: Written | None) -> int:
    return 0 if file is None else file.length
