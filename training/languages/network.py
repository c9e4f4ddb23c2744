"""The network that is trained; `model.languages.network` computes the same in numpy."""

import torch
from torch import Tensor, nn

from nomen.model.languages.n_grams import NUM_ROWS

_LEAST = -1e4
"""The logit of a language that is not written in a text's script."""


class LanguageNetwork(nn.Module):
    """A recurrent network over characters with one output for a text.

    At place t, x is the sum of the vectors of the n-grams that end there, z = relu(x). Each head
    has a forget gate f = exp(-(F x + b)^2) and an input gate i = exp(I x + c), both scalars, and a
    memory C = f C + i z. The languages' logits are an affine map of the last C / sqrt(T) of all
    heads.

    *Source:* scalar exponential gates as in the mLSTM of Beck et al., xLSTM: Extended Long
    Short-Term Memory, 2024, section 2.3, without queries, keys and normaliser; n-grams as in Joulin
    et al., Bag of Tricks for Efficient Text Classification, 2017.

    Args:
        dim: D, values of an n-gram's vector.
        num_heads: H.
        allowed: bool (S, L), which languages are written in each script.
    """

    allowed: Tensor

    def __init__(self, *, dim: int, num_heads: int, allowed: Tensor) -> None:
        super().__init__()
        self.vectors = nn.Parameter(torch.randn(NUM_ROWS, dim) * 0.1)  # (R, D)
        self.bias = nn.Parameter(torch.zeros(dim))  # (D,)
        self.forget = nn.Linear(dim, num_heads)
        self.input = nn.Linear(dim, num_heads)
        self.output = nn.Linear(num_heads * dim, allowed.shape[1])
        self.register_buffer("allowed", allowed, persistent=False)
        nn.init.normal_(self.forget.weight, std=0.02)
        nn.init.normal_(self.input.weight, std=0.1)

    def forward(self, rows: Tensor, lengths: Tensor, scripts: Tensor) -> Tensor:
        """Return the logits of the languages.

        Args:
            rows: int64 (B, T, N), the rows of the n-grams at each place, the last place first.
            lengths: int64 (B,), places of each text.
            scripts: int64 (B,), the script of each text.

        Returns:
            float32 (B, L).
        """
        size, num_places, num_orders = rows.shape
        sums = nn.functional.embedding_bag(
            rows.view(-1, num_orders), self.vectors, mode="sum"
        )  # (B T, D)
        x = sums.view(size, num_places, -1) + self.bias  # (B, T, D)
        is_text = (torch.arange(num_places) < lengths[:, None])[:, :, None]  # (B, T, 1)
        decay = self.forget(x).square() * is_text  # (B, T, H)
        after = decay.cumsum(1) - decay  # (B, T, H)
        weights = torch.exp(self.input(x) - after) * is_text  # (B, T, H)
        memory = torch.einsum("bth,btd->bhd", weights, x.relu())  # (B, H, D)
        scale = lengths.float().rsqrt()[:, None]  # (B, 1)
        logits = self.output(memory.flatten(1) * scale)  # (B, L)
        return torch.where(self.allowed[scripts], logits, _LEAST)  # (B, L)
