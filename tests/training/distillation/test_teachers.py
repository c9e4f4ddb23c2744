import hashlib
from pathlib import Path

import numpy as np
import pytest
import torch

from nomen.model.network.config import NetworkConfig
from nomen.model.network.deep_bilstm import DeepBiLSTM
from nomen.model.network.vocabulary import Vocabulary
from nomen.training.data.raw_texts import find_text
from nomen.training.distillation.teachers import Teachers, label_corpora, label_texts
from nomen.training.errors import RecipeError
from nomen.training.fitting.fitted_network import FittedNetwork
from nomen.training.recipes.corpus_share import CorpusShare
from nomen.training.recipes.distillation import Distillation, TextAmount
from nomen.training.recipes.loading import load_train
from nomen.training.recipes.recipe import Recipe, read_recipe
from tests.training.sentences import SENTENCES

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
def test_soft_labels_are_the_mean_over_the_teachers(
    head: str, tiny_config: NetworkConfig, tiny_vocabulary: Vocabulary
) -> None:
    config = tiny_config.model_copy(update={"head": head})
    first, second = (teacher(config, tiny_vocabulary, seed) for seed in (1, 2))
    alone = [Teachers([one]).label(TOKENS) for one in (first, second)]
    together = Teachers([first, second]).label(TOKENS)
    for a, b, both, tokens in zip(*alone, together, TOKENS, strict=True):
        assert both.shape == (len(tokens), len(config.labels))
        assert not np.allclose(a, b, atol=1e-3)
        assert np.allclose(both, (a.astype(np.float32) + b) / 2, atol=1e-3)


def test_a_sentence_is_read_alike_alone_and_among_others(
    tiny_config: NetworkConfig, tiny_vocabulary: Vocabulary
) -> None:
    teachers = Teachers([teacher(tiny_config, tiny_vocabulary, 1)])
    alone = [teachers.label([tokens])[0] for tokens in TOKENS]
    for one, among in zip(alone, teachers.label(TOKENS), strict=True):
        assert np.allclose(one, among, atol=1e-3)


def test_soft_labels_are_of_the_recipe_s_sentences(tmp_path: Path) -> None:
    recipe = read_recipe(Path("tests/data/recipe.toml"), Recipe)
    train = load_train(recipe, tmp_path)
    tokens = [token for corpus in train.values() for s in corpus for token in s.tokens]
    vocabulary, _ = Vocabulary.build(tokens, min_count=1, max_forms=100)
    teachers = Teachers([teacher(recipe.network, vocabulary, 1)])
    soft_labels = list(label_corpora(teachers, recipe, tmp_path))
    assert sum(map(len, soft_labels)) == len(tokens)
    own = [sentence.tokens for sentence in train["own"]]
    assert np.allclose(soft_labels[0], teachers.label(own)[0], atol=1e-3)


def test_a_language_is_read_by_the_teachers_that_tag_it(
    tiny_config: NetworkConfig, tiny_vocabulary: Vocabulary
) -> None:
    english, both = (teacher(tiny_config, tiny_vocabulary, seed) for seed in (1, 2))
    both.recipe.languages.extend(["en", "sv"])
    teachers = Teachers([english, both])
    assert teachers.of("en").networks == [english, both]
    assert teachers.of("sv").networks == [both]
    with pytest.raises(RecipeError, match="expected a teacher that tags fi; none does"):
        teachers.of("fi")


@pytest.mark.parametrize(("without_names", "num_kept"), [(1.0, 21), (0.0, 0)])
def test_raw_sentences_are_kept_with_their_soft_labels(
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
    config = Distillation(
        seeds=[1], texts=[TextAmount(name="own", tokens=1000)], without_names=without_names
    )
    recipe = read_recipe(Path("tests/data/recipe.toml"), Recipe)
    recipe = recipe.model_copy(update={"network": tiny_config})
    one = teacher(tiny_config, tiny_vocabulary, 1)
    torch.nn.init.constant_(one.network.head.bias, 0)
    one.network.head.bias.data[0] = 12  # sees no name anywhere
    found = list(label_texts(Teachers([one]), recipe, config, tmp_path))
    assert len(found) == num_kept
    expected = Teachers([one]).label([tokens for tokens, _ in found])
    for (_, soft_labels), again in zip(found, expected, strict=True):
        assert np.allclose(soft_labels, again, atol=1e-3)
