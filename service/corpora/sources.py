"""What a command shall tag: a text or files of records; knows no tagger."""

import sys
from collections.abc import Sequence
from pathlib import Path

from model.errors import NomenError
from service.schemas import Refusal, read_document

SUFFIX = ".jsonl"


class SourceError(NomenError):
    """What a command shall tag is not to be had; names the file or the argument."""


def find_source(arguments: Sequence[str]) -> str | list[Path]:
    """Tell a text from files; without arguments standard input is the text.

    Raises:
        SourceError: When the arguments are neither one text nor files, or are not readable.
    """
    if not arguments:
        return _check_text(_read_standard_input(), place="standard input")
    files = [Path(argument) for argument in arguments if argument.endswith(SUFFIX)]
    if not files and len(arguments) == 1:
        return _check_text(arguments[0], place="text")
    if len(files) < len(arguments):
        raise SourceError(f"expected one text in quotes, or files that all end in {SUFFIX}")
    for file in files:
        if not file.is_file():
            raise SourceError(f"{file}: expected a file")
    return files


def _read_standard_input() -> str:
    if sys.stdin.isatty():
        raise SourceError(f"expected a text, files ending in {SUFFIX}, or a text piped in")
    try:
        return sys.stdin.buffer.read().decode()
    except UnicodeDecodeError as error:
        raise SourceError(f"standard input: byte {error.start} is not UTF-8") from error


def _check_text(text: str, *, place: str) -> str:
    read = read_document({"text": text})
    if isinstance(read, Refusal):
        raise SourceError(f"{place}: {read.error}")
    return text
