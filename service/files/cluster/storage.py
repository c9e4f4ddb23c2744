"""Storage: files of a local disk or an object store, by their URIs."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, BinaryIO, cast
from uuid import uuid4

from nomen.service.files.sources import SourceError

if TYPE_CHECKING:
    from pyarrow.fs import FileSystem

MISSING = "pip install 'nomen[corpora]'"


MARK = PurePosixPath(".nomen.run")
"""The file that tells with which options a folder of outputs was written."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredFile:
    """A file of a storage.

    Attributes:
        relative: Its path below the folder that was listed, or its name alone.
        path: Its path in the storage.
        num_bytes: Its size.
    """

    relative: PurePosixPath
    path: str
    num_bytes: int

    @property
    def is_hidden(self) -> bool:
        """Whether the file or a folder above it is hidden."""
        return any(part.startswith(".") for part in self.relative.parts)


class Storage:
    """The files below one URI.

    Args:
        uri: A path, or a URI such as `s3://bucket/folder`.

    Raises:
        SourceError: When the storage cannot be reached, or pyarrow is not installed.
    """

    def __init__(self, uri: str) -> None:
        self.uri = uri
        self._system, self.path = _open(uri)

    def files(self) -> list[StoredFile]:
        """List the file of the URI, or all files below its folder, by their names.

        Raises:
            SourceError: When there is no such file or folder.
        """
        from pyarrow.fs import FileSelector, FileType  # noqa: PLC0415

        try:
            (found,) = self._system.get_file_info([self.path])
            if found.type == FileType.File:
                name = PurePosixPath(found.base_name)
                return [StoredFile(relative=name, path=found.path, num_bytes=found.size)]
            listed = self._system.get_file_info(FileSelector(self.path, recursive=True))
        except OSError as error:
            raise SourceError(f"{self.uri}: cannot be listed") from error
        files = [
            StoredFile(
                relative=PurePosixPath(each.path).relative_to(self.path),
                path=each.path,
                num_bytes=each.size,
            )
            for each in listed
            if each.type == FileType.File
        ]
        return sorted(files, key=lambda each: each.relative)

    def exists(self, relative: PurePosixPath) -> bool:
        """Tell whether a file is there."""
        from pyarrow.fs import FileType  # noqa: PLC0415

        (found,) = self._system.get_file_info([self._full(relative)])
        return bool(found.type == FileType.File)

    def read_mark(self) -> str | None:
        """Read the mark of the run that wrote this folder; None where there is none."""
        if not self.exists(MARK):
            return None
        with self.reading(self._full(MARK)) as file:
            return file.read().decode(errors="replace")

    def write_mark(self, mark: str) -> None:
        """Mark this folder as that of a run."""
        with self.writing(MARK) as file:
            file.write(mark.encode())

    @contextmanager
    def reading(self, path: str) -> Iterator[BinaryIO]:
        """Open a file by its path in the storage.

        Raises:
            SourceError: When it cannot be opened.
        """
        try:
            stream = self._system.open_input_file(path)
        except OSError as error:
            raise SourceError("cannot be read") from error
        with stream:
            yield cast("BinaryIO", stream)

    @contextmanager
    def writing(self, relative: PurePosixPath) -> Iterator[BinaryIO]:
        """Write a file that gets its name only when it is whole.

        Until then it has a hidden name of its own. It is removed if the block fails.
        """
        target = self._full(relative)
        partial = self._full(relative.with_name(f".{relative.name}.{uuid4().hex}.partial"))
        self._system.create_dir(str(PurePosixPath(target).parent), recursive=True)
        try:
            with self._system.open_output_stream(partial) as stream:
                yield cast("BinaryIO", stream)
        except BaseException:
            self._system.delete_file(partial)
            raise
        self._system.move(partial, target)

    def remove_partials(self) -> None:
        """Remove what killed workers have left of files that never got their names."""
        from pyarrow.fs import FileSelector, FileType  # noqa: PLC0415

        selector = FileSelector(self.path, allow_not_found=True, recursive=True)
        for each in self._system.get_file_info(selector):
            name = each.base_name
            if each.type == FileType.File and name.startswith(".") and name.endswith(".partial"):
                self._system.delete_file(each.path)

    def _full(self, relative: PurePosixPath) -> str:
        return str(PurePosixPath(self.path) / relative)


def _open(uri: str) -> "tuple[FileSystem, str]":
    try:
        from pyarrow.fs import FileSystem, LocalFileSystem  # noqa: PLC0415
    except ImportError as error:
        raise SourceError(f"--engine ray: expected pyarrow: {MISSING}") from error
    if "://" not in uri:
        return LocalFileSystem(), str(Path(uri).absolute())
    try:
        system, path = FileSystem.from_uri(uri)
    except (OSError, ValueError) as error:
        message = f"{uri}: expected a path, or the URI of a storage that pyarrow knows"
        raise SourceError(message) from error
    return system, path
