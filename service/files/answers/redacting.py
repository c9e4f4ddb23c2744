"""Writes what is left of a file without its names: the file again, or JSON Lines."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import accumulate
from typing import Protocol

from nomen.model.documents import Document
from nomen.model.redaction.operators import Operator
from nomen.model.redaction.redaction import RedactedDocument, Redactor
from nomen.model.tagged_documents import Name
from nomen.service.errors import INVALID_DOCUMENT, RequestError
from nomen.service.files.answers.records import Entry, Result, Work, count_left_out, write_rejects
from nomen.service.files.answers.redaction_map import map_line
from nomen.service.files.answers.tagging import Tagged, dump_answer
from nomen.service.files.formats.compression import Compression, compress
from nomen.service.files.formats.conll import Conll
from nomen.service.files.formats.format import Record, Rejected
from nomen.service.files.formats.json_array import JsonArray
from nomen.service.files.formats.json_lines import JsonLines
from nomen.service.files.formats.mail.mailbox import Eml, Mbox
from nomen.service.files.formats.mail.other_headers import Pairs

Redacted = Sequence[RedactedDocument | None]
"""One for each entry of a chunk; None for a rejected record."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MapLines:
    """Writes the lines of a map: what stands in the place of which name.

    Attributes:
        with_file: Whether a line names its file.
    """

    with_file: bool

    def write(self, work: Work, entries: Sequence[Entry], redacted: Redacted) -> bytes:
        """Write the lines of a chunk."""
        file = {"file": work.label} if self.with_file else {}
        elsewhere: Sequence[Pairs] = [()] * len(entries)
        if isinstance(work.format, Eml | Mbox):
            elsewhere = work.format.pairs_elsewhere(work.chunk, redacted)
        return b"".join(
            map_line(document, place={**file, **entry.place}, id=entry.id, elsewhere=pairs)
            for entry, document, pairs in zip(entries, redacted, elsewhere, strict=True)
            if isinstance(entry, Record) and document is not None
        )


class RedactingWriter(Protocol):
    """Writes a chunk with redacted texts."""

    @property
    def operator(self) -> Operator:
        """What stands in the place of a name."""

    def write_redacted(self, work: Work, entries: Sequence[Entry], redacted: Redacted) -> Result:
        """Write a chunk with the redacted texts of its entries; None is a rejected one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RedactedFile:
    """Writes a file again in its own format, with its names replaced.

    Attributes:
        operator: What stands in the place of a name.
        map: Writes the lines of the map, if there is one.
    """

    operator: Operator
    map: MapLines | None = None

    def read(self, work: Work) -> list[Entry]:
        """Find the texts of a chunk."""
        return read_texts(work)

    def write(self, work: Work, entries: Sequence[Entry], tagged: Tagged) -> Result:
        """Write a chunk again."""
        return _write(self, work, entries, tagged)

    def write_redacted(self, work: Work, entries: Sequence[Entry], redacted: Redacted) -> Result:
        """Write a chunk again with the redacted texts of its entries."""
        return Result(
            output=work.seal(work.format.rewrite(work.chunk, redacted)),
            rejects=write_rejects(work, entries),
            map=b"" if self.map is None else self.map.write(work, entries, redacted),
            left_out=count_left_out(entries),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class RedactedLines:
    """Writes JSON Lines: the redacted text of each document, and what was replaced.

    Attributes:
        operator: What stands in the place of a name.
        with_file: Whether a line names its file.
        compression: How the lines are compressed.
        map: Writes the lines of the map, if there is one.
    """

    operator: Operator
    with_file: bool = False
    compression: Compression = ""
    map: MapLines | None = None

    def read(self, work: Work) -> list[Entry]:
        """Find the texts of a chunk."""
        return read_texts(work)

    def write(self, work: Work, entries: Sequence[Entry], tagged: Tagged) -> Result:
        """Write the lines of a chunk."""
        return _write(self, work, entries, tagged)

    def write_redacted(self, work: Work, entries: Sequence[Entry], redacted: Redacted) -> Result:
        """Write the lines of a chunk with the redacted texts of its entries."""
        lines = bytearray()
        for entry, document in zip(entries, redacted, strict=True):
            if isinstance(entry, Record) and document is not None:
                file = {"file": work.label} if self.with_file else {}
                names = [name.to_dict() for name in document.names]
                text = {"text": document.text, "names": names}
                lines += dump_answer(
                    {"id": entry.id, **file, **entry.place, **text}, _carried(work, entry)
                )
        return Result(
            output=compress(bytes(lines), self.compression) if lines else b"",
            rejects=write_rejects(work, entries),
            map=b"" if self.map is None else self.map.write(work, entries, redacted),
            left_out=count_left_out(entries),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class NamesAlone:
    """Writes nothing and gives the names: the parent process redacts."""

    def read(self, work: Work) -> list[Entry]:
        """Find the texts of a chunk."""
        return read_texts(work)

    def write(self, work: Work, entries: Sequence[Entry], tagged: Tagged) -> Result:  # noqa: ARG002  # as its siblings
        """Give the names of a chunk's documents."""
        return Result(names=[document.names for document in tagged if document is not None])


def read_texts(work: Work) -> list[Entry]:
    """Find the texts of a chunk; a record of tokens is rejected, but in CoNLL."""
    entries = work.format.read(work.chunk)
    if isinstance(work.format, Conll):
        return entries
    return [_refuse_tokens(entry) for entry in entries]


def names_of(tagged: Tagged) -> list[list[Name] | None]:
    """Give the names of each document."""
    return [None if document is None else document.names for document in tagged]


def redact_all(
    redactor: Redactor, entries: Sequence[Entry], names: Sequence[Sequence[Name] | None]
) -> list[RedactedDocument | None]:
    """Redact the texts of a chunk, in their order."""
    return [
        _redact(redactor, entry.document, found)
        if found is not None and isinstance(entry, Record)
        else None
        for entry, found in zip(entries, names, strict=True)
    ]


def _redact(redactor: Redactor, document: Document, names: Sequence[Name]) -> RedactedDocument:
    if not names and isinstance(document, str):
        return RedactedDocument(text=document, names=[])
    return redactor.redact(*_as_text(document, names))


def _write(writer: RedactingWriter, work: Work, entries: Sequence[Entry], tagged: Tagged) -> Result:
    redactor = Redactor(writer.operator)
    return writer.write_redacted(work, entries, redact_all(redactor, entries, names_of(tagged)))


def _as_text(document: Document, names: Sequence[Name]) -> tuple[str, Sequence[Name]]:
    """Give a text and its names; the text of tokens is the tokens joined by one blank."""
    if isinstance(document, str):
        return document, names
    ends = list(accumulate((len(token) + 1 for token in document), initial=0))
    placed = [
        replace(name, start=ends[name.first_token], end=ends[name.last_token + 1] - 1)
        for name in names
    ]
    return " ".join(document), placed


def _refuse_tokens(entry: Entry) -> Entry:
    if isinstance(entry, Rejected) or isinstance(entry.document, str):
        return entry
    error = RequestError(INVALID_DOCUMENT, "expected a text; tokens cannot be redacted")
    return Rejected(place=entry.place, error=error, id=entry.id)


def _carried(work: Work, entry: Record) -> Record:
    """Leave out what Nomen itself found in a file: names of attachments and of sheets."""
    return entry if isinstance(work.format, JsonLines | JsonArray) else replace(entry, record={})
