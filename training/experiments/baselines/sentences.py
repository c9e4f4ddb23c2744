"""The sentences that a baseline is trained on: those of a recipe, drawn once."""

from dataclasses import dataclass
from pathlib import Path

from nomen.training.augmentation.augmentation import Augmentation, Augmenter
from nomen.training.data.labels import LabelledSentence
from nomen.training.data.languages import ENGLISH
from nomen.training.data.registry import language_of
from nomen.training.fitting.epochs import EpochSource
from nomen.training.fitting.training_data import shares_of
from nomen.training.recipes.loading import load_dev, load_train, warn_of_overlap
from nomen.training.recipes.recipe import Recipe


@dataclass(frozen=True, slots=True, kw_only=True)
class BaselineSentences:
    """The training sentences in random order, and the dev sentences that choose the weights.

    Attributes:
        train: The training sentences.
        dev: The dev sentences.
        is_english: Whether all of them are English.
    """

    train: list[LabelledSentence]
    dev: list[LabelledSentence]
    is_english: bool = True

    @classmethod
    def from_recipe(
        cls, recipe: Recipe, folder: Path, *, is_augmented: bool = False
    ) -> "BaselineSentences":
        """Draw the first epoch of a recipe and its dev sentences, as `fit` would.

        Args:
            recipe: Names the corpora, their shares and the seed.
            folder: The folder of registered corpora.
            is_augmented: Whether casings are changed as often as the recipe says. No other part of
                its augmentation is used.

        Raises:
            CorpusError: When a corpus is missing or malformed.
        """
        train, dev = load_train(recipe, folder), load_dev(recipe, folder)
        warn_of_overlap(train, dev)
        augmenter = Augmenter(_casing(recipe.augmentation) if is_augmented else Augmentation())
        source = EpochSource(
            corpora=list(train.values()),
            shares=shares_of(recipe, train),
            augmenters=[augmenter] * len(train),
            batch_tokens=recipe.optimisation.batch_tokens,
            seed=recipe.seed,
        )
        return cls(
            train=[sentence for batch in source.draw(epoch=0) for sentence in batch],
            dev=[s for corpus in dev.values() for s in corpus[: recipe.max_dev_sentences]],
            is_english=all(language_of(share.name) == ENGLISH for share in recipe.corpora),
        )


def _casing(config: Augmentation) -> Augmentation:
    return Augmentation(lower=config.lower, upper=config.upper, title=config.title)
