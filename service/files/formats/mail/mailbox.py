"""The formats of mail: a file of one message, and a mailbox of many.

*Source:* RFC 4155, appendix A (mbox): a line that begins with `From ` before each message.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import BinaryIO, NamedTuple

from nomen.model.redaction.redaction import RedactedDocument
from nomen.service.errors import RequestError
from nomen.service.files.formats.format import Chunk, Record, Rejected
from nomen.service.files.formats.mail.message import Mail
from nomen.service.files.formats.mail.other_headers import Pairs
from nomen.service.files.sources import SourceError

CHUNK_BYTES = 262_144
"""Size of a chunk of a mailbox, about, with one message at least."""
MAX_MESSAGE_BYTES = 1 << 29
"""Most bytes of a message, which is held in memory."""
FROM = b"From "
BLANK_LINES = (b"\n", b"\r\n")


_TOO_LONG = f"expected a message of at most {MAX_MESSAGE_BYTES:,} bytes"


@dataclass(frozen=True, slots=True, kw_only=True)
class Eml:
    """A file of one message.

    Attributes:
        keep_attachments: Whether redaction keeps them.
    """

    keep_attachments: bool = False

    def split(self, stream: BinaryIO) -> Iterator[Chunk]:
        """Give the message as one chunk; see `Format`."""
        content = stream.read(MAX_MESSAGE_BYTES + 1)
        if len(content) > MAX_MESSAGE_BYTES:
            raise SourceError(_TOO_LONG)
        yield Chunk(first=1, content=content, position=len(content))

    def read(self, chunk: Chunk) -> list[Record | Rejected]:
        """Read the message; see `Format`.

        Raises:
            SourceError: When it cannot be read, because the file has no other.
        """
        found = _read(chunk.content, {}, keep_attachments=self.keep_attachments)
        if isinstance(found, Rejected):
            raise SourceError(str(found.error))
        return [found]

    def rewrite(self, chunk: Chunk, redacted: Sequence[RedactedDocument | None]) -> bytes:
        """Write the message again; see `Format`."""
        return _rewrite(chunk.content, redacted[0], keep_attachments=self.keep_attachments)

    def pairs_elsewhere(
        self, chunk: Chunk, redacted: Sequence[RedactedDocument | None]
    ) -> list[Pairs]:
        """Give what redaction replaces in the headers that are not read."""
        return [
            _pairs_elsewhere(chunk.content, redacted[0], keep_attachments=self.keep_attachments)
        ]

    def restore(
        self, chunk: Chunk, restored: Sequence[RedactedDocument], elsewhere: Sequence[Pairs]
    ) -> bytes:
        """Write a redacted message with its names.

        Args:
            chunk: The message.
            restored: What stands in the place of its replacements.
            elsewhere: What `pairs_elsewhere` gave.
        """
        return _restore(chunk.content, restored[0], elsewhere[0])


@dataclass(frozen=True, slots=True, kw_only=True)
class Mbox:
    """A mailbox; options as for `Eml`."""

    keep_attachments: bool = False

    def split(self, stream: BinaryIO) -> Iterator[Chunk]:
        """Split a mailbox between messages into chunks of about `CHUNK_BYTES`.

        Raises:
            SourceError: When it does not begin with a message's `From ` line.
        """
        number, first, size, position, message = 0, 1, 0, 0, 0
        lines: list[bytes] = []
        for line, is_start in _lines(stream):
            if is_start:
                number, message = number + 1, 0
                if size >= CHUNK_BYTES:
                    position += size
                    yield Chunk(first=first, content=b"".join(lines), position=position)
                    first, size, lines = number, 0, []
            elif not number:
                raise SourceError("line 1: expected a mailbox, which begins with `From `")
            lines.append(line)
            size += len(line)
            message += len(line)
            if message > MAX_MESSAGE_BYTES:
                raise SourceError(f"message {number}: {_TOO_LONG}")
        if lines:
            yield Chunk(first=first, content=b"".join(lines), position=position + size)

    def read(self, chunk: Chunk) -> list[Record | Rejected]:
        """Read the messages of a chunk."""
        return [
            _read(each.content, {"message": number}, keep_attachments=self.keep_attachments)
            for number, each in enumerate(_messages(chunk), chunk.first)
        ]

    def rewrite(self, chunk: Chunk, redacted: Sequence[RedactedDocument | None]) -> bytes:
        """Write the messages again with their `From ` lines; rejected ones are left out."""
        written = []
        for each, document in zip(_messages(chunk), redacted, strict=True):
            content = _rewrite(each.content, document, keep_attachments=self.keep_attachments)
            if document is not None:
                written += [each.from_line, _quoted(content), each.end]
        return b"".join(written)

    def pairs_elsewhere(
        self, chunk: Chunk, redacted: Sequence[RedactedDocument | None]
    ) -> list[Pairs]:
        """Give what redaction replaces in the headers that are not read, for each message."""
        return [
            _pairs_elsewhere(each.content, document, keep_attachments=self.keep_attachments)
            for each, document in zip(_messages(chunk), redacted, strict=True)
        ]

    def restore(
        self, chunk: Chunk, restored: Sequence[RedactedDocument], elsewhere: Sequence[Pairs]
    ) -> bytes:
        """Write redacted messages with their names; arguments as for `Eml.restore`."""
        return b"".join(
            each.from_line + _quoted(_restore(each.content, document, pairs)) + each.end
            for each, document, pairs in zip(_messages(chunk), restored, elsewhere, strict=True)
        )


class _Message(NamedTuple):
    """A message of a mailbox: its `From ` line, its content, and the blank line that ends it."""

    from_line: bytes
    content: bytes
    end: bytes


def _lines(stream: BinaryIO) -> Iterator[tuple[bytes, bool]]:
    """Give each line of a mailbox, and whether it starts a message."""
    is_after_blank = True
    while line := stream.readline(MAX_MESSAGE_BYTES + 1):
        yield line, is_after_blank and line.startswith(FROM)
        is_after_blank = line in BLANK_LINES


def _messages(chunk: Chunk) -> Iterator[_Message]:
    """Give the messages of a chunk."""
    lines: list[bytes] = []
    for line, is_start in _lines(BytesIO(chunk.content)):
        if is_start and lines:
            yield _message(lines)
            lines = []
        lines.append(line)
    if lines:
        yield _message(lines)


def _message(lines: list[bytes]) -> _Message:
    end = lines[-1] if len(lines) > 1 and lines[-1] in BLANK_LINES else b""
    rest = lines[1:-1] if end else lines[1:]
    return _Message(lines[0], b"".join(rest), end)


def _quoted(content: bytes) -> bytes:
    """Quote a line that would start a message, as mailboxes do."""
    for blank in BLANK_LINES:
        content = content.replace(blank + blank + FROM, blank + blank + b">" + FROM)
    return content


def _read(
    content: bytes, place: dict[str, int | str], *, keep_attachments: bool
) -> Record | Rejected:
    try:
        mail = Mail(content, keep_attachments=keep_attachments)
    except RequestError as error:
        return Rejected(place=place, error=error)
    record = {"attachments": mail.attachments} if mail.attachments else {}
    left_out = () if keep_attachments else mail.attachment_types
    return Record(
        place=place,
        document=mail.text,
        record=record,
        left_out=tuple(f"attachment {each}" for each in left_out),
    )


def _rewrite(content: bytes, document: RedactedDocument | None, *, keep_attachments: bool) -> bytes:
    if document is None:
        return b""
    try:
        return Mail(content, keep_attachments=keep_attachments).rewrite(document.names)
    except RequestError as error:
        raise SourceError(f"a message cannot be written: {error}") from error


def _pairs_elsewhere(
    content: bytes, document: RedactedDocument | None, *, keep_attachments: bool
) -> Pairs:
    if document is None or not document.names:
        return []
    return Mail(content, keep_attachments=keep_attachments).pairs_elsewhere(document.names)


def _restore(content: bytes, document: RedactedDocument, elsewhere: Pairs) -> bytes:
    if not document.names and not elsewhere:  # it may be one that cannot be read
        return content
    try:
        return Mail(content, keep_attachments=True).restore(document.names, elsewhere)
    except RequestError as error:
        raise SourceError(f"a message cannot be written: {error}") from error
