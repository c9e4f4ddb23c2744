"""The component `bundle`: its init container, and the script that it runs."""

import hashlib
import json
import os
import subprocess
import sys
from pathlib import Path
from shutil import copytree
from typing import Any

import kubernetes_validate  # type: ignore[import-untyped]  # it ships no types
import pytest

from nomen.model.bundle.bundle import SHIPPED, read_bundle
from tests.deploy.rendering import KUBERNETES, Manifest, render

COMPONENTS = KUBERNETES / "components"
SCRIPT = COMPONENTS / "bundle" / "copy_bundle.py"
SHA256 = hashlib.sha256((SHIPPED / "en" / "manifest.json").read_bytes()).hexdigest()
OVERLAY = """
apiVersion: kustomize.config.k8s.io/v1beta1
kind: Kustomization
resources: [{base}]
components: [{component}]
configMapGenerator:
  - name: nomen-bundle
    literals: [BUNDLE_SOURCE=/source/mine/bundle, BUNDLE_SHA256={sha256}]
"""


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """A bundle that a test may change."""
    return Path(copytree(SHIPPED / "en", tmp_path / "source"))


def copy(source: Path, target: Path, sha256: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-B", str(SCRIPT), str(source), str(target), sha256]
    return subprocess.run(command, check=False, capture_output=True, text=True)


def manifest_of(folder: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((folder / "manifest.json").read_bytes())
    return found


def test_a_bundle_that_was_asked_for_is_copied_and_can_be_loaded(
    source: Path, tmp_path: Path
) -> None:
    done = copy(source, tmp_path / "bundle", SHA256)

    assert (done.returncode, done.stderr) == (0, "")
    assert read_bundle(tmp_path / "bundle").sha256 == SHA256


def test_one_of_several_hashes_is_enough_and_an_earlier_copy_is_replaced(
    source: Path, tmp_path: Path
) -> None:
    (tmp_path / "bundle").mkdir()
    (tmp_path / "bundle" / "left.txt").write_text("from before")

    assert copy(source, tmp_path / "bundle", f"{'0' * 64},{SHA256}").returncode == 0
    assert not (tmp_path / "bundle" / "left.txt").exists()


def test_nobody_but_the_owner_may_write_to_the_copy(source: Path, tmp_path: Path) -> None:
    source.chmod(0o777)
    (source / "weights.safetensors").chmod(0o666)
    copy(source, tmp_path / "bundle", SHA256)

    paths = [tmp_path / "bundle", *(tmp_path / "bundle").iterdir()]
    assert [path for path in paths if path.stat().st_mode & 0o022] == []


def test_m1_a_bundle_that_was_not_asked_for_is_refused(source: Path, tmp_path: Path) -> None:
    done = copy(source, tmp_path / "bundle", "0" * 64)

    assert done.returncode == 1
    assert done.stderr.splitlines() == [
        f"bundle refused: manifest.json: its SHA-256 {SHA256} was not asked for"
    ]
    assert not (tmp_path / "bundle").exists()


def test_m1_a_file_that_was_changed_is_refused(source: Path, tmp_path: Path) -> None:
    with (source / "weights.safetensors").open("r+b") as file:
        file.seek(1000)
        file.write(b"\0")

    done = copy(source, tmp_path / "bundle", SHA256)
    assert done.returncode == 1
    assert done.stderr == (
        "bundle refused: weights.safetensors: expected the SHA-256 of the manifest\n"
    )
    assert not (tmp_path / "bundle").exists()


@pytest.mark.parametrize("name", ["../secret", "/etc/passwd"])
def test_m1_a_manifest_cannot_name_files_elsewhere(source: Path, tmp_path: Path, name: str) -> None:
    manifest = manifest_of(source)
    manifest["files"][name] = {"sha256": "0" * 64, "size": 0}
    text = json.dumps(manifest)
    (source / "manifest.json").write_text(text)

    done = copy(source, tmp_path / "bundle", hashlib.sha256(text.encode()).hexdigest())
    assert done.stderr == (
        "bundle refused: manifest.json: expected names of files without folders\n"
    )


@pytest.mark.parametrize("text", ["[]", "{}", '{"files": []}', '{"files": {"a": 1}}', "{"])
def test_m1_a_manifest_that_is_none_is_refused_in_one_line(
    source: Path, tmp_path: Path, text: str
) -> None:
    (source / "manifest.json").write_text(text)
    (source / "a").touch()

    done = copy(source, tmp_path / "bundle", hashlib.sha256(text.encode()).hexdigest())
    assert done.returncode == 1
    assert len(done.stderr.splitlines()) == 1


@pytest.fixture
def deployment(tmp_path: Path) -> Manifest:
    """The service with the component, in an overlay as a user would write it."""
    base, component = (
        os.path.relpath(folder, tmp_path) for folder in (KUBERNETES / "base", SCRIPT.parent)
    )
    text = OVERLAY.format(base=base, component=component, sha256=SHA256)
    (tmp_path / "kustomization.yaml").write_text(text)
    found = render(tmp_path)
    (name,) = [n for n in found if n.startswith("ConfigMap/nomen-bundle-") and "script" not in n]
    assert found[name]["data"] == {
        "BUNDLE_SOURCE": "/source/mine/bundle",
        "BUNDLE_SHA256": SHA256,
    }
    return found["Deployment/nomen"]


def test_the_deployment_with_a_bundle_from_a_volume_follows_the_schema(
    deployment: Manifest,
) -> None:
    assert kubernetes_validate.validate(deployment, "1.37", strict=True) == "1.37"


def test_the_service_reads_what_the_init_container_has_checked(deployment: Manifest) -> None:
    spec = deployment["spec"]["template"]["spec"]
    (service,), (first,) = spec["containers"], spec["initContainers"]
    variables = {one["name"]: one.get("value") for one in service["env"]}

    assert first["command"][1] == "/script/copy_bundle.py"
    assert first["command"][3] == variables["NOMEN_BUNDLE"]
    mounts = {mount["name"]: mount for mount in service["volumeMounts"]}
    assert mounts["bundles"]["readOnly"] is True
    assert "bundle-source" not in mounts
    assert first["image"] == service["image"]
    assert first["securityContext"] == service["securityContext"]


def test_another_bundle_is_another_deployment(deployment: Manifest) -> None:
    (first,) = deployment["spec"]["template"]["spec"]["initContainers"]

    assert first["envFrom"][0]["configMapRef"]["name"].startswith("nomen-bundle-")


def test_the_service_loads_only_what_the_overlay_asks_for(deployment: Manifest) -> None:
    spec = deployment["spec"]["template"]["spec"]
    (service,), (first,) = spec["containers"], spec["initContainers"]
    (pin,) = [one for one in service["env"] if one["name"] == "NOMEN_BUNDLE_SHA256"]

    chosen = pin["valueFrom"]["configMapKeyRef"]
    assert chosen == {"key": "BUNDLE_SHA256", "name": first["envFrom"][0]["configMapRef"]["name"]}
