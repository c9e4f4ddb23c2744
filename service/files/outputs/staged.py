"""A file that is made of pieces when all are there: Parquet cannot be written bit by bit."""

import os
from pathlib import Path

from nomen.service.files.formats.arrow import assemble
from nomen.service.files.outputs.partial import PartialFile, default_mode


def whole_path(path: Path) -> Path:
    """Give the name of the whole file until it has its own."""
    return path.with_name(f".{path.name}.whole")


class StagedFile(PartialFile):
    """Holds the framed pieces of a Parquet file until it is whole."""

    def publish(self) -> None:
        """Make the file of its pieces, and give it its name."""
        self.close()
        whole = whole_path(self.path)
        descriptor = os.open(whole, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        try:
            with os.fdopen(descriptor, "wb") as output, self.partial.open("rb") as pieces:
                assemble(pieces, output)
                output.flush()
                os.fchmod(output.fileno(), default_mode() if self._mode is None else self._mode)
                os.fsync(output.fileno())
        except OSError as error:
            whole.unlink(missing_ok=True)
            raise OSError(error.errno, error.strerror, str(self.path)) from error
        whole.replace(self.path)
        self.partial.unlink()
