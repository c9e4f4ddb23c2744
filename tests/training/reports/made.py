"""Predictions and measured bundles that tests of reports make by hand."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from nomen.model.bundle.bundle import read_bundle
from nomen.training.augmentation.perturbation import lower, upper
from nomen.training.data.labels import LabelledSentence, Span
from nomen.training.evaluation.evaluation import Predictions, evaluate
from nomen.training.export.measurement import ALL_DEV, LOWER_DEV, UPPER_DEV, MeasuredBundle
from tests.training.sentences import SENTENCES


def predictions(
    sentences: Sequence[LabelledSentence], predicted: Sequence[Sequence[Span]]
) -> Predictions:
    """Give the predictions of names; their tokens have a probability of 0.9, others of 0.1."""
    found = [
        LabelledSentence(sentence.tokens, tuple(names)).in_names()
        for sentence, names in zip(sentences, predicted, strict=True)
    ]
    return Predictions(
        sentences=sentences,
        predicted=[list(names) for names in predicted],
        probabilities=np.where(np.concatenate(found), 0.9, 0.1),
        is_gold=np.concatenate([sentence.in_names() for sentence in sentences]),
    )


def all_right(sentences: Sequence[LabelledSentence]) -> Predictions:
    """Give the predictions of a tagger that finds every name."""
    return predictions(sentences, [sentence.names for sentence in sentences])


def nothing_found(sentences: Sequence[LabelledSentence]) -> Predictions:
    """Give the predictions of a tagger that finds no name."""
    return predictions(sentences, [()] * len(sentences))


def measured(
    bundle: Path, dev: Predictions, *, test: Predictions | None = None, name: str = "own"
) -> MeasuredBundle:
    """Give what is measured of a bundle; it finds every name in other casings."""
    sets = {f"{name}/test": test} if test else {}
    sets |= {
        f"{name}/dev": dev,
        ALL_DEV: dev,
        LOWER_DEV: all_right([lower(sentence) for sentence in dev.sentences]),
        UPPER_DEV: all_right([upper(sentence) for sentence in dev.sentences]),
    }
    return MeasuredBundle(
        bundle=read_bundle(bundle),
        pooled=dev,
        predictions=sets,
        evaluations={key: evaluate(each) for key, each in sets.items()},
        on_documents=None,
        parity={},
        languages={},
    )


MANY = list(SENTENCES) * 20
"""Enough sentences for an interval."""
