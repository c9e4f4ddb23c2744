"""The result of one training of a study, kept as a line of JSON."""

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import numpy as np
from pydantic import BaseModel, ConfigDict, ValidationError

from nomen.model.arrays import IntArray


class Key(NamedTuple):
    """What tells the trainings of a study apart: set, strategy, sentences and seed."""

    set_name: str
    strategy: str
    number: int
    seed: int


class TeachingResult(BaseModel):
    """The result of one training.

    Attributes:
        set_name: The set of documents.
        strategy: How the sentences were chosen; empty for the bundle untouched.
        number: Sentences that were labelled.
        seed: Of the choice and the training.
        num_tokens: Tokens that were labelled.
        num_names: Names in them.
        seconds: Duration of the training.
        counts: Gold, predicted and correct names of each test block.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    set_name: str
    strategy: str
    number: int
    seed: int
    num_tokens: int
    num_names: int
    seconds: float
    counts: list[tuple[int, int, int]]

    @property
    def key(self) -> Key:
        """What tells it apart."""
        return Key(self.set_name, self.strategy, self.number, self.seed)

    def rows(self) -> IntArray:
        """Give the counts as int64 (S, 3)."""
        return np.array(self.counts, dtype=np.int64).reshape(-1, 3)


def read_results(path: Path) -> Iterator[TeachingResult]:
    """Give the results of a file; a line that is not whole is left out."""
    if not path.exists():
        return
    for line in path.read_text(encoding="utf-8").splitlines():
        try:
            yield TeachingResult.model_validate_json(line)
        except ValidationError:
            continue


def add_result(path: Path, result: TeachingResult) -> None:
    """Append a result to a file."""
    with path.open("a", encoding="utf-8") as file:
        file.write(f"{result.model_dump_json()}\n")
