"""Carries out `nomen restore`: puts the originals of a map file back into a text."""

import sys
from collections.abc import Sequence
from contextlib import nullcontext
from dataclasses import dataclass, field
from pathlib import Path

from nomen.service.files.answers.redaction_map import MappedDocument, read_map
from nomen.service.files.formats.choosing import Choice, FormatName
from nomen.service.files.formats.envelope import open_content
from nomen.service.files.formats.opening import JSON, FormatOptions
from nomen.service.files.restored_files import FILES, MARKUP, restore_file_of
from nomen.service.files.restored_texts import restore_text
from nomen.service.files.sources import STANDARD_INPUT, SourceError
from nomen.service.files.terminal import visible_bytes

READ: tuple[FormatName, ...] = ("text", *JSON, *sorted(FILES))
"""Formats of files that are restored."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RestoreOptions:
    """The options of `nomen restore`.

    Attributes:
        map_file: The map that redaction wrote.
        only: `KEY=VALUE`: the documents of the map that are put back, by a member of their place
            (`file=letter.txt`, `line=7`) or by their id. None is all.
        output: The file to write; None is standard output.
        force: Whether to write over an existing file.
        formats: What the caller says about the format and the encoding.
    """

    map_file: Path
    only: str | None
    output: Path | None
    force: bool
    formats: FormatOptions = field(default_factory=FormatOptions)


def restore_file(source: str, options: RestoreOptions) -> None:
    """Restore a redacted file, or what was made from one, and write it.

    Args:
        source: A file of one of the formats `READ`, or `-` for standard input. It is written in its
            own format, compression and encoding. Of JSON, all strings are restored.
        options: The options.

    Raises:
        RestoreError: When the names cannot be put back.
        SourceError: When a file or an option is not what is expected, or the output exists.
        OSError: When the output cannot be written.
    """
    output = options.output
    if output is not None and output.exists() and not options.force:
        raise SourceError(f"{output}: exists already; --force writes over it")
    is_stdin = source == STANDARD_INPUT
    if is_stdin and sys.stdin.isatty():
        raise SourceError("expected a file, or a text piped in")
    choice = options.formats.choose("" if is_stdin else Path(source).name) or Choice(name="text")
    place = "standard input" if is_stdin else source
    if choice.name not in READ:
        raise SourceError(f"{place}: expected one of {', '.join(READ)}, found {choice.name}")
    documents = _chosen(options.map_file, options.only)
    try:
        content = _restored(source, choice, documents, encoding=options.formats.encoding)
    except OSError as error:
        raise SourceError(f"{place}: cannot be read ({error.strerror})") from error
    except SourceError as error:
        raise SourceError(f"{place}: {error}") from error
    if output is None:
        sys.stdout.buffer.write(visible_bytes(content) if sys.stdout.isatty() else content)
        sys.stdout.flush()
        return
    with output.open("wb" if options.force else "xb") as file:
        file.write(content)


def _restored(
    source: str, choice: Choice, documents: Sequence[MappedDocument], *, encoding: str | None
) -> bytes:
    """Read a file, restore it, and give it in its compression and encoding.

    Raises:
        RestoreError: When the names cannot be put back.
        SourceError: When the file cannot be read.
        OSError: When the file cannot be read.
    """
    is_stdin = source == STANDARD_INPUT
    with nullcontext(sys.stdin.buffer) if is_stdin else Path(source).open("rb") as stream:
        opened, envelope = open_content(stream, choice, encoding=encoding)
        content = opened.read()
    are_lines = any("line" in document.place for document in documents)
    if choice.name in FILES and not (choice.name in MARKUP and are_lines):
        restored = restore_file_of(choice, content, documents)
    else:
        restored = restore_text(_decoded(content), documents, is_json=choice.name in JSON).encode()
    return envelope.start() + envelope.seal(restored)


def _decoded(content: bytes) -> str:
    try:
        return content.decode()
    except UnicodeDecodeError as error:
        expected = f"expected --encoding, or a file of {', '.join(READ)}"
        raise SourceError(f"byte {error.start} is not UTF-8; {expected}") from error


def _chosen(map_file: Path, only: str | None) -> list[MappedDocument]:
    documents = list(read_map(map_file))
    if only is None:
        return documents
    key, separator, value = only.partition("=")
    if not (key and separator):
        raise SourceError("--only: expected KEY=VALUE, as file=letter.txt or line=7")
    chosen = [document for document in documents if document.has(key, value)]
    if not chosen:
        raise SourceError("--only: the map has no such document")
    return chosen
