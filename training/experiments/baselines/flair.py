"""The baseline `flair`: Flair's BiLSTM-CRF on word vectors and characters.

Needs Flair. Sentences come as tokens and keep them; nothing is downloaded.
"""

import contextlib
import logging
import math
from collections.abc import Sequence
from pathlib import Path

import flair
import torch
from flair.data import Corpus, Dictionary, Sentence
from flair.datasets import FlairDatapointDataset
from flair.embeddings import CharacterEmbeddings, StackedEmbeddings, WordEmbeddings
from flair.models import SequenceTagger
from flair.trainers import ModelTrainer

from nomen.training.data.labels import LabelledSentence, Span
from nomen.training.errors import TrainingError
from nomen.training.evaluation.predictor import Tokens
from nomen.training.experiments.baselines.logged_lines import LoggedLines
from nomen.training.experiments.baselines.vectors import WordVectors

BEST = "best-model.pt"
MAX_EPOCHS = 100
BATCH_SENTENCES = 32
KIND, PERSON = "ner", "PERSON"

logger = logging.getLogger("nomen.train")


def train(
    sentences: Sequence[LabelledSentence],
    dev: Sequence[LabelledSentence],
    folder: Path,
    *,
    vectors: WordVectors,
    max_steps: int | None = None,
    seed: int = 0,
) -> "FlairPredictor":
    """Train on sentences; keep the weights with the best F1 on dev sentences in a folder.

    Sizes and optimiser are Flair's defaults: 256 units per direction, a CRF, SGD with a learning
    rate of 0.1 that is halved after more than 3 epochs without a better F1. Word vectors are not
    trained, as usual in Flair.

    Args:
        sentences: The training sentences.
        dev: Their F1 chooses the weights and halves the learning rate.
        folder: Where the model goes.
        vectors: The word vectors.
        max_steps: Batches at most, rounded down to whole epochs, at least one; by default 100
            epochs.
        seed: Of the initial weights and the order of sentences.

    Raises:
        TrainingError: When the folder holds a model already.
    """
    if (folder / BEST).exists():
        raise TrainingError(f"{folder / BEST}: holds a model already; expected another --run")
    _log_to_root()
    flair.set_seed(seed)
    tagger = _tagger(vectors, characters(sentences))
    corpus = Corpus(_dataset(sentences), _dataset(dev), sample_missing_splits=False)
    with LoggedLines(logger) as lines, contextlib.redirect_stderr(lines):  # its progress bars
        ModelTrainer(tagger, corpus).train(
            folder,
            mini_batch_size=BATCH_SENTENCES,
            max_epochs=_num_epochs(len(sentences), max_steps),
            embeddings_storage_mode="none",
            save_final_model=False,
        )
    tagger.save(folder / BEST)  # the trainer loaded the best weights, if any had an F1 over 0
    return FlairPredictor(folder)


def _num_epochs(num_sentences: int, max_steps: int | None) -> int:
    num_batches = math.ceil(num_sentences / BATCH_SENTENCES)
    return max(1, max_steps // num_batches) if max_steps else MAX_EPOCHS


def characters(sentences: Sequence[LabelledSentence]) -> Dictionary:
    """Collect the characters of sentences; Flair's own list would need a download."""
    found = Dictionary()
    for character in sorted({c for s in sentences for token in s.tokens for c in token}):
        found.add_item(character)
    return found


def _tagger(vectors: WordVectors, characters: Dictionary) -> SequenceTagger:
    words = WordEmbeddings(
        None,
        vocab={form: i for i, form in enumerate(vectors.forms)},
        embedding_length=vectors.dim,
        name="pretrained",
    )
    words.embedding.weight.data = torch.vstack([vectors.vectors, vectors.unknown])  # (F + 1, E)
    tags = Dictionary(add_unk=False)
    tags.add_item(PERSON)
    tags.span_labels = True
    embeddings = StackedEmbeddings([words, CharacterEmbeddings(characters)])
    return SequenceTagger(embeddings, tags, KIND)


def _dataset(sentences: Sequence[LabelledSentence]) -> FlairDatapointDataset:
    return FlairDatapointDataset([_labelled(sentence) for sentence in sentences])


def _labelled(sentence: LabelledSentence) -> Sentence:
    found = _unlabelled(sentence.tokens)
    for start, end in sentence.names:
        found[start:end].add_label(KIND, PERSON)
    return found


def _unlabelled(tokens: Tokens) -> Sentence:
    return Sentence(list(tokens), use_tokenizer=False)


def _log_to_root() -> None:
    """Send Flair's log lines to the root logger; Flair prints them to standard output."""
    log = logging.getLogger("flair")
    log.handlers.clear()
    log.propagate = True


class FlairPredictor:
    """The tagger in a folder; its scores are of labels, so it gives no name probabilities."""

    def __init__(self, folder: Path) -> None:
        """Load the best weights.

        Raises:
            TrainingError: When the folder has no model.
        """
        if not (folder / BEST).exists():
            raise TrainingError(f"{folder / BEST}: expected the folder of a trained Flair, with it")
        _log_to_root()
        self._tagger = SequenceTagger.load(folder / BEST)

    @property
    def name(self) -> str:
        """Its name in tables."""
        return "flair"

    def predict(self, sentences: Sequence[Tokens]) -> list[list[Span]]:
        """Give the names of each sentence."""
        read = [_unlabelled(sentence) for sentence in sentences]
        self._tagger.predict(read)
        return [[(s[0].idx - 1, s[-1].idx) for s in found.get_spans(KIND)] for found in read]
