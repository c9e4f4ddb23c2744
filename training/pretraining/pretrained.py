"""Pretrained: the file that a pretraining writes, facts and weights in one safetensors file."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import torch
from pydantic import BaseModel, ConfigDict, ValidationError
from safetensors import SafetensorError, safe_open
from safetensors.torch import save
from torch import Tensor

from nomen.model.bundle.bundle import MANIFEST, CorpusFacts, first_fault
from nomen.model.bundle.weights import SHAPE_VECTORS
from nomen.model.network.config import NetworkConfig
from nomen.model.network.vocabulary import PLAIN_SHAPES, Vocabulary
from nomen.training.durable_files import write_whole
from nomen.training.errors import RecipeError, TrainingError
from nomen.training.pretraining.language_model import BidirectionalLM

PRETRAINED_FILE = "pretrained.safetensors"
_KEY = "pretrained"
_LM = "language_model."
_WRONG_WEIGHTS = "pretrained file: expected the weights that its facts describe"
_SIZES = (
    "cell", "bidirectional", "num_layers", "hidden_size", "embedding_dim", "character_dim",
    "character_filters", "character_widths", "shape_dim", "max_characters",
)  # fmt: skip


class PretrainedFacts(BaseModel):
    """The facts in a pretrained file.

    Attributes:
        network: The sizes of the encoder.
        vocabulary: Its forms and characters.
        form_counts: How often each form was seen, in order.
        spellings: The commonest spelling of each form that is not the form itself.
        cutoffs: The clusters of the softmax.
        sources: The texts and corpora that it was learned from.
        perplexities: Of held-out sentences, by direction.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    network: NetworkConfig
    vocabulary: Vocabulary
    form_counts: list[int]
    spellings: dict[str, str]
    cutoffs: list[int]
    sources: list[CorpusFacts]
    perplexities: dict[str, float]

    @property
    def licence_classes(self) -> list[str]:
        """The licence classes of the sources, sorted."""
        return sorted({source.licence_class for source in self.sources})


@dataclass(frozen=True, slots=True, kw_only=True)
class Pretrained:
    """The facts and the float32 weights of a pretrained file."""

    facts: PretrainedFacts
    weights: Mapping[str, Tensor]

    @classmethod
    def from_file(cls, path: Path) -> "Pretrained":
        """Read a pretrained file, or the one in a run folder.

        Raises:
            TrainingError: When there is none, or it is damaged.
        """
        file = path / PRETRAINED_FILE if path.is_dir() else path
        if (path / MANIFEST).exists():
            raise TrainingError(
                f"{path}: a bundle holds no language model; expected the file or the run folder "
                "that `nomen-train pretrain` writes"
            )
        try:
            with safe_open(file, framework="pt") as opened:
                header = (opened.metadata() or {}).get(_KEY)
                weights = {name: opened.get_tensor(name).float() for name in opened.keys()}  # noqa: SIM118  # no mapping
        except (OSError, SafetensorError) as error:
            raise TrainingError(f"{file}: expected what `nomen-train pretrain` writes") from error
        if header is None:
            raise TrainingError(f"{file}: expected what `nomen-train pretrain` writes")
        try:
            facts = PretrainedFacts.model_validate_json(header)
        except ValidationError as error:
            raise TrainingError(f"{file}: {first_fault(error)}") from error
        return cls(facts=facts, weights=_with_marked_shapes(weights))

    def language_model(self) -> BidirectionalLM:
        """Build the language model, to sample and to score sentences.

        Raises:
            TrainingError: When a weight is missing or of another shape.
        """
        facts = self.facts
        model = BidirectionalLM(
            facts.network,
            num_forms=facts.vocabulary.num_forms,
            num_characters=facts.vocabulary.num_characters,
            cutoffs=facts.cutoffs,
            dropout=0.0,
        )
        encoder = "word_encoder."
        state = {k: v for k, v in self.weights.items() if k.startswith(encoder)}
        state |= {k.removeprefix(_LM): v for k, v in self.weights.items() if k.startswith(_LM)}
        try:
            found = model.load_state_dict(state, strict=False)
            model.load_recurrent(self.weights)
        except (RuntimeError, KeyError) as error:
            raise TrainingError(_WRONG_WEIGHTS) from error
        if found.unexpected_keys:
            raise TrainingError(_WRONG_WEIGHTS)
        return model.eval()

    def encoder_weights(self) -> dict[str, Tensor]:
        """Give the word encoder and the recurrent layers, as a network names them."""
        return {k: v for k, v in self.weights.items() if not k.startswith(_LM)}

    def check(self, config: NetworkConfig) -> None:
        """Compare the sizes of a recipe's network with the pretrained ones.

        Raises:
            RecipeError: When a size differs.
        """
        for name in _SIZES:
            wanted, found = getattr(config, name), getattr(self.facts.network, name)
            if wanted != found:
                raise RecipeError(
                    f"network.{name}: expected {found} as in `pretrained`, not {wanted}"
                )


def _with_marked_shapes(weights: Mapping[str, Tensor]) -> Mapping[str, Tensor]:
    """Give weights of a time before marks a vector for each mark: that of the shape without it."""
    shapes = weights.get(SHAPE_VECTORS)
    if shapes is None or len(shapes) != max(PLAIN_SHAPES) + 1:
        return weights
    return {**weights, SHAPE_VECTORS: shapes[PLAIN_SHAPES]}


def write_pretrained(path: Path, *, model: BidirectionalLM, facts: PretrainedFacts) -> None:
    """Write a pretrained file: float16 weights, and the facts as JSON in its header."""
    state = model.network_state()
    state |= {
        f"{_LM}{name}": value
        for name, value in model.state_dict().items()
        if name == "start" or name.startswith("softmax.")
    }
    halves = {name: value.to("cpu", torch.float16).contiguous() for name, value in state.items()}
    write_whole(path, save(halves, metadata={_KEY: facts.model_dump_json()}))
