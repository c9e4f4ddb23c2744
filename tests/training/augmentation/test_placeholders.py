import random

import numpy as np
import pytest

from nomen.training.augmentation.placeholders import redacted
from nomen.training.data.labels import LabelledSentence, spans


def labelled(text: str, labels: str) -> LabelledSentence:
    return LabelledSentence(tuple(text.split(" ")), tuple(spans(labels)))


def drawn(sentence: LabelledSentence) -> list[LabelledSentence]:
    return [redacted(sentence, random.Random(seed)) for seed in range(2500)]


def names_of(sentence: LabelledSentence) -> tuple[str, ...]:
    return tuple(" ".join(sentence.tokens[start:end]) for start, end in sentence.names)


TEXTS = {"".join(new.tokens) for new in drawn(labelled("Mr. Ann Lee left", "OBIO"))}


@pytest.mark.parametrize(
    "placeholder",
    ["[NAME]", "[NAME_1]", "<PERSON>", "{{NAME}}", "***", "XXXX", "██████", "******", "NAME_1", ""],
)
def test_placeholders_of_all_kinds_are_drawn(placeholder: str) -> None:
    assert f"Mr.{placeholder}left" in TEXTS


def test_hashes_are_drawn() -> None:
    long = [text[3:-4] for text in TEXTS if len(text) == 3 + 32 + 4]
    assert any(set(word) <= set("0123456789abcdef") for word in long)


def test_all_names_or_some_are_redacted_and_the_others_stay_names() -> None:
    found = drawn(labelled("Ann met Ron", "BOB"))
    assert {names_of(new) for new in found} == {(), ("Ann",), ("Ron",), ("Ann", "Ron")}
    assert sum(not n.names for n in found) > len(found) / 2


def test_the_same_name_has_the_same_number() -> None:
    found = {" ".join(n.tokens) for n in drawn(labelled("Ann met Ron and Ann", "BOBOB"))}
    assert "NAME_1 met NAME_2 and NAME_1" in found


def test_placeholders_take_the_mark_and_have_no_soft_labels() -> None:
    sentence = labelled("so \nAnn Lee left", "OBIO")
    softly = LabelledSentence(sentence.tokens, sentence.names, np.eye(4, dtype=np.float16))
    found = next(n for n in drawn(softly) if n.tokens[1:] == ("\nNAME", "left"))
    assert found.soft_labels is not None
    assert found.soft_labels[:, 3].tolist() == pytest.approx([0, np.nan, 1], nan_ok=True)


def test_a_name_alone_is_not_removed() -> None:
    assert all(new.tokens for new in drawn(labelled("Ann", "B")))


def test_a_name_alone_stays_where_nothing_would_be_left_of_it() -> None:
    soft_labels = np.full((1, 5), 0.2, dtype=np.float16)
    alone = LabelledSentence(("Ada",), ((0, 1),), soft_labels)
    for seed in range(200):
        assert redacted(alone, random.Random(seed)).tokens
