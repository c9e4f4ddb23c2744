from nomen.model.tagger import Tagger
from nomen.training.data.labels import LabelledSentence
from nomen.training.evaluation.predictor import TaggerPredictor
from nomen.training.experiments.languages.cases import LanguageCases, find_cases
from nomen.training.experiments.languages.details import measure_details
from tests.training.experiments.languages.test_figures import FirstTokens

ROSE = LabelledSentence(("Rose", "met", "Bush"), ((0, 1), (2, 3)))
PARIS = LabelledSentence(("Paris", "sleeps"))
TRAIN = [LabelledSentence(("a", "rose", "by", "the", "bush"))] * 3


def cases() -> LanguageCases:
    return find_cases("en", {"a": [ROSE, PARIS]}, TRAIN, ["Paris"])


def test_names_that_are_words_and_false_names_are_counted() -> None:
    found = measure_details(FirstTokens(), {"en": cases()})["en"]
    assert found.word_names.num == found.names_with_words.num == 2
    assert found.word_names.found is not None
    assert found.word_names.found.value == 0.5
    assert found.listed.num == 1
    assert found.listed.found is not None
    assert found.listed.found.value == 1000
    assert found.nameless.num == 2
    assert found.nameless.found is not None
    assert found.nameless.found.value == 500
    assert found.thresholds is None


def test_what_does_not_stand_in_a_language_has_no_figure() -> None:
    none = find_cases("he", {"a": [LabelledSentence(("נועה",), ((0, 1),))]}, [], [])
    found = measure_details(FirstTokens(), {"he": none})["he"]
    assert [found.word_names.num, found.listed.num, found.nameless.num] == [0, 0, 0]
    assert found.word_names.found is found.listed.found is found.nameless.found is None


def test_a_tagger_is_measured_at_its_presets(tiny_tagger: Tagger) -> None:
    predictor = TaggerPredictor(tagger=tiny_tagger, name="tiny")
    found = measure_details(predictor, {"en": cases()})["en"].thresholds
    assert found is not None
    assert found.presets.keys() == predictor.presets.keys()
    assert found.best.gained <= found.best.f1
