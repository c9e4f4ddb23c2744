"""DeepBiLSTM, the network: word encoder, recurrent layers, dense layers, head."""

import itertools
from collections.abc import Callable
from typing import NamedTuple

import torch
from torch import Tensor, nn
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence

from nomen.model.network.config import NetworkConfig
from nomen.model.network.encoding import EncodedBatch
from nomen.model.network.vocabulary import NUM_SHAPES, PADDING_CHARACTER, Vocabulary

CELLS = {"rnn": nn.RNN, "gru": nn.GRU, "lstm": nn.LSTM}
_FORWARDS: dict[str, Callable[..., tuple[Tensor, ...]]] = {
    "rnn": torch.rnn_tanh,
    "gru": torch.gru,
    "lstm": torch.lstm,
}
"""The functions behind torch's modules. On the CPU, an LSTM of one direction over unpacked steps is
one fused operator, twice as fast as torch's loop over packed steps."""

_WIDTHS = (4, 7, 11)
"""Upper bounds of token length, in characters, of the groups that are convolved together."""


class BatchTensors(NamedTuple):
    """An `EncodedBatch` on a device."""

    form_ids: Tensor  # int64 (U,)
    character_ids: Tensor  # int64 (U, L)
    shape_ids: Tensor  # int64 (U,)
    positions: Tensor  # int64 (B, T)
    lengths: Tensor  # int64 (B,), stays on the CPU

    @classmethod
    def from_encoded(
        cls, batch: EncodedBatch, device: torch.device | str = "cpu"
    ) -> "BatchTensors":
        """Share memory with the arrays on the CPU; copy all but the lengths to another device."""
        return cls(
            form_ids=torch.from_numpy(batch.form_ids),
            character_ids=torch.from_numpy(batch.character_ids),
            shape_ids=torch.from_numpy(batch.shape_ids),
            positions=torch.from_numpy(batch.positions),
            lengths=torch.from_numpy(batch.lengths),
        ).to(device)

    def to(self, device: torch.device | str) -> "BatchTensors":
        """Move all but the lengths to a device."""
        return BatchTensors(
            form_ids=self.form_ids.to(device),
            character_ids=self.character_ids.to(device),
            shape_ids=self.shape_ids.to(device),
            positions=self.positions.to(device),
            lengths=self.lengths,
        )


class LockedDropout(nn.Module):
    """Dropout that sets the same units to 0 at every time step of a sentence.

    *Source:* Gal and Ghahramani, A Theoretically Grounded Application of Dropout in Recurrent
    Neural Networks, 2016, section 4.
    """

    def __init__(self, p: float) -> None:
        super().__init__()
        self.dropout = nn.Dropout(p)

    def forward(self, x: Tensor) -> Tensor:
        """Set units of x (B, T, D) to 0."""
        if not self.training or self.dropout.p == 0:
            return x
        mask: Tensor = self.dropout(torch.ones_like(x[:, :1]))  # (B, 1, D)
        return x * mask  # (B, T, D)


class WordEncoder(nn.Module):
    """A vector for each token of the table: word form, characters (convolution and max), shape."""

    def __init__(self, config: NetworkConfig, *, num_forms: int, num_characters: int) -> None:
        super().__init__()
        self.form_embedding = nn.Embedding(num_forms, config.embedding_dim)
        self.character_embedding = nn.Embedding(
            num_characters, config.character_dim, padding_idx=PADDING_CHARACTER
        )
        self.shape_embedding = nn.Embedding(NUM_SHAPES, config.shape_dim)
        self.convolutions = nn.ModuleList(
            nn.Conv1d(config.character_dim, config.character_filters, width, padding=width - 1)
            for width in config.character_widths
        )
        nn.init.normal_(self.form_embedding.weight, std=0.1)

    def forward(self, form_ids: Tensor, character_ids: Tensor, shape_ids: Tensor) -> Tensor:
        """Give float32 (U, D) for ids (U,), (U, L), (U,)."""
        with torch.autocast(form_ids.device.type, enabled=False):  # slower on CPUs, not faster
            forms, shapes = self.form_embedding(form_ids), self.shape_embedding(shape_ids)
            return torch.cat([forms, self._spelled(character_ids), shapes], dim=1)  # (U, D)

    def _spelled(self, ids: Tensor) -> Tensor:
        """Read tokens of similar length together: padding costs as much as characters."""
        lengths = (ids != PADDING_CHARACTER).sum(dim=1)  # (U,)
        order = lengths.argsort()
        counts = torch.bucketize(lengths, lengths.new_tensor(_WIDTHS)).bincount().tolist()
        parts = [
            self._spelled_alike(ids[rows, : max(1, int(lengths[rows[-1]]))])
            for rows in torch.split(order, counts)
            if len(rows)
        ]
        return torch.cat(parts)[order.argsort()]

    def _spelled_alike(self, ids: Tensor) -> Tensor:
        """Convolve, rectify and take the maximum over positions, (U, F * widths).

        Only windows that begin at or before a character count. Windows past a token's end see
        nothing but padding; their output, the bias, is masked with 0, the rectifier's minimum.
        """
        characters = self.character_embedding(ids).transpose(1, 2)  # (U, C, L)
        is_character = (ids != PADDING_CHARACTER).unsqueeze(1)  # (U, 1, L)
        longest = []
        for convolution in self.convolutions:
            filtered = convolution(characters).relu()  # (U, F, L + width - 1)
            before = filtered.shape[2] - ids.shape[1]
            begins = nn.functional.pad(is_character, (before, 0), value=True)
            longest.append((filtered * begins).amax(dim=2))  # (U, F)
        return torch.cat(longest, dim=1)


class RecurrentLayers(nn.Module):
    """The recurrent layers, over sentences of different lengths.

    Between the layers, dropout is drawn anew at each step; before and after them it is locked.
    """

    def __init__(self, config: NetworkConfig) -> None:
        super().__init__()
        self._cell = config.cell
        between = config.dropout if config.num_layers > 1 else 0.0
        self.cells = CELLS[config.cell](
            config.word_vector_size,
            config.hidden_size,
            num_layers=config.num_layers,
            bidirectional=config.bidirectional,
            dropout=between,
            batch_first=True,
        )
        for name, parameter in self.cells.named_parameters():
            if name.startswith("weight_hh"):
                for gate in parameter.data.split(config.hidden_size):
                    nn.init.orthogonal_(gate)
            elif name.startswith("weight_ih"):
                for gate in parameter.data.split(config.hidden_size):
                    nn.init.xavier_uniform_(gate)
            else:
                nn.init.zeros_(parameter)
        if config.cell == "lstm":
            self._open_forget_gates(config)

    def _open_forget_gates(self, config: NetworkConfig) -> None:
        """Set the forget bias of a new LSTM to 1, so it remembers from the start.

        *Source:* Jozefowicz, Zaremba, Sutskever, An Empirical Exploration of Recurrent Network
        Architectures, 2015, section 5.
        """
        for name, parameter in self.cells.named_parameters():
            if name.startswith("bias_ih"):
                parameter.data[config.hidden_size : 2 * config.hidden_size] = 1.0

    def forward(self, x: Tensor, lengths: Tensor) -> Tensor:
        """Give the states (B, T, H or 2H) of x (B, T, D); 0 on padding."""
        if x.is_cuda:
            return self.read_packed(x, lengths)
        is_token = torch.arange(x.shape[1]) < lengths.unsqueeze(1)  # (B, T)
        back = reversal(lengths, x.shape[1]).to(x.device)  # (B, T)
        for layer in range(self.cells.num_layers):
            if layer:
                x = nn.functional.dropout(x, self.cells.dropout, training=self.training)
            x = self._states(x, back, f"l{layer}")  # (B, T, H or 2H)
        return x * is_token.unsqueeze(2).to(x.device)

    def read_packed(self, x: Tensor, lengths: Tensor) -> Tensor:
        """Do the same as `forward` in one call on packed sentences, which is cuDNN's fastest way.

        torch sorts the sentences by length and runs both directions of all layers at once.
        """
        packed = pack_padded_sequence(x, lengths, batch_first=True, enforce_sorted=False)
        states, _ = self.cells(packed)
        return pad_packed_sequence(states, batch_first=True, total_length=x.shape[1])[0]

    def _states(self, x: Tensor, back: Tensor, layer: str) -> Tensor:
        """Read sentences forwards and, in the order of the steps `back` (B, T), backwards."""
        ahead = self._read(x, layer)
        if not self.cells.bidirectional:
            return ahead
        behind = self._read(_reordered(x, back), f"{layer}_reverse")
        return torch.cat([ahead, _reordered(behind, back)], dim=2)

    def _read(self, x: Tensor, place: str) -> Tensor:
        kinds = ("weight_ih", "weight_hh", "bias_ih", "bias_hh")
        weights = [getattr(self.cells, f"{kind}_{place}") for kind in kinds]
        zeros = x.new_zeros(1, len(x), self.cells.hidden_size)
        start = (zeros, zeros) if self._cell == "lstm" else zeros
        options = (True, 1, 0.0, self.training, False, True)  # biases, layers, …, batch first
        states = _FORWARDS[self._cell](x, start, weights, *options)
        return states[0]


def reversal(lengths: Tensor, num_steps: int) -> Tensor:
    """Give the steps (B, T) that read each sentence backwards and leave its padding at the end."""
    steps = torch.arange(num_steps).expand(len(lengths), -1)  # (B, T)
    mirrored = lengths.unsqueeze(1) - 1 - steps  # (B, T)
    return torch.where(mirrored >= 0, mirrored, steps)  # (B, T)


def _reordered(x: Tensor, steps: Tensor) -> Tensor:
    """Put the steps of x (B, T, D) in the order of `steps` (B, T)."""
    return x.gather(1, steps.unsqueeze(2).expand_as(x))


class DeepBiLSTM(nn.Module):
    """One output for each input token: T_x = T_y.

    *Source:* Ng, Sequence Models (deeplearning.ai), week 1, many-to-many architecture.
    """

    def __init__(self, config: NetworkConfig, *, num_forms: int, num_characters: int) -> None:
        super().__init__()
        self.config = config
        self.word_encoder = WordEncoder(config, num_forms=num_forms, num_characters=num_characters)
        self.recurrent = RecurrentLayers(config)
        sizes = (config.recurrent_size, *config.dense_sizes)
        self.dense = nn.ModuleList(
            nn.Linear(before, after) for before, after in itertools.pairwise(sizes)
        )
        self.head = nn.Linear(sizes[-1], len(config.labels))
        self.dropout = LockedDropout(config.dropout)

    @classmethod
    def build(cls, config: NetworkConfig, vocabulary: Vocabulary) -> "DeepBiLSTM":
        """Make a newly initialised network with a row for each entry of a vocabulary."""
        return cls(config, num_forms=vocabulary.num_forms, num_characters=vocabulary.num_characters)

    def forward(self, batch: BatchTensors) -> Tensor:
        """Give the logits float32 (B, T, K), K labels; those of padding mean nothing."""
        table = self.word_encoder(batch.form_ids, batch.character_ids, batch.shape_ids)  # (U, D)
        return self.label(table[batch.positions], batch.lengths)

    def label(self, x: Tensor, lengths: Tensor) -> Tensor:
        """Give the logits (B, T, K) of word vectors x (B, T, D)."""
        x = self.dropout(x)
        x = self.dropout(self.recurrent(x, lengths))  # (B, T, 2H)
        for layer in self.dense:
            x = self.dropout(layer(x).relu())
        logits: Tensor = self.head(x)  # (B, T, K)
        return logits


def label_probabilities(logits: Tensor) -> Tensor:
    """Give the probability of each label of each token alone, (B, T, K), for logits (B, T, K)."""
    return logits.sigmoid() if logits.shape[-1] == 1 else logits.softmax(dim=-1)
