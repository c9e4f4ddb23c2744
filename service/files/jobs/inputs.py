"""Finds the files that the arguments name: files, folders and standard input."""

import os
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePath
from typing import BinaryIO

from nomen.service.files.formats.choosing import Choice
from nomen.service.files.formats.opening import FormatOptions
from nomen.service.files.sources import STANDARD_INPUT, SourceError

TEXT = Choice(name="text")
"""The format of standard input, and of a file whose ending is unknown, if none is named."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Input:
    """A file that is read.

    Attributes:
        label: Its name as the caller gave it.
        path: Its path; None is standard input.
        relative: Its path below the folder that the caller named, or its name alone.
        choice: Its format and compression.
    """

    label: str
    path: Path | None
    relative: PurePath
    choice: Choice

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
        has_folder: Whether an argument is a folder.
    """

    inputs: list[Input] = field(default_factory=list)
    endings: Counter[str] = field(default_factory=Counter)
    num_hidden: int = 0
    has_folder: bool = False

    def describe_left_out(self) -> str | None:
        """Say in a line what was left out; None if nothing was."""
        parts = [f"{number} {ending}" for ending, number in sorted(self.endings.items())]
        if self.num_hidden:
            parts.append(f"{self.num_hidden} hidden")
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
    _refuse_doubles(found.inputs)
    return found


def _add_folder(found: Found, folder: Path, options: FormatOptions, include: Sequence[str]) -> None:
    for path in _walk(found, folder):
        relative = path.relative_to(folder)
        if include and not any(relative.match(pattern) for pattern in include):
            continue
        choice = options.choose(path.name)
        if choice is None:
            found.endings[path.suffix.lower() or "without an ending"] += 1
        else:
            found.inputs.append(Input(label=str(path), path=path, relative=relative, choice=choice))


def _walk(found: Found, folder: Path) -> Iterator[Path]:
    """Give the files of a folder and of those in it, in the order of their names."""
    for name, folders, files in os.walk(folder):
        hidden = [each for each in (*folders, *files) if each.startswith(".")]
        found.num_hidden += len(hidden)
        folders[:] = sorted(set(folders).difference(hidden))
        for file in sorted(set(files).difference(hidden)):
            if (path := Path(name, file)).is_file():
                yield path


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
