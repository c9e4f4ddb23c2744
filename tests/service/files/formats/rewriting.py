"""Reads a whole file with a format and writes it again with other texts."""

import io
from collections.abc import Callable

from nomen.model.redaction.redaction import RedactedDocument, RedactedName
from nomen.service.files.formats.format import Format, Record, Rejected


def read_all(file_format: Format, content: bytes) -> list[Record | Rejected]:
    """Give the records of a file."""
    chunks = file_format.split(io.BytesIO(content))
    return [record for chunk in chunks for record in file_format.read(chunk)]


def rewrite_all(file_format: Format, content: bytes, change: Callable[[str], str]) -> bytes:
    """Write a file again; each text is changed, and rejected records are left out."""
    written = []
    for chunk in file_format.split(io.BytesIO(content)):
        documents = [_redacted(record, change) for record in file_format.read(chunk)]
        written.append(file_format.rewrite(chunk, documents))
    return b"".join(written)


def _redacted(record: Record | Rejected, change: Callable[[str], str]) -> RedactedDocument | None:
    if isinstance(record, Rejected):
        return None
    text = str(record.document)
    changed = change(text)
    if changed == text:
        return RedactedDocument(text=text, names=[])
    name = RedactedName(
        start=0,
        end=len(text),
        redacted_start=0,
        redacted_end=len(changed),
        replacement=changed,
        probability=None,
        original=text,
    )
    return RedactedDocument(text=changed, names=[name])
