from dataclasses import replace
from pathlib import Path

import pytest
import torch

from nomen.model.network.deep_bilstm import DeepBiLSTM
from nomen.model.network.vocabulary import Vocabulary
from nomen.training.fitting.bundled_network import BundledNetwork
from nomen.training.fitting.fitted_network import FittedNetwork
from nomen.training.fitting.weight_share import nearer_to_start
from nomen.training.recipes.corpus_share import CorpusShare
from nomen.training.recipes.recipe import Optimisation, Recipe
from tests.training.sentences import SENTENCES

HEAD = "head.bias"


@pytest.fixture
def start(tiny_bundle: Path) -> BundledNetwork:
    return BundledNetwork.load(str(tiny_bundle))


def fitted_from(start: BundledNetwork, bundle: Path, *, start_share: float) -> FittedNetwork:
    """Give a fit that added a form and moved the head's bias by one."""
    old = start.vocabulary
    vocabulary = Vocabulary(forms=[*old.forms, "xyzzy"], characters=old.characters)
    network = DeepBiLSTM.build(start.network.config, vocabulary).eval()
    weights = dict(start.network.state_dict())
    form = "word_encoder.form_embedding.weight"
    weights[form] = torch.cat([weights[form], weights[form][:1]])
    weights[HEAD] = weights[HEAD] + 1
    network.load_state_dict(weights)
    recipe = Recipe(
        name="own",
        corpora=[CorpusShare(name="gmb")],
        network=start.network.config,
        start=str(bundle),
        optimisation=Optimisation(start_share=start_share),
    )
    return FittedNetwork(recipe=recipe, vocabulary=vocabulary, network=network, pretrained_on=[])


def test_the_largest_share_that_costs_nothing_is_taken(
    start: BundledNetwork, tiny_bundle: Path
) -> None:
    fitted = fitted_from(start, tiny_bundle, start_share=0.5)
    found = nearer_to_start(fitted, {"own": SENTENCES})
    moved = found.network.state_dict()[HEAD] - start.network.state_dict()[HEAD]
    torch.testing.assert_close(moved, torch.full_like(moved, 0.5))
    assert found.dev_counts is not None
    assert found.dev_counts.num_gold == 3


def test_a_recipe_without_a_share_keeps_its_weights(
    start: BundledNetwork, tiny_bundle: Path
) -> None:
    fitted = fitted_from(start, tiny_bundle, start_share=0.0)
    assert nearer_to_start(fitted, {"own": SENTENCES}) is fitted
    alone = replace(fitted, recipe=fitted.recipe.model_copy(update={"start": None}))
    assert nearer_to_start(alone, {"own": SENTENCES}) is alone
