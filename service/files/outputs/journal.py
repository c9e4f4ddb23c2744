"""The journal of a run: how far its outputs are, so that a run that ended early can go on.

It lies beside the first output and holds no text. A line is a point that had reached the disk; a
last line that is not whole does not count.
"""

import fcntl
import hashlib
import json
import os
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, Self

from nomen.service.files.outputs.partial import PRIVATE, partial_path
from nomen.service.files.sources import SourceError

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

VERSION = 2


class Done(Protocol):
    """What was done with a part: a chunk, or a file."""

    num_documents: int
    num_rejected: int
    num_tokens: int

    @property
    def left_out(self) -> Mapping[str, int]:
        """What redaction left out."""

    @property
    def unsupported(self) -> Mapping[str, int]:
        """See `Counts`."""

    @property
    def unsupported_scripts(self) -> Mapping[str, int]:
        """Letters by the script that the bundle did not learn."""

    @property
    def models(self) -> Mapping[str, int]:
        """See `Counts`."""


@dataclass(slots=True, kw_only=True)
class Counts:
    """What a run has done.

    Attributes:
        num_documents: Documents, rejected ones too.
        num_rejected: Rejected documents.
        num_tokens: Tokens of the documents.
        num_failed: Files that could not be read.
        left_out: What redaction left out beside names, and how often; see `Record`.
        unsupported_scripts: Letters of the documents by the script that the bundle did not learn.
        unsupported: Letters of the documents by the language that no bundle tags.
        models: Documents by the name and version of the bundle that read them, or some of them.
    """

    num_documents: int = 0
    num_rejected: int = 0
    num_tokens: int = 0
    num_failed: int = 0
    left_out: dict[str, int] = field(default_factory=dict)
    unsupported_scripts: dict[str, int] = field(default_factory=dict)
    unsupported: dict[str, int] = field(default_factory=dict)
    models: dict[str, int] = field(default_factory=dict)

    def add(self, done: "Done") -> None:
        """Add what was done with a part."""
        self.num_documents += done.num_documents
        self.num_rejected += done.num_rejected
        self.num_tokens += done.num_tokens
        self.left_out = dict(Counter(self.left_out) + Counter(done.left_out))
        scripts = Counter(self.unsupported_scripts) + Counter(done.unsupported_scripts)
        self.unsupported_scripts = dict(scripts)
        self.unsupported = dict(Counter(self.unsupported) + Counter(done.unsupported))
        self.models = dict(Counter(self.models) + Counter(done.models))


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """How far a run is.

    Attributes:
        output: The index of the output that is being written.
        items: The number of its chunks and failures that are done.
        length: Bytes of the output.
        own_rejects: Bytes of the output's own rejects.
        notes: Bytes of the notes on the output's names.
        rejects: Bytes of the run's rejects.
        map: Bytes of the run's map.
        is_finished: Whether the output is whole; it may lack its name yet.
        failed: The index of the output's file that could not be read, the last one.
        counts: What the run has done.
    """

    output: int = 0
    items: int = 0
    length: int = 0
    own_rejects: int = 0
    notes: int = 0
    rejects: int = 0
    map: int = 0
    is_finished: bool = False
    failed: int | None = None
    counts: Counts


START = Point(counts=Counts())


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """What must be the same when a run goes on.

    Attributes:
        options: A hash of all options and of the bundle.
        written: Absolute paths of all files that are written.
        inputs: For each output, the name, size and time of change of each of its files.
    """

    options: str
    inputs: Sequence[Sequence[tuple[str, int, int]]]
    written: Sequence[str] = ()


class Journal:
    """The open journal of a run; nobody else can open it.

    Attributes:
        is_resumed: Whether there was an earlier run.
        point: How far it was; the start where there was none.
    """

    def __init__(self, path: Path, identity: Identity, *, resume: bool) -> None:
        """Open the journal.

        Raises:
            SourceError: When another run has it open, or the run that ended early was another one.
        """
        self._path = path
        self._descriptor = _open(path)
        found = _read_point(path, identity) if resume else None
        self.is_resumed = found is not None
        self.point = found or START
        if found is None:
            _remove_left(path)
        os.ftruncate(self._descriptor, _whole_lines(path) if self.is_resumed else 0)
        if found is None:
            self._append({"version": VERSION, **asdict(identity)})

    @classmethod
    def beside(cls, output: Path, identity: Identity, *, resume: bool) -> Self:
        """Open the journal of the run whose first output this is."""
        return cls(journal_path(output), identity, resume=resume)

    def mark(self, point: Point, *, is_durable: bool = True) -> None:
        """Note a point.

        Args:
            point: How far the run is.
            is_durable: Whether its data have reached the disk, and the note must, too.
        """
        self._append(asdict(point))
        if is_durable:
            os.fsync(self._descriptor)

    def remove(self) -> None:
        """Remove the journal: the run is done."""
        self._path.unlink(missing_ok=True)
        self.close()

    def close(self) -> None:
        """Close the journal and leave it for another run."""
        if self._descriptor >= 0:
            os.close(self._descriptor)
            self._descriptor = -1

    def _append(self, fields: dict[str, object]) -> None:
        line = json.dumps(fields).encode() + b"\n"
        try:
            os.lseek(self._descriptor, 0, os.SEEK_END)
            os.write(self._descriptor, line)
        except OSError as error:
            raise OSError(error.errno, os.strerror(error.errno or 0), str(self._path)) from error


def hash_options(task: "DataclassInstance", *others: str) -> str:
    """Tell what is done from all else, without its texts and its key.

    Args:
        task: What is done with every chunk.
        others: What else must be the same when a run goes on.
    """
    said = [repr(task), json.dumps(asdict(task), default=_digest), *others]  # repr hides the key
    return hashlib.sha256("\0".join(said).encode()).hexdigest()


def _digest(value: object) -> str:
    content = value if isinstance(value, bytes) else repr(value).encode()
    return hashlib.sha256(content).hexdigest()


def journal_path(output: Path) -> Path:
    """Give the name of the journal of the run whose first output this is."""
    return output.with_name(f".{output.name}.journal")


def _open(path: Path) -> int:
    try:
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, PRIVATE)
    except OSError as error:
        raise SourceError(f"{path.parent}: cannot be written ({error.strerror})") from error
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        os.close(descriptor)
        raise SourceError(f"{path}: another run writes this output") from error
    return descriptor


def _remove_left(path: Path) -> None:
    """Remove what an earlier run, which nobody takes up, has left."""
    header, is_whole, _ = path.read_bytes().partition(b"\n")
    for each in json.loads(header).get("written", ()) if is_whole else []:
        left = Path(each)
        for hidden in (left, left.with_name(f"{left.name}.notes")):
            partial_path(hidden).unlink(missing_ok=True)
            hidden.with_name(f".{hidden.name}.whole").unlink(missing_ok=True)


def _whole_lines(path: Path) -> int:
    """Give the end of the last whole line of a file."""
    return path.read_bytes().rfind(b"\n") + 1


def _read_point(path: Path, identity: Identity) -> Point | None:
    """Read how far an earlier run was; None where it has noted nothing.

    Raises:
        SourceError: When it was another run.
    """
    *lines, _ = path.read_bytes().split(b"\n")
    if not lines:
        return None
    header, *points = [json.loads(line) for line in lines]
    point = Point(**{**points[-1], "counts": Counts(**points[-1]["counts"])}) if points else START
    if header["version"] != VERSION or header["options"] != identity.options:
        raise SourceError("--resume: expected the options and the bundle of the run that ended")
    first = point.output + point.is_finished
    known = [[tuple(each) for each in inputs] for inputs in header["inputs"]]
    given = [list(inputs) for inputs in identity.inputs]
    if len(known) != len(given) or known[first:] != given[first:]:
        raise SourceError("--resume: expected the same files, unchanged since the run that ended")
    return point
