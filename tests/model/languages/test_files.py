import json
from pathlib import Path

import numpy as np
import pytest

from nomen.model.errors import BundleError
from nomen.model.languages.files import (
    SHIPPED_IDENTIFIER,
    VECTORS,
    WEIGHTS,
    read_identifier,
    round_vectors,
    with_scales,
)
from nomen.model.languages.n_grams import NUM_ROWS


def change(folder: Path, **fields: object) -> None:
    path = folder / "manifest.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | fields), encoding="utf-8")


def test_the_identifier_that_ships_is_small() -> None:
    assert sum(file.stat().st_size for file in SHIPPED_IDENTIFIER.iterdir()) < 1_500_000


def test_parameters_are_those_of_the_manifest(copied: Path) -> None:
    files = read_identifier(copied)
    shapes = {name: value.shape for name, value in files.parameters.items()}
    assert shapes.pop(VECTORS) == (NUM_ROWS, files.manifest.dim)
    assert shapes.items() < files.manifest.shapes().items()
    assert all(value.dtype == np.float32 for value in files.parameters.values())


def test_a_damaged_file_is_named(copied: Path) -> None:
    content = bytearray((copied / WEIGHTS).read_bytes())
    content[-1] ^= 1
    (copied / WEIGHTS).write_bytes(content)
    with pytest.raises(BundleError, match=r"weights\.safetensors: sha256: expected"):
        read_identifier(copied)


@pytest.mark.parametrize("name", ["manifest.json", "weights.safetensors"])
def test_a_missing_file_is_named(copied: Path, name: str) -> None:
    (copied / name).unlink()
    with pytest.raises(BundleError, match=f"{name}: expected"):
        read_identifier(copied)


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("schema_version", 2, "schema_version: expected 1"),
        ("scripts", {"Latin": [5000]}, "scripts: expected places"),
        ("slope", 0, "slope"),
        ("files", {}, "files: expected weights.safetensors"),
        ("num_heads", 5, "forget.weight: expected float16 of shape"),
        ("surprise", 1, "surprise"),
    ],
)
def test_a_wrong_manifest_is_refused(copied: Path, field: str, value: object, message: str) -> None:
    change(copied, **{field: value})
    with pytest.raises(BundleError, match=message):
        read_identifier(copied)


def test_rounded_vectors_are_near_the_vectors() -> None:
    vectors = np.random.default_rng(1).normal(size=(50, 4)).astype(np.float32)
    parameters = with_scales(round_vectors({VECTORS: vectors}))
    clipped = vectors.clip(-2.5 * vectors.std(axis=0), 2.5 * vectors.std(axis=0))
    assert np.abs(parameters[VECTORS] - clipped).max() < 0.2 * vectors.std()
