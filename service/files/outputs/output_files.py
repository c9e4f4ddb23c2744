"""The files of one output while they are written."""

from pathlib import Path
from typing import Protocol

from nomen.service.files.formats.compression import compress
from nomen.service.files.outputs.journal import Point
from nomen.service.files.outputs.partial import PartialFile, partial_path
from nomen.service.files.outputs.planning import Output
from nomen.service.files.outputs.staged import StagedFile, whole_path
from nomen.service.files.outputs.streams import StreamFile


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


class OutputFiles:
    """The output itself, its own rejected records, and the notes of `Numbering`.

    Args:
        output: The output.
        point: How far an earlier run was with it; None begins anew.

    Raises:
        SourceError: When a file cannot be opened.
    """

    def __init__(self, output: Output, point: Point | None = None) -> None:
        self.output = output
        length = 0 if point is None else point.length
        self.file: Written = (
            StreamFile(output.path)
            if output.path is None or output.is_stream
            else _open_output(output, output.path, length)
        )
        if self.file.length == 0:
            self.file.write(output.head)
        self.rejects: PartialFile | None = None
        self.notes: PartialFile | None = None
        if point is not None and point.own_rejects:
            self.rejects = _open(output.rejects, point.own_rejects)
        if point is not None and point.notes:
            self.notes = _open(notes_path(output), point.notes)

    def end(self) -> None:
        """Write the end: a compressed file without records is a whole file, too."""
        if self.file.length == 0:
            self.file.write(compress(b"", self.output.compression))

    def reject(self, lines: bytes) -> None:
        """Write lines of rejected records."""
        self.rejects = self.rejects or _open(self.output.rejects, 0)
        self.rejects.write(lines)

    def note(self, line: bytes) -> None:
        """Write a line of notes, if a later run can use it."""
        if self.output.is_stream:
            return
        self.notes = self.notes or _open(notes_path(self.output), 0)
        self.notes.write(line)

    def noted(self) -> list[bytes]:
        """Read the notes of an earlier run."""
        return [] if self.notes is None else self.notes.read().splitlines()

    def sync(self) -> None:
        """Make what was written durable."""
        for file in self._files():
            file.sync()

    def publish(self, *, is_failed: bool) -> None:
        """Give the files their names; without the output itself if its input cannot be read."""
        if self.notes is not None:
            self.notes.discard()
        if self.rejects is not None:
            self.rejects.publish()
        elif self.output.rejects is not None:
            self.output.rejects.unlink(missing_ok=True)  # of a run that this one writes over
        if is_failed:
            self.file.discard()
        else:
            self.file.publish()

    def discard(self) -> None:
        """Remove the files."""
        for file in self._files():
            file.discard()

    def close(self) -> None:
        """Close the files and leave them for another run."""
        for file in self._files():
            file.close()

    def _files(self) -> list[Written]:
        return [each for each in (self.file, self.rejects, self.notes) if each is not None]


def publish_again(output: Output, point: Point, *, is_failed: bool) -> None:
    """Give their names to the files of an output that an earlier run has finished."""
    paths = (output.path, output.rejects, notes_path(output))
    lengths = (point.length, point.own_rejects, point.notes)
    for path, length in zip(paths, lengths, strict=True):
        if path is None or not partial_path(path).exists():
            continue
        is_output = path == output.path
        file = _open_output(output, path, length) if is_output else PartialFile(path, length=length)
        if path == notes_path(output) or (is_output and is_failed):
            file.discard()
        else:
            file.publish()


def remove_partials(output: Output) -> None:
    """Remove what an earlier run has left of an output."""
    for path in (output.path, output.rejects, notes_path(output)):
        if path is not None:
            partial_path(path).unlink(missing_ok=True)
    if output.path is not None:
        whole_path(output.path).unlink(missing_ok=True)


def notes_path(output: Output) -> Path | None:
    """Give the name of an output's notes."""
    return None if output.path is None else output.path.with_name(f"{output.path.name}.notes")


def _open_output(output: Output, path: Path, length: int) -> PartialFile:
    kind = StagedFile if output.is_staged else PartialFile
    return kind(path, length=length, mode=output.mode)


def _open(path: Path | None, length: int) -> PartialFile:
    if path is None:
        raise TypeError("expected an output with a file")
    return PartialFile(path, length=length)
