"""Trains or opens a peer by its name; what a peer needs is imported when it is asked for."""

import importlib.util
from pathlib import Path
from typing import Literal

from nomen.training.errors import TrainingError
from nomen.training.evaluation.predictor import Predictor
from nomen.training.experiments.baselines.sentences import PeerSentences
from nomen.training.experiments.baselines.vectors import WordVectors

PeerName = Literal["crf", "spacy", "flair", "stanza"]

_BENCH = "the extra `bench`: pip install -e '.[train,bench]'"
_ALONE = "an environment of its own, with it: pip install -e '.[train]' {}"
_PACKAGES: dict[PeerName, tuple[str, str]] = {
    "crf": ("sklearn_crfsuite", _BENCH),
    "spacy": ("spacy", _BENCH),
    "flair": ("flair", _ALONE.format("flair")),
    "stanza": ("stanza", _ALONE.format("stanza")),
}
_NO_VECTORS = "{}: expected a recipe with `pretrained`, whose word vectors it learns with"


def check_installed(name: PeerName) -> None:
    """Make sure that what a peer needs is installed.

    Raises:
        TrainingError: When it is not.
    """
    package, expected = _PACKAGES[name]
    if importlib.util.find_spec(package) is None:
        raise TrainingError(f"{name}: expected {expected}")


def read_vectors(name: PeerName, pretrained: Path | None) -> WordVectors | None:
    """Read the word vectors that a peer learns with, of what a recipe begins with.

    Returns:
        None for a peer that learns without.

    Raises:
        TrainingError: When the recipe begins with nothing, or the file is damaged.
    """
    if name in {"crf", "spacy"}:
        return None
    if pretrained is None:
        raise TrainingError(_NO_VECTORS.format(name))
    return WordVectors.from_file(pretrained)


def train_peer(
    name: PeerName,
    sentences: PeerSentences,
    folder: Path,
    *,
    vectors: WordVectors | None = None,
    max_steps: int | None,
    seed: int,
) -> Predictor:
    """Train a peer and write it to a folder.

    Args:
        name: Which one.
        sentences: What it learns from.
        folder: Where the model goes.
        vectors: What `read_vectors` gave for it.
        max_steps: Steps (of the CRF, iterations) at most; by default those of the peer.
        seed: Of the first weights and the order; the CRF has neither.

    Raises:
        TrainingError: When what it needs is not there.
    """
    check_installed(name)
    train, dev = sentences.train, sentences.dev
    if name == "crf":
        from nomen.training.experiments.baselines import crf as crf_peer  # noqa: PLC0415

        iterations = max_steps or crf_peer.MAX_ITERATIONS
        return crf_peer.train(train, folder, max_iterations=iterations)
    if name == "spacy":
        from nomen.training.experiments.baselines import spacy as spacy_peer  # noqa: PLC0415

        steps = max_steps or spacy_peer.MAX_STEPS
        return spacy_peer.train(train, dev, folder, max_steps=steps, seed=seed)
    if vectors is None:
        raise TrainingError(_NO_VECTORS.format(name))
    if name == "flair":
        from nomen.training.experiments.baselines import flair as flair_peer  # noqa: PLC0415

        return flair_peer.train(train, dev, folder, vectors=vectors, max_steps=max_steps, seed=seed)
    from nomen.training.experiments.baselines import stanza as stanza_peer  # noqa: PLC0415

    steps = max_steps or stanza_peer.MAX_STEPS
    return stanza_peer.train(train, dev, folder, vectors=vectors, max_steps=steps, seed=seed)


def load_peer(name: PeerName, folder: Path) -> Predictor:
    """Open the peer that a folder holds."""
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
