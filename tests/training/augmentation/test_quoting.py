import random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nomen.training.augmentation.quoting import quoted
from nomen.training.data.labels import LabelledSentence, spans


def labelled(text: str, labels: str) -> LabelledSentence:
    return LabelledSentence(tuple(text.split(" ")), tuple(spans(labels)))


def drawn(sentence: LabelledSentence) -> list[LabelledSentence]:
    return [quoted(sentence, random.Random(seed)) for seed in range(300)]


def test_a_line_begins_with_a_sign() -> None:
    found = {" ".join(new.tokens) for new in drawn(labelled("Ann left", "BO"))}
    assert found == {"> Ann left", "> > Ann left", ">> Ann left", "# Ann left"}


def test_a_name_over_a_wrap_has_the_sign_inside() -> None:
    found = drawn(labelled("so we met our friend Ann Lee", "OOOOOBI"))
    whole = [new for new in found if new.tokens[-3:] == ("Ann", ">", "Lee")]
    assert {new.names[0][1] - new.names[0][0] for new in whole} == {3}
    assert whole[0].names == ((len(whole[0].tokens) - 3, len(whole[0].tokens)),)


def test_the_sign_takes_the_mark_of_a_line_and_wraps_have_none() -> None:
    found = drawn(labelled("\fOn a day \nAnn left us here then", "OOOBOOOO"))
    assert ("\f#", "On", "a", "day", "\n#", "Ann", "left", "us", "here", "then") in {
        new.tokens for new in found
    }
    assert ("\f>", "On", "a", "day", "\n>", "Ann", "left", "us", "here", ">", "then") in {
        new.tokens for new in found
    }


def test_soft_labels_stay_but_not_in_a_name_with_a_sign() -> None:
    sentence = labelled("so we met our Ann Lee", "OOOOBI")
    rows = np.arange(6, dtype=np.float16).reshape(-1, 1)
    softly = LabelledSentence(sentence.tokens, sentence.names, rows)
    found = next(n for n in drawn(softly) if n.tokens[-3:] == ("Ann", "#", "Lee"))
    assert found.soft_labels is not None
    nan = np.nan
    expected = [nan, 0, 1, 2, 3, nan, nan, nan]
    assert found.soft_labels[:, 0].tolist() == pytest.approx(expected, nan_ok=True)


@given(
    st.lists(
        st.tuples(st.sampled_from(["Ann", "\nJo", "\t.", "x"]), st.sampled_from("BIO")), min_size=1
    ),
    st.integers(),
)
def test_words_and_names_stay(rows: list[tuple[str, str]], seed: int) -> None:
    names = tuple(spans(label for _, label in rows))
    sentence = LabelledSentence(tuple(token for token, _ in rows), names)
    found = quoted(sentence, random.Random(seed))
    words = [token for token in found.tokens if not set(token.strip()) <= set(">#")]
    assert words == [token.strip() for token in sentence.tokens]
    assert len(found.names) == len(names)
