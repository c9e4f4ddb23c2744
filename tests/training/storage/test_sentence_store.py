import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeVar

import pytest

from nomen.training.data.labels import LabelledSentence
from nomen.training.errors import CorpusError
from nomen.training.storage.sentence_store import SentenceStore
from nomen.training.storage.source import Source
from tests.training.processes import Second
from tests.training.sentences import SENTENCES

T = TypeVar("T")


class Counted:
    """A source that counts how often it was read."""

    def __init__(self, sentences: list[LabelledSentence], key: str | None = "one") -> None:
        self.num_reads = 0
        self._sentences = sentences
        self.source = Source(read=self._read, key=None if key is None else lambda: key)

    def _read(self) -> Iterator[LabelledSentence | int]:
        self.num_reads += 1
        yield 0
        yield from self._sentences


@pytest.fixture
def store(tmp_path: Path) -> SentenceStore:
    return SentenceStore(tmp_path / "run" / "sentences")


def test_sentences_are_stored_by_split_and_corpus(store: SentenceStore) -> None:
    sources = {"made pages": Counted(SENTENCES).source, "own.v1": Counted(SENTENCES[1:]).source}
    found = store.keep("train", sources)
    assert {name: list(stored) for name, stored in found.items()} == {
        "made pages": SENTENCES,
        "own.v1": SENTENCES[1:],
    }
    files = sorted(path.name for path in store.folder.rglob("*"))
    assert files == ["made pages.arrow", "made pages.json", "own.v1.arrow", "own.v1.json", "train"]


def test_an_unchanged_source_is_not_read_again(store: SentenceStore) -> None:
    counted = Counted(SENTENCES)
    for _ in range(2):
        (found,) = store.keep("train", {"own": counted.source}).values()
    assert list(found) == SENTENCES
    assert counted.num_reads == 1


def test_a_changed_source_is_read_anew(store: SentenceStore) -> None:
    store.keep("train", {"own": Counted(SENTENCES, "one").source})
    (found,) = store.keep("train", {"own": Counted(SENTENCES[1:], "two").source}).values()
    assert list(found) == SENTENCES[1:]


def test_a_source_without_a_key_is_always_read(store: SentenceStore) -> None:
    counted = Counted(SENTENCES, key=None)
    for number in (1, 2):
        store.keep("train", {"own": counted.source})
        assert counted.num_reads == number


@pytest.mark.parametrize("file", ["own.arrow", "own.json"])
@pytest.mark.parametrize("change", ["cut", "flipped", "gone"])
def test_a_damaged_file_is_made_anew(store: SentenceStore, file: str, change: str) -> None:
    counted = Counted(SENTENCES)
    store.keep("train", {"own": counted.source})
    path = store.folder / "train" / file
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content if change == "flipped" else content[:-9])
    if change == "gone":
        path.unlink()
    (found,) = store.keep("train", {"own": counted.source}).values()
    assert list(found) == SENTENCES
    assert counted.num_reads == 2


def test_the_files_of_other_corpora_are_removed(store: SentenceStore) -> None:
    store.keep("dev", {"own": Counted(SENTENCES).source})
    store.keep("train", {name: Counted(SENTENCES).source for name in ("old", "own")})
    store.keep("train", {"own": Counted(SENTENCES).source})
    files = sorted(path.relative_to(store.folder).as_posix() for path in store.folder.rglob("*.*"))
    assert files == ["dev/own.arrow", "dev/own.json", "train/own.arrow", "train/own.json"]


def test_a_source_that_fails_leaves_no_file(store: SentenceStore) -> None:
    def read() -> Iterator[LabelledSentence]:
        yield SENTENCES[0]
        raise CorpusError("own.conll:2: expected a token and a tag")

    with pytest.raises(CorpusError, match=r"own\.conll:2"):
        store.keep("train", {"own": Source(read=read, key=lambda: "one")})
    assert list((store.folder / "train").iterdir()) == []


def test_only_the_user_may_read_the_folder(store: SentenceStore) -> None:
    before = os.umask(0o022)
    try:
        store.keep("train", {"own": Counted(SENTENCES).source})
    finally:
        os.umask(before)
    assert store.folder.stat().st_mode & 0o777 == 0o700


def test_what_is_mapped_stays_readable_when_the_files_are_removed(store: SentenceStore) -> None:
    (found,) = store.keep("train", {"own": Counted(SENTENCES).source}).values()
    store.remove()
    assert not store.folder.exists()
    assert list(found) == SENTENCES
    store.remove()


def test_the_first_process_writes_and_the_others_read(store: SentenceStore) -> None:
    store.keep("train", {"own": Counted(SENTENCES).source})
    counted = Counted(SENTENCES[:1], key=None)
    waiting = replace(store, processes=Waiting())
    (found,) = waiting.keep("train", {"own": counted.source}).values()
    waiting.remove()
    assert (list(found), counted.num_reads) == (SENTENCES, 0)
    assert store.folder.exists()


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting(Second):
    """The second of two processes, which leaves the work to the first."""

    def by_first(self, work: Callable[[], T]) -> T | None:
        """Wait."""
        del work
        return None
