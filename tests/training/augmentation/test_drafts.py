import numpy as np
import pytest

from nomen.training.augmentation.drafts import Draft
from nomen.training.data.labels import LabelledSentence

SENTENCE = LabelledSentence(
    ("Mr.", "John", "Smith", "met", "Ron"),
    ((1, 3), (4, 5)),
    np.arange(10, dtype=np.float16).reshape(-1, 2),
)


def test_kept_tokens_keep_their_names_and_soft_labels() -> None:
    kept = Draft(SENTENCE).keep(3, 5).keep(0, 3).finish()
    assert kept == LabelledSentence(("met", "Ron", "Mr.", "John", "Smith"), ((1, 2), (3, 5)))
    assert kept.soft_labels is not None
    assert kept.soft_labels[:, 0].tolist() == [6, 8, 0, 2, 4]


def test_a_name_that_reaches_out_is_cut() -> None:
    cut = Draft(SENTENCE).keep(2, 5).finish()
    assert cut == LabelledSentence(("Smith", "met", "Ron"), ((0, 1), (2, 3)))
    assert cut.soft_labels is not None
    assert cut.soft_labels[:, 0].tolist() == pytest.approx([np.nan, 6, 8], nan_ok=True)


def test_new_tokens_have_no_soft_labels() -> None:
    written = Draft(SENTENCE).keep(0, 1).write(["Lee"], is_name=True).write(["left"]).finish()
    assert written == LabelledSentence(("Mr.", "Lee", "left"), ((1, 2),))
    assert written.soft_labels is not None
    assert written.soft_labels[:, 1].tolist() == pytest.approx([1, np.nan, np.nan], nan_ok=True)


def test_sentences_without_soft_labels_stay_without() -> None:
    assert Draft(LabelledSentence(("Ron",), ((0, 1),))).keep(0, 1).finish().soft_labels is None
