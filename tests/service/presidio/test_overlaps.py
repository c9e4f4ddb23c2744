import pytest

from nomen.service.presidio.overlaps import Span, resolve_overlaps

TEXT = "Jane Doe of Doe Ltd. called Ann  Lee\nRoe"


def person(start: int, end: int, score: float = 0.5) -> Span:
    return Span(start, end, "PERSON", score)


def firm(start: int, end: int, score: float = 0.5) -> Span:
    return Span(start, end, "FIRM", score)


@pytest.mark.parametrize(
    ("spans", "expected"),
    [
        ([], []),
        ([person(28, 31), person(0, 8)], [person(0, 8), person(28, 31)]),
        ([person(0, 6, 0.9), person(2, 8, 0.4)], [person(0, 8, 0.9)]),
        ([person(0, 3), person(3, 8)], [person(0, 3), person(3, 8)]),
        ([person(0, 4, 0.9), person(5, 8, 0.4)], [person(0, 8, 0.4)]),
        ([person(28, 31), person(33, 36)], [person(28, 36)]),
        ([person(33, 36), person(37, 40)], [person(33, 36), person(37, 40)]),
        ([person(0, 4), firm(5, 8)], [person(0, 4), firm(5, 8)]),
        ([person(12, 15, 0.9), firm(12, 20, 0.1)], [firm(12, 20, 0.1)]),
        ([person(12, 15, 0.9), firm(12, 15, 0.1)], [person(12, 15, 0.9)]),
        ([person(12, 15), firm(12, 15)], [firm(12, 15)]),
        ([person(5, 15), firm(12, 20)], [person(5, 15), firm(12, 20)]),
        ([person(0, 0), person(0, 8)], [person(0, 8)]),
    ],
    ids=[
        "none",
        "in the order of the text",
        "intersecting, one type",
        "touching, one type",
        "a blank between",
        "two blanks between",
        "a line end between",
        "a blank between two types",
        "one inside the other",
        "one place, two scores",
        "one place, one score: the later",
        "intersecting, two types",
        "nothing at the start of something",
    ],
)
def test_overlaps_are_resolved(spans: list[Span], expected: list[Span]) -> None:
    assert resolve_overlaps(spans, TEXT) == expected


def test_what_a_join_makes_inner_is_dropped() -> None:
    text = "abcdefgh jkl"
    spans = [person(0, 4), person(3, 8), firm(2, 9), person(9, 12)]

    assert resolve_overlaps(spans, text) == [person(0, 12)]
