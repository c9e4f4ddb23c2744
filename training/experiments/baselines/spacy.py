"""The baseline `spacy`: spaCy's CPU pipeline for names (tok2vec, ner) with its default config.

Needs the extra `bench`. Sentences come as tokens and keep them: spaCy's tokenizer is not used.
"""

import contextlib
import logging
from collections.abc import Sequence
from pathlib import Path

import spacy
from spacy.cli.init_config import init_config
from spacy.cli.train import train as run_training
from spacy.tokens import Doc, DocBin
from spacy.vocab import Vocab

from nomen.training.data.labels import LabelledSentence, Span, bio
from nomen.training.errors import TrainingError
from nomen.training.evaluation.predictor import Tokens
from nomen.training.experiments.baselines.logged_lines import LoggedLines

CONFIG, BEST = "config.cfg", "model-best"
MAX_STEPS = 20_000
PERSON = "PERSON"

logger = logging.getLogger("nomen.train")


def train(
    sentences: Sequence[LabelledSentence],
    dev: Sequence[LabelledSentence],
    folder: Path,
    *,
    max_steps: int = MAX_STEPS,
    seed: int = 0,
    language: str = "en",
) -> "SpacyPredictor":
    """Train on sentences; keep the weights with the best F1 on dev sentences in a folder.

    The config is what `spacy init config --lang LANGUAGE --pipeline ner --optimize efficiency`
    writes, with its patience of 1,600 steps; `xx` is spaCy's language of many. Each evaluation is
    one line of the log.

    Raises:
        TrainingError: When the folder holds a model already.
    """
    if (folder / BEST).exists():
        raise TrainingError(f"{folder / BEST}: holds a model already; expected another --run")
    folder.mkdir(parents=True, exist_ok=True)
    paths = {name: folder / f"{name}.spacy" for name in ("train", "dev")}
    write_sentences(sentences, paths["train"])
    write_sentences(dev, paths["dev"])
    overrides = {f"paths.{name}": str(path) for name, path in paths.items()} | {
        "system.seed": seed,
        "training.max_steps": max_steps,
    }
    logging.getLogger("spacy").handlers.clear()  # the root logger prints them already
    with LoggedLines(logger) as lines, contextlib.redirect_stdout(lines):
        config = init_config(lang=language, pipeline=["ner"], optimize="efficiency", gpu=False)
        config.to_disk(folder / CONFIG)
        run_training(folder / CONFIG, folder, overrides=overrides)
    return SpacyPredictor(folder)


def write_sentences(sentences: Sequence[LabelledSentence], path: Path) -> None:
    """Write labelled sentences as spaCy's documents.

    The documents are built without blanks, so spaCy keeps the tokens as they are.
    """
    vocab = Vocab()
    docs = DocBin(attrs=["ENT_IOB", "ENT_TYPE"])
    for sentence in sentences:
        labels = bio(sentence.names, len(sentence.tokens))
        ents = [label if label == "O" else f"{label}-{PERSON}" for label in labels]
        docs.add(Doc(vocab, words=list(sentence.tokens), ents=ents))
    docs.to_disk(path)


class SpacyPredictor:
    """The pipeline in a folder; it gives no probabilities."""

    def __init__(self, folder: Path) -> None:
        """Load the best weights.

        Raises:
            TrainingError: When the folder has no model.
        """
        if not (folder / BEST).exists():
            raise TrainingError(f"{folder / BEST}: expected the folder of a trained spaCy, with it")
        self._nlp = spacy.load(folder / BEST)

    @property
    def name(self) -> str:
        """Its name in tables."""
        return "spacy"

    def predict(self, sentences: Sequence[Tokens]) -> list[list[Span]]:
        """Give the names of each sentence."""
        docs = (Doc(self._nlp.vocab, words=list(sentence)) for sentence in sentences)
        return [[(ent.start, ent.end) for ent in doc.ents] for doc in self._nlp.pipe(docs)]
