"""BidirectionalLM: two language models over one word encoder."""

from collections.abc import Mapping, Sequence

import torch
from torch import Tensor, nn

from nomen.model.network.config import NetworkConfig
from nomen.model.network.deep_bilstm import (
    BatchTensors,
    DeepBiLSTM,
    LockedDropout,
    WordEncoder,
    reversal,
)

END = 0
"""The class of the end of a sentence; that of a form is its id + NUM_RESERVED_CLASSES."""
NUM_RESERVED_CLASSES = 1
IGNORED_FORM = -1
"""The id of padding among the ids of forms."""
DIV_VALUE = 2.0


class BidirectionalLM(nn.Module):
    """Predicts each form of a sentence from those before it, and again from those after it.

    P(sentence) is the product over t of P(y<t> | y<1> ... y<t-1>), the end of the sentence
    included, in either direction. The two directions share the word encoder and the softmax alone:
    no layer of one reads the other. Each begins with the zero state, as the tagger does, and a
    learned vector predicts the first form.

    *Source:* Peters et al., Deep contextualized word representations, 2018, section 3.1;
    Ng, Sequence Models (deeplearning.ai), week 1, language model; Grave et al., Efficient softmax
    approximation for GPUs, 2017.
    """

    def __init__(
        self,
        config: NetworkConfig,
        *,
        num_forms: int,
        num_characters: int,
        cutoffs: Sequence[int],
        dropout: float,
    ) -> None:
        super().__init__()
        self.config = config
        network = DeepBiLSTM(config, num_forms=num_forms, num_characters=num_characters)
        self.word_encoder: WordEncoder = network.word_encoder
        sizes = [config.word_vector_size] + [config.hidden_size] * (config.num_layers - 1)
        self.rightward = nn.ModuleList(
            nn.LSTM(size, config.hidden_size, batch_first=True) for size in sizes
        )
        self.leftward = nn.ModuleList(
            nn.LSTM(size, config.hidden_size, batch_first=True) for size in sizes
        )
        self.start = nn.Parameter(torch.zeros(2, config.hidden_size))
        num_classes = num_forms + NUM_RESERVED_CLASSES
        self.softmax = nn.AdaptiveLogSoftmaxWithLoss(
            config.hidden_size,
            num_classes,
            [cutoff for cutoff in cutoffs if cutoff < num_classes] or [num_classes - 1],
            div_value=DIV_VALUE,
            head_bias=True,
        )
        self.dropout = LockedDropout(dropout)
        self.load_recurrent(network.state_dict())

    def forward(self, inputs: BatchTensors, forms: Tensor) -> tuple[Tensor, Tensor]:
        """Give -log P of each form and of each sentence's end, in nats, in both directions.

        Args:
            inputs: The encoded tokens, which are read.
            forms: int64 (B, T), the forms to predict, IGNORED_FORM on padding.

        Returns:
            float32 (N,) from left to right and (N,) from right to left; N counts tokens and
            sentences. The order is that of (B, T + 1), padding left out.
        """
        table = self.word_encoder(inputs.form_ids, inputs.character_ids, inputs.shape_ids)  # (U, D)
        x = self.dropout(table[inputs.positions])  # (B, T, D)
        back = reversal(inputs.lengths, x.shape[1]).to(x.device)  # (B, T)
        flipped = x.gather(1, back.unsqueeze(2).expand_as(x))  # (B, T, D)
        right = self.states(x, is_leftward=False)  # (B, T + 1, H)
        left = self.states(flipped, is_leftward=True)  # (B, T + 1, H)
        classes = _classes(forms, inputs.lengths)  # (B, T + 1)
        flipped_classes = _classes(forms.gather(1, back), inputs.lengths)  # (B, T + 1)
        known = classes >= 0  # (B, T + 1), the same for both directions
        states = torch.cat([right[known], left[known]])  # (2N, H)
        targets = torch.cat([classes[known], flipped_classes[known]])  # (2N,)
        found = negative_log_likelihood(self.softmax, states, targets)  # (2N,)
        return found[: len(found) // 2], found[len(found) // 2 :]

    def states(self, x: Tensor, *, is_leftward: bool) -> Tensor:
        """Give the states that predict each form in one direction, then the end of the sentence.

        Args:
            x: (B, T, D), word vectors in reading order: reversed for the leftward direction.
            is_leftward: Which direction reads.

        Returns:
            (B, T + 1, H); the state at t has read t tokens.
        """
        for layer in self.leftward if is_leftward else self.rightward:
            x = self.dropout(layer(x)[0])  # (B, T, H)
        start = self.start[int(is_leftward)].expand(len(x), 1, -1)  # (B, 1, H)
        return torch.cat([start.to(x.dtype), x], dim=1)  # (B, T + 1, H)

    def load_recurrent(self, state: Mapping[str, Tensor]) -> None:
        """Copy from a `DeepBiLSTM` the weights of each layer that read its own direction."""
        hidden = self.config.hidden_size
        with torch.no_grad():
            for name, number, suffix, parameter in self._recurrent():
                value = state[f"recurrent.cells.{name}_l{number}{suffix}"]
                if name == "weight_ih" and number:
                    value = value[:, hidden:] if suffix else value[:, :hidden]
                parameter.copy_(value)

    def network_state(self) -> dict[str, Tensor]:
        """Give the word encoder and recurrent layers as a `DeepBiLSTM` names them.

        A layer's weights for the other direction's states are 0, so that the network's states are
        those of the language models.
        """
        state = {f"word_encoder.{k}": v for k, v in self.word_encoder.state_dict().items()}
        for name, number, suffix, parameter in self._recurrent():
            value = parameter.detach()
            if name == "weight_ih" and number:
                other = torch.zeros_like(value)
                value = torch.cat([other, value] if suffix else [value, other], dim=1)  # (4H, 2H)
            state[f"recurrent.cells.{name}_l{number}{suffix}"] = value
        return {name: value.detach().clone() for name, value in state.items()}

    def _recurrent(self) -> list[tuple[str, int, str, nn.Parameter]]:
        return [
            (name.removesuffix("_l0"), number, suffix, parameter)
            for suffix, layers in (("", self.rightward), ("_reverse", self.leftward))
            for number, layer in enumerate(layers)
            for name, parameter in layer.named_parameters()
        ]


def _classes(forms: Tensor, lengths: Tensor) -> Tensor:
    """Give the classes (B, T + 1) of forms and of the end after them; padding stays -1."""
    shifted = torch.where(forms == IGNORED_FORM, IGNORED_FORM, forms + NUM_RESERVED_CLASSES)
    padded = nn.functional.pad(shifted, (0, 1), value=IGNORED_FORM)  # (B, T + 1)
    return padded.scatter(1, lengths.to(forms.device).unsqueeze(1), END)  # (B, T + 1)


def negative_log_likelihood(
    softmax: nn.AdaptiveLogSoftmaxWithLoss, states: Tensor, targets: Tensor
) -> Tensor:
    """Give -log P float32 (N,) of classes (N,) after states (N, H), in nats.

    This equals -`softmax(states, targets)`, and works in mixed precision too.
    """
    shortlist = softmax.shortlist_size
    cutoffs = softmax.cutoffs
    cluster = torch.bucketize(
        targets, torch.tensor(cutoffs[:-1], device=targets.device), right=True
    )
    at_head = torch.where(cluster == 0, targets, shortlist + cluster - 1)  # (N,)
    found = nn.functional.cross_entropy(softmax.head(states).float(), at_head, reduction="none")
    for i, tail in enumerate(softmax.tail):
        (rows,) = torch.nonzero(cluster == i + 1, as_tuple=True)
        if len(rows):
            logits = tail(states[rows]).float()
            inside = nn.functional.cross_entropy(
                logits, targets[rows] - cutoffs[i], reduction="none"
            )
            found = found.index_add(0, rows, inside)
    return found
