import sys
from pathlib import Path
from typing import get_args

import pytest

from nomen.training.errors import TrainingError
from nomen.training.experiments.baselines.selection import (
    BaselineName,
    check_installed,
    load_baseline,
    read_vectors,
    train_baseline,
)
from nomen.training.experiments.baselines.sentences import BaselineSentences

PACKAGES = {"crf": "sklearn_crfsuite", "spacy": "spacy", "flair": "flair", "stanza": "stanza"}
WAYS = {
    "crf": "the extra `bench`: pip install -e '.[train,bench]'",
    "spacy": "the extra `bench`: pip install -e '.[train,bench]'",
    "flair": "an environment of its own, with it: pip install -e '.[train]' flair",
    "stanza": "an environment of its own, with it: pip install -e '.[train]' stanza",
}
NOTHING = BaselineSentences(train=[], dev=[])


@pytest.mark.parametrize("name", get_args(BaselineName))
def test_a_baseline_that_is_not_installed_is_refused(
    name: BaselineName, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setitem(sys.modules, PACKAGES[name], None)
    for ask in (
        lambda: check_installed(name),
        lambda: train_baseline(name, NOTHING, tmp_path, max_steps=1, seed=1),
        lambda: load_baseline(name, tmp_path),
    ):
        with pytest.raises(TrainingError) as caught:
            ask()
        assert str(caught.value) == f"{name}: expected {WAYS[name]}"


@pytest.mark.parametrize("name", ["crf", "spacy"])
def test_some_baselines_learn_without_vectors(name: BaselineName, tmp_path: Path) -> None:
    assert read_vectors(name, None) is None
    assert read_vectors(name, tmp_path / "none") is None


@pytest.mark.parametrize("name", ["flair", "stanza"])
def test_other_baselines_read_those_of_a_recipe(name: BaselineName) -> None:
    found = read_vectors(name, Path("training/pretrained/en.safetensors"))
    assert found
    assert found.dim == 64


@pytest.mark.parametrize("name", ["flair", "stanza"])
def test_a_recipe_without_vectors_is_refused(
    name: BaselineName, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setitem(sys.modules, PACKAGES[name], sys)  # something stands there
    with pytest.raises(TrainingError, match=f"{name}: expected a recipe with `pretrained`"):
        read_vectors(name, None)
    with pytest.raises(TrainingError, match=f"{name}: expected a recipe with `pretrained`"):
        train_baseline(name, NOTHING, tmp_path, max_steps=1, seed=1)


@pytest.mark.parametrize("name", get_args(BaselineName))
def test_a_folder_without_a_baseline_is_refused(name: BaselineName, tmp_path: Path) -> None:
    pytest.importorskip(PACKAGES[name])
    check_installed(name)
    with pytest.raises(TrainingError, match=f"{tmp_path}/.*model.*: expected the folder"):
        load_baseline(name, tmp_path)
