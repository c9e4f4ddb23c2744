from nomen.training.evaluation.robustness.results import SuiteResult
from tests.training.evaluation.robustness.suite_results import FULL, LEAST


def test_values_stand_under_the_names_of_the_fields() -> None:
    found = FULL.as_dict()
    assert found["presets"]["balanced"]["threshold"] == 0.5
    assert found["sets"]["wnut17/dev"]["f1"] == {"value": 0.5, "low": 0.4, "high": 0.6}
    assert LEAST.as_dict()["calibration"] is None


def test_the_keys_are_those_of_older_files() -> None:
    fields = list(SuiteResult.__dataclass_fields__)
    keys = list(LEAST.as_dict())
    assert keys == ["tempting" if name == "hard_negatives" else name for name in fields]
    assert LEAST.as_dict()["tempting"]["per_100_by_group"] == {"places": 25.0}
