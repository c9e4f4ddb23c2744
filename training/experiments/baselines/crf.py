"""The baseline `crf`: a linear-chain CRF on features, trained by sklearn-crfsuite.

Needs the extra `bench`.
"""

import contextlib
import logging
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
from sklearn_crfsuite import CRF
from sklearn_crfsuite.trainer import LinePerIterationTrainer

from nomen.model.arrays import FloatArray
from nomen.training.data.labels import LabelledSentence, Span, bio, spans
from nomen.training.errors import TrainingError
from nomen.training.evaluation.predictor import NamesAndProbabilities, Tokens
from nomen.training.experiments.baselines.features import features
from nomen.training.experiments.baselines.logged_lines import LoggedLines

MODEL = "model.crfsuite"
MAX_ITERATIONS = 100

logger = logging.getLogger("nomen.train")


def train(
    sentences: Sequence[LabelledSentence], folder: Path, *, max_iterations: int = MAX_ITERATIONS
) -> "CrfPredictor":
    """Train on sentences and write the model to a folder; log one line per iteration.

    Features are made for one sentence at a time, because CRFsuite keeps its own copy as numbers.
    Dev sentences are not needed: the penalties are the usual ones, and the loss is convex.

    Raises:
        TrainingError: When the folder holds a model already.
    """
    path = folder / MODEL
    if path.exists():
        raise TrainingError(f"{path}: holds a model already; expected another --run")
    folder.mkdir(parents=True, exist_ok=True)
    crf = CRF(
        algorithm="lbfgs",
        c1=0.1,
        c2=0.01,
        max_iterations=max_iterations,
        all_possible_transitions=True,
        model_filename=str(path),
        trainer_cls=_LoggingTrainer,
    )
    with LoggedLines(logger) as lines, contextlib.redirect_stdout(lines):
        labels = (list(bio(s.names, len(s.tokens))) for s in sentences)
        crf.fit((features(s.tokens) for s in sentences), labels)
    return CrfPredictor(folder)


class _LoggingTrainer(LinePerIterationTrainer):  # type: ignore[misc]  # it has no types
    """Prints its iterations; `CRF` does so only with a progress bar over the sentences."""

    def __init__(self, algorithm: str, params: Mapping[str, object], verbose: object) -> None:
        del verbose
        super().__init__(algorithm, params, verbose=True)


class CrfPredictor:
    """The CRF in a folder: the likeliest labels, and the probability that a token is not O."""

    def __init__(self, folder: Path) -> None:
        """Open the model.

        Raises:
            TrainingError: When the folder has no model.
        """
        path = folder / MODEL
        if not path.exists():
            raise TrainingError(f"{path}: expected the folder of a trained CRF, with it")
        self._tagger = CRF(model_filename=str(path)).tagger_

    @property
    def name(self) -> str:
        """Its name in tables."""
        return "crf"

    @property
    def presets(self) -> Mapping[str, float]:
        """None: its names do not depend on a threshold."""
        return {}

    def predict(self, sentences: Sequence[Tokens]) -> list[list[Span]]:
        """Give the names of each sentence."""
        return [self._names(sentence) for sentence in sentences]

    def predict_probabilities(self, sentences: Sequence[Tokens]) -> NamesAndProbabilities:
        """Give the names and the name probabilities of each sentence."""
        names, probabilities = [], []
        for sentence in sentences:
            names.append(self._names(sentence))
            probabilities.append(self._probabilities(len(sentence)))
        return NamesAndProbabilities(names, probabilities)

    def predict_at_presets(self, sentences: Sequence[Tokens]) -> Mapping[str, list[list[Span]]]:
        """Give nothing, because there are no presets."""
        del sentences
        return {}

    def _names(self, sentence: Tokens) -> list[Span]:
        return spans(self._tagger.tag(features(sentence)))

    def _probabilities(self, num_tokens: int) -> FloatArray:
        """Give 1 - P(O) of each token of the sentence tagged last, float64 (T,), 0 to 1."""
        outside = [self._tagger.marginal("O", i) for i in range(num_tokens)]
        return np.clip(1 - np.array(outside, dtype=np.float64), 0, 1)
