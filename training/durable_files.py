"""Files and folders that are written whole or not at all.

Each is written beside its place, synced to disk and then renamed.
"""

import errno
import logging
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from safetensors import SafetensorError

logger = logging.getLogger("nomen.train")


@contextmanager
def replaced_file(path: Path) -> Iterator[Path]:
    """Give the path of a draft to write; when the block ends, the draft takes the place of `path`.

    Raises:
        OSError: When it cannot be written; the error names `path`, which stays as it was.
    """
    draft = path.with_name(f".{path.stem}.partial{path.suffix}")
    with named_errors(path, draft=draft):
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
    """Give the folder in which the next content of a folder is written, on the same disk."""
    return _beside(path.resolve(), "partial")


def replace_folder(draft: Path, path: Path) -> None:
    """Sync a folder and all in it to disk, then let it take the place of another one or of none.

    Two renames do it. A process that is killed between them leaves the old folder as `.NAME.old`;
    the next call puts that one back first. Where `path` is a symbolic link, its target is replaced.

    Raises:
        OSError: When it cannot be done; the old folder then stands where it stood.
    """
    path = path.resolve()
    old = _beside(path, "old")
    if old.exists() and not path.exists():
        old.rename(path)
    for entry in [*draft.rglob("*"), draft]:
        _sync(entry)
    _remove(old)
    if path.exists():
        path.rename(old)
    try:
        draft.rename(path)
    except OSError:
        if old.exists():
            old.rename(path)
        raise
    _sync(path.parent)
    _remove(old)


@contextmanager
def removed_on_error(draft: Path) -> Iterator[None]:
    """Remove a draft folder when an error, or the user, ends its writing.

    Raises:
        OSError: In place of one that names no file, and of safetensors' own error; it names the
            file that was being written.
    """
    try:
        with _named_by_content(draft):
            yield
    except BaseException:
        shutil.rmtree(draft, ignore_errors=True)
        raise


@contextmanager
def _named_by_content(folder: Path) -> Iterator[None]:
    """Let an error that names no file name the file of a folder that was written last."""
    try:
        yield
    except (OSError, SafetensorError) as error:
        files = [path for path in folder.rglob("*") if path.is_file()]
        last = max(files, key=lambda path: path.stat().st_mtime_ns, default=folder)
        if isinstance(error, OSError):
            with named_errors(last):
                raise
        raise OSError(errno.EIO, str(error), str(last)) from error


@contextmanager
def named_errors(path: Path, *, draft: Path | None = None) -> Iterator[None]:
    """Let an error of the operating system that names no file, or names the draft, name this one.

    A write to a full disk does not say which file it was.
    """
    try:
        yield
    except OSError as error:
        is_draft = draft is not None and error.filename == str(draft)
        if error.filename is not None and not is_draft:
            raise
        reason = error.strerror or str(error)
        raise OSError(error.errno or errno.EIO, reason, str(path)) from error


def _beside(path: Path, suffix: str) -> Path:
    return path.with_name(f".{path.name}.{suffix}")


def _remove(folder: Path) -> None:
    """Remove a folder, if it is there; what cannot be removed is logged and stays."""
    try:
        shutil.rmtree(folder)
    except FileNotFoundError:
        pass
    except OSError as error:
        logger.warning("%s: cannot be removed: %s", folder, error.strerror)


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
