"""Trains or opens a peer by its name; what a peer needs is imported when it is asked for."""

import importlib.util
from pathlib import Path
from typing import Literal

from training.errors import TrainingError
from training.peers.sentences import PeerSentences
from training.predictor import Predictor

PeerName = Literal["crf", "spacy"]

_PACKAGES: dict[PeerName, str] = {"crf": "sklearn_crfsuite", "spacy": "spacy"}


def check_installed(name: PeerName) -> None:
    """Make sure that what a peer needs is installed.

    Raises:
        TrainingError: When it is not.
    """
    if importlib.util.find_spec(_PACKAGES[name]) is None:
        raise TrainingError(f"{name}: expected the extra `bench`: pip install -e '.[train,bench]'")


def train_peer(
    name: PeerName, sentences: PeerSentences, folder: Path, *, max_steps: int | None, seed: int
) -> Predictor:
    """Train a peer and write it to a folder.

    Args:
        name: Which one.
        sentences: What it learns from.
        folder: Where the model goes.
        max_steps: Steps (spaCy) or iterations (CRF) at most; by default those of the peer.
        seed: Of the first weights and the order; the CRF has neither.
    """
    check_installed(name)
    if name == "crf":
        from training.peers import crf_peer  # noqa: PLC0415

        iterations = max_steps or crf_peer.MAX_ITERATIONS
        return crf_peer.train(sentences.train, folder, max_iterations=iterations)
    from training.peers import spacy_peer  # noqa: PLC0415

    steps = max_steps or spacy_peer.MAX_STEPS
    return spacy_peer.train(sentences.train, sentences.dev, folder, max_steps=steps, seed=seed)


def load_peer(name: PeerName, folder: Path) -> Predictor:
    """Open the peer that a folder holds."""
    check_installed(name)
    if name == "crf":
        from training.peers.crf_peer import CrfPredictor  # noqa: PLC0415

        return CrfPredictor(folder)
    from training.peers.spacy_peer import SpacyPredictor  # noqa: PLC0415

    return SpacyPredictor(folder)
