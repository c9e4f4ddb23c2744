"""NetworkConfig: the sizes of a network, as the bundle stores them."""

import itertools
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

LABELS: dict[str, tuple[str, ...]] = {
    "name": ("name",),
    "bio": ("O", "B", "I"),
    "bioes": ("O", "B", "I", "E", "S"),
}
"""The labels of each head in the order of its logits."""

NUM_GATES = {"rnn": 1, "gru": 3, "lstm": 4}
"""Blocks of `hidden_size` rows in a cell's weight matrices."""

Size = Annotated[int, Field(ge=1, le=4096)]


class NetworkConfig(BaseModel):
    """The architecture of one network.

    Attributes:
        cell: The recurrent cell.
        bidirectional: Whether each recurrent layer also reads from right to left.
        num_layers: Recurrent layers, 1 to 4.
        hidden_size: Units of one direction of one recurrent layer.
        embedding_dim: Size of a word form's learned vector.
        character_dim: Size of a character's learned vector.
        character_filters: Outputs of the character convolution for each of its widths.
        character_widths: Widths of the character convolution, in characters.
        shape_dim: Size of a word shape's learned vector.
        max_characters: Of a longer token the network reads the two ends, this many in all.
        dense_sizes: Units of the dense layers between the recurrent layers and the head.
        dropout: Share of the units that training sets to 0, 0 to 1.
        head: `name` (one logit a token), or the tag scheme (a logit a label; the name probability
            is `1 - P(O)`).
    """

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    cell: Literal["rnn", "gru", "lstm"] = "lstm"
    bidirectional: bool = True
    num_layers: Annotated[int, Field(ge=1, le=4)] = 2
    hidden_size: Size = 128
    embedding_dim: Size = 48
    character_dim: Size = 24
    character_filters: Size = 32
    character_widths: Annotated[tuple[Size, ...], Field(min_length=1, strict=False)] = (2, 3, 4)
    shape_dim: Size = 8
    max_characters: Annotated[int, Field(ge=4, le=256)] = 24
    dense_sizes: Annotated[tuple[Size, ...], Field(strict=False)] = ()
    dropout: Annotated[float, Field(ge=0, lt=1)] = 0.5
    head: Literal["name", "bio", "bioes"] = "bioes"

    @property
    def labels(self) -> tuple[str, ...]:
        """The labels in the order of the head's logits."""
        return LABELS[self.head]

    @property
    def num_directions(self) -> int:
        """1 or 2."""
        return 2 if self.bidirectional else 1

    @property
    def word_vector_size(self) -> int:
        """Size of a token's vector, as the word encoder gives it."""
        characters = self.character_filters * len(self.character_widths)
        return self.embedding_dim + characters + self.shape_dim

    @property
    def recurrent_size(self) -> int:
        """Size of a token's state after the recurrent layers."""
        return self.hidden_size * self.num_directions

    def parameter_shapes(
        self, *, num_forms: int, num_characters: int, num_shapes: int
    ) -> dict[str, tuple[int, ...]]:
        """Give the shape of every parameter by its name in torch's state dict."""
        shapes: dict[str, tuple[int, ...]] = {
            "word_encoder.form_embedding.weight": (num_forms, self.embedding_dim),
            "word_encoder.character_embedding.weight": (num_characters, self.character_dim),
            "word_encoder.shape_embedding.weight": (num_shapes, self.shape_dim),
        }
        for i, width in enumerate(self.character_widths):
            filters = self.character_filters
            shapes[f"word_encoder.convolutions.{i}.weight"] = (filters, self.character_dim, width)
            shapes[f"word_encoder.convolutions.{i}.bias"] = (filters,)
        return shapes | self._recurrent_shapes() | self._dense_shapes()

    def _recurrent_shapes(self) -> dict[str, tuple[int, ...]]:
        rows = NUM_GATES[self.cell] * self.hidden_size
        shapes: dict[str, tuple[int, ...]] = {}
        for layer in range(self.num_layers):
            columns = self.recurrent_size if layer else self.word_vector_size
            for suffix in ("", "_reverse")[: self.num_directions]:
                shapes[f"recurrent.cells.weight_ih_l{layer}{suffix}"] = (rows, columns)
                shapes[f"recurrent.cells.weight_hh_l{layer}{suffix}"] = (rows, self.hidden_size)
                shapes[f"recurrent.cells.bias_ih_l{layer}{suffix}"] = (rows,)
                shapes[f"recurrent.cells.bias_hh_l{layer}{suffix}"] = (rows,)
        return shapes

    def _dense_shapes(self) -> dict[str, tuple[int, ...]]:
        sizes = (self.recurrent_size, *self.dense_sizes)
        shapes: dict[str, tuple[int, ...]] = {}
        for i, (before, after) in enumerate(itertools.pairwise(sizes)):
            shapes[f"dense.{i}.weight"] = (after, before)
            shapes[f"dense.{i}.bias"] = (after,)
        shapes["head.weight"] = (len(self.labels), sizes[-1])
        shapes["head.bias"] = (len(self.labels),)
        return shapes
