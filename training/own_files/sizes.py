"""Sizes: how much the user's own files hold."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from nomen.training.formats.reading import Tally, stream_files
from nomen.training.formats.settings import FileSettings


@dataclass(frozen=True, slots=True, kw_only=True)
class Sizes:
    """The numbers of sentences, tokens, documents and names."""

    num_sentences: int
    num_tokens: int
    num_documents: int
    num_names: int


def sizes_of(files: Sequence[Path], settings: FileSettings) -> Sizes:
    """Read files once and count.

    Raises:
        CorpusError: When a file cannot be read or is malformed.
    """
    num_sentences = num_tokens = num_documents = num_names = 0
    for found in stream_files(files, settings, Tally()):
        num_sentences += 1
        num_tokens += len(found.sentence.tokens)
        num_documents = max(num_documents, found.number + 1)
        num_names += len(found.sentence.names)
    return Sizes(
        num_sentences=num_sentences,
        num_tokens=num_tokens,
        num_documents=num_documents,
        num_names=num_names,
    )
