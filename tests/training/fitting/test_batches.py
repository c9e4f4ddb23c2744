import numpy as np
import pytest
import torch

from nomen.model.network.encoding import Encoder
from nomen.model.network.vocabulary import Vocabulary
from nomen.training.data.labels import LabelledSentence
from nomen.training.fitting.batches import IGNORED_LABEL, collate, label_ids
from tests.training.sentences import SENTENCES


@pytest.mark.parametrize(
    ("labels", "expected"),
    [
        (("name",), [0, 1, 1, 0, 1]),
        (("O", "B", "I"), [0, 1, 2, 0, 1]),
        (("O", "B", "I", "E", "S"), [0, 1, 3, 0, 4]),
    ],
)
def test_each_head_has_its_label_ids(labels: tuple[str, ...], expected: list[int]) -> None:
    assert label_ids([(1, 3), (4, 5)], 5, labels) == expected


def test_padding_has_the_ignored_label(tiny_vocabulary: Vocabulary) -> None:
    batch = collate(SENTENCES, Encoder(tiny_vocabulary, max_characters=24), ("O", "B", "I"))
    assert batch.labels[2].tolist() == [0, 0, 0, *[IGNORED_LABEL] * 4]
    assert batch.num_tokens == 15


def test_gold_labels_fill_the_gaps_between_soft_labels(tiny_vocabulary: Vocabulary) -> None:
    soft_labels = np.array([[0.5, 0.25, 0.25], [np.nan] * 3, [1, 0, 0]], dtype=np.float16)
    sentence = LabelledSentence(("Ron", "Weasley", "left"), ((0, 2),), soft_labels)
    encoder = Encoder(tiny_vocabulary, max_characters=24)
    batch = collate([sentence, SENTENCES[2]], encoder, ("O", "B", "I"))
    assert batch.soft_labels is not None
    assert batch.soft_labels[0].tolist() == [[0.5, 0.25, 0.25], [0, 0, 1], [1, 0, 0]]
    assert batch.soft_labels[1].tolist() == [[1, 0, 0]] * 3
    moved = batch.to(torch.device("cpu")).soft_labels
    assert moved is not None
    assert torch.equal(moved, batch.soft_labels)


def test_the_name_head_has_one_soft_label(tiny_vocabulary: Vocabulary) -> None:
    soft_labels = np.array([[0.5], [np.nan]], dtype=np.float16)
    sentence = LabelledSentence(("Ron", "Weasley"), ((0, 2),), soft_labels)
    batch = collate([sentence], Encoder(tiny_vocabulary, max_characters=24), ("name",))
    assert batch.soft_labels is not None
    assert batch.soft_labels.tolist() == [[[0.5], [1]]]


def test_without_soft_labels_there_are_none(tiny_vocabulary: Vocabulary) -> None:
    batch = collate(SENTENCES, Encoder(tiny_vocabulary, max_characters=24), ("O", "B", "I"))
    assert batch.soft_labels is None
