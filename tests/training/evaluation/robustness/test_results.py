from nomen.training.evaluation.robustness.results import SuiteResult
from tests.training.evaluation.robustness.suite_results import FULL, LEAST


def test_values_stand_under_the_names_of_the_fields() -> None:
    found = FULL.as_dict()
    assert found["presets"]["balanced"]["threshold"] == 0.5
    assert found["sets"]["wnut17/dev"]["f1"] == {"value": 0.5, "low": 0.4, "high": 0.6}
    assert LEAST.as_dict()["calibration"] is None


def test_the_keys_of_older_files_stay_and_short_texts_have_their_own() -> None:
    fields = set(SuiteResult.__dataclass_fields__) - {"hard_negatives", "short_texts"}
    short_texts = {"frames", "words", "nothing", "placeholders"}
    assert LEAST.as_dict().keys() == fields | {"tempting"} | short_texts
    assert LEAST.as_dict()["tempting"]["per_100_by_group"] == {"places": 25.0}
