import pytest

from nomen.training.evaluation.scores import SpanCounts
from nomen.training.fitting.learned import fault_of_learned


def fault(counts: SpanCounts) -> str | None:
    return fault_of_learned(
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
    assert fault(counts) is None


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
    told = fault(counts) or ""
    assert f"finds {counts.num_correct} of the {counts.num_gold} names " in told
    assert "more than 10 as" in told
