"""Redacts in the parent process where the persons of a file keep their numbers through all of it.

Workers find the names. This process redacts, in the order of the file. It notes where the names
stood, without their text, so that a run that goes on can number the rest as an uninterrupted one.
"""

import json
from collections.abc import Iterator, Sequence

from nomen.model.documents import Document
from nomen.model.redaction.redaction import Redactor
from nomen.model.tagged_documents import Name
from nomen.service.files.answers.records import Entry, Result, Work
from nomen.service.files.answers.redacting import RedactingWriter, read_texts, redact_all
from nomen.service.files.formats.format import Record

NO_NOTE = b"null\n"
"""The note on a chunk that was not written."""


class Numbering:
    """Redacts the chunks of files in their order.

    Args:
        writer: Writes a chunk with redacted texts.
    """

    def __init__(self, writer: RedactingWriter) -> None:
        self._writer = writer
        self._file: tuple[int, int] | None = None
        self._redactor = Redactor(writer.operator)

    def write(self, work: Work, found: Result) -> tuple[Result, bytes]:
        """Write a chunk; give the line to note for `replay`, too.

        Args:
            work: The chunk.
            found: What a worker found, with the names.
        """
        entries = read_texts(work)
        names = _align(entries, found.names)
        redacted = redact_all(self._redactor_of(work), entries, names)
        result = self._writer.write_redacted(work, entries, redacted)
        result.num_documents = found.num_documents
        result.num_rejected = found.num_rejected
        result.num_tokens = found.num_tokens
        result.unsupported_scripts = found.unsupported_scripts
        result.unsupported = found.unsupported
        result.models = found.models
        return result, _note(found.names)

    def replay(self, work: Work, line: bytes) -> None:
        """Learn the persons of a chunk that an earlier run has written.

        Args:
            work: The chunk.
            line: What `write` gave to note.
        """
        noted = json.loads(line)
        if noted is None:
            return
        entries = read_texts(work)
        documents = [entry.document for entry in entries if isinstance(entry, Record)]
        names = [
            [_name(document, *place) for place in places]
            for document, places in zip(documents, noted, strict=True)
        ]
        redact_all(self._redactor_of(work), entries, _align(entries, names))

    def _redactor_of(self, work: Work) -> Redactor:
        """Give the redactor of a chunk's file."""
        if self._file != (work.output, work.input):
            self._file = (work.output, work.input)
            self._redactor = Redactor(self._writer.operator)
        return self._redactor


def _align(entries: Sequence[Entry], names: Sequence[list[Name]]) -> list[list[Name] | None]:
    """Give each entry its names, and None to a rejected one."""
    remaining: Iterator[list[Name]] = iter(names)
    return [next(remaining) if isinstance(entry, Record) else None for entry in entries]


def _note(names: Sequence[Sequence[Name]]) -> bytes:
    places = [
        [(each.start, each.end, each.first_token, each.last_token) for each in found]
        for found in names
    ]
    return json.dumps(places, separators=(",", ":")).encode() + b"\n"


def _name(document: Document, start: int | None, end: int | None, first: int, last: int) -> Name:
    text = (
        document[start:end] if isinstance(document, str) else " ".join(document[first : last + 1])
    )
    return Name(
        text=text, start=start, end=end, first_token=first, last_token=last, probability=None
    )
