"""Chooses the format and the compression of a file by its ending, or by the caller's word."""

from dataclasses import dataclass
from typing import Literal

from nomen.service.files.formats.compression import Compression
from nomen.service.files.sources import SourceError

FormatName = Literal[
    "text",
    "html",
    "markdown",
    "jsonl",
    "json",
    "csv",
    "tsv",
    "parquet",
    "conll",
    "eml",
    "mbox",
    "docx",
    "xlsx",
    "pdf",
]

ENDINGS: dict[str, FormatName] = {
    "txt": "text",
    "text": "text",
    "html": "html",
    "htm": "html",
    "xhtml": "html",
    "md": "markdown",
    "markdown": "markdown",
    "jsonl": "jsonl",
    "ndjson": "jsonl",
    "json": "json",
    "csv": "csv",
    "tsv": "tsv",
    "parquet": "parquet",
    "conll": "conll",
    "eml": "eml",
    "mbox": "mbox",
    "docx": "docx",
    "xlsx": "xlsx",
    "pdf": "pdf",
}
"""The format of a file by the ending of its name, in lower case."""
COMPRESSED_ENDINGS: dict[str, Compression] = {"gz": "gz", "gzip": "gz", "zst": "zst"}
"""The compression of a file by its last ending."""
OF_BYTES = frozenset({"parquet", "eml", "mbox", "docx", "xlsx", "pdf"})
"""Formats that say themselves how their texts are encoded."""
NOT_REDACTED: dict[FormatName, str] = {
    "pdf": "a PDF is not redacted: covering a name does not remove it from the file; "
    "redact the document that the PDF was made from, or `nomen tag` it"
}
"""Formats that are tagged only, with the reason."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """The format of a file.

    Attributes:
        name: The format.
        compression: The compression around it.
    """

    name: FormatName
    compression: Compression = ""

    @property
    def has_encoding(self) -> bool:
        """Whether the file is text, which has an encoding."""
        return self.name not in OF_BYTES


def choose(file_name: str, *, asked: str | None = None) -> Choice | None:
    """Choose the format of a file; None where its ending names none.

    Args:
        file_name: The name of the file; `-` for standard input, which has no ending.
        asked: The value of `--format`: the name of a format, or an ending such as `csv.gz`.

    Raises:
        SourceError: When `asked` is neither.
    """
    format_name, compression = _read_endings(file_name)
    if asked is None:
        return None if format_name is None else Choice(name=format_name, compression=compression)
    wanted, wanted_compression = _read_endings(f".{asked.removeprefix('.')}")
    if wanted is None:
        raise SourceError(f"--format: expected one of {', '.join(sorted(set(ENDINGS.values())))}")
    return Choice(name=wanted, compression=wanted_compression or compression)


def compression_of(file_name: str) -> Compression:
    """Give the compression that the last ending of a name says."""
    return _read_endings(file_name)[1]


def refuse_redaction(choice: Choice) -> None:
    """Refuse to redact a format that is tagged only.

    Raises:
        SourceError: When it is one; the message says why.
    """
    if choice.name in NOT_REDACTED:
        raise SourceError(NOT_REDACTED[choice.name])


def _read_endings(file_name: str) -> tuple[FormatName | None, Compression]:
    """Read the endings of a name: that of the compression, and that of the format before it."""
    endings = file_name.lower().split(".")[1:]
    compression = COMPRESSED_ENDINGS.get(endings[-1], "") if endings else ""
    if compression:
        endings.pop()
    return (ENDINGS.get(endings[-1]) if endings else None), compression
