"""The files of an identifier: manifest and weights, which training writes and reading verifies.

The values of the n-grams' vectors are whole numbers of -7 to 7 times a float32 scale, which each
column has one of. Two values share a byte. Every other parameter is float16.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

import numpy as np
from numpy.typing import NDArray
from pydantic import Field, ValidationError, model_validator
from safetensors import SafetensorError
from safetensors.numpy import load as load_safetensors

from nomen.model.arrays import Float32Array
from nomen.model.bundle.bundle import SHIPPED, FileFacts, Part, Probability, first_fault
from nomen.model.errors import BundleError
from nomen.model.languages.n_grams import NUM_ROWS

SCHEMA_VERSION = 1
MANIFEST, WEIGHTS, CARD = "manifest.json", "weights.safetensors", "README.md"
SHIPPED_IDENTIFIER = SHIPPED / "languages"
VECTORS, SCALES = "vectors", "vectors.scale"
_LARGEST = 7
_HALF_BYTE = 4
_OFFSET = 8
"""Added to a value, so that it is not negative."""
_CLIPPED_DEVIATIONS = 2.5
_MAX_HEADER_BYTES = 1 << 16

Parameters = Mapping[str, Float32Array]
"""The parameters of the network, as torch's state dict names and shapes them."""
Tensors = Mapping[str, NDArray[Any]]
"""The tensors of a weights file: the parameters as stored, and the scales of the vectors."""
Count = Annotated[int, Field(ge=1, le=64)]


class SelfTest(Part):
    """A text, and what the identifier says of it."""

    text: str
    language: str
    probability: Probability


class LanguagesManifest(Part):
    """The contents of `manifest.json`.

    Attributes:
        schema_version: Of these fields.
        name: Of the identifier.
        version: Semantic version.
        description: One line.
        dim: Values of an n-gram's vector; an even number.
        num_heads: Memories of the network.
        languages: A BCP 47 tag for each output of the network.
        scripts: The outputs that are possible for each script, by their place in `languages`.
        close: Groups of languages that are hard to tell apart.
        threshold: A text is `und` if the group of its likeliest language is less probable.
        slope: Logits are multiplied by it before the softmax, which calibrates them.
        metrics: What was measured.
        self_tests: What loading checks.
        files: Checksum and size of every other file.
    """

    schema_version: int
    name: str
    version: str
    description: str
    dim: Annotated[int, Field(ge=2, le=64, multiple_of=2)]
    num_heads: Count
    languages: Annotated[list[str], Field(min_length=1)]
    scripts: dict[str, list[int]]
    close: list[list[str]]
    threshold: Probability
    slope: Annotated[float, Field(gt=0)]
    metrics: dict[str, float]
    self_tests: list[SelfTest]
    files: dict[str, FileFacts]

    @model_validator(mode="after")
    def _fits(self) -> "LanguagesManifest":
        if self.schema_version != SCHEMA_VERSION:
            raise ValueError(f"schema_version: expected {SCHEMA_VERSION}")
        places = {place for each in self.scripts.values() for place in each}
        if not places <= set(range(len(self.languages))):
            raise ValueError("scripts: expected places in `languages`")
        return self

    def shapes(self) -> dict[str, tuple[int, ...]]:
        """Give the shape of each stored tensor."""
        dim, heads, languages = self.dim, self.num_heads, len(self.languages)
        return {
            VECTORS: (NUM_ROWS, dim // 2),
            SCALES: (dim,),
            "bias": (dim,),
            "forget.weight": (heads, dim),
            "forget.bias": (heads,),
            "input.weight": (heads, dim),
            "input.bias": (heads,),
            "output.weight": (languages, heads * dim),
            "output.bias": (languages,),
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class IdentifierFiles:
    """A verified identifier: its manifest and its parameters in float32."""

    manifest: LanguagesManifest
    parameters: Parameters


def read_identifier(folder: Path) -> IdentifierFiles:
    """Read and verify the files of an identifier.

    Raises:
        BundleError: When a file is missing, damaged or of another schema; the message names it.
    """
    manifest = _read_manifest(folder / MANIFEST)
    if WEIGHTS not in manifest.files:
        raise BundleError(f"{folder / MANIFEST}: files: expected {WEIGHTS}")
    contents = {name: _read_checked(folder / name, facts) for name, facts in manifest.files.items()}
    tensors = _parse(contents[WEIGHTS], folder / WEIGHTS, manifest)
    return IdentifierFiles(manifest=manifest, parameters=with_scales(tensors))


def round_vectors(parameters: Parameters) -> dict[str, NDArray[Any]]:
    """Round the network's parameters to the tensors that are stored.

    The largest whole number of a column stands for 2.5 of its standard deviations; what is further
    from zero is clipped.

    *Source:* Wu et al., Integer Quantization for Deep Learning Inference: Principles and Empirical
    Evaluation, 2020, section 3.1.2 (scale quantization).
    """
    vectors = parameters[VECTORS]  # (R, D)
    deviations = vectors.std(axis=0).clip(1e-12)  # (D,)
    scales = (deviations * (_CLIPPED_DEVIATIONS / _LARGEST)).astype(np.float32)  # (D,)
    steps = np.rint(vectors / scales).clip(-_LARGEST, _LARGEST).astype(np.int8) + _OFFSET
    packed = (steps[:, ::2] | steps[:, 1::2] << _HALF_BYTE).astype(np.uint8)  # (R, D / 2)
    small: dict[str, NDArray[Any]] = {
        name: value.astype(np.float16) for name, value in parameters.items()
    }
    return small | {VECTORS: packed, SCALES: scales}


def with_scales(tensors: Tensors) -> dict[str, Float32Array]:
    """Compute the parameters that stored tensors stand for, in new arrays."""
    packed, scales = tensors[VECTORS], tensors[SCALES]
    vectors = np.empty((len(packed), len(scales)), dtype=np.float32)  # (R, D)
    vectors[:, ::2] = packed & (2**_HALF_BYTE - 1)
    vectors[:, 1::2] = packed >> _HALF_BYTE
    vectors -= _OFFSET
    others = {n: v.astype(np.float32) for n, v in tensors.items() if n not in {VECTORS, SCALES}}
    return others | {VECTORS: vectors * scales}


def _read_manifest(path: Path) -> LanguagesManifest:
    try:
        return LanguagesManifest.model_validate_json(path.read_bytes())
    except OSError as error:
        raise BundleError(f"{path}: expected the manifest of an identifier") from error
    except ValidationError as error:
        raise BundleError(f"{path}: {first_fault(error)}") from error


def _read_checked(path: Path, facts: FileFacts) -> bytes:
    try:
        content = path.read_bytes()
    except OSError as error:
        raise BundleError(f"{path}: expected by the manifest") from error
    if hashlib.sha256(content).hexdigest() != facts.sha256:
        raise BundleError(f"{path}: sha256: expected {facts.sha256} as in the manifest")
    return content


def _parse(content: bytes, path: Path, manifest: LanguagesManifest) -> dict[str, NDArray[Any]]:
    fault = f"{path}: header: expected the safetensors format"
    if int.from_bytes(content[:8], "little") > _MAX_HEADER_BYTES:
        raise BundleError(fault)
    try:
        tensors: dict[str, NDArray[Any]] = load_safetensors(content)
    except (SafetensorError, KeyError, ValueError) as error:
        raise BundleError(fault) from error
    shapes = manifest.shapes()
    for name in sorted(shapes.keys() ^ tensors.keys()):
        wanted = "expected" if name in shapes else "not expected"
        raise BundleError(f"{path}: {name}: {wanted} by the manifest")
    for name, shape in shapes.items():
        number = _FORMATS.get(name, "float16")
        if tensors[name].shape != shape or tensors[name].dtype != number:
            raise BundleError(f"{path}: {name}: expected {number} of shape {shape}")
        if not np.isfinite(tensors[name].astype(np.float32)).all():
            raise BundleError(f"{path}: {name}: expected finite values, found NaN or infinity")
    return tensors


_FORMATS = {VECTORS: "uint8", SCALES: "float32"}
"""Number formats other than float16."""
