"""A message: the texts of its headers and parts, and the message again with others."""

import mimetypes
import re
from collections.abc import Callable, Iterator, Sequence
from email import message_from_bytes, policy
from email.errors import MessageError
from email.generator import BytesGenerator
from email.message import Message
from email.policy import Policy
from io import BytesIO
from typing import cast

from nomen.model.redaction.redaction import RedactedName
from nomen.service.errors import INVALID_DOCUMENT, RequestError
from nomen.service.files.formats.html import Markup, fit_attributes
from nomen.service.files.formats.mail.bodies import (
    read_body,
    transfer_encoding_of,
    write_body,
)
from nomen.service.files.formats.mail.headers import (
    ADDRESSES,
    TEXTS,
    read_header,
    read_plain,
)
from nomen.service.files.formats.mail.other_headers import (
    Pairs,
    redact_others,
    restore_others,
    set_headers,
)
from nomen.service.files.formats.pieces import (
    Piece,
    Slot,
    join_paragraphs,
    redact_slots,
    starts_of,
)

_FAULTS = (AttributeError, LookupError, MessageError, RecursionError, TypeError, ValueError)
"""What the library raises for malformed messages."""
_WRITING = policy.default.clone(refold_source="none", cte_type="8bit")
MARKUP = frozenset({"html", "xhtml+xml"})
"""Kinds of text that hold character references."""
_CONTROLS = re.compile("[\v\f\x1c-\x1e]")
"""What the library takes for the end of a line, beside the line ends of mail."""
_FILE_NAMES = (("Content-Disposition", "filename"), ("Content-Type", "name"))


class Mail:
    """A message whose texts can be replaced.

    Args:
        content: The message, from its first header on.
        keep_attachments: Whether it is written with its attachments.

    Attributes:
        attachments: The names of its attachments; those without one are named by their type.
        attachment_types: Their media types; one that is not well-known may say anything.

    Raises:
        RequestError: When a text of it cannot be read.
    """

    def __init__(self, content: bytes, *, keep_attachments: bool) -> None:
        self._content = content
        self._keeps = keep_attachments
        self.attachments: list[str] = []
        self.attachment_types: list[str] = []
        try:
            self._message = message_from_bytes(content)
            _open_headers(self._message)
            self._slots = list(self._walk(self._message))
        except RecursionError as error:
            raise RequestError(INVALID_DOCUMENT, "expected fewer parts within parts") from error
        except _FAULTS as error:
            raise RequestError(INVALID_DOCUMENT, "expected a well-formed message") from error

    @property
    def text(self) -> str:
        """All texts: headers first, then the parts in their order."""
        return join_paragraphs([slot.paragraph for slot in self._slots])

    def rewrite(self, names: Sequence[RedactedName]) -> bytes:
        """Write the message without names, and without attachments unless they are kept.

        Raises:
            RequestError: When it cannot be written.
        """
        if not names and (self._keeps or not self.attachments):
            return self._content
        try:
            redact_slots(self._slots, self._fitted(names))
            self.pairs_elsewhere(names)
            return self._written()
        except _FAULTS as error:
            raise RequestError(INVALID_DOCUMENT, "expected a well-formed message") from error

    def pairs_elsewhere(self, names: Sequence[RedactedName]) -> Pairs:
        """Replace names in the headers that are not read, and give what was replaced there."""
        if not self._keeps:
            _drop_attachments(self._message)
        return redact_others(self._message, names)

    def restore(self, names: Sequence[RedactedName], elsewhere: Pairs) -> bytes:
        """Write a redacted message with its names.

        Args:
            names: What stands in the place of a replacement.
            elsewhere: What redaction replaced in the headers that are not read.

        Raises:
            RequestError: When it cannot be written.
        """
        if not names and not elsewhere:
            return self._content
        try:
            redact_slots(self._slots, self._fitted(names))
            restore_others(self._message, elsewhere)
            return self._written()
        except _FAULTS as error:
            raise RequestError(INVALID_DOCUMENT, "expected a well-formed message") from error

    def _fitted(self, names: Sequence[RedactedName]) -> Sequence[RedactedName]:
        """Give replacements as they fit into the attributes of HTML parts."""
        starts = starts_of([slot.paragraph for slot in self._slots])
        for slot, start in zip(self._slots, starts, strict=True):
            if slot.sources:
                markup = Markup([*slot.sources], [*slot.paragraph])
                names = fit_attributes(markup, names, start=start)
        return names

    def _written(self) -> bytes:
        first_line = self._content.partition(b"\n")[0]
        line_end = "\r\n" if first_line.endswith(b"\r") else "\n"
        _settle_headers(self._message)
        written = BytesIO()
        writing = cast("Policy[Message]", _WRITING.clone(linesep=line_end))
        generator = BytesGenerator(written, mangle_from_=False, policy=writing)
        generator.flatten(self._message)
        return written.getvalue()

    def _walk(self, part: Message) -> Iterator[Slot]:
        """Find the texts of a message or a part of one, and its attachments."""
        yield from _header_slots(part)
        if is_attachment(part):
            self.attachments.append(_file_name(part) or part.get_content_type())
            self.attachment_types.append(_known_type(part))
        if self._keeps or not is_attachment(part):
            yield from _file_name_slots(part)
        if is_attachment(part):
            return
        if not part.is_multipart():
            yield _body_slot(part)
            return
        yield from _margin_slots(part)
        for inner in _parts_of(part):
            yield from self._walk(inner)


def _body_slot(part: Message) -> Slot:
    """Give a text part; that of HTML is read with its markup."""
    text = read_body(part)
    if part.get_content_subtype() in MARKUP:
        markup = Markup.build(text)
        return Slot(
            markup.pieces, lambda texts: write_body(part, markup.write(texts)), markup.sources
        )
    return Slot([Piece(text)], lambda texts: write_body(part, "".join(texts)))


def is_attachment(part: Message) -> bool:
    """Tell whether a part is no text of the message: a file, or what cannot be read as text."""
    kind = part.get_content_maintype()
    if part.is_multipart():  # an encoded message within a message is none that can be read
        return kind == "message" and transfer_encoding_of(part) in {"base64", "quoted-printable"}
    return part.get_content_disposition() == "attachment" or kind not in {"text", "multipart"}


def _parts_of(part: Message) -> list[Message]:
    payload = part.get_payload()
    return (
        [each for each in payload if isinstance(each, Message)] if isinstance(payload, list) else []
    )


def _header_slots(part: Message) -> Iterator[Slot]:
    """Give the headers that people read; a header that stands twice is written in its order."""
    for index, (name, value) in enumerate(part.raw_items()):
        if name.lower() in ADDRESSES | TEXTS and value.strip():
            header = read_header(name, value)
            pieces = [Piece(f"{name}: ", is_fixed=True), *header.pieces]
            write = _header_writer(part, index, header.write)
            yield Slot(pieces, write)


def _header_writer(
    part: Message, index: int, write: Callable[[Sequence[str]], str]
) -> Callable[[Sequence[str]], None]:
    return lambda texts: set_headers(part, {index: write(texts[1:])})


def _open_headers(message: Message) -> None:
    """Read the headers of parts in UTF-8; the library cannot change them as bytes."""
    for part in message.walk():
        values = {
            index: value.encode("utf-8", "surrogateescape").decode(errors="replace")
            for index, (name, value) in enumerate(part.raw_items())
            if name.lower().startswith("content-") and not value.isascii()
        }
        if values:
            set_headers(part, values)


def _settle_headers(message: Message) -> None:
    """Change headers that the library would refuse to write, or break into lines of its own."""
    for part in message.walk():
        if part.get_content_maintype() == "multipart" and not part.is_multipart():
            part.set_type("text/plain")  # there are no parts, and the library writes none
        values = {
            index: _CONTROLS.sub(" ", _as_payload(value))
            for index, (_, value) in enumerate(part.raw_items())
            if not value.isascii() or _CONTROLS.search(value)
        }
        if values:
            set_headers(part, values)


def _known_type(part: Message) -> str:
    """Give the media type of a part, if it is well-known: others may hold names."""
    found = part.get_content_type()
    return found if found in mimetypes.types_map.values() else "of another type"


def _file_name(part: Message) -> str | None:
    name = part.get_filename()
    return None if name is None else read_plain("Content-Disposition", name)


def _file_name_slots(part: Message) -> Iterator[Slot]:
    name = _file_name(part)
    if name:
        yield Slot([Piece(name)], lambda texts: _rename(part, "".join(texts)))


def _rename(part: Message, name: str) -> None:
    for header, parameter in _FILE_NAMES:
        if part.get_param(parameter, header=header) is not None:
            charset = None if name.isascii() else "utf-8"
            part.set_param(parameter, name, header=header, charset=charset, replace=True)


def _margin_slots(part: Message) -> Iterator[Slot]:
    """Give the text before the first part and after the last one, which few programs show."""
    for margin in ("preamble", "epilogue"):
        text = getattr(part, margin)
        if text and text.strip():
            yield Slot([Piece(_as_text(text))], _margin_writer(part, margin))


def _margin_writer(part: Message, margin: str) -> Callable[[Sequence[str]], None]:
    return lambda texts: setattr(part, margin, _as_payload("".join(texts)))


def _as_text(payload: str) -> str:
    try:
        return payload.encode("ascii", "surrogateescape").decode()
    except UnicodeDecodeError as error:
        raise RequestError(INVALID_DOCUMENT, "expected UTF-8 around the parts") from error


def _as_payload(text: str) -> str:
    """Give a text in UTF-8, with bytes that are not ASCII as lone surrogates."""
    return text.encode("utf-8", "surrogateescape").decode("ascii", "surrogateescape")


def _drop_attachments(part: Message) -> None:
    if is_attachment(part):  # the whole message is one
        _empty(part)
        return
    kept = _parts_of(part)
    if part.get_content_maintype() == "multipart" and part.is_multipart():
        kept = [each for each in kept if not is_attachment(each)]
        part.set_payload([*kept])
    for each in kept:
        _drop_attachments(each)


def _empty(part: Message) -> None:
    for name in {name for name in part if name.lower().startswith("content-")}:
        del part[name]
    part.set_payload("")
