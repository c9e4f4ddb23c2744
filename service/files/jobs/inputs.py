"""Finds the files that the arguments name: files, folders and standard input."""

import os
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePath
from typing import BinaryIO, NamedTuple

from nomen.service.files.formats.choosing import Choice
from nomen.service.files.formats.opening import FormatOptions
from nomen.service.files.sources import STANDARD_INPUT, SourceError

TEXT = Choice(name="text")
"""The format of standard input, and of a file whose ending is unknown, if none is named."""


class Other(NamedTuple):
    """What is left out of a folder: how one is called, and several."""

    one: str
    several: str


DANGLING = Other("dangling link", "dangling links")
FIFO = Other("FIFO", "FIFOs")
LINKED_FILE = Other("link to a file that is read anyway", "links to files that are read anyway")
LINKED_FOLDER = Other("link to a folder", "links to folders")
NO_FILE = Other("socket or device", "sockets or devices")


@dataclass(frozen=True, slots=True, kw_only=True)
class Input:
    """A file that is read.

    Attributes:
        label: Its name as the caller gave it.
        path: Its path; None is standard input.
        relative: Its path below the folder that the caller named, or its name alone.
        choice: Its format and compression.
        is_found: Whether it was found in a folder.
    """

    label: str
    path: Path | None
    relative: PurePath
    choice: Choice
    is_found: bool = False

    @property
    def num_bytes(self) -> int | None:
        """Its size; None where nobody knows it beforehand."""
        return None if self.path is None or not self.path.is_file() else self.path.stat().st_size

    def open(self) -> BinaryIO:
        """Open the file.

        Raises:
            SourceError: When it cannot be opened.
        """
        try:
            return sys.stdin.buffer if self.path is None else self.path.open("rb")
        except OSError as error:
            raise SourceError(f"cannot be read ({error.strerror})") from error


@dataclass(slots=True, kw_only=True)
class Found:
    """What the arguments name.

    Attributes:
        inputs: The files, each once, in the order of the arguments and of their names.
        endings: The number of files of each unknown ending, which are left out.
        num_hidden: The number of hidden files and folders, which are left out.
        others: The number of links and of what is no file, by what they are; they are left out.
        has_folder: Whether an argument is a folder.
    """

    inputs: list[Input] = field(default_factory=list)
    endings: Counter[str] = field(default_factory=Counter)
    num_hidden: int = 0
    others: Counter[Other] = field(default_factory=Counter)
    has_folder: bool = False

    def describe_left_out(self) -> str | None:
        """Say in a line what was left out; None if nothing was."""
        parts = [f"{number} {ending}" for ending, number in sorted(self.endings.items())]
        if self.num_hidden:
            parts.append(f"{self.num_hidden} hidden")
        for other, number in sorted((+self.others).items()):
            parts.append(f"{number} {other.one if number == 1 else other.several}")
        return f"left out: {', '.join(parts)}" if parts else None


def find_inputs(paths: Sequence[str], options: FormatOptions, include: Sequence[str]) -> Found:
    """Find the files that arguments name.

    Args:
        paths: The arguments.
        options: What the caller says about formats.
        include: Patterns for the files of folders; none means all.

    Raises:
        SourceError: When an argument is no file and no folder, or names a file twice.
    """
    found = Found()
    for number, path in enumerate(paths, 1):
        if path == STANDARD_INPUT:
            choice = options.choose("-") or TEXT
            relative = PurePath("standard-input")
            found.inputs.append(
                Input(label="standard input", path=None, relative=relative, choice=choice)
            )
        elif _is_dir(path):
            found.has_folder = True
            _add_folder(found, Path(path), options, include)
        else:
            _check_file(path, number)
            choice = options.choose(Path(path).name) or TEXT
            relative = PurePath(Path(path).name)
            found.inputs.append(
                Input(label=path, path=Path(path), relative=relative, choice=choice)
            )
    if include and not found.has_folder:
        raise SourceError("--include: expected only with a folder")
    _leave_out_links(found)
    _refuse_doubles(found.inputs)
    return found


def _add_folder(found: Found, folder: Path, options: FormatOptions, include: Sequence[str]) -> None:
    for path in _walk(found, folder):
        relative = path.relative_to(folder)
        if include and not any(relative.match(pattern) for pattern in include):
            continue
        if (other := _other(path)) is not None:
            found.others[other] += 1
            continue
        choice = options.choose(path.name)
        if choice is None:
            found.endings[path.suffix.lower() or "without an ending"] += 1
        else:
            each = Input(
                label=str(path), path=path, relative=relative, choice=choice, is_found=True
            )
            found.inputs.append(each)


def _walk(found: Found, folder: Path) -> Iterator[Path]:
    """Give all but folders in a folder and in those in it, in the order of their names."""
    for name, folders, files in os.walk(folder):
        hidden = [each for each in (*folders, *files) if each.startswith(".")]
        found.num_hidden += len(hidden)
        folders[:] = sorted(set(folders).difference(hidden))
        found.others[LINKED_FOLDER] += sum(Path(name, each).is_symlink() for each in folders)
        for file in sorted(set(files).difference(hidden)):
            yield Path(name, file)


def _other(path: Path) -> Other | None:
    """Say what a path is that is no file; None for a file or a link to one."""
    if path.is_file():
        return None
    if not path.exists():
        return DANGLING
    return FIFO if path.is_fifo() else NO_FILE


def _leave_out_links(found: Found) -> None:
    """Leave out links, found in a folder, to files that are read anyway."""
    read = {each.path.resolve() for each in found.inputs if each.path and not _is_link(each)}
    kept = []
    for each in found.inputs:
        if each.path is not None and _is_link(each):
            if (target := each.path.resolve()) in read:
                found.others[LINKED_FILE] += 1
                continue
            read.add(target)
        kept.append(each)
    found.inputs = kept


def _is_link(each: Input) -> bool:
    return each.is_found and each.path is not None and each.path.is_symlink()


def _check_file(path: str, number: int) -> None:
    """Refuse what is no file. A missing path may be a text, so the message does not repeat it."""
    try:
        is_there = bool(path) and Path(path).exists()
    except (OSError, ValueError):  # longer than a path can be, or with a NUL
        is_there = False
    if is_there:
        return
    if Path(path).suffix.lower() == ".jsonl":
        raise SourceError(f"{path}: expected a file")
    raise SourceError(f"argument {number}: no such file; a text comes by --text or standard input")


def _is_dir(path: str) -> bool:
    try:
        return bool(path) and Path(path).is_dir()
    except (OSError, ValueError):
        return False


def _refuse_doubles(inputs: Sequence[Input]) -> None:
    counted = Counter(None if each.path is None else each.path.resolve() for each in inputs)
    for each in inputs:
        if counted[None if each.path is None else each.path.resolve()] > 1:
            raise SourceError(f"{each.label}: named twice")
