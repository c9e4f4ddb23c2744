import pytest

from nomen.model.bundle.bundle import Bundle
from nomen.model.redaction.expectation import expected_missed


def test_a_preset_is_expected_to_miss_what_it_missed_on_the_dev_sets(bundle: Bundle) -> None:
    measured = bundle.with_facts(metrics={"high_recall/recall": 0.875})
    assert expected_missed("high_recall", [measured.manifest]) == 0.125


@pytest.mark.parametrize("threshold", [None, 0.25, "balanced", "nothing"])
def test_nothing_is_expected_of_what_was_not_measured(
    threshold: float | str | None, bundle: Bundle
) -> None:
    measured = bundle.with_facts(metrics={"high_recall/recall": 0.875, "0.25/recall": 0.5})
    assert expected_missed(threshold, [measured.manifest]) is None


def test_the_highest_of_several_bundles_is_expected(bundle: Bundle) -> None:
    recalls = [{"high_recall/recall": recall} for recall in (0.875, 0.75)]
    manifests = [bundle.with_facts(metrics=each).manifest for each in recalls]
    assert expected_missed("high_recall", manifests) == 0.25


def test_nothing_is_expected_where_one_of_several_bundles_was_not_measured(bundle: Bundle) -> None:
    manifests = [
        bundle.with_facts(metrics=each).manifest for each in ({"high_recall/recall": 0.875}, {})
    ]
    assert expected_missed("high_recall", manifests) is None
