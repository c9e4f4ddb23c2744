"""The sentences that a study may label, and the documents that it measures on."""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path

from nomen.model.tagger import Tagger
from nomen.training.data.blocks import labelled_blocks
from nomen.training.data.document_sets import document_sets, load_labelled_pages
from nomen.training.data.labels import LabelledSentence, Span
from nomen.training.data.registry import load_split
from nomen.training.data.texts import LabelledText
from nomen.training.errors import CorpusError
from nomen.training.suggesting.candidates import Candidate, find_candidates
from nomen.training.suggesting.raw_files import RawPart

MAX_POOL = 6000
"""Sentences of a corpus in a pool, drawn by chance."""
MAX_TEST = 1500
"""Test sentences of a corpus, its first ones."""
_SPLIT_SEED = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class StudyPool:
    """Half of the documents of a set as candidates, the other half as blocks.

    Attributes:
        candidates: The sentences of the first half, as a bundle sees them.
        gold: The true names of each candidate, half-open, in code points.
        test: The blocks of the other half.
    """

    candidates: Sequence[Candidate]
    gold: Sequence[Sequence[Span]]
    test: Sequence[LabelledSentence]

    @classmethod
    def read(cls, name: str, tagger: Tagger, *, documents: Path, corpora: Path) -> "StudyPool":
        """Read a registered set of documents, or a registered corpus with test sentences.

        Of a set, half of the dev documents are the pool, and the others the test. Of a corpus, it
        is `MAX_POOL` of its training sentences, with their tokens parted by blanks.

        Raises:
            CorpusError: When it is not at hand, or a set is too small to be halved.
        """
        if name in document_sets():
            return cls._of_set(name, documents, tagger)
        sentences = load_split(name, "train", corpora)
        random.Random(_SPLIT_SEED).shuffle(sentences)  # noqa: S311  # no secret
        texts = list(map(as_text, sentences[:MAX_POOL]))
        test = load_split(name, "test", corpora)[:MAX_TEST]
        return cls.of_texts(texts, test, tagger)

    @classmethod
    def _of_set(cls, name: str, folder: Path, tagger: Tagger) -> "StudyPool":
        pages = load_labelled_pages(name, "dev", folder)
        documents = sorted({page.document for page in pages})
        random.Random(_SPLIT_SEED).shuffle(documents)  # noqa: S311  # no secret
        own = set(documents[: len(documents) // 2])
        pool = [page for page in pages if page.document in own]
        test = list(labelled_blocks(p.labelled for p in pages if p.document not in own))
        if not pool or not test:
            raise CorpusError(f"{name}: expected two documents at least")
        return cls.of_texts([page.labelled for page in pool], test, tagger)

    @classmethod
    def of_texts(
        cls, texts: Sequence[LabelledText], test: Sequence[LabelledSentence], tagger: Tagger
    ) -> "StudyPool":
        """Find the candidates of labelled texts, and their true names."""
        parts = (RawPart(text=text.text, document=str(i)) for i, text in enumerate(texts))
        candidates = list(find_candidates(tagger, parts))
        gold = [true_names(each, texts[int(each.document)]) for each in candidates]
        return cls(candidates=candidates, gold=gold, test=test)


def true_names(candidate: Candidate, text: LabelledText) -> list[Span]:
    """Give the names of a text that lie in a candidate, at least in part, in its own offsets."""
    end = len(candidate.text)
    inside = (
        (max(0, start - candidate.start), min(end, stop - candidate.start))
        for start, stop in text.names
    )
    return [(start, stop) for start, stop in inside if start < stop]


def as_text(sentence: LabelledSentence) -> LabelledText:
    """Join the tokens of a sentence by blanks."""
    ends = list(accumulate(len(token) + 1 for token in sentence.tokens))
    starts = [0, *ends]
    names = ((starts[first], ends[stop - 1] - 1) for first, stop in sentence.names)
    return LabelledText(" ".join(sentence.tokens), tuple(names))
