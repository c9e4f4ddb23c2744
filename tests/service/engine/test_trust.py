import hashlib
import shutil
from pathlib import Path

import pytest

from nomen.model.errors import BundleError
from nomen.service.engine.trust import check_pinned, check_trusted

ROOT = Path(__file__).parents[3]
OTHER = "0" * 64


@pytest.fixture
def copied(tiny_bundle: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(tiny_bundle, tmp_path / "bundle"))


def sha256_of(bundle: Path) -> str:
    return hashlib.sha256((bundle / "manifest.json").read_bytes()).hexdigest()


def test_a_bundle_of_its_owner_is_trusted_if_nothing_is_pinned(copied: Path) -> None:
    check_trusted(copied, ())


@pytest.mark.parametrize("name", ["", "manifest.json", "weights.safetensors"])
def test_what_everyone_may_write_to_is_refused(copied: Path, name: str) -> None:
    place = copied / name
    place.chmod(place.stat().st_mode | 0o002)

    with pytest.raises(BundleError, match=r"^.*expected no write access for everyone"):
        check_trusted(copied, ())


def test_any_of_several_pinned_bundles_is_trusted(copied: Path) -> None:
    check_trusted(copied, (OTHER, sha256_of(copied)))


def test_another_bundle_is_refused_before_it_is_read(copied: Path) -> None:
    (copied / "manifest.json").write_bytes(b"no JSON")

    with pytest.raises(BundleError, match=r"manifest\.json: expected a checksum of NOMEN_BUNDLE_"):
        check_trusted(copied, (OTHER,))


def test_a_pinned_bundle_without_a_manifest_is_refused(copied: Path) -> None:
    (copied / "manifest.json").unlink()

    with pytest.raises(BundleError, match=r"manifest\.json: expected a readable file"):
        check_trusted(copied, (OTHER,))


def test_a_bundle_that_changed_after_the_first_look_is_refused(copied: Path) -> None:
    with pytest.raises(BundleError, match=f"found {'1' * 64}"):
        check_pinned(copied, "1" * 64, (OTHER,))


def test_m3_nothing_that_serves_reads_pickles() -> None:
    files = [file for name in ("service", "model") for file in (ROOT / name).rglob("*.py")]
    unsafe = ("import pickle", "from pickle", "torch.load(", "joblib", "allow_pickle=True")

    assert [
        file for file in files if any(each in file.read_text(encoding="utf-8") for each in unsafe)
    ] == []
