"""The baseline `stanza`: Stanza's BiLSTM-CRF on word vectors and characters.

Needs Stanza. Sentences come as tokens and keep them; nothing is downloaded.
"""

import json
import logging
from collections.abc import Sequence
from pathlib import Path

import torch
from stanza.models import ner_tagger
from stanza.models.common.doc import Document
from stanza.models.common.pretrain import Pretrain, PretrainedWordVocab
from stanza.models.common.utils import default_device
from stanza.models.common.vocab import UNK_ID, VOCAB_PREFIX_SIZE
from stanza.models.ner.data import DataLoader
from stanza.models.ner.trainer import Trainer
from stanza.models.ner.utils import decode_from_bioes

from nomen.training.data.labels import LabelledSentence, Span, bio
from nomen.training.errors import TrainingError
from nomen.training.evaluation.predictor import Tokens
from nomen.training.experiments.baselines.vectors import WordVectors

MODEL, VECTORS = "model.pt", "vectors.pt"
MAX_STEPS = 200_000
PERSON = "PERSON"

_DIGITS = str.maketrans(dict.fromkeys("123456789", "0"))


def train(
    sentences: Sequence[LabelledSentence],
    dev: Sequence[LabelledSentence],
    folder: Path,
    *,
    vectors: WordVectors,
    max_steps: int = MAX_STEPS,
    seed: int = 0,
) -> "StanzaPredictor":
    """Train on sentences; keep the weights with the best F1 on dev sentences in a folder.

    The settings are the defaults of Stanza's `ner_tagger` without a character language model: 256
    units per direction, a character LSTM of 100 units, a CRF, and SGD with a learning rate of 0.1.
    It measures dev F1 every 500 steps and stops after 2,500 without a better one. Word vectors stay
    fixed; a trained vector is added to each.

    Raises:
        TrainingError: When the folder holds a model already.
    """
    if (folder / MODEL).exists():
        raise TrainingError(f"{folder / MODEL}: holds a model already; expected another --run")
    folder.mkdir(parents=True, exist_ok=True)
    _log_less()
    write_sentences(sentences, folder / "train.json")
    write_sentences(dev, folder / "dev.json")
    write_vectors(vectors, folder / VECTORS)
    options = {
        "train_file": folder / "train.json",
        "eval_file": folder / "dev.json",
        "wordvec_pretrain_file": folder / VECTORS,
        "save_dir": folder,
        "save_name": MODEL,
        "shorthand": "en_nomen",
        "max_steps": max_steps,
        "seed": seed,
    }
    ner_tagger.main([word for name, value in options.items() for word in (f"--{name}", str(value))])
    return StanzaPredictor(folder)


def write_sentences(sentences: Sequence[LabelledSentence], path: Path) -> None:
    """Write labelled sentences as Stanza's documents."""
    rows = [
        [
            {"text": token, "ner": label if label == "O" else f"{label}-{PERSON}"}
            for token, label in zip(
                _read(sentence.tokens), bio(sentence.names, len(sentence.tokens)), strict=True
            )
        ]
        for sentence in sentences
    ]
    path.write_text(json.dumps(rows), encoding="utf-8")


def write_vectors(vectors: WordVectors, path: Path) -> None:
    """Write word vectors in Stanza's format; of its reserved words, only UNK gets a vector."""
    reserved = torch.zeros(VOCAB_PREFIX_SIZE, vectors.dim)
    reserved[UNK_ID] = vectors.unknown
    table = torch.vstack([reserved, vectors.vectors])  # (F + reserved, E)
    vocabulary = PretrainedWordVocab(vectors.forms)
    torch.save({"vocab": vocabulary.state_dict(), "emb": table}, path)


def _read(tokens: Tokens) -> list[str]:
    """Write digits as 0, as in the forms of our vectors; Stanza itself folds only casing."""
    return [token.translate(_DIGITS) for token in tokens]


def _log_less() -> None:
    """Keep Stanza's debug lines out of the log; its training switches them on."""
    logging.getLogger("stanza").setLevel(logging.INFO)


class StanzaPredictor:
    """The tagger in a folder; it gives no probabilities."""

    def __init__(self, folder: Path) -> None:
        """Load the best weights.

        Raises:
            TrainingError: When the folder has no model.
        """
        for path in (folder / MODEL, folder / VECTORS):
            if not path.exists():
                raise TrainingError(f"{path}: expected the folder of a trained Stanza, with it")
        _log_less()
        vectors = Pretrain(str(folder / VECTORS))
        self._trainer = Trainer(
            model_file=str(folder / MODEL), pretrain=vectors, device=default_device()
        )

    @property
    def name(self) -> str:
        """Its name in tables."""
        return "stanza"

    def predict(self, sentences: Sequence[Tokens]) -> list[list[Span]]:
        """Give the names of each sentence; Stanza does not accept empty ones, so skip them."""
        found: list[list[Span]] = [[] for _ in sentences]
        indices = [i for i, sentence in enumerate(sentences) if sentence]
        rows = [[{"text": token} for token in _read(sentences[i])] for i in indices]
        for i, tags in zip(indices, self._tags(Document(rows)), strict=True):
            names = decode_from_bioes(tags)
            found[i] = [(name["start"], name["end"] + 1) for name in names]
        return found

    @torch.no_grad()
    def _tags(self, document: Document) -> list[list[str]]:
        args, vocab = self._trainer.args, self._trainer.vocab
        batches = DataLoader(
            document, args["batch_size"], args, vocab=vocab, evaluation=True, preprocess_tags=False
        )
        return [tags for batch in batches for tags in self._trainer.predict(batch)]
