"""Files that get their name only when they are whole, and go on where an earlier run ended."""

import os
from pathlib import Path
from types import TracebackType
from typing import Self

from nomen.service.files.sources import SourceError

PRIVATE = 0o600
"""The mode of a file that is not whole: it may hold private text."""


def partial_path(path: Path) -> Path:
    """Give the name of a file until it is whole."""
    return path.with_name(f".{path.name}.partial")


class PartialFile:
    """A file that is being written.

    Args:
        path: The name that it gets when it is whole.
        length: Bytes of an earlier run to keep.
        mode: The mode that it gets when it is whole; None is what the caller's umask says.

    Raises:
        SourceError: When it cannot be opened.
    """

    def __init__(self, path: Path, *, length: int = 0, mode: int | None = None) -> None:
        if not path.name:
            raise SourceError(f"{path}: expected the name of a file")
        self.path = path
        self.partial = partial_path(path)
        self.length = length
        self._mode = mode
        flags = os.O_RDWR | os.O_CREAT | getattr(os, "O_CLOEXEC", 0)
        try:
            self._descriptor = os.open(self.partial, flags, PRIVATE)
        except OSError as error:
            raise SourceError(f"{path}: cannot be written ({error.strerror})") from error
        os.ftruncate(self._descriptor, length)
        os.lseek(self._descriptor, length, os.SEEK_SET)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def write(self, content: bytes) -> None:
        """Write bytes, all of them.

        Raises:
            OSError: When there is no room; it names the file.
        """
        left = memoryview(content)
        try:
            while left:
                left = left[os.write(self._descriptor, left) :]
        except OSError as error:
            raise OSError(error.errno, os.strerror(error.errno or 0), str(self.path)) from error
        self.length += len(content)

    def read(self) -> bytes:
        """Read what was written."""
        return self.partial.read_bytes()

    def sync(self) -> None:
        """Make what was written outlast a loss of power."""
        os.fsync(self._descriptor)

    def publish(self) -> None:
        """Give the whole file its name."""
        mode = default_mode() if self._mode is None else self._mode
        os.fchmod(self._descriptor, mode)
        self.close()
        self.partial.replace(self.path)

    def discard(self) -> None:
        """Remove the file."""
        self.close()
        self.partial.unlink(missing_ok=True)

    def close(self) -> None:
        """Close the file and leave it for another run."""
        if self._descriptor >= 0:
            os.close(self._descriptor)
            self._descriptor = -1


def default_mode() -> int:
    """Give the mode of a new file by the umask of this process."""
    umask = os.umask(0)
    os.umask(umask)
    return 0o666 & ~umask
