"""Writes the answers for tagged documents: JSON Lines, or a table with columns more."""

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol, get_args, runtime_checkable

import orjson

from nomen.model.tagged_documents import TaggedDocument
from nomen.service.documents.answers import dump_json, to_json
from nomen.service.documents.schemas import AnswerField
from nomen.service.files.answers.records import Entry, Result, Work, write_reject, write_rejects
from nomen.service.files.formats.compression import Compression, compress
from nomen.service.files.formats.format import Chunk, Format, Record, Rejected

FIELDS: tuple[AnswerField, ...] = get_args(AnswerField)
"""The fields of an answer, in their order."""

Tagged = Sequence[TaggedDocument | None]
"""One for each entry of a chunk; None for a rejected record."""


@runtime_checkable
class TableFormat(Format, Protocol):
    """A table, to which columns can be added."""

    def extend(self, chunk: Chunk, answers: Sequence[bytes]) -> bytes:
        """Write the rows again with a column more for each chosen one.

        Args:
            chunk: The chunk.
            answers: The cell that is added for each of `read(chunk)`.
        """


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerLines:
    """Writes JSON Lines: one answer a document, in the order of the file.

    Attributes:
        fields: The fields of an answer.
        with_file: Whether an answer names its file.
        with_rejects: Whether the lines of rejected records stand between the answers.
        compression: How the lines are compressed.
    """

    fields: Collection[AnswerField] = FIELDS
    with_file: bool = False
    with_rejects: bool = False
    compression: Compression = ""

    def read(self, work: Work) -> list[Entry]:
        """Find the records of a chunk."""
        return work.format.read(work.chunk)

    def write(self, work: Work, entries: Sequence[Entry], tagged: Tagged) -> Result:
        """Write the answers of a chunk."""
        answers, rejects = bytearray(), bytearray()
        for entry, document in zip(entries, tagged, strict=True):
            if isinstance(entry, Rejected):
                target = answers if self.with_rejects else rejects
                target += write_reject(work.label, entry)
            elif document is not None:
                place = self._place(work, entry)
                answers += dump_answer(place | answer_of(entry, document, self.fields), entry)
        output = compress(bytes(answers), self.compression) if answers else b""
        return Result(output=output, rejects=bytes(rejects))

    def _place(self, work: Work, record: Record) -> dict[str, object]:
        file = {"file": work.label} if self.with_file else {}
        return {"id": record.id, **file, **record.place}


@dataclass(frozen=True, slots=True, kw_only=True)
class MoreColumns:
    """Writes the table of a file again with a column more for each chosen one, as JSON.

    Attributes:
        fields: The fields of an answer. If it is one alone, the cell holds that field's value.
    """

    fields: Collection[AnswerField] = frozenset(("names",))

    def read(self, work: Work) -> list[Entry]:
        """Find the records of a chunk."""
        return work.format.read(work.chunk)

    def write(self, work: Work, entries: Sequence[Entry], tagged: Tagged) -> Result:
        """Write the rows of a chunk. The added cell of a rejected record is empty."""
        if not isinstance(work.format, TableFormat):
            raise TypeError("expected a table")
        rejects = write_rejects(work, entries)
        cells = [
            b"" if isinstance(entry, Rejected) or document is None else self._cell(entry, document)
            for entry, document in zip(entries, tagged, strict=True)
        ]
        return Result(output=work.seal(work.format.extend(work.chunk, cells)), rejects=rejects)

    def _cell(self, record: Record, document: TaggedDocument) -> bytes:
        answer = answer_of(record, document, self.fields)
        return dump_json(next(iter(answer.values())) if len(answer) == 1 else answer)  # type: ignore[arg-type]  # any JSON


def answer_of(
    record: Record, document: TaggedDocument, fields: Collection[AnswerField]
) -> dict[str, object]:
    """Give the chosen fields of an answer."""
    return to_json(document, document=record.document, fields=fields)


def dump_answer(answer: Mapping[str, object], record: Record) -> bytes:
    """Write the line of an answer, with the record's other members."""
    if record.record:
        answer = {**answer, "record": orjson.Fragment(dump_record(record))}
    return dump_json(answer) + b"\n"


def dump_record(record: Record) -> bytes:
    """Write the other members of a record in JSON."""
    try:
        return dump_json(record.record)
    except TypeError:  # orjson writes no integer of more than 64 bits, and no half of a pair
        return json.dumps(record.record).encode()
