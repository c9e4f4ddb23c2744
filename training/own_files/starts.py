"""Start: what a fit on the user's own files begins with, and what a recipe says of it."""

from dataclasses import dataclass
from pathlib import Path

from nomen.model.network.config import NetworkConfig
from nomen.training.fitting.bundled_network import BundledNetwork
from nomen.training.own_files.own_files import LANGUAGE_MODEL, NOTHING
from nomen.training.pretraining.pretrained import Pretrained
from nomen.training.recipes.recipe import PRETRAINED, find_pretrained

SHIPPED_LANGUAGE_MODEL = Path("en")
DROPOUT = 0.35
"""Of a network whose labels are learned from nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Start:
    """What a fit begins with.

    Attributes:
        network: The sizes that follow from it.
        bundle: A bundle's name or folder, or a run's folder; None where only the layers below the
            head, or nothing, are learned already.
        pretrained: The file of a language model; None without one.
        told: What it is, in words.
    """

    network: NetworkConfig
    bundle: str | None = None
    pretrained: Path | None = None
    told: str = NOTHING


def find_start(start: str) -> Start:
    """Find what a fit begins with by the name that the user gives it.

    Args:
        start: A bundle's name or folder, a run's folder, `language-model` or `nothing`.

    Raises:
        BundleError: When there is no such bundle, or it is refused.
    """
    if start == NOTHING:
        return Start(network=NetworkConfig())
    if start == LANGUAGE_MODEL:
        path = find_pretrained(SHIPPED_LANGUAGE_MODEL, PRETRAINED)
        sizes = Pretrained.from_file(path).facts.network
        network = sizes.model_copy(update={"dropout": DROPOUT})
        return Start(network=network, pretrained=path, told="the language model of en")
    bundled = BundledNetwork.load(start)
    found = str(Path(start).resolve()) if Path(start).is_dir() else start
    return Start(network=bundled.network.config, bundle=found, told=bundled.told)
