"""Files and folders that are written whole or not at all: beside, synced to disk, then renamed."""

import errno
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from safetensors import SafetensorError


@contextmanager
def replaced_file(path: Path) -> Iterator[Path]:
    """Give the path of a file to write beside another one, whose place it then takes.

    Raises:
        OSError: When it cannot be written; the error names `path`, which stays as it was.
    """
    draft = path.with_name(f".{path.stem}.partial{path.suffix}")
    with named_errors(path):
        try:
            yield draft
            _sync(draft)
            draft.replace(path)
            _sync(path.parent)
        finally:
            draft.unlink(missing_ok=True)


def write_whole(path: Path, content: bytes) -> None:
    """Write a file whole or not at all; see `replaced_file`."""
    with replaced_file(path) as draft:
        draft.write_bytes(content)


def draft_of(path: Path) -> Path:
    """Give the folder in which the next content of a folder is prepared."""
    return path.with_name(f".{path.name}.partial")


def replace_folder(draft: Path, path: Path) -> None:
    """Sync a folder and all in it to disk, then let it take the place of another one or of none."""
    old = path.with_name(f".{path.name}.old")
    for entry in [*draft.rglob("*"), draft]:
        _sync(entry)
    shutil.rmtree(old, ignore_errors=True)
    if path.exists():
        path.rename(old)
    draft.rename(path)
    _sync(path.parent)
    shutil.rmtree(old, ignore_errors=True)


@contextmanager
def removed_on_error(draft: Path) -> Iterator[None]:
    """Remove a draft folder when it cannot be written, and name the file that was being written.

    Raises:
        OSError: In place of one that names no file, and of safetensors' own error.
    """
    try:
        yield
    except (OSError, SafetensorError) as error:
        files = [path for path in draft.rglob("*") if path.is_file()]
        last = max(files, key=lambda path: path.stat().st_mtime_ns, default=draft)
        shutil.rmtree(draft, ignore_errors=True)
        if isinstance(error, OSError):
            with named_errors(last):
                raise
        raise OSError(errno.EIO, str(error), str(last)) from error


@contextmanager
def named_errors(path: Path) -> Iterator[None]:
    """Let an error of the operating system that names no file name this one.

    A write to a full disk does not say which file it was.
    """
    try:
        yield
    except OSError as error:
        if error.filename is not None and Path(str(error.filename)).name[:1] != ".":
            raise
        reason = error.strerror or str(error)
        raise OSError(error.errno or errno.EIO, reason, str(path)) from error


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
