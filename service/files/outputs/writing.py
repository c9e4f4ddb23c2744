"""Writes the results of a run to its outputs, in order; a run that ended early can go on."""

import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from types import TracebackType
from typing import Self

from nomen.model.errors import NomenError
from nomen.service.errors import INVALID_DOCUMENT, RequestError, WorkerEndedError
from nomen.service.files.answers.numbering import NO_NOTE, Numbering
from nomen.service.files.answers.records import Placed, Result, Work, reject_line
from nomen.service.files.outputs.journal import START, Journal, Point
from nomen.service.files.outputs.output_files import OutputFiles, publish_again, remove_partials
from nomen.service.files.outputs.partial import PRIVATE, PartialFile, partial_path
from nomen.service.files.outputs.planning import Output
from nomen.service.files.sources import SourceError
from nomen.service.files.terminal import tell

SYNC_SECONDS = 1.0
"""Time between two points of the journal: a run that goes on repeats no more than this."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """What a run writes.

    Attributes:
        outputs: Its outputs.
        errors: The file for rejected records; None lets each output have its own.
        map: The file of the map that puts names back.
        numbering: Redacts in this process, if the workers do not.
    """

    outputs: Sequence[Output]
    errors: Path | None = None
    map: Path | None = None
    numbering: Numbering | None = None

    @property
    def num_inputs(self) -> int:
        """The number of files."""
        return sum(len(output.inputs) for output in self.outputs)

    def remove_partials(self) -> None:
        """Remove what an earlier run has left."""
        for output in self.outputs:
            remove_partials(output)
        for path in (self.errors, self.map):
            if path is not None:
                partial_path(path).unlink(missing_ok=True)


class Writing:
    """The outputs of a run while they are written.

    Args:
        run: What is written.
        journal: Notes how far the outputs are; None where they cannot go on.

    Raises:
        SourceError: When a file cannot be opened.
    """

    def __init__(self, run: Run, journal: Journal | None) -> None:
        self.run = run
        self.start = START if journal is None else journal.point
        self.counts = replace(self.start.counts)
        self._journal = journal
        self._index, self._items = self.start.output, self.start.items
        self._failed = self.start.failed
        self._files: OutputFiles | None = None
        self._rejects = _shared(run.errors, self.start.rejects, mode=None)
        self._map = _shared(run.map, self.start.map, mode=PRIVATE)
        self._noted: list[bytes] = []
        self._marked = time.monotonic()
        if self.start.is_finished:
            output = run.outputs[self._index]
            publish_again(output, self.start, is_failed=self._is_failed())
            self._next_output()
        elif journal is not None and journal.is_resumed and self._index < len(run.outputs):
            self._files = OutputFiles(run.outputs[self._index], self.start)
            self._noted = self._files.noted()

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
        is_lost = error is not None and (self._journal is None or is_refused)
        for file in (self._files, self._rejects, self._map):
            if file is not None and is_lost:
                file.discard()
            elif file is not None:
                file.close()
        if self._journal is not None and is_lost:
            self._journal.remove()
        elif self._journal is not None:
            self._journal.close()

    def take(self, item: Placed, outcome: Result | SourceError) -> None:
        """Write what came of a chunk or of a file.

        Raises:
            SourceError: When the only file cannot be read.
        """
        while self._index < item.output:
            self._finish_output()
        is_partial = isinstance(outcome, Result) and outcome.is_partial
        self._items += not is_partial
        if item.input == self._failed:
            self._note(item, NO_NOTE)
        elif isinstance(outcome, SourceError):
            self._fail(item, outcome)
        else:
            self._write(item, outcome)
        if not is_partial and time.monotonic() - self._marked > SYNC_SECONDS:
            self._mark(is_finished=False)

    def replay(self, item: Placed) -> None:
        """Learn the persons of a chunk that an earlier run has written."""
        if self.run.numbering is not None and isinstance(item, Work):
            self.run.numbering.replay(item, self._noted.pop(0))

    def finish(self) -> None:
        """Finish all outputs."""
        while self._index < len(self.run.outputs):
            self._finish_output()
        for file in (self._rejects, self._map):
            if file is not None:
                file.sync()
                file.publish()
        if self._journal is not None:
            self._journal.remove()

    def _open(self) -> OutputFiles:
        """Give the files of the current output."""
        self._files = self._files or OutputFiles(self.run.outputs[self._index])
        return self._files

    def _write(self, item: Placed, result: Result) -> None:
        if self.run.numbering is not None and isinstance(item, Work):
            try:
                result, note = self.run.numbering.write(item, result)
            except SourceError as error:
                self._fail(item, error)
                return
            self._note(item, note)
        self._open().file.write(result.output)
        if result.rejects:
            self._reject(result.rejects)
        if self._map is not None:
            self._map.write(result.map)
        self.counts.add(result)

    def _note(self, item: Placed, line: bytes) -> None:
        if self.run.numbering is not None and isinstance(item, Work):
            self._open().note(line)

    def _reject(self, lines: bytes) -> None:
        """Write the lines of rejected records to where they belong."""
        if self._rejects is not None:
            self._rejects.write(lines)
        elif self.run.outputs[self._index].rejects is not None:
            self._open().reject(lines)
        else:
            sys.stderr.buffer.write(lines)
            sys.stderr.flush()

    def _fail(self, item: Placed, error: SourceError) -> None:
        """Note that a file cannot be read, or not to its end."""
        if self.run.num_inputs == 1:
            raise SourceError(f"{item.label}: {error}") from error
        self._failed = item.input
        self.counts.num_failed += 1
        tell(f"{item.label}: {error}")
        self._note(item, NO_NOTE)
        self._reject(reject_line(item.label, RequestError(INVALID_DOCUMENT, str(error)), place={}))

    def _is_failed(self) -> bool:
        """Tell whether the current output has nothing but a file that cannot be read."""
        return self._failed is not None and len(self.run.outputs[self._index].inputs) == 1

    def _finish_output(self) -> None:
        files = self._open()
        if not self._is_failed():
            files.end()
        self._mark(is_finished=True)
        files.publish(is_failed=self._is_failed())
        self._next_output()

    def _next_output(self) -> None:
        self._files = self._failed = None
        self._index, self._items = self._index + 1, 0

    def _mark(self, *, is_finished: bool) -> None:
        """Note how far the outputs are, once their data have reached the disk.

        Many small outputs that are finished within a second are noted, but not forced to the disk
        one by one: they outlast a kill, not a loss of power.
        """
        if self._journal is None:
            return
        files = self._open()
        is_due = time.monotonic() - self._marked > SYNC_SECONDS or len(self.run.outputs) == 1
        is_durable = is_due or not is_finished
        for file in (files, self._rejects, self._map):
            if file is not None and is_durable:
                file.sync()
        point = Point(
            output=self._index,
            items=self._items,
            length=files.file.length,
            own_rejects=_length(files.rejects),
            notes=_length(files.notes),
            rejects=_length(self._rejects),
            map=_length(self._map),
            is_finished=is_finished,
            failed=self._failed,
            counts=self.counts,
        )
        self._journal.mark(point, is_durable=is_durable)
        if is_durable:
            self._marked = time.monotonic()


def _shared(path: Path | None, length: int, *, mode: int | None) -> PartialFile | None:
    """Open a file of the whole run, if there is one."""
    return None if path is None else PartialFile(path, length=length, mode=mode)


def _length(file: PartialFile | None) -> int:
    return 0 if file is None else file.length
