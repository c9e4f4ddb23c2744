"""The weights file of a bundle: how a network's parameters are stored, read and verified.

The vectors of the word forms, which are most of a bundle, are int8 rows with a float32 scale each.
Every other parameter is float16. Engines compute with these rounded values in float32.
"""

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray
from safetensors import SafetensorError
from safetensors.numpy import load as load_safetensors

from nomen.model.arrays import Float32Array
from nomen.model.errors import BundleError
from nomen.model.network.config import NetworkConfig
from nomen.model.network.vocabulary import NUM_SHAPES, PLAIN_SHAPES, Vocabulary

FORMS = "word_encoder.form_embedding.weight"
FORM_SCALES = "word_encoder.form_embedding.scale"
SHAPE_VECTORS = "word_encoder.shape_embedding.weight"
_LARGEST_INT8 = 127
_MAX_HEADER_BYTES = 1 << 20
"""Of a weights file. A network's header has some hundred bytes for each of its few tensors."""

Parameters = Mapping[str, Float32Array]
"""The parameters of a network, as torch's state dict names and shapes them."""

Tensors = Mapping[str, NDArray[Any]]
"""The tensors of a weights file: the parameters as stored, and the scales of the word forms."""


def round_parameters(parameters: Parameters) -> dict[str, NDArray[Any]]:
    """Round a network's parameters to the tensors that a weights file stores.

    Each row of the form embedding is whole numbers of -127 to 127 times a scale, max |x| / 127.

    *Source:* Wu et al., Integer Quantization for Deep Learning Inference: Principles and Empirical
    Evaluation, 2020, section 3.1.2 (scale quantization).
    """
    tensors: dict[str, NDArray[Any]] = {
        name: value.astype(np.float16) for name, value in parameters.items() if name != FORMS
    }
    forms = parameters[FORMS]  # (F, E)
    scales = np.abs(forms).max(axis=1, keepdims=True) / np.float32(_LARGEST_INT8)  # (F, 1)
    steps = np.divide(forms, scales, out=np.zeros_like(forms), where=scales > 0)  # (F, E)
    return tensors | {FORMS: np.rint(steps).astype(np.int8), FORM_SCALES: scales}


def read_parameters(tensors: Tensors) -> dict[str, Float32Array]:
    """Compute the parameters that stored tensors stand for, in new arrays."""
    forms = tensors[FORMS].astype(np.float32) * tensors[FORM_SCALES]  # (F, E)
    others = tensors.keys() - {FORMS, FORM_SCALES}
    return {name: tensors[name].astype(np.float32) for name in others} | {FORMS: forms}


def with_marked_shapes(tensors: Tensors) -> dict[str, NDArray[Any]]:
    """Give tensors of a time before marks a vector for each mark: that of the shape without it."""
    return {**tensors, SHAPE_VECTORS: tensors[SHAPE_VECTORS][PLAIN_SHAPES]}


def parse_tensors(
    content: bytes,
    *,
    place: str,
    config: NetworkConfig,
    vocabulary: Vocabulary,
    has_marks: bool = True,
) -> Tensors:
    """Read a weights file and verify each tensor's name, shape, number format and values.

    Args:
        content: The file's bytes.
        place: The file's path, for messages.
        config: Of the network that the weights must fit.
        vocabulary: Of the same network.
        has_marks: Whether the file has vectors for marks; schema 6 had none. They are added.

    Raises:
        BundleError: When a tensor is not as expected; the message names it.
    """
    fault = f"{place}: header: expected the safetensors format"
    if int.from_bytes(content[:8], "little") > _MAX_HEADER_BYTES:
        raise BundleError(fault)
    try:
        tensors = load_safetensors(content)
    except (SafetensorError, KeyError, ValueError) as error:
        raise BundleError(fault) from error
    shapes = config.parameter_shapes(
        num_forms=vocabulary.num_forms,
        num_characters=vocabulary.num_characters,
        num_shapes=NUM_SHAPES if has_marks else max(PLAIN_SHAPES) + 1,
    )
    shapes[FORM_SCALES] = (vocabulary.num_forms, 1)
    for name in sorted(shapes.keys() ^ tensors.keys()):
        wanted = "expected" if name in shapes else "not expected"
        raise BundleError(f"{place}: {name}: {wanted} by the manifest's network")
    for name, shape in shapes.items():
        _verify(tensors[name], f"{place}: {name}", shape, _FORMATS.get(name, "float16"))
    return tensors if has_marks else with_marked_shapes(tensors)


def _verify(tensor: NDArray[Any], place: str, shape: tuple[int, ...], number: str) -> None:
    if tensor.shape != shape:
        raise BundleError(f"{place}: expected shape {shape}, found {tensor.shape}")
    if tensor.dtype != number:
        raise BundleError(f"{place}: expected {number}, found {tensor.dtype}")
    if not np.isfinite(tensor).all():
        raise BundleError(f"{place}: expected finite values, found NaN or infinity")


_FORMATS = {FORMS: "int8", FORM_SCALES: "float32"}
"""Number formats other than float16."""
