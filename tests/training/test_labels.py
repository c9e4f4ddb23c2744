import pytest
from hypothesis import given
from hypothesis import strategies as st
from seqeval.metrics.sequence_labeling import get_entities

from training.labels import Scheme, Tag, bioes, labels_from_spans, person_labels, spans

AnyLabels = st.lists(st.sampled_from(["B", "I", "O"]), max_size=12)


@st.composite
def valid_bio(draw: st.DrawFn) -> tuple[str, ...]:
    labels: list[str] = []
    for label in draw(AnyLabels):
        is_stray = label == "I" and labels[-1:] in ([], ["O"])
        labels.append("B" if is_stray else label)
    return tuple(labels)


def tags(labels: tuple[str, ...]) -> list[Tag]:
    return [Tag.parse(label if label == "O" else f"{label}-PER") for label in labels]


def as_iob1(labels: tuple[str, ...]) -> tuple[str, ...]:
    """Keep a B only where a name follows another at once."""
    before = ("O", *labels)
    return tuple("I" if b == "B" and a == "O" else b for a, b in zip(before, labels, strict=False))


@given(valid_bio())
def test_labels_survive_the_way_through_spans(labels: tuple[str, ...]) -> None:
    assert labels_from_spans(spans(labels), len(labels)) == labels


@given(valid_bio())
def test_labels_survive_the_way_through_bioes(labels: tuple[str, ...]) -> None:
    assert person_labels(tags(bioes(labels)), scheme="bioes") == labels


@given(valid_bio())
def test_labels_survive_the_way_through_iob1(labels: tuple[str, ...]) -> None:
    assert person_labels(tags(as_iob1(labels)), scheme="iob1") == labels


@given(valid_bio())
def test_valid_bio_means_the_same_in_both_schemes(labels: tuple[str, ...]) -> None:
    assert person_labels(tags(labels), scheme="bio") == labels
    assert person_labels(tags(labels), scheme="iob1") == labels


@given(AnyLabels)
def test_spans_are_those_of_seqeval(labels: list[str]) -> None:
    tagged = [label if label == "O" else f"{label}-PER" for label in labels]
    assert spans(labels) == [(start, end + 1) for _, start, end in get_entities(tagged)]


@pytest.mark.parametrize(
    ("labels", "expected"),
    [
        ((), ()),
        (("B",), ("S",)),
        (("B", "I", "O", "B"), ("B", "E", "O", "S")),
        (("B", "B", "I", "I"), ("S", "B", "I", "E")),
    ],
)
def test_bioes_marks_ends_and_single_tokens(
    labels: tuple[str, ...], expected: tuple[str, ...]
) -> None:
    assert bioes(labels) == expected


@pytest.mark.parametrize(
    "found", [[(0, 2), (1, 3)], [(0, 1), (0, 1)], [(2, 2)], [(-1, 1)], [(2, 4)], [(2, 1)]]
)
def test_spans_that_overlap_or_reach_out_are_refused(found: list[tuple[int, int]]) -> None:
    with pytest.raises(ValueError, match="within 3 tokens"):
        labels_from_spans(found, 3)


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        (["I-PER", "I-PER", "B-PER", "O"], ("B", "I", "B", "O")),
        (["I-ORG", "I-PER", "I-ORG"], ("O", "B", "O")),
        (["B-PER", "I-LOC", "I-PER"], ("B", "O", "B")),
    ],
)
def test_iob1_begins_a_name_where_the_type_changes(
    written: list[str], expected: tuple[str, ...]
) -> None:
    assert person_labels([Tag.parse(tag) for tag in written], scheme="iob1") == expected


def test_other_types_are_no_names_and_case_of_types_does_not_matter() -> None:
    written = [Tag.parse(tag) for tag in ("B-person", "I-person", "B-ORG", "B-pers")]
    assert person_labels(written, scheme="bio") == ("B", "I", "O", "B")


def test_the_longer_names_of_end_and_single_are_known() -> None:
    written = [Tag.parse(tag) for tag in ("B-PER", "L-PER", "U-PER")]
    assert person_labels(written, scheme="bioes") == ("B", "I", "B")


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
        person_labels([Tag.parse(tag) for tag in written], scheme=scheme)
    assert refused.value.args[1] == index
