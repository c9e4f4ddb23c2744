import numpy as np
import torch

from nomen.model.network.vocabulary import Vocabulary
from nomen.training.pretraining.batches import BatchMaker, BatchPlan
from nomen.training.pretraining.encoded_tokens import EncodedTokens
from nomen.training.pretraining.numbered_sentences import NumberedSentences
from nomen.training.pretraining.segments import Segment
from nomen.training.recipes.pretraining import Pretraining

SENTENCES = [["Harry", "met", "Hermione"], ["Nobody", "was", "here", "."], ["spell"]]


def test_a_batch_depends_on_its_number_alone(tiny_vocabulary: Vocabulary) -> None:
    numbered = NumberedSentences.build(iter(SENTENCES), max_tokens=9)
    encoded = EncodedTokens.build(numbered.distinct, tiny_vocabulary, max_characters=24)
    maker = BatchMaker(numbered, encoded)
    config = Pretraining(epochs=4, batch_tokens=4, lower=0.5)
    plan = BatchPlan.draw(np.arange(3, dtype=np.int32), numbered.lengths, config, seed=1)
    whole = Segment(plan, maker, config, seed=1, numbers=range(plan.num_batches))
    part = Segment(plan, maker, config, seed=1, numbers=range(5, 7))
    assert len(part) == 2
    for expected, found in zip(list(whole)[5:7], part, strict=True):
        assert torch.equal(expected.inputs.shape_ids, found.inputs.shape_ids)
        assert torch.equal(expected.forms, found.forms)
