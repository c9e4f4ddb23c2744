"""Which sentences of the user's own files are held out as dev sentences."""

import hashlib
from array import array
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from nomen.training.data.labels import LabelledSentence
from nomen.training.errors import CorpusError
from nomen.training.formats.reading import Tally, stream_files
from nomen.training.recipes.corpus_share import CorpusShare

MIN_DOCUMENTS = 8
"""Files of fewer documents are split by sentence."""
MIN_NAMES = 10
"""Names of the dev sentences, unless all sentences have fewer than twice as many."""

_HASH_BYTES = 8


class Numbered(Protocol):
    """A sentence with the number of its document."""

    @property
    def sentence(self) -> LabelledSentence:
        """The sentence."""
        ...

    @property
    def number(self) -> int:
        """The number of its document, from 0, in the order in which they first occur."""
        ...


def hold_out(found: Iterable[Numbered], share: float) -> NDArray[np.bool_]:
    """Choose the sentences that are held out, as a function of their tokens and names alone.

    Whole documents are chosen, in the order of a hash of their tokens, until the share of the
    sentences is reached, so documents with the same tokens stay together. Where there are few
    documents, sentences are chosen in this way. The choice goes on until it holds 10 names, or
    half of all where there are few.

    Args:
        found: The sentences, in their order.
        share: Of the sentences, 0 to 1.

    Returns:
        bool (S,): whether each sentence is a dev sentence.
    """
    columns = _Columns()
    for each in found:
        columns.add(each)
    hashes = columns.unit_hashes()
    if not len(hashes):
        return np.zeros(0, dtype=np.bool_)
    units, first, size = np.unique(hashes, return_inverse=True, return_counts=True)
    names = np.bincount(first, weights=np.array(columns.num_names), minlength=len(units))
    enough = share * len(hashes), min(MIN_NAMES, int(names.sum()) // 2)
    before = np.cumsum(size) - size, np.cumsum(names) - names
    is_chosen = (before[0] < enough[0]) | (before[1] < enough[1])
    is_chosen[-1] = False  # something is left to learn from
    return np.asarray(is_chosen[first], dtype=np.bool_)


def held_out_of(share: CorpusShare) -> NDArray[np.bool_]:
    """Choose what is held out of a share's own files; they are read once more for that.

    The last choices are remembered as long as the files stay as they are.

    Raises:
        CorpusError: When a file is missing or malformed, or nothing would be left to learn from.
    """
    facts = [(path, path.stat().st_size, path.stat().st_mtime_ns) for path in _known(share)]
    return _chosen(share.model_dump_json(), str(facts))


def _known(share: CorpusShare) -> list[Path]:
    return [path for path in share.files("train") if path.exists()]


@lru_cache(maxsize=4)
def _chosen(share_json: str, facts: str) -> NDArray[np.bool_]:
    del facts  # they tell whether the files are the same
    share = CorpusShare.model_validate_json(share_json)
    found = stream_files(share.files("train"), share.file_settings(), Tally())
    is_dev = hold_out(found, share.held_out)
    if not is_dev.any():
        expected = "expected several sentences with names, to hold some out as dev sentences"
        raise CorpusError(f"{share.files('train')[0]}: {expected}")
    return is_dev


@dataclass(slots=True)
class _Columns:
    """What a choice depends on, a few bytes a sentence."""

    sentences: "array[int]" = field(default_factory=lambda: array("Q"))
    documents: "array[int]" = field(default_factory=lambda: array("q"))
    num_names: "array[int]" = field(default_factory=lambda: array("l"))

    def add(self, found: Numbered) -> None:
        text = "\x00".join(found.sentence.tokens).lower()
        digest = hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=_HASH_BYTES)
        self.sentences.append(int.from_bytes(digest.digest()))
        self.documents.append(found.number)
        self.num_names.append(len(found.sentence.names))

    def unit_hashes(self) -> NDArray[np.uint64]:
        """Give the hash of the unit of each sentence: its document, or the sentence itself."""
        sentences = np.array(self.sentences, dtype=np.uint64)
        _, number = np.unique(np.array(self.documents), return_inverse=True)
        if number.max(initial=-1) + 1 < MIN_DOCUMENTS:
            return sentences
        return _document_hashes(sentences, number)[number]


def _document_hashes(
    sentences: NDArray[np.uint64], number: NDArray[np.int64]
) -> NDArray[np.uint64]:
    """Hash the sentences of each document together, in their order; numbers run from 0."""
    order = np.argsort(number, kind="stable")
    ends = np.flatnonzero(np.diff(number[order])) + 1
    parts: Iterator[NDArray[np.uint64]] = iter(np.split(sentences[order], ends))
    digests = (hashlib.blake2b(part.tobytes(), digest_size=_HASH_BYTES).digest() for part in parts)
    return np.array([int.from_bytes(digest) for digest in digests], dtype=np.uint64)
