"""The sentences a peer learns from: those of a recipe, drawn once; knows no peer."""

from dataclasses import dataclass
from pathlib import Path

from nomen.training.augmentation.augmentation import Augmentation, Augmenter
from nomen.training.data.labels import LabelledSentence
from nomen.training.fitting.batches import EpochSource
from nomen.training.recipes.loading import load_dev, load_train, warn_of_overlap
from nomen.training.recipes.recipe import Recipe


@dataclass(frozen=True, slots=True, kw_only=True)
class PeerSentences:
    """What a peer learns from, in a random order, and what its weights are chosen by."""

    train: list[LabelledSentence]
    dev: list[LabelledSentence]

    @classmethod
    def from_recipe(
        cls, recipe: Recipe, folder: Path, *, is_augmented: bool = False
    ) -> "PeerSentences":
        """Draw the first epoch of a recipe and its dev sentences, as `fit` would.

        Args:
            recipe: The choices; of its augmentation, casing alone.
            folder: The folder of registered corpora.
            is_augmented: Change casings as often as the recipe does; the peers of the field do not.

        Raises:
            CorpusError: When a corpus is missing or malformed.
        """
        train, dev = load_train(recipe, folder), load_dev(recipe, folder)
        warn_of_overlap(train, dev)
        source = EpochSource(
            corpora=list(train.values()),
            shares=[share.share for share in recipe.corpora],
            augmenter=Augmenter(_casing(recipe.augmentation) if is_augmented else Augmentation()),
            batch_tokens=recipe.optimisation.batch_tokens,
            seed=recipe.seed,
        )
        return cls(
            train=[sentence for batch in source.batches(epoch=0) for sentence in batch],
            dev=[s for corpus in dev.values() for s in corpus[: recipe.max_dev_sentences]],
        )


def _casing(choices: Augmentation) -> Augmentation:
    return Augmentation(lower=choices.lower, upper=choices.upper, title=choices.title)
