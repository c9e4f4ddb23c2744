"""Text parts of a message: decodes them, and encodes them as they were.

*Source:* RFC 2045, section 6 (transfer encodings); RFC 2046, section 4.1.2 (charsets).
"""

import base64
import binascii
import codecs
from email.message import Message

from nomen.service.errors import NOT_UTF8, RequestError


def read_body(part: Message) -> str:
    """Decode a text part. What is said to be ASCII, or says nothing, is read as UTF-8.

    Raises:
        RequestError: When its bytes are not what the part says.
    """
    payload = part.get_payload(decode=True)
    content = payload if isinstance(payload, bytes) else b""
    charset = charset_of(part)
    try:
        return content.decode(charset)
    except UnicodeError as error:
        place = f"byte {error.start}" if isinstance(error, UnicodeDecodeError) else "a byte"
        raise RequestError(NOT_UTF8, f"a text part: {place} is not {charset}") from error


def write_body(part: Message, text: str) -> None:
    """Encode another text into a part, in its own charset and transfer encoding if it can be."""
    charset, transfer = charset_of(part), transfer_encoding_of(part)
    try:
        content = text.encode(charset)
    except UnicodeError:
        charset, content = "utf-8", text.encode()
    if not content.isascii() and _named_codec(part) != charset:
        part.set_param("charset", charset, replace="content-type" in part)
    if transfer == "quoted-printable" or (transfer == "7bit" and not content.isascii()):
        _set_transfer_encoding(part, "quoted-printable")
        payload = binascii.b2a_qp(content, istext=True)
    elif transfer in {"7bit", "8bit", "binary"}:
        payload = content
    else:
        _set_transfer_encoding(part, "base64")
        payload = base64.encodebytes(content)
    part.set_payload(payload.decode("ascii", "surrogateescape"))


def charset_of(part: Message) -> str:
    """Give the charset of a text part as a codec; UTF-8 for ASCII, which is part of it."""
    named = _named_codec(part)
    return "utf-8" if named is None or named == "ascii" else named


def _named_codec(part: Message) -> str | None:
    """Give the charset that a part names; None where there is no such encoding of text."""
    try:
        codec = codecs.lookup(part.get_content_charset("ascii")).name
        "a".encode(codec)
    except (LookupError, ValueError):
        return None
    return codec


def transfer_encoding_of(part: Message) -> str:
    """Give the transfer encoding of a part, in lower case."""
    return str(part.get("content-transfer-encoding", "")).strip().lower() or "7bit"


def _set_transfer_encoding(part: Message, transfer: str) -> None:
    if transfer_encoding_of(part) != transfer:
        del part["content-transfer-encoding"]
        part["Content-Transfer-Encoding"] = transfer
