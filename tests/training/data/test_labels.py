from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st
from seqeval.metrics.sequence_labeling import get_entities

from nomen.training.data.labels import (
    LabelledSentence,
    Scheme,
    Span,
    Tag,
    bio,
    bioes,
    entities,
    person_names,
    spans,
)

AnyLabels = st.lists(st.sampled_from(["B", "I", "O"]), max_size=12)
AnyNames = AnyLabels.map(lambda labels: (tuple(spans(labels)), len(labels)))
Names = tuple[tuple[Span, ...], int]


def tags(labels: Sequence[str]) -> list[Tag]:
    return [Tag.parse(label if label == "O" else f"{label}-PER") for label in labels]


def as_iob1(labels: Sequence[str]) -> list[str]:
    """Keep a B only where a name follows another at once."""
    before = ("O", *labels)
    return ["I" if b == "B" and a == "O" else b for a, b in zip(before, labels, strict=False)]


@given(AnyNames)
def test_names_survive_the_way_through_bio(names: Names) -> None:
    assert tuple(spans(bio(*names))) == names[0]
    assert person_names(tags(bio(*names)), scheme="bio") == names[0]
    assert person_names(tags(bio(*names)), scheme="iob1") == names[0]


@given(AnyNames)
def test_names_survive_the_way_through_bioes(names: Names) -> None:
    assert person_names(tags(bioes(*names)), scheme="bioes") == names[0]


@given(AnyNames)
def test_names_survive_the_way_through_iob1(names: Names) -> None:
    assert person_names(tags(as_iob1(bio(*names))), scheme="iob1") == names[0]


@given(AnyNames)
def test_tokens_are_in_names_where_their_label_is_not_o(names: Names) -> None:
    sentence = LabelledSentence(("x",) * names[1], names[0])
    assert sentence.in_names().tolist() == [label != "O" for label in bio(*names)]


@given(AnyLabels)
def test_spans_are_those_of_seqeval(labels: list[str]) -> None:
    tagged = [label if label == "O" else f"{label}-PER" for label in labels]
    assert spans(labels) == [(start, end + 1) for _, start, end in get_entities(tagged)]


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        (((), 0), ""),
        ((((0, 1),), 1), "S"),
        ((((0, 2), (3, 4)), 4), "BEOS"),
        ((((0, 1), (1, 4)), 4), "SBIE"),
    ],
)
def test_bioes_marks_ends_and_single_tokens(names: Names, expected: str) -> None:
    assert "".join(bioes(*names)) == expected


@pytest.mark.parametrize(
    "names",
    [
        ((0, 2), (1, 3)),
        ((0, 1), (0, 1)),
        ((1, 2), (0, 1)),
        ((2, 2),),
        ((-1, 1),),
        ((2, 4),),
        ((2, 1),),
    ],
)
def test_names_that_overlap_or_reach_out_are_refused(names: tuple[Span, ...]) -> None:
    with pytest.raises(ValueError, match="within 3 tokens"):
        LabelledSentence(("a", "b", "c"), names)


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        (["I-PER", "I-PER", "B-PER", "O"], ((0, 2), (2, 3))),
        (["I-ORG", "I-PER", "I-ORG"], ((1, 2),)),
        (["B-PER", "I-LOC", "I-PER"], ((0, 1), (2, 3))),
    ],
)
def test_iob1_begins_a_name_where_the_type_changes(
    written: list[str], expected: tuple[Span, ...]
) -> None:
    assert person_names([Tag.parse(tag) for tag in written], scheme="iob1") == expected


def test_other_types_are_no_names_and_case_of_types_does_not_matter() -> None:
    written = [Tag.parse(tag) for tag in ("B-person", "I-person", "B-ORG", "B-pers")]
    assert person_names(written, scheme="bio") == ((0, 2), (3, 4))
    found = entities(written, scheme="bio")
    assert found == [(0, 2, "PERSON"), (2, 3, "ORG"), (3, 4, "PERS")]


def test_the_longer_names_of_end_and_single_are_known() -> None:
    written = [Tag.parse(tag) for tag in ("B-PER", "L-PER", "U-PER")]
    assert person_names(written, scheme="bioes") == ((0, 2), (2, 3))


@pytest.mark.parametrize("tag", ["", "B", "B-", "-PER", "X-PER", "BI-PER", "o", "B_PER"])
def test_what_is_no_tag_is_refused(tag: str) -> None:
    with pytest.raises(ValueError, match="expected O, or one of B I E S L U"):
        Tag.parse(tag)


@pytest.mark.parametrize(
    ("scheme", "written", "index"),
    [
        ("bio", ["O", "I-PER"], 1),
        ("bio", ["B-ORG", "I-PER"], 1),
        ("bio", ["B-PER", "E-PER"], 1),
        ("iob1", ["S-PER"], 0),
        ("bioes", ["B-PER", "O"], 1),
        ("bioes", ["O", "B-PER"], 1),
        ("bioes", ["B-PER", "E-ORG"], 1),
        ("bioes", ["E-PER"], 0),
    ],
)
def test_a_tag_out_of_order_is_refused_with_its_index(
    scheme: Scheme, written: list[str], index: int
) -> None:
    with pytest.raises(ValueError, match="expected") as refused:
        person_names([Tag.parse(tag) for tag in written], scheme=scheme)
    assert refused.value.args[1] == index
