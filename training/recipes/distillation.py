"""The config of a recipe's distillation: its teachers and their soft labels."""

from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, model_validator

Share = Annotated[float, Field(ge=0, le=1)]


class TextAmount(BaseModel):
    """How much of a raw text the teachers label.

    Attributes:
        name: A registered raw text.
        tokens: About how many tokens, in sentences drawn at random.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    tokens: Annotated[int, Field(ge=1)]


class Distillation(BaseModel):
    """How a network learns the mean soft labels of several teachers.

    Attributes:
        seeds: One for each teacher that is trained: by the same recipe, on gold labels alone.
        bundles: Teachers that are bundles: the folder of each, or the name of one that ships. A
            registered corpus or text is read by those that tag its language.
        teacher_epochs: Epochs of a teacher.
        teacher_swap: Share of a teacher's sentences whose names are swapped, if it differs from
            the network's.
        texts: Raw texts that the teachers label beside the labelled sentences.
        files: The user's own raw texts, beside those; each line is a paragraph.
        file_tokens: About how many tokens of all `files`, in sentences drawn at random.
        without_names: Share of the raw sentences without a name, by the teachers, that is kept.
        share: Share of the kept raw sentences that an epoch draws.
        weight: Weight of the teachers' soft labels in labelled sentences, 0 to 1; the rest is the
            gold label's.

    *Source:* Hinton, Vinyals, Dean, Distilling the Knowledge in a Neural Network, 2015; Xie, Luong,
    Hovy, Le, Self-training with Noisy Student, 2020: the teachers read sentences as they are, the
    network reads augmented ones.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    seeds: list[int] = []
    bundles: list[str] = []
    teacher_epochs: Annotated[int, Field(ge=1)] = 5
    teacher_swap: Share | None = None
    texts: list[TextAmount] = []
    files: list[Path] = []
    file_tokens: Annotated[int, Field(ge=1)] = 200_000
    without_names: Share = 0.3
    share: Annotated[float, Field(gt=0, le=10)] = 1.0
    weight: Share = 0.3

    @model_validator(mode="after")
    def _each_once(self) -> "Distillation":
        if len(set(self.seeds)) < len(self.seeds):
            raise ValueError("seeds: expected each once")
        if not (self.seeds or self.bundles):
            raise ValueError("expected `seeds` or `bundles`")
        names = [text.name for text in self.texts]
        if len(set(names)) < len(names):
            raise ValueError("texts: expected each once")
        return self
