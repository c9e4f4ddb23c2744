"""Reads whole documents with their names: corpora that mark documents, and a folder of texts."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

import numpy as np

from nomen.model.arrays import BoolArray
from nomen.model.documents import PreparedDocument, prepare_document
from nomen.model.names.layout import Layout
from nomen.training.data.documents import read_pages
from nomen.training.data.labels import LabelledSentence
from nomen.training.data.registry import (
    Split,
    find_corpus,
    read_split_documents,
    split_path,
)
from nomen.training.data.texts import LabelledText

CORPORA = (
    "litbank_prop",
    "docred",
    "conll2003",
    "gum_named",
    "hipe_ajmc_en",
    "uner_en_ewt",
    "worldwide_newswire",
)
"""Corpora whose files mark where documents start, and whose documents have several sentences."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GoldDocument:
    """A document with its gold names.

    Attributes:
        parts: The document as the network reads it: its text, or its sentences as token lists.
        in_names: For each token of all parts whether it is part of a name, (T,).
    """

    parts: Sequence[PreparedDocument]
    in_names: BoolArray

    @property
    def tokens(self) -> list[str]:
        """The T tokens of all parts."""
        return list(chain.from_iterable(part.tokens for part in self.parts))


def read_sets(
    split: Split, *, corpora: Path, texts: Path | None
) -> Iterator[tuple[str, list[GoldDocument]]]:
    """Read the sets of documents of a split that are at hand, by their names.

    Args:
        split: `train` or `dev`.
        corpora: The folder of registered corpora.
        texts: A folder with `train/NAME.jsonl` and `dev/NAME.jsonl`, if there is one.

    Raises:
        CorpusError: When a file is malformed, or is not the registered one.
    """
    for corpus in map(find_corpus, CORPORA):
        if split_path(corpus, split, corpora).exists():
            documents = read_split_documents(corpus, split, corpora)
            yield f"{corpus.name}/{split}", [_of_sentences(document) for document in documents]
    for path in sorted((texts / split).glob("*.jsonl")) if texts else ():
        yield f"{path.stem}/{split}", list(read_texts(path))


def read_texts(path: Path) -> Iterator[GoldDocument]:
    """Read the documents of a file; see `training.data.documents`.

    Pages of one document are joined in their order. A token that a span cuts counts as part of the
    name.

    Raises:
        CorpusError: When a line is malformed.
    """
    pages: dict[str, list[GoldDocument]] = {}
    for page in read_pages(path):
        pages.setdefault(page.document, []).append(_page(page.labelled))
    for own in pages.values():
        yield GoldDocument(
            parts=[part for page in own for part in page.parts],
            in_names=np.concatenate([page.in_names for page in own]),
        )


def _page(labelled: LabelledText) -> GoldDocument:
    prepared = prepare_document(labelled.text)
    in_names = np.zeros(len(prepared.tokens), dtype=np.bool_)
    if prepared.starts is not None and prepared.ends is not None:
        layout = Layout(labelled.text, prepared.starts, prepared.ends)
        for start, end in labelled.names:
            inside = layout.tokens_in(start, end)
            in_names[inside.start : inside.stop] = True
    return GoldDocument(parts=[prepared], in_names=in_names)


def _of_sentences(sentences: Sequence[LabelledSentence]) -> GoldDocument:
    return GoldDocument(
        parts=[prepare_document(sentence.tokens) for sentence in sentences],
        in_names=np.concatenate([sentence.in_names() for sentence in sentences]),
    )
