"""Lessons: what teachers say of sentences, kept in a folder and taught from; knows no network."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from nomen.model.names import find_names
from nomen.model.network.label_sequences import name_and_begin
from nomen.training.data.labels import Corpora, LabelledSentence, SoftLabels
from nomen.training.data.raw_texts import UNKNOWN_WORD, RawText, paragraphs, split_sentences
from nomen.training.durable_files import replaced_file, write_whole
from nomen.training.errors import TrainingError
from nomen.training.fitting.batches import label_ids, one_hot

RAW = "raw texts"
"""What the sentences of raw texts are called among the corpora."""

NAME_PROBABILITY = 0.02
"""Teachers see a name where a token's probability is at least that."""

_BELIEFS, _SENTENCES = "beliefs.npy", "sentences.txt"
_FEWEST_TOKENS, _MOST_TOKENS = 4, 60
_THRESHOLD = 0.5

Tokens = Sequence[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Lessons:
    """What teachers say.

    Attributes:
        labelled: Of each token of the labelled corpora, in their order; float16 (N, K).
        raw: Raw sentences.
        raw_beliefs: Of each of their tokens; float16 (M, K).
    """

    labelled: SoftLabels
    raw: Sequence[Tokens]
    raw_beliefs: SoftLabels

    def write(self, folder: Path) -> None:
        """Write two files into a folder, each whole or not at all."""
        folder.mkdir(parents=True, exist_ok=True)
        with replaced_file(folder / _BELIEFS) as draft:
            np.save(draft, np.concatenate([self.labelled, self.raw_beliefs]))
        lines = "".join(" ".join(tokens) + "\n" for tokens in self.raw)
        write_whole(folder / _SENTENCES, lines.encode())

    @classmethod
    def read(cls, folder: Path) -> "Lessons":
        """Read what `write` wrote.

        Raises:
            TrainingError: When a file is missing or damaged.
        """
        try:
            beliefs = np.load(folder / _BELIEFS)
            text = (folder / _SENTENCES).read_text(encoding="utf-8")
        except (OSError, ValueError) as error:
            raise TrainingError(f"{folder}: expected the lessons of teachers") from error
        raw = [line.split(" ") for line in text.split("\n")[:-1]]
        num_labelled = len(beliefs) - sum(map(len, raw))
        return cls(
            labelled=beliefs[:num_labelled], raw=raw, raw_beliefs=beliefs[max(0, num_labelled) :]
        )

    def teach(self, train: Corpora, *, labels: Sequence[str], trust: float) -> Corpora:
        """Give labelled corpora and, after them, raw sentences, all with the teachers' beliefs.

        Args:
            train: The corpora that the teachers read.
            labels: The head's, in the order of its logits.
            trust: Weight of the teachers against the label, 0 to 1.

        Raises:
            TrainingError: When these are not the sentences that the teachers read.
        """
        num_tokens = sum(len(s.tokens) for corpus in train.values() for s in corpus)
        if num_tokens != len(self.labelled) or self.labelled.shape[1:] != (len(labels),):
            raise TrainingError("lessons: expected those of the same training sentences and head")
        rows = _rows(self.labelled, (s.tokens for corpus in train.values() for s in corpus))
        taught = {
            name: [_advised(s, next(rows), labels=labels, trust=trust) for s in corpus]
            for name, corpus in train.items()
        }
        raw = zip(self.raw, _rows(self.raw_beliefs, self.raw), strict=True)
        return taught | {RAW: [believed(tokens, beliefs, labels) for tokens, beliefs in raw]}


def _rows(
    beliefs: SoftLabels, sentences: "Iterator[Tokens] | Sequence[Tokens]"
) -> Iterator[SoftLabels]:
    start = 0
    for tokens in sentences:
        yield beliefs[start : start + len(tokens)]
        start += len(tokens)


def _advised(
    sentence: LabelledSentence, beliefs: SoftLabels, *, labels: Sequence[str], trust: float
) -> LabelledSentence:
    ids = np.array(label_ids(sentence.names, len(sentence.tokens), labels))
    gold = one_hot(ids, num_labels=len(labels))
    mixed = trust * beliefs.astype(np.float32) + (1 - trust) * gold
    return replace(sentence, soft_labels=mixed.astype(np.float16))


def believed(tokens: Tokens, beliefs: SoftLabels, labels: Sequence[str]) -> LabelledSentence:
    """Give a raw sentence the names that its beliefs, float16 (T, K), make likeliest."""
    name, begin = name_and_begin(beliefs.astype(np.float32), labels)
    found = find_names(name, begin, threshold=_THRESHOLD)
    return LabelledSentence(tuple(tokens), tuple((n.start, n.stop) for n in found), beliefs)


def draw_sentences(text: RawText, folder: Path, *, num_tokens: int, seed: int) -> list[Tokens]:
    """Draw sentences of a raw text, of 4 to 60 tokens and each once, about as many as wanted.

    Args:
        text: The text.
        folder: The folder of registered raw texts.
        num_tokens: How many tokens they have together, to the end of the last sentence.
        seed: Of the draws; each text has draws of its own.

    Raises:
        CorpusError: When the text is missing or is not the registered file.
    """
    found = {
        tuple(tokens): None
        for paragraph in paragraphs(text, folder)
        for tokens in split_sentences(paragraph)
        if _FEWEST_TOKENS <= len(tokens) <= _MOST_TOKENS and UNKNOWN_WORD not in tokens
    }
    sentences = list(found)
    random.Random(f"{seed} {text.name}").shuffle(sentences)  # noqa: S311  # no secret
    ends = np.cumsum([len(tokens) for tokens in sentences])
    return list(sentences[: int(np.searchsorted(ends, num_tokens)) + 1])
