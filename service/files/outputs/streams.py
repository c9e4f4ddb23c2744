"""Standard output, a device or a pipe as an output: what is written there cannot be taken back."""

import os
import sys
from pathlib import Path
from typing import BinaryIO

from nomen.service.files.terminal import visible_bytes


class StreamFile:
    """An output that is no file.

    Args:
        path: The device or the pipe; None is standard output.
    """

    def __init__(self, path: Path | None) -> None:
        self.length = 0
        self._path = path
        self._file: BinaryIO = sys.stdout.buffer if path is None else path.open("wb", buffering=0)
        self._is_terminal = path is None and sys.stdout.isatty()
        self._is_ours = path is not None
        self._ends_line = True

    def write(self, content: bytes) -> None:
        """Write bytes; a terminal gets no control characters of a text."""
        try:
            self._file.write(visible_bytes(content) if self._is_terminal else content)
            self._ends_line = content.endswith(b"\n") if content else self._ends_line
        except OSError as error:
            raise OSError(error.errno, os.strerror(error.errno or 0), self._name()) from error
        self.length += len(content)

    def sync(self) -> None:
        """Hand over what was written."""
        try:
            self._file.flush()
        except OSError as error:
            raise OSError(error.errno, os.strerror(error.errno or 0), self._name()) from error

    def publish(self) -> None:
        """Hand over the rest."""
        self.close()

    def discard(self) -> None:
        """Hand over the rest: what was written stays."""
        self.close()

    def _name(self) -> str:
        return "standard output" if self._path is None else str(self._path)

    def close(self) -> None:
        """Hand over the rest."""
        if self._is_terminal and not self._ends_line:
            self.write(b"\n")  # what is said next begins a line
        if self._is_ours:
            self._file.close()
        else:
            self.sync()
