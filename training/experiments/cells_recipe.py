"""The recipe of a comparison of cells, numbers of directions and depths."""

import hashlib
from itertools import product
from typing import Annotated, Literal

from pydantic import Field, model_validator

from nomen.model.network.config import NetworkConfig
from nomen.training.experiments.gradients import GradientConfig
from nomen.training.recipes.recipe import Recipe


class CompareRecipe(Recipe):
    """A recipe that lists cells, directions and layers, and gives each training a budget of tokens.

    Attributes:
        cells: The recurrent cells to compare.
        directions: 1 reads from left to right, 2 both ways.
        layers: Numbers of recurrent layers.
        num_tokens: The budget: labelled tokens that each training sees at most; repeated tokens
            count again. A training stops less than one batch below it.
        gradients: How the reach of gradients is measured, for networks of one direction.
    """

    cells: Annotated[list[Literal["rnn", "gru", "lstm"]], Field(min_length=1)]
    directions: Annotated[list[Literal[1, 2]], Field(min_length=1)]
    layers: Annotated[list[Annotated[int, Field(ge=1, le=4)]], Field(min_length=1)]
    num_tokens: Annotated[int, Field(ge=1)]
    gradients: GradientConfig = GradientConfig()

    @model_validator(mode="after")
    def _has_no_unused_field(self) -> "CompareRecipe":
        lists, budget = {"cell", "bidirectional", "num_layers"}, {"max_epochs", "patience"}
        if lists & self.network.model_fields_set:
            raise ValueError("expected cells, directions and layers in place of network's own")
        if self.distillation:
            raise ValueError("expected no distillation: each variant learns from labels alone")
        if budget & self.optimisation.model_fields_set:
            raise ValueError("expected num_tokens in place of optimisation's epochs")
        return self

    def variants(self) -> list[NetworkConfig]:
        """Give the networks to compare, in the order of the lists."""
        return [
            self.network.model_copy(
                update={"cell": cell, "bidirectional": directions > 1, "num_layers": layers}
            )
            for cell, directions, layers in product(self.cells, self.directions, self.layers)
        ]

    def digest(self, variant: NetworkConfig) -> str:
        """Give the SHA-256 of every field that one variant's result depends on."""
        own = self.model_copy(update={"network": variant})
        lists = {"name", "version", "description", "cells", "directions", "layers"}
        return hashlib.sha256(own.model_dump_json(exclude=lists).encode()).hexdigest()
