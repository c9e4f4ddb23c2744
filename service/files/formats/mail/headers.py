"""Headers of a message: reads them as text, and writes them again.

*Source:* RFC 5322, sections 3.4 (addresses) and 3.6; RFC 2047 (encoded words).
"""

import re
from collections.abc import Callable, Sequence
from email.errors import HeaderParseError, MessageDefect, MessageError, ObsoleteHeaderDefect
from email.header import Header, decode_header, make_header
from email.headerregistry import Address, AddressHeader
from email.policy import default
from email.utils import formataddr
from functools import lru_cache
from typing import NamedTuple, cast

from nomen.service.errors import NOT_UTF8, RequestError
from nomen.service.files.formats.pieces import Piece

ADDRESSES = frozenset(
    {"bcc", "cc", "delivered-to", "disposition-notification-to", "errors-to", "from", "reply-to"}
    | {"resent-bcc", "resent-cc", "resent-from", "resent-reply-to", "resent-sender", "resent-to"}
    | {"return-receipt-to", "sender", "to", "x-original-to", "x-sender"}
)
"""Headers that hold addresses with the names of their owners."""
TEXTS = frozenset(
    {"comments", "content-description", "keywords", "organization", "subject", "thread-topic"}
    | {"x-bcc", "x-cc", "x-from", "x-to"}
)
"""Headers that hold text."""
LEFT_ALONE = frozenset({"date", "in-reply-to", "message-id", "mime-version", "references"})
"""Headers that only programs read; those that begin with `content-` belong to them, too."""
LONG_CHARACTERS = 65_536
"""From this length on an address header is read as text: the parser's time grows by the square."""

_FOLD = re.compile(r"\r\n|\r|\n")
_BREAK = re.compile("\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]")
"""What the library takes for the end of a line when it writes."""
_FAULTS = (AttributeError, IndexError, MessageError, RecursionError, TypeError, ValueError)
"""What the library's parser of headers raises for malformed ones."""


class HeaderText(NamedTuple):
    """A header as text.

    Attributes:
        pieces: What it says.
        write: Writes its value with other pieces.
    """

    pieces: list[Piece]
    write: Callable[[Sequence[str]], str]


@lru_cache(maxsize=4096)  # the same people write many messages of a mailbox
def read_header(name: str, value: str) -> HeaderText:
    """Read a header that a person reads.

    Args:
        name: Its name.
        value: Its value, with bytes that are not ASCII as lone surrogates.

    Raises:
        RequestError: When it is neither ASCII nor UTF-8.
    """
    unfolded = _unfold(name, value)
    if name.lower() in ADDRESSES and "(" not in unfolded and len(unfolded) < LONG_CHARACTERS:
        found = _read_addresses(name, unfolded)
        if found is not None:
            return found
    write = _write_words if name.lower() in ADDRESSES else write_plain
    return HeaderText([Piece(read_plain(name, value))], lambda texts: write(name, "".join(texts)))


def read_plain(name: str, value: str) -> str:
    """Read a header as one text, with its encoded words decoded; errors as for `read_header`."""
    unfolded = _unfold(name, value)
    if "=?" not in unfolded:
        return unfolded
    try:
        return _checked(name, str(make_header(decode_header(unfolded))))
    except (HeaderParseError, LookupError, ValueError) as error:
        raise _unreadable(name) from error


def write_plain(name: str, text: str) -> str:
    """Write a header's value, folded, with encoded words where it is not ASCII."""
    charset = "us-ascii" if text.isascii() else "utf-8"
    return Header(_BREAK.sub(" ", text), charset, header_name=name).encode(linesep="\n")


def _write_words(name: str, text: str) -> str:
    """Write a header that holds addresses: words that are not ASCII become encoded words."""
    words = _BREAK.sub(" ", text).split(" ")
    return " ".join(word if word.isascii() else write_plain(name, word) for word in words)


def _unfold(name: str, value: str) -> str:
    unfolded = _FOLD.sub("", value)
    if unfolded.isascii():
        return unfolded
    try:
        return unfolded.encode("utf-8", "surrogateescape").decode()
    except UnicodeDecodeError as error:
        raise _unreadable(name) from error


def _checked(name: str, text: str) -> str:
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise _unreadable(name) from error
    return text


def _unreadable(name: str) -> RequestError:
    known = name if name.lower() in ADDRESSES | TEXTS else "a header"
    return RequestError(NOT_UTF8, f"{known}: expected ASCII, UTF-8 or encoded words")


class _Addresses(AddressHeader):
    """What the library's factory makes of a list of addresses."""

    defects: tuple[MessageDefect, ...]


class _Mailbox(NamedTuple):
    """An address as pieces: the indices of its name and its address among them; -1 for none."""

    display: int
    address: int
    domain: str


def _read_addresses(name: str, value: str) -> HeaderText | None:
    """Read a list of addresses; None where it is malformed, or its pieces would lose something."""
    try:
        header = cast("_Addresses", default.header_factory("Resent-To", value))  # any list of them
    except _FAULTS:
        return None
    if not all(isinstance(defect, ObsoleteHeaderDefect) for defect in header.defects):
        return None
    pieces: list[Piece] = []
    mailboxes: list[_Mailbox] = []
    for group in header.groups:
        if group.display_name is not None:
            return None
        for address in group.addresses:
            if mailboxes:
                pieces.append(Piece(", ", is_fixed=True))
            mailboxes.append(_add(pieces, address))
    _checked(name, "".join(piece.text for piece in pieces))
    return HeaderText(pieces, lambda texts: _write_addresses(mailboxes, texts))


def _add(pieces: list[Piece], address: Address) -> _Mailbox:
    display = -1
    if address.display_name:
        display = len(pieces)
        pieces += [Piece(address.display_name), Piece(" <", is_fixed=True)]
    pieces.append(Piece(address.addr_spec))
    mailbox = _Mailbox(display, len(pieces) - 1, address.domain)
    if address.display_name:
        pieces.append(Piece(">", is_fixed=True))
    return mailbox


def _write_addresses(mailboxes: Sequence[_Mailbox], texts: Sequence[str]) -> str:
    written = []
    for mailbox in mailboxes:
        display = "" if mailbox.display < 0 else texts[mailbox.display]
        written.append(_write_address(display, texts[mailbox.address], mailbox.domain))
    return ",\n ".join(written)


def _write_address(display: str, address: str, domain: str) -> str:
    local = " ".join(address.split()).removesuffix(f"@{domain}")
    if local == address:  # the whole address is a name
        domain = ""
    spec = Address(username=local, domain=domain).addr_spec
    if not spec.isascii():
        spec = spec.encode().decode("ascii", "surrogateescape")
        name = write_plain("", display) if display else ""
        return f"{name} <{spec}>" if name else spec
    return formataddr((" ".join(display.split()), spec)) if display else spec


def replace_in(name: str, value: str, replace: Callable[[str], str]) -> str:
    """Give the value of a header that is not read, with its names replaced.

    What is neither ASCII nor UTF-8 is read as Latin-1, where names look like themselves at least.
    """
    if name.lower() in LEFT_ALONE or name.lower().startswith("content-"):
        return value
    try:
        text = read_plain(name, value)
    except RequestError:
        text = _FOLD.sub("", value).encode("utf-8", "surrogateescape").decode("latin-1")
    replaced = replace(text)
    return value if replaced == text else write_plain(name, replaced)
