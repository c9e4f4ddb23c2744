from pathlib import Path

import pytest

from nomen.training.data.labels import LabelledSentence
from nomen.training.errors import CorpusError
from nomen.training.experiments.languages import sets
from nomen.training.experiments.languages.sets import read_dev_sets, read_train
from tests.training.experiments.languages.corpora import written_corpora


@pytest.fixture
def corpora(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.delenv("NOMEN_LANGUAGES", raising=False)
    known = written_corpora(tmp_path)
    monkeypatch.setattr(sets, "registry", lambda: known)
    return tmp_path / "ner"


def test_dev_sets_are_read_by_language(corpora: Path) -> None:
    found = read_dev_sets(corpora, most=1)
    assert found == {
        "en": {"own_en": [LabelledSentence(("Ann", "left"), ((0, 1),))]},
        "he": {"own_he": [LabelledSentence(("נועה", "הלכה"), ((0, 1),))]},
    }
    assert list(read_dev_sets(corpora, languages=["he"])) == ["he"]


def test_a_language_without_a_set_at_hand_is_told(corpora: Path) -> None:
    with pytest.raises(CorpusError, match="expected dev sets of sv; see"):
        read_dev_sets(corpora, languages=["he", "sv"])
    with pytest.raises(CorpusError, match="expected dev sets of any language"):
        read_dev_sets(corpora / "none")


def test_sets_that_are_not_at_hand_are_left_out(corpora: Path) -> None:
    (corpora / "own_en" / "dev.conll").unlink()
    assert list(read_dev_sets(corpora)) == ["he"]


def test_train_sentences_are_read_in_their_order_up_to_a_bound(corpora: Path) -> None:
    sentence = LabelledSentence(("הנועה", "נועה"))
    assert list(read_train(corpora, "he")) == [sentence] * 3
    assert list(read_train(corpora, "he", most=2)) == [sentence] * 2
    assert list(read_train(corpora, "en")) == []


def test_a_train_split_that_is_not_at_hand_is_left_out(corpora: Path) -> None:
    (corpora.parent / "languages" / "ner" / "own_he" / "train.conll").unlink()
    assert list(read_train(corpora, "he")) == []
