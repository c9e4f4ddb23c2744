"""Decides what `nomen tag` reads: one text, or files of records."""

import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from nomen.model.errors import NomenError
from nomen.service.documents.reading import Refusal, read_document

STANDARD_INPUT = "-"
SUFFIX = ".jsonl"


class SourceError(NomenError):
    """An input cannot be used; the message names the argument, the option or the file."""


@dataclass(frozen=True, slots=True)
class OneText:
    """One text that is read on demand.

    Attributes:
        place: The option, file or stream that holds it, for messages.
        content: Reads it, as a string or in UTF-8.
    """

    place: str
    content: Callable[[], bytes | str]

    def read(self) -> str:
        """Read the whole text, unchanged.

        Raises:
            SourceError: When it cannot be read, or is not UTF-8.
        """
        try:
            content = self.content()
            text = content if isinstance(content, str) else content.decode()
        except OSError as error:
            raise SourceError(f"{self.place}: cannot be read ({error.strerror})") from error
        except UnicodeDecodeError as error:
            raise SourceError(f"{self.place}: byte {error.start} is not UTF-8") from error
        document = read_document({"text": text})
        if isinstance(document, Refusal):
            raise SourceError(f"{self.place}: {document.error}")
        return text


def find_source(paths: Sequence[str], *, text: str | None) -> OneText | list[Path]:
    """Tell one text from files of records by the names, without reading them.

    Args:
        paths: The arguments: files that end in `.jsonl`, one other file, or `-`. None means `-`.
        text: The value of `--text`, which excludes arguments.

    Raises:
        SourceError: When the arguments are neither one text nor files of records.
    """
    if text is not None:
        if paths:
            raise SourceError("--text: expected no other argument")
        return OneText("--text", lambda: text)
    if not paths and sys.stdin.isatty():
        raise SourceError("expected a file, --text, or a text piped in")
    if list(paths) in ([], [STANDARD_INPUT]):
        return OneText("standard input", sys.stdin.buffer.read)
    for number, path in enumerate(paths, 1):
        _check_path(path, place=f"argument {number}", is_alone=len(paths) == 1)
    files = [Path(path) for path in paths]
    return files if _has_records(files[0]) else OneText(paths[0], files[0].read_bytes)


def refuse_options(
    source: OneText | Sequence[Path],
    for_records: Mapping[str, object],
    for_text: Mapping[str, object],
) -> None:
    """Refuse options that mean nothing for a source.

    Args:
        source: The source.
        for_records: The options for files of records with their values; None or False if not given.
        for_text: The same for the options for one text.

    Raises:
        SourceError: When an option of the other kind of source was given.
    """
    is_text = isinstance(source, OneText)
    expected = f"{SUFFIX} files" if is_text else f"one text; {SUFFIX} files are answered in JSON"
    for option, value in (for_records if is_text else for_text).items():
        if value not in (None, False):
            raise SourceError(f"{option}: expected only with {expected}")


def _check_path(path: str, *, place: str, is_alone: bool) -> None:
    """Refuse what is no file. A missing path may be a text, so the message does not repeat it."""
    has_records = _has_records(Path(path))
    is_there = path == STANDARD_INPUT or _is(Path.is_file, path)
    if _is(Path.is_dir, path):
        raise SourceError(f"{path}: expected a file, found a folder")
    if has_records and not is_there:
        raise SourceError(f"{path}: expected a file")
    if not is_there:
        raise SourceError(f"{place}: no such file; a text comes by --text or standard input")
    if not has_records and not is_alone:
        raise SourceError(f"{place}: expected one text, or files that all end in {SUFFIX}")


def _has_records(path: Path) -> bool:
    return path.name.lower().endswith(SUFFIX)


def _is(kind: Callable[[Path], bool], path: str) -> bool:
    """Tell whether a path is a file, or a folder, as `kind` asks."""
    try:
        return bool(path) and kind(Path(path))
    except OSError:  # longer than a path can be
        return False
