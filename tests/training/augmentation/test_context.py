import random
from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nomen.model.text.breaks import MARKS, split_mark
from nomen.training.augmentation import context
from nomen.training.data.labels import LabelledSentence, SoftLabels, spans

Change = Callable[[LabelledSentence, random.Random], LabelledSentence]


def labelled(text: str, labels: str) -> LabelledSentence:
    return LabelledSentence(tuple(text.split(" ")), tuple(spans(labels)))


SENTENCE = labelled("Yesterday Mr. John Peter Smith met old Ron in Rome .", "OOBIIOOBOOO")


def drawn(change: Change, sentence: LabelledSentence = SENTENCE) -> set[str]:
    found = (change(sentence, random.Random(seed)) for seed in range(300))
    return {" ".join(new.tokens) for new in found}


def names_of(sentence: LabelledSentence) -> list[str]:
    return [" ".join(sentence.tokens[start:end]) for start, end in sentence.names]


def with_soft_labels(sentence: LabelledSentence) -> LabelledSentence:
    rows = np.arange(len(sentence.tokens), dtype=np.float16)
    return LabelledSentence(sentence.tokens, sentence.names, np.stack([rows, rows], axis=1))


def rows_of(soft_labels: SoftLabels | None) -> list[float]:
    assert soft_labels is not None
    return [float(row) for row in soft_labels[:, 0]]


@st.composite
def sentences(draw: st.DrawFn) -> LabelledSentence:
    words = st.sampled_from(["Ann", "\nJo", "X.", ".", ",", "\tLee", "o", "-"])
    rows = draw(st.lists(st.tuples(words, st.sampled_from("BIO")), min_size=1))
    names = tuple(spans(label for _, label in rows))
    return LabelledSentence(tuple(token for token, _ in rows), names)


@pytest.mark.parametrize(
    ("text", "labels", "expected"),
    [
        ("Ron left .", "BOO", "Ron left"),
        ("Ron left ! \nAnn too ? \fYes", "BOOBOOO", "Ron left \nAnn too \fYes"),
        ("Ron left . Why", "BOOO", "Ron left . Why"),
        ("met J .", "OBI", "met J ."),
        (".", "O", "."),
    ],
)
def test_stops_are_dropped_at_the_ends_of_lines(text: str, labels: str, expected: str) -> None:
    assert " ".join(context.without_stops(labelled(text, labels)).tokens) == expected


def test_names_and_soft_labels_stay_when_a_stop_is_dropped() -> None:
    found = context.without_stops(with_soft_labels(labelled("Hi . \nRon Lee . \nBye", "OOBIOO")))
    assert found.names == ((1, 3),)
    assert rows_of(found.soft_labels) == [0, 2, 3, 5]


def test_a_cut_out_is_a_name_alone_or_with_a_little_or_has_none() -> None:
    found = drawn(context.cut_out)
    assert {"John Peter Smith", "Ron", "Mr. John Peter Smith met", "in Rome ."} <= found
    assert max(len(text.split()) for text in found) <= 9


@given(sentences(), st.integers())
def test_a_cut_out_has_whole_names_and_starts_without_a_mark(
    sentence: LabelledSentence, seed: int
) -> None:
    found = context.cut_out(sentence, random.Random(seed))
    if found is not sentence:
        assert {n.lstrip() for n in names_of(found)} <= {n.lstrip() for n in names_of(sentence)}
        assert split_mark(found.tokens[0])[0] == ""


def test_a_cut_out_keeps_its_soft_labels() -> None:
    found = context.cut_out(with_soft_labels(SENTENCE), random.Random(3))
    expected = [float(SENTENCE.tokens.index(token)) for token in found.tokens]
    assert rows_of(found.soft_labels) == expected


def test_a_text_ends_or_begins_inside_a_name() -> None:
    found = drawn(context.cut_inside_name, labelled("met John P. Smith today", "OBIIO"))
    assert {"met John", "P. Smith today", "met Jo", "met Joh"} <= found
    assert "met John P. Smith today" not in found


@given(sentences(), st.integers())
def test_what_is_left_of_a_cut_name_is_one(sentence: LabelledSentence, seed: int) -> None:
    found = context.cut_inside_name(sentence, random.Random(seed))
    assert all(found.tokens)
    if len(found.tokens) < len(sentence.tokens):
        assert found.names[-1][1] == len(found.tokens) or found.names[0][0] == 0


def test_a_shortened_word_has_no_soft_labels() -> None:
    found = context.cut_inside_name(
        with_soft_labels(labelled("met Ronald", "OB")), random.Random(0)
    )
    assert found.names == ((1, 2),)
    assert rows_of(found.soft_labels) == pytest.approx([0, np.nan], nan_ok=True)


def test_breaks_are_put_beside_a_name() -> None:
    found = drawn(context.broken, labelled("met Ron Lee there", "OBIO"))
    assert {"met \nRon Lee there", "met Ron Lee \tthere", "met \fRon Lee \nthere"} <= found
    assert all("Ron Lee" in text for text in found)


def test_breaks_are_put_before_words_alone() -> None:
    assert drawn(context.broken, labelled("Ron , \nLee", "BOB")) == {"Ron , \nLee"}
    assert "so \nit is" in drawn(context.broken, labelled("so it is", "OOO"))


CORPUS = [labelled(f"Line {i} by Ann{i} .", "OOOBO") for i in range(9)]


def test_a_block_has_sentences_of_its_corpus_in_their_order() -> None:
    found = drawn(lambda _, generator: context.block(CORPUS, 8, generator))
    assert "Line 7 by Ann7 . \nLine 8 by Ann8 ." in found
    assert "Line 7 by Ann7 . \fLine 8 by Ann8 ." in found
    assert "Line 7 by Ann7 . Line 8 by Ann8 ." in found


def test_a_block_may_be_a_list_of_names() -> None:
    blocks = [context.block(CORPUS, 8, random.Random(seed)) for seed in range(500)]
    assert any(b.tokens == ("Ann7", "\nAnn8") and b.names == ((0, 1), (1, 2)) for b in blocks)
    assert any("\tAnn8" in b.tokens for b in blocks)


@pytest.mark.parametrize(("mark", "most"), [("\n", 40), ("\f", 20), ("", 40)])
def test_a_block_has_as_many_tokens_as_those_of_serving(mark: str, most: int) -> None:
    blocks = [context.block(CORPUS, 8, random.Random(seed)) for seed in range(500)]
    sentences = [b for b in blocks if b.tokens[-5:] == (f"{mark}Line", *CORPUS[8].tokens[1:])]
    assert max(len(b.tokens) for b in sentences) == most


def test_the_first_sentence_is_a_block_alone() -> None:
    blocks = [context.block(CORPUS, 0, random.Random(seed)) for seed in range(20)]
    assert CORPUS[0] in blocks


def test_the_first_token_gets_a_mark_if_it_has_none() -> None:
    assert drawn(context.with_head, labelled("Ron left", "BO")) == {"\nRon left", "\fRon left"}
    assert drawn(context.with_head, labelled("\tRon left", "BO")) == {"\tRon left"}


def test_joined_sentences_carry_a_mark_or_none() -> None:
    pair = [labelled("Ron left", "BO"), labelled("\tAnn Lee", "BI")]
    assert context.joined(pair) == labelled("Ron left \tAnn Lee", "BOBI")
    assert [context.joined(pair, mark=mark).tokens[2] for mark in MARKS] == [
        "\nAnn",
        "\fAnn",
        "\tAnn",
    ]


def test_soft_labels_are_joined_where_there_are_some() -> None:
    first = with_soft_labels(labelled("Ron left", "BO"))
    found = context.joined([first, labelled("Ann", "B"), first], mark="\n")
    assert rows_of(found.soft_labels) == pytest.approx([0, 1, np.nan, 0, 1], nan_ok=True)
    assert context.joined([labelled("a", "O")] * 2).soft_labels is None
