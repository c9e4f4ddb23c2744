"""PDF: each page is a document. It is tagged, never redacted.

*Source:* ISO 32000-1, sections 7.6 (encryption) and 9.10 (extraction of text).
"""

import logging
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING, BinaryIO

from nomen.model.redaction.redaction import RedactedDocument
from nomen.service.errors import INVALID_DOCUMENT, LONE_SURROGATE, RequestError
from nomen.service.files.formats.choosing import NOT_REDACTED
from nomen.service.files.formats.format import Chunk, Record, Rejected
from nomen.service.files.sources import SourceError

if TYPE_CHECKING:
    from pypdf import PageObject, PdfReader

HEAD_BYTES = 1024
"""Bytes in which the head of a PDF stands, as readers expect it."""
SILENT = logging.CRITICAL + 1
"""The level of the library's log, which may hold what a file says."""
MAX_BYTES = 512 * 1024 * 1024
"""Most bytes of a PDF, which is read whole."""

_FAULTS = (ArithmeticError, AttributeError, LookupError, MemoryError, RecursionError, TypeError)
"""What pypdf raises for damaged files beside its own errors; `ValueError` and zlib's, too."""


@dataclass(frozen=True, slots=True)
class Pdf:
    """The format of PDF."""

    def split(self, stream: BinaryIO) -> Iterator[Chunk]:
        """Give the whole file; see `Format`."""
        import_pypdf()
        content = stream.read(MAX_BYTES + 1)
        if b"%PDF-" not in content[:HEAD_BYTES]:
            raise SourceError("expected a PDF")
        if len(content) > MAX_BYTES:
            raise SourceError(f"expected a PDF of at most {MAX_BYTES:,} bytes")
        yield Chunk(first=1, content=content, position=len(content))

    def read(self, chunk: Chunk) -> list[Record | Rejected]:
        """Read the pages; the properties of the file stand in the record of the first one."""
        from pypdf.errors import PyPdfError  # noqa: PLC0415  # of an extra

        logging.getLogger("pypdf").setLevel(SILENT)
        try:
            reader = _open(chunk.content)
            num_pages = len(reader.pages)
            found = _properties(reader)
        except (*_FAULTS, PyPdfError, ValueError, OSError, zlib.error) as error:
            raise SourceError("the PDF is damaged") from error
        return [_read(reader, index, found if index == 0 else {}) for index in range(num_pages)]

    def rewrite(
        self,
        chunk: Chunk,  # noqa: ARG002  # the protocol's signature
        redacted: Sequence[RedactedDocument | None],  # noqa: ARG002  # the same
    ) -> bytes:
        """Refuse to write a PDF; see `Format`."""
        raise SourceError(NOT_REDACTED["pdf"])


def import_pypdf() -> None:
    """Find out whether pypdf is installed.

    Raises:
        SourceError: When it is not.
    """
    try:
        import pypdf  # noqa: F401, PLC0415  # of an extra
    except ImportError as error:
        raise SourceError("PDF: expected pip install 'nomen[office]'") from error


def _open(content: bytes) -> "PdfReader":
    """Open a PDF, with the empty password if it is encrypted."""
    from pypdf import PasswordType, PdfReader  # noqa: PLC0415  # of an extra
    from pypdf.errors import DependencyError  # noqa: PLC0415  # of an extra

    reader = PdfReader(BytesIO(content))
    if reader.is_encrypted:
        try:
            is_open = reader.decrypt("") is not PasswordType.NOT_DECRYPTED
        except DependencyError as error:
            raise SourceError("the PDF is encrypted: expected pip install cryptography") from error
        if not is_open:
            raise SourceError("the PDF is encrypted with a password")
    return reader


def _properties(reader: "PdfReader") -> dict[str, object]:
    names = [name.removeprefix("/") for name, value in (reader.metadata or {}).items() if value]
    return {"properties": names} if names else {}


def _read(reader: "PdfReader", index: int, record: dict[str, object]) -> Record | Rejected:
    from pypdf.errors import PyPdfError  # noqa: PLC0415  # of an extra

    place: dict[str, int | str] = {"page": index + 1}
    try:
        page = reader.pages[index]
        text = page.extract_text()
        is_picture = not text.strip() and _has_images(page)
        text.encode()
    except UnicodeEncodeError:
        error = RequestError(LONE_SURROGATE, "the page's text holds half a surrogate pair")
        return Rejected(place=place, error=error)
    except (*_FAULTS, PyPdfError, NotImplementedError, ValueError, OSError, zlib.error):
        return Rejected(place=place, error=RequestError(INVALID_DOCUMENT, "the page is damaged"))
    if is_picture:
        problem = RequestError(INVALID_DOCUMENT, "the page has no text, only an image")
        return Rejected(place=place, error=problem)
    return Record(place=place, document=text, record=record)


def _has_images(page: "PageObject") -> bool:
    return len(page.images) > 0
