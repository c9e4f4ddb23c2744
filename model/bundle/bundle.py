"""The bundle: the directory that training writes and serving reads, with its manifest."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from nomen.model.bundle.weights import Parameters, Tensors, parse_tensors, read_parameters
from nomen.model.errors import BundleError
from nomen.model.network.config import NetworkConfig
from nomen.model.network.vocabulary import Vocabulary
from nomen.model.text.tokenizer import TOKENIZER_VERSION

SCHEMA_VERSION = 7
_SCHEMA_OF_MARKS = 7
MANIFEST, WEIGHTS, VOCABULARY = "manifest.json", "weights.safetensors", "vocabulary.json"
WORDS = {"fp32": "words.onnx", "int8": "words.int8.onnx"}
GRAPHS = {"fp32": "network.onnx", "int8": "network.int8.onnx"}
CARD = "README.md"
SHIPPED = Path(__file__).parents[1] / "pretrained"

ENGLISH = ["en"]

Precision = Literal["fp32", "int8"]
Probability = Annotated[float, Field(ge=0, le=1)]
Language = Annotated[str, Field(pattern="^[a-z]{2,3}$")]
"""A primary tag of BCP 47. A manifest without languages is that of a bundle for English."""


class Part(BaseModel):
    """Base of the parts of a manifest: frozen, and no unknown fields."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)


class FileFacts(Part):
    """Checksum and size of a file of the bundle."""

    sha256: Annotated[str, Field(pattern="^[0-9a-f]{64}$")]
    size: Annotated[int, Field(ge=0)]

    @classmethod
    def from_file(cls, file: Path) -> "FileFacts":
        """Measure a file."""
        content = file.read_bytes()
        return cls(sha256=hashlib.sha256(content).hexdigest(), size=len(content))


class CorpusFacts(Part):
    """A corpus that the weights were trained on."""

    name: str
    licence_class: str
    licence: str
    address: str


class Calibration(Part):
    """The map from an engine's name probability p to the calibrated one.

    logit(calibrated) = slope * logit(p) + intercept.

    *Source:* Platt, Probabilistic Outputs for Support Vector Machines, 1999, equation 1.
    """

    slope: Annotated[float, Field(gt=0)] = 1.0
    intercept: float = 0.0


class SelfTest(Part):
    """A sentence, and the name probabilities that fp32 gives its tokens before calibration."""

    tokens: Annotated[list[str], Field(min_length=1)]
    name_probabilities: list[Probability]

    @model_validator(mode="after")
    def _one_for_each(self) -> "SelfTest":
        if len(self.tokens) != len(self.name_probabilities):
            raise ValueError("expected a probability for each token")
        return self


class Manifest(Part):
    """The contents of `manifest.json`: what the bundle is, and what each of its files must be."""

    schema_version: int
    name: str
    version: str
    description: str
    languages: Annotated[list[Language], Field(min_length=1)] = ENGLISH
    created: str
    network: NetworkConfig
    labels: list[str]
    tokenizer_version: int
    default_threshold: Probability
    presets: dict[str, Probability]
    default_precision: Precision
    calibration: dict[Precision, Calibration]
    corpora: list[CorpusFacts]
    metrics: dict[str, float]
    self_tests: Annotated[list[SelfTest], Field(min_length=1)]
    files: dict[str, FileFacts]

    @model_validator(mode="after")
    def _calibrated(self) -> "Manifest":
        if self.default_precision not in self.calibration:
            raise ValueError("expected a calibration for the default precision")
        return self


@dataclass(frozen=True, slots=True, kw_only=True)
class Bundle:
    """A bundle: verified by `read_bundle`, or made by `build` while it is written.

    Attributes:
        path: Its directory.
        manifest: Its manifest.
        vocabulary: Its word forms and characters.
        sha256: The checksum of its manifest. It covers all files, whose checksums it holds.
    """

    path: Path
    manifest: Manifest
    vocabulary: Vocabulary
    sha256: str

    @classmethod
    def build(cls, path: Path, facts: Mapping[str, object], vocabulary: Vocabulary) -> "Bundle":
        """Describe the files of a directory that has no manifest yet; verify none of them.

        Args:
            path: The directory.
            facts: The fields of `Manifest`; `schema_version` and `files` are replaced.
            vocabulary: The one that the directory holds.
        """
        others = sorted(file for file in path.iterdir() if file.is_file() and file.name != MANIFEST)
        files = {file.name: FileFacts.from_file(file) for file in others}
        known = {**facts, "schema_version": SCHEMA_VERSION, "files": files}
        return cls._of(path, Manifest.model_validate(known), vocabulary)

    @classmethod
    def _of(cls, path: Path, manifest: Manifest, vocabulary: Vocabulary) -> "Bundle":
        sha256 = hashlib.sha256(_manifest_json(manifest)).hexdigest()
        return cls(path=path, manifest=manifest, vocabulary=vocabulary, sha256=sha256)

    def with_facts(self, **facts: object) -> "Bundle":
        """Give the bundle with other facts in its manifest; no file is read or written."""
        manifest = Manifest.model_validate({**dict(self.manifest), **facts})
        return self._of(self.path, manifest, self.vocabulary)

    def with_file(self, name: str) -> "Bundle":
        """Give the bundle with one more file of its directory in its manifest."""
        files = {**self.manifest.files, name: FileFacts.from_file(self.path / name)}
        return self.with_facts(files=dict(sorted(files.items())))

    def write_manifest(self) -> None:
        """Write the manifest beside the files that it describes."""
        (self.path / MANIFEST).write_bytes(_manifest_json(self.manifest))

    def read_tensors(self) -> Tensors:
        """Read the network's parameters as the bundle stores them.

        Raises:
            BundleError: When the file has changed since the bundle was loaded.
        """
        content = _read_file(self.path / WEIGHTS)
        return _parse_weights(content, self.path, self.manifest, self.vocabulary)

    def read_parameters(self) -> Parameters:
        """Read the network's parameters into new float32 arrays.

        Raises:
            BundleError: When the file has changed since the bundle was loaded.
        """
        return read_parameters(self.read_tensors())


def read_bundle(path: Path, *, oldest: int = SCHEMA_VERSION) -> Bundle:
    """Read a bundle and verify schema version, checksums, shapes and values.

    Args:
        path: Its directory.
        oldest: The oldest schema version to accept. Engines run only fp32 of an older bundle.

    Raises:
        BundleError: When the bundle is refused; the message names the file and the field.
    """
    raw = _read_file(path / MANIFEST)
    manifest = _parse_manifest(raw, path / MANIFEST, oldest)
    own = manifest.default_precision if manifest.schema_version == SCHEMA_VERSION else "fp32"
    for name in (WEIGHTS, VOCABULARY, WORDS["fp32"], GRAPHS["fp32"], WORDS[own], GRAPHS[own]):
        if name not in manifest.files:
            raise BundleError(f"{path / MANIFEST}: files: expected an entry for {name}")
    contents = {name: _read_verified(path, name, facts) for name, facts in manifest.files.items()}
    try:
        vocabulary = Vocabulary.model_validate_json(contents[VOCABULARY])
    except ValidationError as error:
        raise BundleError(f"{path / VOCABULARY}: {first_fault(error)}") from error
    _parse_weights(contents[WEIGHTS], path, manifest, vocabulary)
    return Bundle(
        path=path,
        manifest=manifest,
        vocabulary=vocabulary,
        sha256=hashlib.sha256(raw).hexdigest(),
    )


def first_fault(error: ValidationError) -> str:
    """Describe the first fault of a validation in one line, without the value."""
    fault = error.errors(include_url=False, include_input=False)[0]
    return f"{'.'.join(map(str, fault['loc'])) or 'document'}: {fault['msg']}"


def _manifest_json(manifest: Manifest) -> bytes:
    known = manifest.model_dump(mode="json")
    if manifest.languages == ENGLISH:  # versions that know no languages read these, too
        del known["languages"]
    text = json.dumps(known, indent=1, ensure_ascii=False)
    return f"{text}\n".encode()


def _read_file(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise BundleError(f"{path}: expected a readable file ({error.strerror})") from error


def _parse_manifest(raw: bytes, path: Path, oldest: int) -> Manifest:
    try:
        version = json.loads(raw)["schema_version"]
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise BundleError(f"{path}: schema_version: expected a JSON object with it") from error
    if type(version) is not int:
        raise BundleError(f"{path}: schema_version: expected a whole number")
    if version < oldest:
        raise BundleError(
            f"{path}: schema_version: expected {SCHEMA_VERSION}, found the older {version}; "
            "export its training again (nomen-train export RUN), or renew a bundle of version 5 "
            "or 6 (nomen-train requantise BUNDLE RECIPE)"
        )
    if version > SCHEMA_VERSION:
        raise BundleError(
            f"{path}: schema_version: expected {SCHEMA_VERSION}, found the newer {version}; "
            "upgrade Nomen, or export the training with this version: nomen-train export RUN"
        )
    try:
        manifest = Manifest.model_validate_json(raw)
    except ValidationError as error:
        raise BundleError(f"{path}: {first_fault(error)}") from error
    if tuple(manifest.labels) != manifest.network.labels:
        raise BundleError(f"{path}: labels: expected those of the head {manifest.network.head}")
    is_current = manifest.schema_version == SCHEMA_VERSION
    if is_current and manifest.tokenizer_version != TOKENIZER_VERSION:
        raise BundleError(f"{path}: tokenizer_version: expected {TOKENIZER_VERSION}")
    return manifest


def _read_verified(path: Path, name: str, facts: FileFacts) -> bytes:
    file = path / name
    if Path(name).name != name or not name.isprintable():
        raise BundleError(f"{path / MANIFEST}: files: expected plain file names")
    content = _read_file(file)
    if len(content) != facts.size:
        raise BundleError(f"{file}: size: expected {facts.size} bytes, found {len(content)}")
    if hashlib.sha256(content).hexdigest() != facts.sha256:
        raise BundleError(f"{file}: sha256: expected the manifest's, found another")
    return content


def _parse_weights(
    content: bytes, path: Path, manifest: Manifest, vocabulary: Vocabulary
) -> Tensors:
    return parse_tensors(
        content,
        place=str(path / WEIGHTS),
        config=manifest.network,
        vocabulary=vocabulary,
        has_marks=manifest.schema_version >= _SCHEMA_OF_MARKS,
    )
