from pathlib import Path

import pytest

from nomen.training.augmentation.augmentation import Augmentation
from nomen.training.fitting.schedule import augmented, describe, scheduled
from nomen.training.recipes.corpus_share import CorpusShare
from nomen.training.recipes.recipe import Optimisation, Recipe, read_recipe

OWN = [CorpusShare(name="own", train=Path("train.conll"))]


@pytest.mark.parametrize(
    ("num_tokens", "batch_tokens", "max_epochs", "patience", "average_decay"),
    [
        (100, 128, 600, 300, 0.5),
        (4_423, 184, 24, 12, 0.98),
        (40_000, 1536, 23, 12, 0.9815),
        (92_159, 1536, 10, 5, 0.9917),
        (92_160, 1536, 10, 5, 0.999),
        (5_000_000, 1536, 10, 5, 0.999),
    ],
)
def test_few_tokens_give_small_batches_and_more_epochs(
    num_tokens: int, batch_tokens: int, max_epochs: int, patience: int, average_decay: float
) -> None:
    found = scheduled(Optimisation(), num_tokens=num_tokens)
    assert (found.batch_tokens, found.max_epochs) == (batch_tokens, max_epochs)
    assert (found.patience, round(found.average_decay, 4)) == (patience, average_decay)


@pytest.mark.parametrize(
    ("num_tokens", "loss", "learning_rate"),
    [(4_423, "tokens", 3e-3), (92_159, "tokens", 3e-3), (92_160, "sentences", 2e-3)],
)
def test_few_tokens_change_loss_and_learning_rate(
    num_tokens: int, loss: str, learning_rate: float
) -> None:
    found = scheduled(Optimisation(), num_tokens=num_tokens)
    assert (found.loss, found.learning_rate) == (loss, learning_rate)


@pytest.mark.parametrize(
    ("num_tokens", "expected"),
    [
        (4_423, Augmentation(splice=0.5, join=0.2, upper=0.1, typos=0.2)),
        (92_159, Augmentation(splice=0.5, join=0.2, upper=0.1, typos=0.2)),
        (92_160, Augmentation()),
    ],
)
def test_few_tokens_are_augmented(num_tokens: int, expected: Augmentation) -> None:
    assert augmented(Recipe(name="own", corpora=OWN), num_tokens=num_tokens) == expected


@pytest.mark.parametrize("own", [Augmentation(), Augmentation(lower=0.1)])
def test_a_table_of_augmentation_stays(own: Augmentation) -> None:
    recipe = Recipe(name="own", corpora=OWN, augmentation=own)
    assert augmented(recipe, num_tokens=4_423) == own


@pytest.mark.parametrize("name", ["en", "en-open", "conll2003"])
@pytest.mark.parametrize("num_tokens", [100, 5_000_000])
def test_what_a_recipe_sets_stays(name: str, num_tokens: int) -> None:
    recipe = read_recipe(Path(f"{name}.toml"), Recipe)
    assert scheduled(recipe.optimisation, num_tokens=num_tokens) == recipe.optimisation
    assert augmented(recipe, num_tokens=num_tokens) == recipe.augmentation


def test_the_rest_follows_a_batch_size_that_is_set() -> None:
    found = scheduled(Optimisation(batch_tokens=1000, max_epochs=40), num_tokens=4_000)
    assert (found.batch_tokens, found.max_epochs, found.patience) == (1000, 40, 75)


def test_the_schedule_is_told_in_one_line() -> None:
    recipe = Recipe(name="own", corpora=OWN)
    config = scheduled(recipe.optimisation, num_tokens=4_423)
    changes = augmented(recipe, num_tokens=4_423)
    assert describe(config, changes, num_tokens=4_423) == (
        "4,423 tokens an epoch: batches of 184 tokens, at most 24 epochs, patience of 12, "
        "averaging decay 0.98, loss over tokens, learning rate of 0.003; "
        "augmentation: join 0.2, splice 0.5, typos 0.2, upper 0.1"
    )
