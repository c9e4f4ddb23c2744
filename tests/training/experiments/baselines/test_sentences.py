from pathlib import Path

import pytest

from nomen.training.augmentation.augmentation import Augmentation
from nomen.training.data.labels import LabelledSentence
from nomen.training.experiments.baselines.sentences import BaselineSentences
from nomen.training.recipes.corpus_share import CorpusShare
from nomen.training.recipes.recipe import Recipe


@pytest.fixture
def recipe(tmp_path: Path) -> Recipe:
    for split, number in (("train", 10), ("dev", 5)):
        rows = [f"Ron{i}\tB-PER\nsat\tO\n" for i in range(number)]
        (tmp_path / f"{split}.conll").write_text("\n".join(rows), encoding="utf-8")
    share = CorpusShare(
        name="own", share=1.5, train=tmp_path / "train.conll", dev=tmp_path / "dev.conll"
    )
    return Recipe(
        name="own",
        corpora=[share],
        max_dev_sentences=3,
        augmentation=Augmentation(upper=1.0, join=1.0),
    )


def test_a_share_is_drawn_once(recipe: Recipe, tmp_path: Path) -> None:
    found = BaselineSentences.from_recipe(recipe, tmp_path)
    assert len(found.train) == 15
    assert len(set(found.train)) == 10
    assert found == BaselineSentences.from_recipe(recipe, tmp_path)


def test_dev_sentences_are_those_that_fit_looks_at(recipe: Recipe, tmp_path: Path) -> None:
    dev = BaselineSentences.from_recipe(recipe, tmp_path).dev
    assert dev == [LabelledSentence((f"Ron{i}", "sat"), ((0, 1),)) for i in range(3)]


@pytest.mark.parametrize(("is_augmented", "verb"), [(False, "sat"), (True, "SAT")])
def test_of_augmentation_casing_alone_is_an_option(
    recipe: Recipe, tmp_path: Path, *, is_augmented: bool, verb: str
) -> None:
    train = BaselineSentences.from_recipe(recipe, tmp_path, is_augmented=is_augmented).train
    assert {s.tokens[1] for s in train} == {verb}
    assert {len(s.tokens) for s in train} == {2}


def test_a_recipe_of_another_language_is_not_english(recipe: Recipe, tmp_path: Path) -> None:
    assert BaselineSentences.from_recipe(recipe, tmp_path).is_english
    share = recipe.corpora[0].model_copy(update={"name": "sv_klintan"})
    other = recipe.model_copy(update={"corpora": [share]})
    assert not BaselineSentences.from_recipe(other, tmp_path).is_english
