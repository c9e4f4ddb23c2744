"""Of `training/evaluation/robustness/short_texts/results.py`, in the suite's JSON."""

import json

from nomen.training.evaluation.robustness.report import suite_json
from tests.training.evaluation.robustness.suite_results import FULL, LEAST


def test_frames_words_and_nothing_have_keys_of_their_own() -> None:
    found = json.loads(suite_json(FULL))
    assert found["frames"]["by_origin"]["Vietnam"] == {"value": 0.5, "low": 0.25, "high": 0.75}
    assert found["frames"]["worst_lowest_to_highest"]["value"] == 0.2
    assert found["words"]["figures"]["f1"]["value"] == 0.5
    assert found["nothing"]["mean_of_kinds"]["value"] == 25.0
    assert found["placeholders"]["per_100_by_style"]["[NAME]"]["value"] == 25.0


def test_frames_are_none_without_names() -> None:
    assert json.loads(suite_json(LEAST))["frames"] is None
