import numpy as np
import pytest
import torch

from nomen.model.network.encoding import Encoder
from nomen.model.network.vocabulary import Vocabulary
from nomen.training.pretraining.batches import BatchMaker, BatchPlan, held_out_batches
from nomen.training.pretraining.encoded_tokens import EncodedTokens
from nomen.training.pretraining.language_model import IGNORED_FORM
from nomen.training.pretraining.numbered_sentences import NumberedSentences
from nomen.training.recipes.pretraining import Pretraining

SENTENCES = [["Harry", "met", "Hermione"], ["Nobody", "was", "here", "."], ["spell"]]
NO, YES = np.array([False]), np.array([True])


@pytest.fixture
def maker(tiny_vocabulary: Vocabulary) -> BatchMaker:
    numbered = NumberedSentences.build(iter(SENTENCES), max_tokens=9)
    encoded = EncodedTokens.build(numbered.distinct, tiny_vocabulary, max_characters=24)
    return BatchMaker(numbered, encoded)


def ids(*sentences: int) -> np.ndarray[tuple[int], np.dtype[np.int32]]:
    return np.array(sentences, dtype=np.int32)


def test_a_batch_reads_what_the_encoder_of_serving_gives(
    maker: BatchMaker, tiny_vocabulary: Vocabulary
) -> None:
    batch = maker.make(ids(0), lower=NO, upper=NO)
    expected = Encoder(tiny_vocabulary, max_characters=24).encode([SENTENCES[0]])
    rows = batch.inputs.positions[0]
    np.testing.assert_array_equal(batch.inputs.form_ids[rows], expected.form_ids)
    np.testing.assert_array_equal(batch.inputs.shape_ids[rows], expected.shape_ids)
    np.testing.assert_array_equal(batch.inputs.character_ids[rows], expected.character_ids)


def test_a_batch_is_padded(maker: BatchMaker, tiny_vocabulary: Vocabulary) -> None:
    batch = maker.make(ids(1, 2), lower=NO.repeat(2), upper=NO.repeat(2))
    forms = tiny_vocabulary.form_ids
    assert batch.forms.tolist() == [
        [forms["nobody"], forms["was"], forms["here"], forms["."]],
        [forms["spell"], IGNORED_FORM, IGNORED_FORM, IGNORED_FORM],
    ]
    assert batch.inputs.lengths.tolist() == [4, 1]
    assert batch.num_tokens == 5


@pytest.mark.parametrize(("lower", "upper", "word"), [(YES, NO, "harry"), (NO, YES, "HARRY")])
def test_casings_change_what_is_read_and_not_the_forms(
    maker: BatchMaker,
    tiny_vocabulary: Vocabulary,
    lower: np.ndarray[tuple[int], np.dtype[np.bool_]],
    upper: np.ndarray[tuple[int], np.dtype[np.bool_]],
    word: str,
) -> None:
    batch = maker.make(ids(0), lower=lower, upper=upper)
    expected = Encoder(tiny_vocabulary, max_characters=24).encode([[word]])
    row = batch.inputs.positions[0, 0]
    assert batch.inputs.shape_ids[row] == expected.shape_ids[0]
    assert batch.forms[0, 0] == tiny_vocabulary.form_ids["harry"]


def test_a_plan_draws_each_sentence_once_an_epoch() -> None:
    lengths = np.arange(1, 101, dtype=np.int32)
    learned = np.arange(0, 100, 2, dtype=np.int32)
    plan = BatchPlan.draw(learned, lengths, Pretraining(epochs=1.5, batch_tokens=128), seed=1)
    drawn, counts = np.unique(plan.sentences, return_counts=True)
    assert drawn.tolist() == learned.tolist()
    assert counts.sum() == 75
    for number in range(plan.num_batches):
        batch = lengths[plan.batch(number)]
        assert len(batch) == 1 or batch.max() * len(batch) <= 128


def test_another_seed_draws_another_plan() -> None:
    lengths = np.ones(50, dtype=np.int32)
    first, again, other = (
        BatchPlan.draw(np.arange(50, dtype=np.int32), lengths, Pretraining(), seed=seed).sentences
        for seed in (1, 1, 2)
    )
    assert first.tolist() == again.tolist()
    assert first.tolist() != other.tolist()


def test_held_out_sentences_are_read_as_they_are_written(maker: BatchMaker) -> None:
    lengths = np.array([3, 4, 1], dtype=np.int32)
    batches = held_out_batches(maker, ids(2, 0), lengths, batch_tokens=3)
    assert [batch.num_tokens for batch in batches] == [1, 3]


def test_moving_a_batch_leaves_its_lengths(maker: BatchMaker) -> None:
    moved = maker.make(ids(0), lower=NO, upper=NO).to(torch.device("meta"))
    assert moved.forms.device.type == "meta"
    assert moved.inputs.lengths.device.type == "cpu"
