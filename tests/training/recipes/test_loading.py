import json
import logging
import random
from pathlib import Path

import pytest

from nomen.model.environment import NAMES_VARIABLE
from nomen.training.augmentation.augmentation import Augmentation
from nomen.training.augmentation.language_names import LanguageNames
from nomen.training.data import document_sets
from nomen.training.data.document_sets import find_document_set
from nomen.training.data.documents import LabelledPage
from nomen.training.data.labels import LabelledSentence
from nomen.training.data.names.common_names import FORENAMES_FILE, SURNAMES_FILE
from nomen.training.data.registry import file_sha256
from nomen.training.data.texts import LabelledText
from nomen.training.errors import CorpusError
from nomen.training.recipes.corpus_share import CorpusShare
from nomen.training.recipes.documents import Generation
from nomen.training.recipes.loading import (
    MADE,
    load_augmenters,
    load_dev_pages,
    load_test,
    load_train,
    made_sources,
    warn_of_overlap,
)
from nomen.training.recipes.recipe import Recipe


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
    (augmenter,) = load_augmenters(recipe, tmp_path, {"own": train})
    changed = augmenter.apply(train, 0, random.Random(3))
    assert changed == LabelledSentence(("Dracraco", "left"), ((0, 1),))


@pytest.fixture
def names(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give a folder with lists of two names."""
    monkeypatch.setenv(NAMES_VARIABLE, str(tmp_path / "names"))
    (tmp_path / "names").mkdir()
    forenames, surnames = (tmp_path / "names" / name for name in (FORENAMES_FILE, SURNAMES_FILE))
    forenames.write_text("Country,Gender,Romanized Name\nPL,F,Ewa\n", encoding="utf-8")
    surnames.write_text("Country,Romanized Name\nPL,Nowak\n", encoding="utf-8")
    return tmp_path / "names"


@pytest.fixture
def made_recipe(names: Path, tmp_path: Path) -> Recipe:
    """Give a recipe that asks for made pages."""
    assert names.is_dir()
    (tmp_path / "train.conll").write_text("Ann\tB-PER\nleft\tO\n", encoding="utf-8")
    share = CorpusShare(name="own", train=tmp_path / "train.conll")
    return Recipe(name="own", corpora=[share], generation=Generation(pages=20))


@pytest.mark.slow
def test_made_pages_become_blocks(made_recipe: Recipe, tmp_path: Path) -> None:
    train = load_train(made_recipe, tmp_path)
    found = list(made_sources(made_recipe, tmp_path, train)[MADE].sentences())
    assert len(found) > 20
    assert any(sentence.names for sentence in found)


def test_made_pages_are_those_of_the_seed_the_prose_and_the_lists(
    made_recipe: Recipe, tmp_path: Path
) -> None:
    def key(seed: int = 1) -> str:
        seeded = made_recipe.model_copy(update={"seed": seed})
        found = made_sources(seeded, tmp_path, {})[MADE].key
        return found() if found else ""

    keys = [key(), key(2)]
    assert key() == keys[0]
    for path in (tmp_path / "train.conll", tmp_path / "names" / SURNAMES_FILE):
        path.write_text(path.read_text(encoding="utf-8") + "Lis\tO\n", encoding="utf-8")
        keys.append(key())
    assert len({*keys, ""}) == 5


def test_a_recipe_without_generation_makes_no_pages(tmp_path: Path) -> None:
    share = CorpusShare(name="own", train=tmp_path / "train.conll")
    assert made_sources(Recipe(name="own", corpora=[share]), tmp_path, {}) == {}


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


def test_own_test_files_are_read_beside_registered_ones(tmp_path: Path) -> None:
    for name in ("train", "test"):
        (tmp_path / f"{name}.conll").write_text("Ann\tB-PER\nleft\tO\n", encoding="utf-8")
    share = CorpusShare(name="own", train=tmp_path / "train.conll", test=tmp_path / "test.conll")
    recipe = Recipe(name="own", corpora=[share])
    assert load_test(recipe, tmp_path) == {"own": [LabelledSentence(("Ann", "left"), ((0, 1),))]}


@pytest.mark.usefixtures("names")
def test_corpora_of_other_languages_have_names_of_their_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NOMEN_LANGUAGES", str(tmp_path))
    augmentation = Augmentation(swap=0.5)
    recipe = Recipe(
        name="some",
        corpora=[CorpusShare(name="conll2003"), CorpusShare(name="sk_uner_snk")],
        other_augmentation=augmentation,
    )
    found = [LabelledSentence(("Tam", "Novák"), ((1, 2),))]
    train = {"conll2003": found, "sk_uner_snk": found}
    english, slovak = load_augmenters(recipe, tmp_path, train)
    assert english.config == Augmentation()
    assert slovak.config == augmentation
    assert isinstance(slovak.names, LanguageNames)
