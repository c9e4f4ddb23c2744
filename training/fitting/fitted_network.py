"""FittedNetwork: what a training leaves in its run folder, read back."""

from dataclasses import dataclass
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from nomen.model.bundle.bundle import CorpusFacts, first_fault
from nomen.model.network.deep_bilstm import DeepBiLSTM
from nomen.model.network.vocabulary import Vocabulary
from nomen.training.durable_files import write_whole
from nomen.training.errors import TrainingError
from nomen.training.evaluation.scores import SpanCounts
from nomen.training.fitting.learner import DEV_COUNTS
from nomen.training.recipes.languages_served import languages_served
from nomen.training.recipes.recipe import Recipe
from nomen.training.runs.checkpoints import BEST, read_checkpoint
from nomen.training.runs.run_folder import RECIPE, VOCABULARY

SOURCES = "pretrained_on.json"

_NETWORK = "network."
_SOURCES = TypeAdapter(list[CorpusFacts])


@dataclass(frozen=True, slots=True, kw_only=True)
class FittedNetwork:
    """The result of a training.

    Attributes:
        recipe: The recipe, with what follows from its sentences filled in.
        vocabulary: The forms and characters.
        network: The network with its best weights.
        pretrained_on: The texts and corpora that its first weights were learned from.
        dev_counts: Gold, predicted and correct dev names at threshold 0.5, over all corpora; None
            where the run folder, of an earlier version, does not hold them.
    """

    recipe: Recipe
    vocabulary: Vocabulary
    network: DeepBiLSTM
    pretrained_on: list[CorpusFacts]
    dev_counts: SpanCounts | None = None

    @property
    def languages(self) -> frozenset[str]:
        """The languages that it tags, as tags of BCP 47."""
        return frozenset(languages_served(self.recipe))

    @classmethod
    def from_run(cls, run: Path) -> "FittedNetwork":
        """Read the recipe, the vocabulary and the best (averaged) weights of a run folder.

        Raises:
            TrainingError: When no training finished an epoch in the folder, or one of an earlier
                version did.
        """
        check_fitted(run)
        recipe = _read_recipe(run / RECIPE)
        vocabulary = Vocabulary.model_validate_json((run / VOCABULARY).read_bytes())
        network = DeepBiLSTM.build(recipe.network, vocabulary)
        checkpoint = read_checkpoint(run / BEST)
        weights = {
            name.removeprefix(_NETWORK): value
            for name, value in checkpoint["state_dict"].items()
            if name.startswith(_NETWORK)
        }
        network.load_state_dict(weights)
        counts = checkpoint.get(DEV_COUNTS)
        return cls(
            recipe=recipe,
            vocabulary=vocabulary,
            network=network.eval(),
            pretrained_on=_read_sources(run / SOURCES),
            dev_counts=SpanCounts(*counts) if counts else None,
        )


def check_fitted(run: Path) -> None:
    """Refuse a folder in which no training has finished an epoch.

    Raises:
        TrainingError: When that is so.
    """
    for file in (RECIPE, VOCABULARY, BEST):
        if not (run / file).exists():
            raise TrainingError(f"{run / file}: expected a training's run folder, with it")


def write_sources(run: Path, sources: list[CorpusFacts]) -> None:
    """Keep in a run folder what the first weights were learned from."""
    write_whole(run / SOURCES, _SOURCES.dump_json(sources))


def _read_sources(path: Path) -> list[CorpusFacts]:
    return _SOURCES.validate_json(path.read_bytes()) if path.exists() else []


def _read_recipe(path: Path) -> Recipe:
    try:
        return Recipe.model_validate_json(path.read_bytes())
    except ValidationError as error:
        raise TrainingError(f"{path}: {first_fault(error)}") from error
