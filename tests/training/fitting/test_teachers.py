import hashlib
from pathlib import Path

import numpy as np
import pytest
import torch

from nomen.model.network.config import NetworkConfig
from nomen.model.network.deep_bilstm import DeepBiLSTM
from nomen.model.network.vocabulary import Vocabulary
from nomen.training.data.raw_texts import find_text
from nomen.training.fitting.fit import FittedNetwork
from nomen.training.fitting.soft_labels import Lessons
from nomen.training.fitting.teachers import Teachers, write_lessons
from nomen.training.recipes.distillation import Distillation, TextAmount
from nomen.training.recipes.loading import load_train
from nomen.training.recipes.recipe import CorpusShare, Recipe, read_recipe
from tests.conftest import SENTENCES

TOKENS = [list(sentence.tokens) for sentence in SENTENCES]


def teacher(config: NetworkConfig, vocabulary: Vocabulary, seed: int) -> FittedNetwork:
    torch.manual_seed(seed)
    return FittedNetwork(
        recipe=Recipe(name="own", corpora=[CorpusShare(name="own")], network=config),
        vocabulary=vocabulary,
        network=DeepBiLSTM.build(config, vocabulary).eval(),
        pretrained_on=[],
    )


@pytest.mark.parametrize("head", ["bioes", "name"])
def test_teachers_say_the_mean_of_what_each_says(
    head: str, tiny_config: NetworkConfig, tiny_vocabulary: Vocabulary
) -> None:
    config = tiny_config.model_copy(update={"head": head})
    first, second = (teacher(config, tiny_vocabulary, seed) for seed in (1, 2))
    alone = [Teachers([one]).believe(TOKENS) for one in (first, second)]
    together = Teachers([first, second]).believe(TOKENS)
    for a, b, both, tokens in zip(*alone, together, TOKENS, strict=True):
        assert both.shape == (len(tokens), len(config.labels))
        assert not np.allclose(a, b, atol=1e-3)
        assert np.allclose(both, (a.astype(np.float32) + b) / 2, atol=1e-3)


def test_a_sentence_is_read_alike_alone_and_among_others(
    tiny_config: NetworkConfig, tiny_vocabulary: Vocabulary
) -> None:
    teachers = Teachers([teacher(tiny_config, tiny_vocabulary, 1)])
    alone = [teachers.believe([tokens])[0] for tokens in TOKENS]
    for one, among in zip(alone, teachers.believe(TOKENS), strict=True):
        assert np.allclose(one, among, atol=1e-3)


def test_lessons_are_of_the_recipe_s_sentences(tmp_path: Path) -> None:
    recipe = read_recipe(Path("tests/data/recipe.toml"), Recipe)
    train = load_train(recipe, tmp_path)
    tokens = [token for corpus in train.values() for s in corpus for token in s.tokens]
    vocabulary, _ = Vocabulary.build(tokens, min_count=1, max_forms=100)
    teachers = Teachers([teacher(recipe.network, vocabulary, 1)])
    write_lessons(
        recipe,
        Distillation(seeds=[1]),
        teachers,
        folder=tmp_path,
        texts=tmp_path,
        lessons=tmp_path / "lessons",
    )
    lessons = Lessons.read(tmp_path / "lessons")
    assert len(lessons.labelled) == len(tokens)
    assert lessons.raw == []
    taught = lessons.teach(train, labels=recipe.network.labels, trust=1.0)
    assert all(s.soft_labels is not None for s in taught["own"])


@pytest.mark.parametrize(("without_names", "num_kept"), [(1.0, 21), (0.0, 0)])
def test_raw_sentences_are_kept_with_what_teachers_say_of_them(
    without_names: float,
    num_kept: int,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    tiny_config: NetworkConfig,
    tiny_vocabulary: Vocabulary,
) -> None:
    content = "".join(f"Sentence number {i} has seven tokens .\n" for i in range(21))
    (tmp_path / "own.txt").write_text(content, encoding="utf-8")
    text = find_text("inaugural").model_copy(
        update={"name": "own", "sha256": hashlib.sha256(content.encode()).hexdigest()}
    )
    monkeypatch.setattr("nomen.training.data.raw_texts.texts", lambda: {"own": text})
    choices = Distillation(
        seeds=[1], texts=[TextAmount(name="own", tokens=1000)], without_names=without_names
    )
    recipe = read_recipe(Path("tests/data/recipe.toml"), Recipe)
    recipe = recipe.model_copy(update={"network": tiny_config})
    one = teacher(tiny_config, tiny_vocabulary, 1)
    torch.nn.init.constant_(one.network.head.bias, 0)
    one.network.head.bias.data[0] = 12  # sees no name anywhere
    write_lessons(
        recipe,
        choices,
        Teachers([one]),
        folder=tmp_path,
        texts=tmp_path,
        lessons=tmp_path / "lessons",
    )
    found = Lessons.read(tmp_path / "lessons")
    assert len(found.raw) == num_kept
    said = [row for beliefs in Teachers([one]).believe(found.raw) for row in beliefs]
    assert np.allclose(found.raw_beliefs.reshape(-1, 5), np.reshape(said, (-1, 5)), atol=1e-3)
