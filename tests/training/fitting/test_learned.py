import pytest

from nomen.training.errors import NothingLearnedError
from nomen.training.evaluation.scores import SpanCounts
from nomen.training.fitting.learned import check_learned


def check(counts: SpanCounts) -> None:
    check_learned(
        num_names=counts.num_gold, num_correct=counts.num_correct, f1=counts.f1, max_epochs=10
    )


@pytest.mark.parametrize(
    "counts",
    [
        SpanCounts(590, 300, 60),
        SpanCounts(100, 20, 6),
        SpanCounts(9, 12, 5),
        SpanCounts(3, 3, 2),
        SpanCounts(1, 1, 1),
    ],
)
def test_a_network_that_finds_names_is_accepted(counts: SpanCounts) -> None:
    check(counts)


@pytest.mark.parametrize(
    "counts",
    [
        SpanCounts(590, 0, 0),
        SpanCounts(25, 3, 1),
        SpanCounts(43, 10, 4),
        SpanCounts(590, 900, 70),
        SpanCounts(43, 380, 16),
        SpanCounts(4, 9, 1),
        SpanCounts(0, 0, 0),
    ],
)
def test_a_network_that_finds_names_by_chance_is_refused(counts: SpanCounts) -> None:
    expected = f"finds {counts.num_correct} of the {counts.num_gold} names .* more than 10 as"
    with pytest.raises(NothingLearnedError, match=expected):
        check(counts)
