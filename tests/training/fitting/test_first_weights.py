from pathlib import Path

import pytest
import torch

from nomen.model.network.config import NetworkConfig
from nomen.model.network.deep_bilstm import BatchTensors, DeepBiLSTM
from nomen.model.network.encoding import Encoder
from nomen.training.errors import RecipeError
from nomen.training.fitting.bundled_network import BundledNetwork
from nomen.training.fitting.first_weights import FirstWeights
from nomen.training.recipes.corpus_share import CorpusShare
from nomen.training.recipes.recipe import Recipe, VocabularyConfig


def recipe(config: NetworkConfig, start: Path | None) -> Recipe:
    place = None if start is None else str(start)
    return Recipe(name="own", corpora=[CorpusShare(name="gmb")], network=config, start=place)


def test_a_fit_begins_with_the_weights_of_a_bundle(
    tiny_bundle: Path, tiny_config: NetworkConfig
) -> None:
    first = FirstWeights.of(recipe(tiny_config, tiny_bundle))
    assert first is not None
    network = DeepBiLSTM.build(tiny_config, first.vocabulary)
    first.initialise(network)
    expected = BundledNetwork.load(str(tiny_bundle)).network.state_dict()
    for name, value in network.state_dict().items():
        assert torch.equal(value, expected[name]), name


def test_other_sizes_than_those_of_the_bundle_are_refused(
    tiny_bundle: Path, tiny_config: NetworkConfig
) -> None:
    wider = tiny_config.model_copy(update={"hidden_size": 13})
    with pytest.raises(RecipeError, match="network: expected the sizes of the bundle of `start`"):
        FirstWeights.of(recipe(wider, tiny_bundle))


def test_dropout_may_differ(tiny_bundle: Path, tiny_config: NetworkConfig) -> None:
    other = tiny_config.model_copy(update={"dropout": 0.25})
    assert FirstWeights.of(recipe(other, tiny_bundle)) is not None


def test_a_recipe_may_begin_with_nothing(tiny_config: NetworkConfig) -> None:
    assert FirstWeights.of(recipe(tiny_config, None)) is None


def test_forms_are_counted_in_any_casing_and_after_a_break(
    tiny_bundle: Path, tiny_config: NetworkConfig
) -> None:
    first = FirstWeights.of(recipe(tiny_config, tiny_bundle))
    assert first is not None
    counts = first.count_forms(["Harry", "HARRY", "\nharry", "xyzzy"])
    assert counts[first.vocabulary.form_ids["harry"]] == 3
    assert counts.sum() == 3


def test_new_words_begin_as_the_unknown_one(tiny_bundle: Path, tiny_config: NetworkConfig) -> None:
    first = FirstWeights.of(recipe(tiny_config, tiny_bundle))
    assert first is not None
    tokens = ["Xyzzy", "xyzzy", "plover", "\u0416\u0416"]
    grown = first.grown(tokens, VocabularyConfig(min_count=2, max_new_forms=9))
    assert grown.vocabulary.forms == [*first.vocabulary.forms, "xyzzy"]
    network, other = (DeepBiLSTM.build(tiny_config, w.vocabulary).eval() for w in (first, grown))
    first.initialise(network)
    grown.initialise(other)
    inputs = []
    for each in (first, grown):
        encoder = Encoder(each.vocabulary, max_characters=tiny_config.max_characters)
        inputs.append(BatchTensors.from_encoded(encoder.encode([tokens])))
    assert not torch.equal(inputs[0].form_ids, inputs[1].form_ids)
    assert torch.equal(network(inputs[0]), other(inputs[1]))


def test_a_vocabulary_grows_only_where_a_recipe_says_so(
    tiny_bundle: Path, tiny_config: NetworkConfig
) -> None:
    first = FirstWeights.of(recipe(tiny_config, tiny_bundle))
    assert first is not None
    assert first.grown(["xyzzy"] * 9, VocabularyConfig()) is first
