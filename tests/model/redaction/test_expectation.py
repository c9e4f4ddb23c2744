import pytest

from nomen.model.bundle.bundle import Bundle
from nomen.model.redaction.expectation import expected_missed


def test_a_preset_is_expected_to_miss_what_it_missed_on_the_dev_sets(bundle: Bundle) -> None:
    measured = bundle.with_facts(metrics={"high_recall/recall": 0.875})
    assert expected_missed("high_recall", measured.manifest) == 0.125


@pytest.mark.parametrize("threshold", [None, 0.25, "balanced", "nothing"])
def test_nothing_is_expected_of_what_was_not_measured(
    threshold: float | str | None, bundle: Bundle
) -> None:
    measured = bundle.with_facts(metrics={"high_recall/recall": 0.875, "0.25/recall": 0.5})
    assert expected_missed(threshold, measured.manifest) is None
