"""The result of one variant of a comparison, kept as JSON."""

from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from nomen.model.network.config import NetworkConfig
from nomen.training.evaluation.scores import SpanCounts
from nomen.training.experiments.gradients import GradientReach

Moment = Literal["before", "after"]


class VariantResult(BaseModel):
    """The result of one variant of a comparison.

    Attributes:
        network: The variant's network config.
        digest: SHA-256 of the config that the variant was trained with.
        num_parameters: Of all layers.
        num_recurrent_parameters: Of the recurrent layers.
        num_tokens: Labelled tokens that the training saw; repeated tokens count again.
        num_steps: Steps of the optimiser.
        seconds: Duration of the training, without evaluation.
        dev: Counts of names in all dev sentences.
        test: Counts of names in all test sentences, if the recipe names some.
        gradients: The reach of gradients `before` and `after` training; empty for two directions.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    network: NetworkConfig
    digest: str
    num_parameters: int
    num_recurrent_parameters: int
    num_tokens: int
    num_steps: int
    seconds: float
    dev: SpanCounts
    test: SpanCounts | None
    gradients: dict[Moment, GradientReach]

    @classmethod
    def from_file(cls, path: Path, *, digest: str) -> "VariantResult | None":
        """Read a result; give None when there is none of this config, or it is damaged."""
        try:
            result = cls.model_validate_json(path.read_bytes())
        except (FileNotFoundError, ValidationError):
            return None
        return result if result.digest == digest else None

    def write(self, path: Path) -> None:
        """Write the result, whole or not at all."""
        path.parent.mkdir(parents=True, exist_ok=True)
        partial = path.with_suffix(".partial")
        partial.write_text(self.model_dump_json(indent=1), encoding="utf-8")
        partial.replace(path)

    @property
    def tokens_per_second(self) -> float:
        """Labelled tokens per second of training."""
        return self.num_tokens / self.seconds
