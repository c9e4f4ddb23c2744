from pathlib import Path

import pytest
import torch

from nomen.training.languages.crops import Crops
from nomen.training.languages.fitting import fit_network, logits_of
from nomen.training.languages.texts import read_texts
from tests.training.languages.small_texts import RECIPE


@pytest.fixture
def crops(folder: Path) -> Crops:
    texts = read_texts(RECIPE, folder, None)
    lines = [each.train for each in texts.values()]
    shares = [RECIPE.share_of(language) for language in texts]
    return Crops(lines, shares, names={}, settings=RECIPE.optimisation)


def test_a_fitted_network_knows_its_languages(crops: Crops) -> None:
    network = fit_network(RECIPE, crops)
    batch = next(crops.batches(1, seed=9))
    right = logits_of(network, batch).argmax(1) == torch.from_numpy(batch.languages)
    assert right.float().mean() > 0.9


def test_the_same_recipe_gives_the_same_network(crops: Crops) -> None:
    settings = RECIPE.optimisation.model_copy(update={"num_steps": 3})
    short = RECIPE.model_copy(update={"optimisation": settings})
    first, second = fit_network(short, crops), fit_network(short, crops)
    assert torch.equal(first.vectors, second.vectors)
