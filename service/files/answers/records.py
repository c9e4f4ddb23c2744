"""What stands between the parent process and a worker: a chunk to work on, and what came of it."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from nomen.model.tagged_documents import Name
from nomen.service.documents.answers import dump_json
from nomen.service.errors import RequestError
from nomen.service.files.formats.envelope import Envelope
from nomen.service.files.formats.format import Chunk, Format, Record, Rejected
from nomen.service.files.sources import SourceError

Entry = Record | Rejected


class Placed(Protocol):
    """A file or a part of one, and where it belongs."""

    @property
    def output(self) -> int:
        """The index of the output that it goes to."""

    @property
    def input(self) -> int:
        """The index of its file among those of the output."""

    @property
    def label(self) -> str:
        """The file's name as the caller gave it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """A chunk of a file.

    Attributes:
        output: The index of the output that it goes to.
        input: The index of its file among those of the output.
        label: The file's name as the caller gave it, for answers and rejects.
        format: Reads the chunk.
        envelope: The compression and the encoding that the file stands in.
        chunk: The chunk.
        is_first: Whether it is the first one of its file.
        position: Bytes of all files up to its end, as stored, for progress.
    """

    output: int
    input: int
    label: str
    format: Format
    envelope: Envelope
    chunk: Chunk
    is_first: bool
    position: int

    def seal(self, content: bytes) -> bytes:
        """Encode and compress what is written of the file again, as the file is."""
        start = self.envelope.start() if self.is_first else b""
        return start + self.envelope.seal(content)


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """A file that cannot be read, or not to its end.

    Attributes:
        output: The index of the output that it belongs to.
        input: The index of the file among those of the output.
        label: The file's name as the caller gave it.
        error: Why it cannot be read.
    """

    output: int
    input: int
    label: str
    error: SourceError


@dataclass(slots=True, kw_only=True)
class Result:
    """What came of a chunk.

    Attributes:
        output: What goes to the output.
        rejects: The lines of the rejected records, unless they stand in the output.
        num_documents: Documents, rejected ones too.
        num_rejected: Rejected documents.
        num_tokens: Tokens of the documents.
        map: The lines of the map, which put the names back.
        names: The names of each document that was not rejected, if the parent process redacts.
        left_out: What redaction left out beside names, and how often; see `Record`.
        unsupported_scripts: Letters of the documents by the script that the bundle did not learn.
        unsupported: Letters of the documents by the language that no bundle tags.
        models: Documents by the name and version of the bundle that read them, or some of them.
        is_partial: Whether more comes of the same file before a run can go on there.
    """

    output: bytes = b""
    rejects: bytes = b""
    map: bytes = b""
    num_documents: int = 0
    num_rejected: int = 0
    num_tokens: int = 0
    names: list[list[Name]] = field(default_factory=list)
    left_out: Mapping[str, int] = field(default_factory=dict)
    unsupported_scripts: Mapping[str, int] = field(default_factory=dict)
    unsupported: Mapping[str, int] = field(default_factory=dict)
    models: Mapping[str, int] = field(default_factory=dict)
    is_partial: bool = False


def write_reject(label: str, rejected: Rejected) -> bytes:
    """Write the line of a rejected record: the place and the problem."""
    return reject_line(label, rejected.error, place=rejected.place, document_id=rejected.id)


def write_rejects(work: Work, entries: Sequence[Entry]) -> bytes:
    """Write the lines of the rejected records of a chunk."""
    rejected = (entry for entry in entries if isinstance(entry, Rejected))
    return b"".join(write_reject(work.label, entry) for entry in rejected)


def count_left_out(entries: Sequence[Entry]) -> Counter[str]:
    """Count what redaction leaves out of the records of a chunk."""
    return Counter(
        each for entry in entries if isinstance(entry, Record) for each in entry.left_out
    )


def reject_line(
    label: str,
    error: RequestError,
    *,
    place: Mapping[str, int | str],
    document_id: str | int | None = None,
) -> bytes:
    """Write the line of a record, or of a whole file, that was rejected."""
    fields = {"id": document_id, "file": label, **place, "error": error.to_json()}
    return dump_json(fields) + b"\n"
