"""Carries out `nomen restore`: puts the originals of a map file back into a text."""

import json
import sys
from codecs import BOM_UTF8
from collections.abc import Iterable
from pathlib import Path

from nomen.model.redaction.restoring import Pair, restore
from nomen.service.files.redaction_map import read_map
from nomen.service.files.sources import STANDARD_INPUT, SourceError

JSON_SUFFIXES = (".json", ".jsonl", ".ndjson")


def restore_file(source: str, *, map_file: Path, output: Path | None, force: bool = False) -> None:
    """Restore a redacted text, or what was made from one, and write it.

    Args:
        source: A file in UTF-8, or `-` for standard input. Of a file that ends in `.json` or
            `.jsonl`, the strings are restored.
        map_file: The map that redaction wrote.
        output: The file to write; None is standard output.
        force: Whether to write over an existing file.

    Raises:
        RestoreError: When the names cannot be put back.
        SourceError: When a file is not what is expected, or the output exists.
        OSError: When the output cannot be written.
    """
    if output is not None and output.exists() and not force:
        raise SourceError(f"{output}: exists already; --force writes over it")
    mark, text = _read(source)
    restored = restore(text, _pairs(map_file, is_json=source.lower().endswith(JSON_SUFFIXES)))
    content = mark + restored.encode()
    if output is None:
        sys.stdout.buffer.write(content)
        sys.stdout.flush()
        return
    with output.open("wb" if force else "xb") as file:
        file.write(content)


def _read(source: str) -> tuple[bytes, str]:
    """Read a text; give its byte order mark, too, which is no part of it."""
    is_stdin = source == STANDARD_INPUT
    place = "standard input" if is_stdin else source
    if is_stdin and sys.stdin.isatty():
        raise SourceError("expected a file, or a text piped in")
    try:
        content = sys.stdin.buffer.read() if is_stdin else Path(source).read_bytes()
        mark = BOM_UTF8 if content.startswith(BOM_UTF8) else b""
        return mark, content.removeprefix(mark).decode()
    except OSError as error:
        raise SourceError(f"{place}: cannot be read ({error.strerror})") from error
    except UnicodeDecodeError as error:
        raise SourceError(f"{place}: byte {error.start} is not UTF-8") from error


def _pairs(map_file: Path, *, is_json: bool) -> Iterable[Pair]:
    """Give the pairs of a map; where they stood is known of a single text alone."""
    documents = list(read_map(map_file))
    if len(documents) == 1 and not is_json:
        return documents[0]
    written = _in_json if is_json else str
    return [
        Pair(written(pair.replacement), written(pair.original))
        for document in documents
        for pair in document
    ]


def _in_json(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)[1:-1]
