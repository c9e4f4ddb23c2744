import hashlib
import json
import pickle
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from safetensors.numpy import load_file, save_file

from nomen.model.bundle.bundle import SHIPPED, Bundle, read_bundle
from nomen.model.errors import BundleError


def edit_manifest(bundle: Path, change: Callable[[dict[str, Any]], None]) -> None:
    manifest = json.loads((bundle / "manifest.json").read_bytes())
    change(manifest)
    (bundle / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")


def replace(bundle: Path, name: str, content: bytes) -> None:
    """Put other content in place of a file, the manifest's checksum made to agree."""
    (bundle / name).write_bytes(content)
    facts = {"sha256": hashlib.sha256(content).hexdigest(), "size": len(content)}
    edit_manifest(bundle, lambda manifest: manifest["files"].update({name: facts}))


def replace_weight(bundle: Path, name: str, value: np.ndarray[Any, Any]) -> None:
    weights = dict(load_file(bundle / "weights.safetensors"))
    weights[name] = value
    save_file(weights, bundle / "weights.safetensors")
    replace(bundle, "weights.safetensors", (bundle / "weights.safetensors").read_bytes())


def test_a_bundle_reads_back() -> None:
    bundle = read_bundle(SHIPPED / "en")
    assert bundle.manifest.name == "en"
    assert set(bundle.manifest.files) == {
        "weights.safetensors",
        "vocabulary.json",
        "network.onnx",
        "network.int8.onnx",
        "words.onnx",
        "words.int8.onnx",
        "README.md",
    }
    assert (
        bundle.sha256 == hashlib.sha256((SHIPPED / "en" / "manifest.json").read_bytes()).hexdigest()
    )


def test_a_bundle_built_from_its_files_is_the_one_that_is_read(copied: Path) -> None:
    read = read_bundle(copied)
    assert Bundle.build(copied, dict(read.manifest), read.vocabulary) == read


def test_a_bundle_with_other_facts_and_files_reads_back(copied: Path) -> None:
    (copied / "notes.txt").write_text("any", encoding="utf-8")
    changed = read_bundle(copied).with_facts(description="Other.").with_file("notes.txt")
    changed.write_manifest()
    assert read_bundle(copied) == changed
    assert list(changed.manifest.files) == sorted(changed.manifest.files)


@pytest.mark.parametrize(
    "name", ["weights.safetensors", "vocabulary.json", "network.onnx", "network.int8.onnx"]
)
def test_m1_a_truncated_file_is_refused(copied: Path, name: str) -> None:
    content = (copied / name).read_bytes()
    (copied / name).write_bytes(content[:-1])
    with pytest.raises(BundleError, match=rf"{name}: size: expected"):
        read_bundle(copied)


@pytest.mark.parametrize(
    "name", ["weights.safetensors", "vocabulary.json", "network.onnx", "network.int8.onnx"]
)
def test_m1_a_flipped_bit_is_refused(copied: Path, name: str) -> None:
    content = bytearray((copied / name).read_bytes())
    content[len(content) // 2] ^= 1
    (copied / name).write_bytes(content)
    with pytest.raises(BundleError, match=rf"{name}: sha256: expected"):
        read_bundle(copied)


@pytest.mark.parametrize("name", ["weights.safetensors", "network.onnx", "manifest.json"])
def test_m1_a_missing_file_is_refused(copied: Path, name: str) -> None:
    (copied / name).unlink()
    with pytest.raises(BundleError, match=rf"{name}: expected a readable file"):
        read_bundle(copied)


@pytest.mark.parametrize("name", ["network.onnx", "words.int8.onnx"])
def test_a_manifest_that_forgets_a_file_is_refused(copied: Path, name: str) -> None:
    facts = {"default_precision": "int8"}
    edit_manifest(copied, lambda manifest: manifest.update(facts) or manifest["files"].pop(name))
    with pytest.raises(BundleError, match=rf"manifest.json: files: expected .* {name}"):
        read_bundle(copied)


def test_m1_a_wrong_shape_is_refused(copied: Path) -> None:
    replace_weight(copied, "head.bias", np.zeros(4, dtype=np.float16))
    with pytest.raises(BundleError, match=r"safetensors: head.bias: expected shape \(5,\)"):
        read_bundle(copied)


@pytest.mark.parametrize("value", [np.nan, np.inf])
@pytest.mark.parametrize("name", ["head.bias", "word_encoder.form_embedding.scale"])
def test_m1_a_weight_that_is_not_finite_is_refused(copied: Path, name: str, value: float) -> None:
    stored = load_file(copied / "weights.safetensors")[name]
    replace_weight(copied, name, np.full_like(stored, value))
    with pytest.raises(BundleError, match=rf"safetensors: {name}: expected finite values"):
        read_bundle(copied)


@pytest.mark.parametrize(
    ("name", "number", "message"),
    [
        ("head.bias", np.float32, "expected float16, found float32"),
        ("word_encoder.form_embedding.weight", np.float16, "expected int8, found float16"),
        ("word_encoder.form_embedding.scale", np.float16, "expected float32, found float16"),
    ],
)
def test_another_number_format_is_refused(
    copied: Path, name: str, number: type[np.generic], message: str
) -> None:
    stored = load_file(copied / "weights.safetensors")[name]
    replace_weight(copied, name, stored.astype(number))
    with pytest.raises(BundleError, match=rf"safetensors: {name}: {message}"):
        read_bundle(copied)


def test_a_tensor_too_many_is_refused(copied: Path) -> None:
    replace_weight(copied, "tail.bias", np.zeros(5, dtype=np.float16))
    with pytest.raises(BundleError, match=r"safetensors: tail.bias: not expected"):
        read_bundle(copied)


def test_m3_a_pickle_in_place_of_safetensors_is_refused(copied: Path) -> None:
    replace(copied, "weights.safetensors", pickle.dumps({"head.bias": [0.0] * 1000}))
    with pytest.raises(BundleError, match=r"safetensors: header: expected the safetensors format"):
        read_bundle(copied)


def safetensors_header(size: int, header: bytes) -> bytes:
    return size.to_bytes(8, "little") + header


@pytest.mark.parametrize(
    "content",
    [
        safetensors_header(100_000_000, b'{"a":"' + b" " * 99_999_994),
        safetensors_header(2**63, b"{}"),
        safetensors_header(
            121,
            b'{"a":{"dtype":"F16","shape":[4],"data_offsets":[0,8]},'
            b'"b":{"dtype":"F16","shape":[4],"data_offsets":[4,12]}}' + b" " * 13 + bytes(12),
        ),
    ],
    ids=["large", "larger than the file", "overlapping"],
)
def test_m4_a_header_made_to_harm_is_refused(copied: Path, content: bytes) -> None:
    replace(copied, "weights.safetensors", content)

    with pytest.raises(BundleError, match=r"safetensors: header: expected the safetensors format"):
        read_bundle(copied)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"schema_version": 6}, "schema_version: expected 7, found the older 6; export"),
        ({"schema_version": 8}, "schema_version: expected 7, found the newer 8; upgrade Nomen"),
        ({"schema_version": [1]}, "schema_version: expected a whole number"),
        ({"schema_version": True}, "schema_version: expected a whole number"),
        ({"schema_version": 7.0}, "schema_version: expected a whole number"),
        ({"default_threshold": 1.5}, "default_threshold: "),
        ({"surprise": 1}, "surprise: "),
        ({"tokenizer_version": 99}, "tokenizer_version: expected"),
        ({"self_tests": []}, "self_tests: "),
        ({"self_tests": [{"tokens": ["a", "b"], "name_probabilities": [0]}]}, "self_tests.0: "),
        ({"calibration": {}}, "expected a calibration for the default precision"),
        ({"calibration": {"int8": {"slope": 1, "intercept": float("nan")}}}, "manifest.json: "),
        ({"files": {"a\u0000b": {"sha256": "0" * 64, "size": 1}}}, "files: expected"),
        ({"labels": ["O", "I"]}, "labels: expected those of the head"),
        ({"files": {"../x": {"sha256": "0" * 64, "size": 1}}}, "files: expected"),
    ],
)
def test_m1_a_wrong_manifest_is_refused(copied: Path, change: dict[str, Any], message: str) -> None:
    edit_manifest(copied, lambda manifest: manifest.update(change))
    with pytest.raises(BundleError, match=message):
        read_bundle(copied)


@pytest.mark.parametrize("content", [b"", b"[]", b"{}", b"\x80", b"[" * 100_000])
def test_a_manifest_that_is_no_object_is_refused(copied: Path, content: bytes) -> None:
    (copied / "manifest.json").write_bytes(content)
    with pytest.raises(BundleError, match="schema_version: expected"):
        read_bundle(copied)


def test_a_wrong_vocabulary_is_refused(copied: Path) -> None:
    replace(copied, "vocabulary.json", b'{"forms": 1, "characters": ""}')
    with pytest.raises(BundleError, match=r"vocabulary.json: forms: "):
        read_bundle(copied)


def test_m1_a_refusal_is_one_line(copied: Path) -> None:
    edit_manifest(copied, lambda manifest: manifest.update(created=3, name=4))
    with pytest.raises(BundleError) as error:
        read_bundle(copied)
    assert "\n" not in str(error.value)


def test_a_shipped_bundle_is_small_and_whole(shipped_bundle: Path) -> None:
    files = list(shipped_bundle.iterdir())
    assert sum(file.stat().st_size for file in files) <= 12_000_000
    assert {file.name for file in files} == {
        *read_bundle(shipped_bundle).manifest.files,
        "manifest.json",
    }
