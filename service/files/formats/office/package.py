"""The package of an office document: a zip file of parts, most of them XML.

*Source:* ECMA-376, part 2 (Open Packaging Conventions); DTDs are forbidden there (section 8.2.5).
"""

import re
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from io import BytesIO
from typing import TYPE_CHECKING

from nomen.service.files.sources import SourceError

if TYPE_CHECKING:
    from lxml.etree import _Element

MAX_PARTS = 10_000
"""Most parts of a package."""
MAX_BYTES = 256 * 1024 * 1024
"""Most bytes of all parts together, decompressed."""
MAX_XML_BYTES = 64 * 1024 * 1024
"""Most bytes of the parts in XML, which take some 40 times as much memory when parsed."""
XML = ".xml"
COMPOUND_FILE = bytes.fromhex("D0CF11E0A1B11AE1")
"""How .doc, .xls and encrypted documents begin. *Source:* MS-CFB, section 2.2."""

_INVALID = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML cannot hold. *Source:* XML 1.0, section 2.2."""


class Package:
    """The parts of an office document.

    Args:
        content: The file.

    Raises:
        SourceError: When it is no package, or larger than `MAX_PARTS` and `MAX_BYTES` allow.
    """

    def __init__(self, content: bytes) -> None:
        if content.startswith(COMPOUND_FILE):
            raise SourceError("expected a package; this one is encrypted or of before 2007")
        if len(content) > MAX_BYTES:
            raise SourceError(f"expected a package of at most {MAX_BYTES:,} bytes")
        try:
            self._zip = zipfile.ZipFile(BytesIO(content))
        except (zipfile.BadZipFile, NotImplementedError, ValueError) as error:
            raise SourceError("expected a package, which is a zip file") from error
        self.content = content
        self._infos = {info.filename: info for info in self._zip.infolist()}
        self._refuse_unsafe()

    def _refuse_unsafe(self) -> None:
        infos = self._zip.infolist()
        if len(infos) > MAX_PARTS:
            raise SourceError(f"expected at most {MAX_PARTS:,} parts")
        if sum(info.file_size for info in infos) > MAX_BYTES:  # zipfile gives no more than it says
            raise SourceError(f"expected at most {MAX_BYTES:,} bytes when decompressed")
        if sum(each.file_size for each in infos if each.filename.endswith(XML)) > MAX_XML_BYTES:
            raise SourceError(f"expected at most {MAX_XML_BYTES:,} bytes of XML when decompressed")
        if len(self._infos) < len(infos):
            raise SourceError("expected each part once")
        for info in infos:
            if info.flag_bits & 1 or info.compress_type not in {0, zipfile.ZIP_DEFLATED}:
                raise SourceError("expected parts that are deflated and not encrypted")

    def names(self) -> Iterator[str]:
        """Give the names of the parts, in the order of the file."""
        return iter(self._infos)

    def read(self, name: str) -> bytes:
        """Read a part.

        Raises:
            SourceError: When it is damaged.
        """
        try:
            return self._zip.read(name)
        except (zipfile.BadZipFile, zlib.error, EOFError, ValueError, OSError) as error:
            raise SourceError("a part of the package is damaged") from error

    def rewrite(self, changed: Mapping[str, bytes | None]) -> bytes:
        """Write the package with some parts changed, or left out where they are None."""
        written = BytesIO()
        with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as package:
            for name, info in self._infos.items():
                content = changed.get(name, b"") if name in changed else self.read(name)
                if content is not None:
                    entry = zipfile.ZipInfo(name, info.date_time)
                    entry.compress_type = info.compress_type
                    entry.external_attr = info.external_attr
                    package.writestr(entry, content)
        return written.getvalue()


def import_lxml() -> None:
    """Find out whether lxml is installed.

    Raises:
        SourceError: When it is not.
    """
    try:
        import lxml.etree  # noqa: F401, PLC0415  # of an extra
    except ImportError as error:
        raise SourceError("office documents: expected pip install 'nomen[office]'") from error


def parse_part(content: bytes) -> "_Element":
    """Parse a part. Entities are not resolved, and a DTD is refused.

    Raises:
        SourceError: When it is no XML, or has a DTD.
    """
    from lxml import etree  # noqa: PLC0415  # of an extra

    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        root = etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise SourceError("a part of the package is damaged XML") from error
    if root.getroottree().docinfo.doctype:
        raise SourceError("a part of the package has a DTD, which office documents never have")
    return root


def write_part(root: "_Element") -> bytes:
    """Write a part."""
    from lxml import etree  # noqa: PLC0415  # of an extra

    written: bytes = etree.tostring(
        root.getroottree(), xml_declaration=True, encoding="UTF-8", standalone=True
    )
    return written


def clean(text: str) -> str:
    """Give a text without the characters that XML cannot hold."""
    return _INVALID.sub("", text)
