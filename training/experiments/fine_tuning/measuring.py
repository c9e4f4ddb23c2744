"""What a tagger finds before and after fine-tuning: on own text, on prose and on documents."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from nomen.training.augmentation import perturbation
from nomen.training.data.blocks import labelled_blocks
from nomen.training.data.document_sets import load_pages
from nomen.training.data.documents import documents_folder
from nomen.training.data.labels import LabelledSentence
from nomen.training.data.registry import load_split
from nomen.training.evaluation.predictor import Predictor
from nomen.training.evaluation.scores import SpanCounts
from nomen.training.recipes.recipe import Recipe

Sentences = Sequence[LabelledSentence]


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptSets:
    """Dev sentences that fine-tuning should not do worse on, by the name of their set.

    Attributes:
        prose: Sentences of the corpora.
        documents: Blocks of documents.
    """

    prose: Mapping[str, Sentences]
    documents: Mapping[str, Sentences]

    @classmethod
    def of(cls, recipe: Recipe, folder: Path, *, most: int, without: str = "") -> "KeptSets":
        """Read the dev sets of a recipe, the first sentences and blocks of each.

        Args:
            recipe: Names the sets.
            folder: The folder of corpora.
            most: Sentences or blocks of a set.
            without: A set of documents that is left out.
        """
        texts = documents_folder(folder)
        names = [name for name in recipe.dev_documents if name != without]
        blocks = {name: labelled_blocks(load_pages(name, "dev", texts)) for name in names}
        return cls(
            prose={name: load_split(name, "dev", folder)[:most] for name in recipe.dev},
            documents={name: list(islice(found, most)) for name, found in blocks.items()},
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """F1 of names, 0 to 1: of own text as written and in lower case; means over the other sets."""

    own: float
    own_lower: float
    prose: float
    documents: float


def figures_of(predictor: Predictor, own: Sentences, kept: KeptSets | None) -> Figures:
    """Measure a tagger; `kept` may be missing for one that knows nothing but own text."""
    return Figures(
        own=f1_of(predictor, own),
        own_lower=f1_of(predictor, [perturbation.lower(sentence) for sentence in own]),
        prose=_mean(predictor, kept.prose if kept else {}),
        documents=_mean(predictor, kept.documents if kept else {}),
    )


def f1_of(predictor: Predictor, sentences: Sentences) -> float:
    """Give the strict F1 of names, 0 to 1."""
    counts = SpanCounts()
    found = predictor.predict([sentence.tokens for sentence in sentences])
    for sentence, names in zip(sentences, found, strict=True):
        counts.add(sentence.names, names)
    return counts.f1


def _mean(predictor: Predictor, sets: Mapping[str, Sentences]) -> float:
    """Give the mean F1 of sets; NaN of none."""
    scores = [f1_of(predictor, sentences) for sentences in sets.values()]
    return sum(scores) / len(scores) if scores else float("nan")
