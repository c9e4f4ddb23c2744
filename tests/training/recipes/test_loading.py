import json
import logging
import random
from pathlib import Path

import pytest

from nomen.training.augmentation.augmentation import Augmentation
from nomen.training.data import document_sets
from nomen.training.data.document_sets import find_document_set
from nomen.training.data.documents import LabelledPage
from nomen.training.data.labels import LabelledSentence
from nomen.training.data.registry import file_sha256
from nomen.training.data.texts import LabelledText
from nomen.training.errors import CorpusError
from nomen.training.recipes.loading import (
    load_augmenter,
    load_dev_pages,
    load_train,
    warn_of_overlap,
)
from nomen.training.recipes.recipe import CorpusShare, Recipe


def sentence(text: str) -> LabelledSentence:
    tokens = tuple(text.split())
    return LabelledSentence(tokens)


def test_a_corpus_without_any_name_is_refused(tmp_path: Path) -> None:
    (tmp_path / "train.conll").write_text("Harry\tB-NAME\n", encoding="utf-8")
    share = CorpusShare(name="own", train=tmp_path / "train.conll")
    with pytest.raises(CorpusError, match="at least one name, of a type PER, PERS, PERSON"):
        load_train(Recipe(name="own", corpora=[share]), tmp_path)


def test_a_corpus_of_other_types_is_refused_with_the_types_it_has(tmp_path: Path) -> None:
    content = "Harry\tB-NAME\nLondon\tB-LOC\nRon\tB-NAME\n"
    (tmp_path / "train.conll").write_text(content, encoding="utf-8")
    share = CorpusShare(name="own", train=tmp_path / "train.conll")
    with pytest.raises(CorpusError, match=r"none but the types NAME \(2\), LOC \(1\); see `types`"):
        load_train(Recipe(name="own", corpora=[share]), tmp_path)
    named = share.model_copy(update={"types": ["NAME"]})
    (train,) = load_train(Recipe(name="own", corpora=[named]), tmp_path).values()
    assert train == [LabelledSentence(("Harry", "London", "Ron"), ((0, 1), (2, 3)))]


def test_spliced_names_are_those_of_the_training_sentences(tmp_path: Path) -> None:
    share = CorpusShare(name="own", train=tmp_path / "train.conll")
    recipe = Recipe(name="own", corpora=[share], augmentation=Augmentation(splice=1))
    train = [LabelledSentence(("Draco", "left"), ((0, 1),))]
    augmenter = load_augmenter(recipe, tmp_path, {"own": train})
    changed = augmenter.apply(train, 0, random.Random(3))
    assert changed == LabelledSentence(("Dracraco", "left"), ((0, 1),))


def test_dev_documents_are_read_as_pages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    line = json.dumps({"text": "Hi Bo", "spans": [[3, 5]], "doc": 1, "genre": "chat"})
    (tmp_path / "documents" / "dev").mkdir(parents=True)
    path = tmp_path / "documents" / "dev" / "gedcom.jsonl"
    path.write_text(line, encoding="utf-8")
    own = find_document_set("gedcom").model_copy(update={"sha256": {"dev": file_sha256(path)}})
    monkeypatch.setattr(document_sets, "document_sets", lambda: {"gedcom": own})
    share = CorpusShare(name="own", train=tmp_path / "train.conll")
    recipe = Recipe(name="own", corpora=[share], dev_documents=["gedcom"])
    ((page,),) = load_dev_pages(recipe, tmp_path / "ner").values()
    assert page == LabelledPage(LabelledText("Hi Bo", ((3, 5),)), "gedcom/1", "chat")


def test_dev_sentences_that_are_also_training_sentences_are_logged(
    caplog: pytest.LogCaptureFixture,
) -> None:
    known, new = sentence("a b c d e f"), sentence("g h i j k l")
    with caplog.at_level(logging.WARNING):
        warn_of_overlap({"train": [known]}, {"seen": [known, new], "unseen": [new]})
    (record,) = caplog.records
    assert record.getMessage().startswith("seen: 1 of 2 dev sentences are also training sentences")


def test_short_sentences_may_stand_in_both(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING):
        warn_of_overlap({"train": [sentence("yes .")]}, {"dev": [sentence("yes .")]})
    assert caplog.records == []
