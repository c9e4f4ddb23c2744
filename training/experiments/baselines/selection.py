"""Trains or opens a baseline by its name; imports only the library that this baseline needs."""

import importlib.util
from pathlib import Path
from typing import Literal

from nomen.training.errors import TrainingError
from nomen.training.evaluation.predictor import Predictor
from nomen.training.experiments.baselines.sentences import BaselineSentences
from nomen.training.experiments.baselines.vectors import WordVectors

BaselineName = Literal["crf", "spacy", "flair", "stanza"]

NEED_VECTORS: frozenset[BaselineName] = frozenset({"flair", "stanza"})

_BENCH = "the extra `bench`: pip install -e '.[train,bench]'"
_ALONE = "an environment of its own, with it: pip install -e '.[train]' {}"
_PACKAGES: dict[BaselineName, tuple[str, str]] = {
    "crf": ("sklearn_crfsuite", _BENCH),
    "spacy": ("spacy", _BENCH),
    "flair": ("flair", _ALONE.format("flair")),
    "stanza": ("stanza", _ALONE.format("stanza")),
}
_NO_VECTORS = "{}: expected a recipe with `pretrained`, for its word vectors"


def check_installed(name: BaselineName) -> None:
    """Check that a baseline's library is installed.

    Raises:
        TrainingError: When it is not.
    """
    package, expected = _PACKAGES[name]
    if importlib.util.find_spec(package) is None:
        raise TrainingError(f"{name}: expected {expected}")


def read_vectors(name: BaselineName, pretrained: Path | None) -> WordVectors | None:
    """Read the word vectors that a baseline starts from.

    Args:
        name: The baseline.
        pretrained: The recipe's pretrained encoder.

    Returns:
        None for a baseline that needs no word vectors.

    Raises:
        TrainingError: When the recipe has no pretrained encoder, or its file is damaged.
    """
    if name not in NEED_VECTORS:
        return None
    if pretrained is None:
        raise TrainingError(_NO_VECTORS.format(name))
    return WordVectors.from_file(pretrained)


def train_baseline(
    name: BaselineName,
    sentences: BaselineSentences,
    folder: Path,
    *,
    vectors: WordVectors | None = None,
    max_steps: int | None,
    seed: int,
) -> Predictor:
    """Train a baseline and write it to a folder.

    Args:
        name: The baseline.
        sentences: Its training and dev sentences.
        folder: Where the model goes.
        vectors: What `read_vectors` gave for it.
        max_steps: Steps at most (for the CRF, iterations); by default the baseline's own limit.
        seed: Of the initial weights and the order of sentences; the CRF needs none.

    Raises:
        TrainingError: When the library or the word vectors are missing.
    """
    check_installed(name)
    if name in NEED_VECTORS:
        if vectors is None:
            raise TrainingError(_NO_VECTORS.format(name))
        return _train_on_vectors(
            name, sentences, folder, vectors=vectors, max_steps=max_steps, seed=seed
        )
    train, dev = sentences.train, sentences.dev
    if name == "crf":
        from nomen.training.experiments.baselines import crf  # noqa: PLC0415

        iterations = max_steps or crf.MAX_ITERATIONS
        return crf.train(train, folder, max_iterations=iterations)
    from nomen.training.experiments.baselines import spacy  # noqa: PLC0415

    steps = max_steps or spacy.MAX_STEPS
    language = "en" if sentences.is_english else "xx"
    return spacy.train(train, dev, folder, max_steps=steps, seed=seed, language=language)


def _train_on_vectors(
    name: BaselineName,
    sentences: BaselineSentences,
    folder: Path,
    *,
    vectors: WordVectors,
    max_steps: int | None,
    seed: int,
) -> Predictor:
    train, dev = sentences.train, sentences.dev
    if name == "flair":
        from nomen.training.experiments.baselines import flair  # noqa: PLC0415

        return flair.train(train, dev, folder, vectors=vectors, max_steps=max_steps, seed=seed)
    from nomen.training.experiments.baselines import stanza  # noqa: PLC0415

    steps = max_steps or stanza.MAX_STEPS
    return stanza.train(train, dev, folder, vectors=vectors, max_steps=steps, seed=seed)


def load_baseline(name: BaselineName, folder: Path) -> Predictor:
    """Open the baseline that a folder holds.

    Raises:
        TrainingError: When its library is not installed, or the folder holds no such model.
    """
    check_installed(name)
    if name == "crf":
        from nomen.training.experiments.baselines.crf import CrfPredictor  # noqa: PLC0415

        return CrfPredictor(folder)
    if name == "spacy":
        from nomen.training.experiments.baselines.spacy import SpacyPredictor  # noqa: PLC0415

        return SpacyPredictor(folder)
    if name == "flair":
        from nomen.training.experiments.baselines.flair import FlairPredictor  # noqa: PLC0415

        return FlairPredictor(folder)
    from nomen.training.experiments.baselines.stanza import StanzaPredictor  # noqa: PLC0415

    return StanzaPredictor(folder)
