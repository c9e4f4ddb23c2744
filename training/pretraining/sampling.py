"""Samples sentences from a language model, and scores given ones."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor

from nomen.model.network.deep_bilstm import BatchTensors
from nomen.model.network.encoding import Encoder
from nomen.model.network.vocabulary import UNKNOWN_FORM
from nomen.training.pretraining.batches import BatchMaker
from nomen.training.pretraining.encoded_tokens import EncodedTokens
from nomen.training.pretraining.language_model import END, NUM_RESERVED_CLASSES, BidirectionalLM
from nomen.training.pretraining.numbered_sentences import NumberedSentences
from nomen.training.pretraining.pretrained import Pretrained

MAX_TOKENS = 60
"""Tokens of a sampled sentence, at most."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoredSentence:
    """The probabilities that a language model gives to a sentence.

    Attributes:
        tokens: Its tokens.
        rightward: log P in nats of each token after those before it, and of the end: T + 1.
        leftward: log P in nats of each token, the last one first, and of the beginning: T + 1.
    """

    tokens: Sequence[str]
    rightward: Sequence[float]
    leftward: Sequence[float]

    def perplexity(self, *, is_leftward: bool) -> float:
        """Give exp of the mean -log P, the end of the sentence counted."""
        found = self.leftward if is_leftward else self.rightward
        return math.exp(-sum(found) / len(found))


def sample_sentences(
    pretrained: Pretrained, *, number: int, temperature: float = 1.0, seed: int = 1
) -> list[list[str]]:
    """Sample sentences from left to right, each form from P(y<t> | y<1> ... y<t-1>).

    A form is written in its commonest spelling; the unknown form is never drawn.

    *Source:* Ng, Sequence Models (deeplearning.ai), week 1, sampling novel sequences.

    Args:
        pretrained: The language model.
        number: Sentences to sample.
        temperature: Above 0; log P is divided by it, so a value below 1 favours likely forms.
        seed: Of the draws.

    Returns:
        Sentences of at most 60 tokens.
    """
    facts, model = pretrained.facts, pretrained.language_model()
    encoder = Encoder(facts.vocabulary, max_characters=facts.network.max_characters)
    generator = torch.Generator().manual_seed(seed)
    sentences: list[list[str]] = [[] for _ in range(number)]
    is_open = [True] * number
    reader = _Reader(model, number)
    for _ in range(MAX_TOKENS):
        classes = _draw(model, reader.state, temperature, is_first=not sentences[0], by=generator)
        for i, drawn in enumerate(classes):
            is_open[i] = is_open[i] and drawn != END
            if is_open[i]:
                form = facts.vocabulary.forms[drawn - NUM_RESERVED_CLASSES - 1]
                sentences[i].append(_spelled(form, facts.spellings, is_first=not sentences[i]))
        if not any(is_open):
            break
        reader.read([sentence[-1] for sentence in sentences], encoder)
    return sentences


@torch.inference_mode()
def _draw(
    model: BidirectionalLM,
    state: Tensor,
    temperature: float,
    *,
    is_first: bool,
    by: torch.Generator,
) -> list[int]:
    """Draw the next class of each sentence from its state (B, H); the first is never the end."""
    scores = model.softmax.log_prob(state) / temperature  # (B, K)
    scores[:, NUM_RESERVED_CLASSES + UNKNOWN_FORM] = -torch.inf
    if is_first:
        scores[:, END] = -torch.inf
    drawn: list[int] = torch.multinomial(scores.softmax(1), 1, generator=by).squeeze(1).tolist()
    return drawn


def _spelled(form: str, spellings: dict[str, str], *, is_first: bool) -> str:
    written = spellings.get(form, form)
    return written[:1].upper() + written[1:] if is_first else written


class _Reader:
    """Runs the rightward layers over one token at a time."""

    def __init__(self, model: BidirectionalLM, number: int) -> None:
        self._model = model
        self._memory: list[tuple[Tensor, Tensor] | None] = [None] * len(model.rightward)
        self.state: Tensor = model.start[0].detach().expand(number, -1)  # (B, H)

    @torch.inference_mode()
    def read(self, tokens: Sequence[str], encoder: Encoder) -> None:
        """Read the next token of each sentence."""
        batch = BatchTensors.from_encoded(encoder.encode([[token] for token in tokens]))
        table = self._model.word_encoder(batch.form_ids, batch.character_ids, batch.shape_ids)
        x = table[batch.positions]  # (B, 1, D)
        for i, layer in enumerate(self._model.rightward):
            x, self._memory[i] = layer(x, self._memory[i])  # (B, 1, H)
        self.state = x[:, 0]  # (B, H)


@torch.inference_mode()
def score_sentences(
    pretrained: Pretrained, sentences: Sequence[Sequence[str]]
) -> Iterator[ScoredSentence]:
    """Score sentences of at least one token, one at a time.

    An unknown form has the probability of the unknown form.
    """
    facts, model = pretrained.facts, pretrained.language_model()
    longest = max((len(sentence) for sentence in sentences), default=1)
    numbered = NumberedSentences.build(iter(sentences), max_tokens=longest)
    characters = facts.network.max_characters
    encoded = EncodedTokens.build(numbered.distinct, facts.vocabulary, max_characters=characters)
    maker = BatchMaker(numbered, encoded)
    as_written = np.zeros(1, dtype=np.bool_)
    for i, sentence in enumerate(sentences):
        batch = maker.make(np.array([i], np.int32), lower=as_written, upper=as_written)
        right, left = model(batch.inputs, batch.forms)
        yield ScoredSentence(
            tokens=sentence, rightward=(-right).tolist(), leftward=(-left).tolist()
        )
