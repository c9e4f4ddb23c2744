"""Measures any predictor on labelled sentences."""

import dataclasses
import math
from collections.abc import Sequence

import numpy as np

from nomen.training.data.labels import LabelledSentence
from nomen.training.evaluation.evaluation import Evaluation, Predictions, evaluate
from nomen.training.evaluation.predictor import Predictor, ProbabilisticPredictor


def measure(predictor: Predictor, sentences: Sequence[LabelledSentence]) -> Evaluation:
    """Compute a predictor's figures; those of probabilities are NaN where it gives none."""
    documents = [sentence.tokens for sentence in sentences]
    has_probabilities = isinstance(predictor, ProbabilisticPredictor)
    is_gold = np.concatenate([sentence.in_names() for sentence in sentences])
    probabilities = np.zeros(len(is_gold))
    if isinstance(predictor, ProbabilisticPredictor):
        found = predictor.predict_probabilities(documents)
        names, probabilities = found.names, np.concatenate(found.probabilities)
    else:
        names = predictor.predict(documents)
    figures = evaluate(
        Predictions(
            sentences=sentences,
            predicted=names,
            probabilities=probabilities,
            is_gold=is_gold,
        )
    )
    if has_probabilities:
        return figures
    return dataclasses.replace(
        figures, average_precision=math.nan, brier=math.nan, ece=math.nan, num_unsure_tokens=0
    )
