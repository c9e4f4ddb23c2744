from pathlib import Path

import pytest

from nomen.training.data.labels import LabelledSentence
from nomen.training.experiments.languages import sets
from nomen.training.experiments.languages.cases import find_cases, read_cases
from nomen.training.experiments.languages.nothing import NamelessText
from nomen.training.experiments.languages.sets import read_dev_sets
from tests.training.experiments.languages.corpora import written_corpora

ROSE = LabelledSentence(("Rose", "Bush", "met", "Ann", "Bush"), ((0, 2), (3, 5)))
IN_PARIS = LabelledSentence(("in", "Paris", "de", "la", "Cruz"))
TRAIN = [LabelledSentence(("a", "rose", "by", "the", "bush"))] * 3


def test_names_that_are_words_listed_names_and_nameless_texts_are_found() -> None:
    listed = ["Paris", "Rose", "de la Cruz"]
    cases = find_cases("en", {"a": [ROSE], "b": [IN_PARIS]}, iter(TRAIN), listed)
    assert cases.sets == [[ROSE], [IN_PARIS]]
    assert cases.word_names == [[(0, 2)], []]
    assert cases.names_with_words == [[(0, 2), (3, 5)], []]
    assert cases.listed == [[], [(1, 2)]]
    assert cases.nameless == [NamelessText("in Paris de la Cruz", 5)]


def test_train_sentences_and_lists_are_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("NOMEN_LANGUAGES", raising=False)
    known = written_corpora(tmp_path)
    monkeypatch.setattr(sets, "registry", lambda: known)
    lists = tmp_path / "languages" / "names"
    lists.mkdir()
    (lists / "he.given.txt").write_text("הלכה\n", encoding="utf-8")
    (cases,) = read_cases(
        read_dev_sets(tmp_path / "ner", languages=["he"]), tmp_path / "ner"
    ).values()
    assert cases.word_names == [[(0, 1)]]
    assert cases.listed == [[(1, 2)]]
