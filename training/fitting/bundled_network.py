"""BundledNetwork: the network of a bundle, with its weights as the bundle stores them."""

from dataclasses import dataclass

import torch

from nomen.model.bundle.bundle import CorpusFacts, find_bundle, read_bundle
from nomen.model.network.deep_bilstm import DeepBiLSTM
from nomen.model.network.vocabulary import Vocabulary


@dataclass(frozen=True, slots=True, kw_only=True)
class BundledNetwork:
    """A network that a bundle holds.

    Attributes:
        network: In evaluation mode.
        vocabulary: Its forms and characters.
        sources: What it learned from.
    """

    network: DeepBiLSTM
    vocabulary: Vocabulary
    sources: list[CorpusFacts]

    @classmethod
    def load(cls, name: str) -> "BundledNetwork":
        """Load the network of a bundle: its folder, or the name of one that ships.

        Raises:
            BundleError: When there is no such bundle, or it is refused.
        """
        bundle = read_bundle(find_bundle(name))
        network = DeepBiLSTM.build(bundle.manifest.network, bundle.vocabulary)
        parameters = bundle.read_parameters()
        network.load_state_dict({key: torch.from_numpy(v) for key, v in parameters.items()})
        return cls(
            network=network.eval(),
            vocabulary=bundle.vocabulary,
            sources=list(bundle.manifest.corpora),
        )
