"""Writes what comes of a text file of any length, section by section."""

import codecs
from collections.abc import Collection, Iterable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO

from nomen.model.documents import TaggedDocument
from nomen.model.long_documents.sections import Section
from nomen.model.redaction.operators import Number, Operator
from nomen.model.redaction.redaction import RedactedDocument, RedactedName, Redactor
from nomen.service.documents.answers import dump_json, to_json
from nomen.service.documents.schemas import AnswerField
from nomen.service.files.formats.choosing import Choice
from nomen.service.files.formats.envelope import Envelope, open_content
from nomen.service.files.sources import SourceError

LONG_BYTES = 4_000_000
"""Text files that are larger are tagged section by section."""
BLOCK_BYTES = 1 << 16
OFFSETS = ("start", "end")
TOKENS = ("first_token", "last_token")


@dataclass(frozen=True, slots=True, kw_only=True)
class LongText:
    """A text file that is read in blocks, more than once if need be.

    Attributes:
        path: The file.
        choice: Its format and compression.
        encoding: The encoding that the caller names.
    """

    path: Path
    choice: Choice
    encoding: str | None

    def read(self) -> Iterator[str]:
        """Give the text in blocks.

        Raises:
            SourceError: When it is not in its encoding.
        """
        decode = codecs.getincrementaldecoder("utf-8")().decode
        position = 0
        with self.path.open("rb") as stream:
            content, _ = open_content(stream, self.choice, encoding=self.encoding)
            while True:
                block = content.read(BLOCK_BYTES)
                try:
                    yield decode(block, not block)
                except UnicodeDecodeError as error:
                    place = position - (len(error.object) - len(block)) + error.start
                    raise SourceError(f"byte {place} is not UTF-8") from error
                if not block:
                    return
                position += len(block)


@dataclass(slots=True)
class Summary:
    """What has been done with a text; offsets count from its start."""

    num_tokens: int
    names: list[RedactedName]


def redact_sections(
    sections: Iterable[Section], *, operator: Operator, envelope: Envelope, done: Summary
) -> Iterator[bytes]:
    """Write a text again without its names.

    Persons are numbered as through a file of several documents, because no section knows the
    mentions of those behind it.

    Args:
        sections: The sections.
        operator: What stands in the place of a name.
        envelope: The compression and the encoding of the file.
        done: Learns what was replaced.
    """
    if isinstance(operator, Number):
        operator = replace(operator, scope="batch")
    redactor, start, redacted_start = Redactor(operator), 0, 0
    yield envelope.start()
    for section in sections:
        document = redactor.redact(section.text, section.tagged.names)
        yield envelope.seal(document.text.encode())
        done.num_tokens += len(section.tagged.tokens)
        done.names += _shifted(document, start, redacted_start)
        start, redacted_start = start + len(section.text), redacted_start + len(document.text)


def _shifted(document: RedactedDocument, start: int, redacted_start: int) -> list[RedactedName]:
    return [
        replace(
            name,
            start=name.start + start,
            end=name.end + start,
            redacted_start=name.redacted_start + redacted_start,
            redacted_end=name.redacted_end + redacted_start,
        )
        for name in document.names
    ]


def answer_sections(
    sections: Iterable[Section], fields: Collection[AnswerField], done: Summary
) -> Iterator[bytes]:
    """Write the members of one answer: `"tokens":[…],"names":[…]`.

    Each field waits in a temporary file without a name until the text has ended.

    Args:
        sections: The sections.
        fields: The fields.
        done: Learns the number of tokens.
    """
    with ExitStack() as opened:
        spools = {field: opened.enter_context(TemporaryFile()) for field in fields}
        start = 0
        for section in sections:
            answer = to_json(section.tagged, document=section.text, fields=fields)
            _shift(answer, section.tagged, start=start, first=done.num_tokens)
            for field, spool in spools.items():
                values = dump_json({"": answer[field]})[len(b'{"":[') : -len(b"]}")]
                spool.write(b"," + values if values and spool.tell() else values)
            start += len(section.text)
            done.num_tokens += len(section.tagged.tokens)
        for i, (field, spool) in enumerate(spools.items()):
            yield b'%s"%s":[' % (b"," if i else b"", field.encode())
            yield from _blocks(spool)
            yield b"]"


def _shift(answer: dict[str, object], tagged: TaggedDocument, *, start: int, first: int) -> None:
    """Count offsets and tokens from the start of the text."""
    for field, offsets in (("starts", tagged.starts), ("ends", tagged.ends)):
        if field in answer and offsets is not None:
            answer[field] = offsets + start
    names = answer.get("names")
    if isinstance(names, list):
        for name in names:
            for field in OFFSETS:
                name[field] += start
            for field in TOKENS:
                name[field] += first


def _blocks(spool: IO[bytes]) -> Iterator[bytes]:
    spool.seek(0)
    while block := spool.read(BLOCK_BYTES):
        yield block
