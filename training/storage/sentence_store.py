"""SentenceStore: the folder beside a run in which its sentences are stored, one file a corpus."""

import hashlib
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from nomen.training.data.registry import file_sha256
from nomen.training.durable_files import replaced_file, write_whole
from nomen.training.errors import CorpusError
from nomen.training.processes import ONE_PROCESS, Processes
from nomen.training.storage.source import Source
from nomen.training.storage.stored_sentences import StoredSentences
from nomen.training.storage.writing import write_sentences

FORMAT = 1
"""Of the files. Files of another format are made anew."""


class _Facts(BaseModel):
    """What is kept beside a file: what it was made from, and its SHA-256 in hexadecimal."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    key: str
    sha256: str


@dataclass(frozen=True, slots=True)
class SentenceStore:
    """Stores the sentences of a training, so that they are read once and never all in memory.

    A file that is there already is used again if it is undamaged and its source is unchanged; else
    it is made anew. The files hold the sentences' text: only the user may read the folder.

    Attributes:
        folder: The folder.
        processes: Those that train together: the first one writes, and all of them read.
    """

    folder: Path
    processes: Processes = ONE_PROCESS

    def keep(self, split: str, sources: Mapping[str, Source]) -> dict[str, StoredSentences]:
        """Store the sentences of each corpus of a split; remove the files of other corpora.

        Args:
            split: A name for these corpora, that of a folder.
            sources: By the name of the corpus.

        Raises:
            CorpusError: When a corpus is missing or malformed.
            OSError: When a file cannot be written; the error names it.
        """
        folder = self.folder / split
        paths = {name: folder / f"{name}.arrow" for name in sources}
        self.processes.by_first(lambda: self._write(folder, paths, sources))
        return {name: StoredSentences.from_file(path) for name, path in paths.items()}

    def _write(
        self, folder: Path, paths: Mapping[str, Path], sources: Mapping[str, Source]
    ) -> None:
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        folder.mkdir(exist_ok=True)
        for path in set(folder.glob("*.arrow")) - set(paths.values()):
            _facts_path(path).unlink(missing_ok=True)
            path.unlink()
        for name, source in sources.items():
            _store(paths[name], source)

    def remove(self) -> None:
        """Remove all files, once every process has come here. What is mapped stays readable."""
        self.processes.wait()
        self.processes.by_first(lambda: shutil.rmtree(self.folder, ignore_errors=True))


def _facts_path(path: Path) -> Path:
    return path.with_suffix(".json")


def _store(path: Path, source: Source) -> None:
    key = source.key and hashlib.sha256(f"{FORMAT} {source.key()}".encode()).hexdigest()
    if key is None or not _is_current(path, key):
        _facts_path(path).unlink(missing_ok=True)
        with replaced_file(path) as draft, draft.open("wb") as file:
            write_sentences(source.read(), file)
        if key is not None:
            facts = _Facts(key=key, sha256=file_sha256(path))
            write_whole(_facts_path(path), facts.model_dump_json().encode())


def _is_current(path: Path, key: str) -> bool:
    """Tell whether a file was made from a source of this key and is as it was written."""
    try:
        facts = _Facts.model_validate_json(_facts_path(path).read_bytes())
        return facts.key == key and facts.sha256 == file_sha256(path)
    except (OSError, ValidationError, CorpusError):
        return False
