import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nomen.model.text.tokenizer import tokenize
from nomen.training.augmentation.recutting import recut
from nomen.training.data.joining import join_tokens
from nomen.training.data.labels import LabelledSentence, Span, spans


def labelled(tokens: str, labels: str) -> LabelledSentence:
    return LabelledSentence(tuple(tokens.split(" ")), tuple(spans(labels)))


@pytest.mark.parametrize(
    ("tokens", "labels", "expected", "names"),
    [
        ("met ( Ann )", "OOBO", "met ( Ann )", ((2, 3),)),
        ("met Ann-\u2014Lee today", "OBO", "met Ann - \u2014 Lee today", ((1, 5),)),
        ("Lee's dog", "BO", "Lee 's dog", ((0, 1),)),
        ("ann\u2019s dog", "BO", "ann \u2019s dog", ((0, 1),)),
        ("Lee / Kim", "BOB", "Lee / Kim", ((0, 1), (2, 3))),
        ("Ann Lee Inc. .", "BIOO", "Ann Lee Inc.", ((0, 2),)),
        ("J . Smith left", "BIIO", "J. Smith left", ((0, 2),)),
        ("\nAnn Lee \tInc. \fx y", "BIOOO", "\nAnn Lee \tInc. \fx y", ((0, 2),)),
    ],
)
def test_tokens_are_those_of_the_tokenizer(
    tokens: str, labels: str, expected: str, names: tuple[Span, ...]
) -> None:
    assert recut(labelled(tokens, labels)) == LabelledSentence(tuple(expected.split(" ")), names)


@pytest.mark.parametrize(
    ("tokens", "labels"),
    [("J . Lee", "BBI"), ("at Inc. .", "OOB")],
)
def test_a_sentence_stays_where_two_names_would_be_one_or_one_none(
    tokens: str, labels: str
) -> None:
    sentence = labelled(tokens, labels)
    assert recut(sentence) is sentence


def test_tokens_that_stay_keep_their_soft_labels_but_not_in_names_cut_anew() -> None:
    cut = labelled("so Ron met J . Lee 's can't .", "OBOBIIOOO")
    soft_labels = np.arange(18, dtype=np.float16).reshape(-1, 2)
    found = recut(LabelledSentence(cut.tokens, cut.names, soft_labels))
    assert found.tokens == ("so", "Ron", "met", "J.", "Lee", "'s", "ca", "n't", ".")
    assert found.soft_labels is not None
    nan = np.nan
    expected = [0, 2, 4, nan, nan, 12, nan, nan, 16]
    assert found.soft_labels[:, 0].tolist() == pytest.approx(expected, nan_ok=True)


def test_text_may_be_written_otherwise_before_it_is_cut() -> None:
    sentence = labelled("met Ann Lee 's \nB", "OBIOO")
    write = {" ": "_", "Lee": "L"}
    found = recut(sentence, lambda piece: write.get(piece, piece))
    assert found == LabelledSentence(("met_Ann_L", "'s", "\nB"), ((0, 1),))


LINES = st.lists(st.tuples(st.sampled_from(["Ann", "J.", "'", "o'x", "\n-", ".", "é", "\tB"]),
                           st.sampled_from("BIO")), min_size=1)  # fmt: skip


@given(LINES)
def test_no_name_and_no_letter_is_lost(rows: list[tuple[str, str]]) -> None:
    tokens = tuple(token for token, _ in rows)
    sentence = LabelledSentence(tokens, tuple(spans(label for _, label in rows)))
    found = recut(sentence)
    assert len(found.names) == len(sentence.names)
    letters = "".join("".join(tokens).split()).replace(".", "")
    assert "".join("".join(found.tokens).split()).replace(".", "") == letters


@given(LINES)
def test_what_is_cut_has_the_tokens_of_its_text(rows: list[tuple[str, str]]) -> None:
    sentence = LabelledSentence(tuple(token for token, _ in rows))
    expected = tokenize(join_tokens(sentence.tokens).text).tokens
    assert [token.lstrip("\n\t") for token in recut(sentence).tokens] == expected
