"""Carries out `nomen restore`: puts the originals of a map file back into a text."""

import json
import sys
from codecs import BOM_UTF8
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from nomen.model.redaction.restoring import Pair, restore
from nomen.service.files.answers.redaction_map import MappedDocument, read_map
from nomen.service.files.sources import STANDARD_INPUT, SourceError
from nomen.service.files.terminal import visible_bytes

JSON_SUFFIXES = (".json", ".jsonl", ".ndjson")


@dataclass(frozen=True, slots=True, kw_only=True)
class RestoreOptions:
    """The options of `nomen restore`.

    Attributes:
        map_file: The map that redaction wrote.
        only: `KEY=VALUE`: the documents of the map that are put back, by a member of their place
            (`file=letter.txt`, `line=7`) or by their id. None is all.
        output: The file to write; None is standard output.
        force: Whether to write over an existing file.
    """

    map_file: Path
    only: str | None
    output: Path | None
    force: bool


def restore_file(source: str, options: RestoreOptions) -> None:
    """Restore a redacted text, or what was made from one, and write it.

    Args:
        source: A file in UTF-8, or `-` for standard input. Of a file that ends in `.json` or
            `.jsonl`, the strings are restored.
        options: The options.

    Raises:
        RestoreError: When the names cannot be put back.
        SourceError: When a file or an option is not what is expected, or the output exists.
        OSError: When the output cannot be written.
    """
    output = options.output
    if output is not None and output.exists() and not options.force:
        raise SourceError(f"{output}: exists already; --force writes over it")
    mark, text = _read(source)
    documents = _chosen(options.map_file, options.only)
    restored = _restored(text, documents, is_json=source.lower().endswith(JSON_SUFFIXES))
    content = mark + restored.encode()
    if output is None:
        sys.stdout.buffer.write(visible_bytes(content) if sys.stdout.isatty() else content)
        sys.stdout.flush()
        return
    with output.open("wb" if options.force else "xb") as file:
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


def _restored(text: str, documents: Sequence[MappedDocument], *, is_json: bool) -> str:
    """Restore a text line by line if its lines still are the documents of the map, else whole."""
    by_line: dict[int, list[Pair]] = defaultdict(list)
    for document in documents:
        line = document.place.get("line")
        by_line[line if isinstance(line, int) else 0] += _pairs(document, is_json=is_json)
    lines = text.split("\n")
    if len(documents) > 1 and all(_holds(lines, line, by_line[line]) for line in by_line):
        return "\n".join(restore(line, by_line[n]) for n, line in enumerate(lines, 1))
    pairs = [pair for own in by_line.values() for pair in own]
    return restore(text, pairs if len(documents) == 1 else map(_without_place, pairs))


def _holds(lines: Sequence[str], number: int, pairs: Sequence[Pair]) -> bool:
    """Tell whether a line holds every replacement of its documents."""
    if not 1 <= number <= len(lines):
        return False
    return all(pair.replacement in lines[number - 1] for pair in pairs)


def _pairs(document: MappedDocument, *, is_json: bool) -> Iterator[Pair]:
    """Give the pairs of a document. Where they stand inside JSON is not known."""
    held = frozenset(document.stood_before)
    for replacement, original, start in document.pairs:
        is_held = replacement in held
        if is_json:
            yield Pair(_in_json(replacement), _in_json(original), None, is_held)
        else:
            yield Pair(replacement, original, start, is_held)


def _without_place(pair: Pair) -> Pair:
    return pair._replace(redacted_start=None)


def _in_json(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)[1:-1]
