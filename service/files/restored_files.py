"""Puts names back into files of formats that Nomen writes: tables, mail, HTML, Word and Excel.

A file's texts are read as redaction reads them. Where they still are the documents of the map, each
gets its own names, else all of them are searched as one text.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from io import BytesIO

from nomen.model.redaction.redaction import RedactedDocument, RedactedName
from nomen.model.redaction.restoring import Original, Pair, find_originals
from nomen.service.files.answers.redaction_map import MappedDocument
from nomen.service.files.formats.choosing import Choice, FormatName
from nomen.service.files.formats.delimited import Delimited
from nomen.service.files.formats.format import Chunk, Format, Record, Rejected
from nomen.service.files.formats.mail.mailbox import Eml, Mbox
from nomen.service.files.formats.office.office_file import OfficeFile
from nomen.service.files.formats.opening import FormatOptions, make_format
from nomen.service.files.restored_texts import as_in_sheets, originals_of_all, pairs_of
from nomen.service.files.sources import SourceError

MARKUP: frozenset[FormatName] = frozenset({"html", "markdown"})
FILES: frozenset[FormatName] = MARKUP | {"csv", "tsv", "eml", "mbox", "docx", "xlsx"}
"""Formats whose files are read to be restored."""

_Place = frozenset[tuple[str, int | str]]


def restore_file_of(choice: Choice, content: bytes, documents: Sequence[MappedDocument]) -> bytes:
    """Restore the content of a file, without its compression and in UTF-8 if it is text.

    Args:
        choice: Its format, one of `FILES`.
        content: The content.
        documents: What the map says.

    Raises:
        RestoreError: When the names cannot be put back.
        SourceError: When the content cannot be read.
    """
    options = FormatOptions(columns=_columns(documents), keep_attachments=True)
    form = make_format(choice, options)
    if not isinstance(form, Delimited):
        return _Reading.build(form, content).restored(documents)
    if form.columns:
        try:
            table = _Reading.build(form, content)
        except SourceError:  # it is another table
            table = None
        if table is not None and table.own(documents) is not None:
            return table.restored(documents)
    return _Reading.build(replace(form, has_all=True), content).restored(documents)


@dataclass(frozen=True, slots=True)
class _Reading:
    """A file as it was read.

    Attributes:
        form: Its format.
        chunks: Its chunks.
        entries: What each chunk holds.
    """

    form: Format
    chunks: list[Chunk]
    entries: list[list[Record | Rejected]]

    @classmethod
    def build(cls, form: Format, content: bytes) -> "_Reading":
        chunks = list(form.split(BytesIO(content)))
        return cls(form, chunks, [form.read(chunk) for chunk in chunks])

    def own(self, documents: Sequence[MappedDocument]) -> list[MappedDocument | None] | None:
        """Give each text its document; None if they are not the documents of the map."""
        if len(documents) == len(self._texts()) == 1:
            return [*documents]
        by_place = {_place(document.place): document for document in documents}
        found = [by_place.pop(_place(entry.place), None) for own in self.entries for entry in own]
        is_whole = len(documents) == sum(document is not None for document in found)
        holds = all(
            document is None or all(pair[0] in text for pair in document.pairs)
            for document, text in zip(found, self._texts(), strict=True)
        )
        return found if is_whole and holds else None

    def restored(self, documents: Sequence[MappedDocument]) -> bytes:
        """Write the file with its names."""
        texts, own = self._texts(), self.own(documents)
        if own is None:
            originals = originals_of_all(texts, documents)
        else:
            originals = [
                [] if document is None else find_originals(text, self._pairs(text, document))
                for text, document in zip(texts, own, strict=True)
            ]
        changed = iter(map(_changed, texts, originals))
        elsewhere = iter([document.elsewhere if document else [] for document in own or []])
        written = bytearray()
        for chunk, entries in zip(self.chunks, self.entries, strict=True):
            restored = [next(changed) for _ in entries]
            pairs = [next(elsewhere, []) for _ in entries]
            written += self._write(chunk, restored, pairs)
        return bytes(written)

    def _pairs(self, text: str, document: MappedDocument) -> list[Pair]:
        pairs = pairs_of(document)
        return as_in_sheets(text, pairs) if isinstance(self.form, OfficeFile) else pairs

    def _texts(self) -> list[str]:
        return [
            entry.document if isinstance(entry, Record) and isinstance(entry.document, str) else ""
            for own in self.entries
            for entry in own
        ]

    def _write(
        self,
        chunk: Chunk,
        restored: list[RedactedDocument],
        elsewhere: list[list[tuple[str, str]]],
    ) -> bytes:
        match self.form:
            case Eml() | Mbox() as mail:
                return mail.restore(chunk, restored, elsewhere)
            case OfficeFile() as office:
                return office.restore(chunk, restored)
        return self.form.rewrite(chunk, restored)


def _columns(documents: Sequence[MappedDocument]) -> tuple[str, ...]:
    """Give the columns of the table that was redacted; none if the map is not of a table."""
    columns = [document.place.get("column") for document in documents]
    return tuple(dict.fromkeys(str(column) for column in columns if column is not None))


def _place(place: Mapping[str, int | str]) -> _Place:
    return frozenset((key, value) for key, value in place.items() if key != "file")


def _changed(text: str, originals: Sequence[Original]) -> RedactedDocument:
    """Give a text in which replacements give way to names, as what redaction would make of it."""
    names, parts, end, length = [], [], 0, 0
    for original in originals:
        start = length + original.start - end
        parts += [text[end : original.start], original.text]
        end, length = original.end, start + len(original.text)
        names.append(
            RedactedName(
                start=original.start,
                end=end,
                redacted_start=start,
                redacted_end=length,
                replacement=original.text,
                probability=None,
                original=text[original.start : end],
            )
        )
    return RedactedDocument(text="".join([*parts, text[end:]]), names=names)
