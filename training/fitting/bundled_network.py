"""BundledNetwork: the network of a bundle or of a run, with its weights as they are stored."""

from dataclasses import dataclass
from pathlib import Path

import torch

from nomen.model.bundle.bundle import CorpusFacts, read_bundle
from nomen.model.bundle.shipped import find_bundle
from nomen.model.network.deep_bilstm import DeepBiLSTM
from nomen.model.network.vocabulary import Vocabulary
from nomen.training.fitting.fitted_network import FittedNetwork
from nomen.training.recipes.provenance import labelled_facts
from nomen.training.runs.checkpoints import BEST


@dataclass(frozen=True, slots=True, kw_only=True)
class BundledNetwork:
    """A network that a bundle or a run holds.

    Attributes:
        network: In evaluation mode.
        vocabulary: Its forms and characters.
        sources: What it learned from.
        told: Its name and version.
        languages: The languages that it tags, as tags of BCP 47.
    """

    network: DeepBiLSTM
    vocabulary: Vocabulary
    sources: list[CorpusFacts]
    told: str
    languages: frozenset[str]

    @classmethod
    def load(cls, name: str) -> "BundledNetwork":
        """Load the network of a bundle, by its folder or the name of one that ships, or of a run.

        Raises:
            BundleError: When there is no such bundle, or it is refused.
            TrainingError: When the run is damaged.
        """
        if (Path(name) / BEST).exists():
            return cls.from_run(Path(name))
        bundle = read_bundle(find_bundle(name))
        network = DeepBiLSTM.build(bundle.manifest.network, bundle.vocabulary)
        parameters = bundle.read_parameters()
        network.load_state_dict({key: torch.from_numpy(v) for key, v in parameters.items()})
        return cls(
            network=network.eval(),
            vocabulary=bundle.vocabulary,
            sources=list(bundle.manifest.corpora),
            told=f"{bundle.manifest.name} {bundle.manifest.version}",
            languages=frozenset(bundle.manifest.languages),
        )

    @classmethod
    def from_run(cls, run: Path) -> "BundledNetwork":
        """Load the network of a run, with its best weights.

        Raises:
            TrainingError: When the run is damaged.
        """
        fitted = FittedNetwork.from_run(run)
        return cls(
            network=fitted.network,
            vocabulary=fitted.vocabulary,
            sources=[*labelled_facts(fitted.recipe), *fitted.pretrained_on],
            told=f"{fitted.recipe.name} {fitted.recipe.version}",
            languages=fitted.languages,
        )
