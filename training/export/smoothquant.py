"""SmoothQuant: scales units so that int8 rounds them well; the network's outputs stay the same."""

from collections.abc import Sequence

import torch
from torch import Tensor

from nomen.model.network.deep_bilstm import BatchTensors, DeepBiLSTM
from nomen.model.network.encoding import Encoder
from nomen.model.network.vocabulary import Vocabulary

_SMALLEST = 1e-3
_ALPHA = 0.6
"""How much of the range moves from the vectors to the weights, 0 to 1."""
_BATCH_TOKENS = 1024


@torch.no_grad()
def smooth_word_vectors(network: DeepBiLSTM, vocabulary: Vocabulary, tokens: Sequence[str]) -> None:
    """Move range from the word vectors to the first recurrent layer's weights, in place.

    int8 has one scale for all units of the word vectors and one for a whole weight matrix, so a
    few large units cost the others their precision. Unit j is divided by
    s_j = max |x_j|^alpha / max |W_j|^(1 - alpha), and the weights that read it are multiplied by
    s_j.

    *Source:* Xiao et al., SmoothQuant, 2023, equation 4.

    Args:
        network: In evaluation mode.
        vocabulary: The network's.
        tokens: Tokens whose vectors show the range of each unit.
    """
    words = network.word_encoder
    readers = [
        parameter
        for name, parameter in network.recurrent.cells.named_parameters()
        if name.startswith("weight_ih_l0")
    ]
    reach = torch.cat(readers).abs().amax(dim=0).clamp(min=_SMALLEST)  # (D,)
    ranges = _ranges(network, vocabulary, tokens).clamp(min=_SMALLEST)  # (D,)
    scale = ranges**_ALPHA / reach ** (1 - _ALPHA)  # (D,)
    for parameter in readers:
        parameter.mul_(scale)
    sizes = [network.config.embedding_dim]
    sizes += [network.config.character_filters] * len(words.convolutions)
    forms, *filters, shapes = torch.split(scale, [*sizes, network.config.shape_dim])
    words.form_embedding.weight.div_(forms)
    words.shape_embedding.weight.div_(shapes)
    for convolution, factors in zip(words.convolutions, filters, strict=True):
        convolution.weight.div_(factors[:, None, None])  # type: ignore[operator]  # a Conv1d
        convolution.bias.div_(factors)  # type: ignore[operator]  # the same


def _ranges(network: DeepBiLSTM, vocabulary: Vocabulary, tokens: Sequence[str]) -> Tensor:
    """Give max |x_j| of each unit of the word vectors, (D,), in batches of similar length."""
    encoder = Encoder(vocabulary, max_characters=network.config.max_characters)
    distinct = sorted(set(tokens), key=lambda token: (len(token), token))
    ranges = torch.zeros(network.config.word_vector_size)
    for start in range(0, len(distinct), _BATCH_TOKENS):
        encoded = encoder.encode([distinct[start : start + _BATCH_TOKENS]])
        batch = BatchTensors.from_encoded(encoded)
        table = network.word_encoder(batch.form_ids, batch.character_ids, batch.shape_ids)  # (U, D)
        ranges = ranges.maximum(table.abs().amax(dim=0))
    return ranges
