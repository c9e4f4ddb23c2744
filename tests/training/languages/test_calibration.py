from nomen.model.languages.identifier import LanguageIdentifier
from nomen.training.languages.calibration import fit_slope
from nomen.training.languages.evaluation import Sample

RIGHT = [Sample("Where is the key of the house?", "en"), Sample("Wo ist der Schlüssel?", "de")]
WRONG = [Sample("Where is the key of the house?", "de"), Sample("Wo ist der Schlüssel?", "en")]


def test_an_identifier_that_is_always_right_may_be_surer() -> None:
    assert fit_slope(LanguageIdentifier.load(), RIGHT) > 2


def test_one_that_is_wrong_must_be_less_sure() -> None:
    others = [Sample("Κλειδί", "el"), Sample("Where is it?", "zz")]  # neither tells anything
    assert fit_slope(LanguageIdentifier.load(), WRONG + others) < 0.5
