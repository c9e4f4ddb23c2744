import random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nomen.training.augmentation.enclosing import enclosed
from nomen.training.data.labels import LabelledSentence, spans


def labelled(text: str, labels: str) -> LabelledSentence:
    return LabelledSentence(tuple(text.split(" ")), tuple(spans(labels)))


def drawn(sentence: LabelledSentence) -> list[LabelledSentence]:
    return [enclosed(sentence, random.Random(seed)) for seed in range(500)]


def test_names_stand_in_signs_of_all_kinds() -> None:
    found = {" ".join(new.tokens) for new in drawn(labelled("met Ann Lee .", "OBIO"))}
    assert {'met " Ann Lee " .', "met ( Ann Lee ) .", "met ** Ann Lee ** ."} <= found
    assert any(text.replace(" ", "").startswith("met<td>AnnLee</td>") for text in found)
    assert any("class=" in text.replace(" ", "") for text in found)


def test_the_signs_are_outside_the_names() -> None:
    for new in drawn(labelled("met Ann Lee and Ron", "OBIOB")):
        named = [" ".join(new.tokens[start:end]) for start, end in new.names]
        assert named == ["Ann Lee", "Ron"]


def test_the_sign_takes_the_mark_of_the_name() -> None:
    found = next(n for n in drawn(labelled("met \nAnn", "OB")) if ")" in n.tokens)
    assert found == LabelledSentence(("met", "\n(", "Ann", ")"), ((2, 3),))


def test_names_and_words_keep_their_soft_labels() -> None:
    sentence = labelled("met \nAnn", "OB")
    softly = LabelledSentence(sentence.tokens, sentence.names, np.array([[1], [2]], np.float16))
    found = next(n for n in drawn(softly) if ")" in n.tokens)
    assert found.soft_labels is not None
    assert found.soft_labels[:, 0].tolist() == pytest.approx([1, np.nan, 2, np.nan], nan_ok=True)


@given(st.lists(st.tuples(st.text(min_size=1), st.sampled_from("BIO")), min_size=1), st.integers())
def test_no_name_is_lost_and_no_token_empty(rows: list[tuple[str, str]], seed: int) -> None:
    names = tuple(spans(label for _, label in rows))
    sentence = LabelledSentence(tuple(token for token, _ in rows), names)
    found = enclosed(sentence, random.Random(seed))
    assert len(found.names) == len(names)
    assert all(found.tokens)
