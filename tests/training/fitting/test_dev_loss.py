import math

import pytest
import torch

from nomen.model.network.encoding import Encoder
from nomen.model.network.vocabulary import Vocabulary
from nomen.training.fitting.batches import collate
from nomen.training.fitting.dev_loss import DevLoss
from tests.training.sentences import SENTENCES


def test_the_loss_is_that_of_a_token_over_all_batches(tiny_vocabulary: Vocabulary) -> None:
    encoder = Encoder(tiny_vocabulary, max_characters=24)
    loss = DevLoss()
    for sentences in (SENTENCES[:1], SENTENCES[1:]):
        batch = collate(sentences, encoder, ["name"])
        loss.add(torch.zeros(*batch.labels.shape, 1), batch, scheme=["name"])
    assert loss.num_tokens == sum(len(sentence.tokens) for sentence in SENTENCES)
    assert loss.mean == pytest.approx(math.log(2))


def test_no_sentence_has_no_loss() -> None:
    assert DevLoss().mean == 0
