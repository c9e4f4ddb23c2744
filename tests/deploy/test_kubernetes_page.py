"""What docs/kubernetes.md shows is what kubectl renders."""

import os
import re
from pathlib import Path

import pytest

from tests.deploy.rendering import KUBERNETES, Manifest, render

PAGE = (KUBERNETES.parents[1] / "docs" / "kubernetes.md").read_text(encoding="utf-8")


@pytest.fixture
def own(tmp_path: Path) -> dict[str, Manifest]:
    """The overlay of the page, with a digest in the place of the dots."""
    (text,) = re.findall(r"```yaml\n(.*?)```", PAGE, re.DOTALL)
    overlay = os.path.relpath(KUBERNETES / "overlays" / "cpu", tmp_path)
    text = text.replace("../nomen/deploy/kubernetes/overlays/cpu", overlay)
    (tmp_path / "kustomization.yaml").write_text(text.replace("…", "0" * 64))
    return render(tmp_path)


def test_an_overlay_of_a_user_states_namespace_and_image_for_all(own: dict[str, Manifest]) -> None:
    (container,) = own["Deployment/nomen"]["spec"]["template"]["spec"]["containers"]

    assert {one["metadata"]["namespace"] for one in own.values()} == {"nomen"}
    assert container["image"] == "registry.example/nomen@sha256:" + "0" * 64


def test_every_folder_that_the_page_names_is_there() -> None:
    named = set(re.findall(r"`((?:base|components|overlays|ray)/[\w./-]+)`", PAGE))
    named |= set(re.findall(r"deploy/kubernetes/([\w./-]+[\w])", PAGE))

    assert len(named) > 8
    assert [name for name in sorted(named) if not (KUBERNETES / name).exists()] == []


def test_labels_and_secrets_are_those_of_the_manifests(own: dict[str, Manifest]) -> None:
    (secret,) = re.findall(r"create secret generic (\S+) --from-file=(\S+)", PAGE)
    (volume,) = [
        one
        for one in own["Deployment/nomen"]["spec"]["template"]["spec"]["volumes"]
        if one["name"] == "keys"
    ]
    clients = own["NetworkPolicy/nomen"]["spec"]["ingress"][0]["from"]

    assert secret == (volume["secret"]["secretName"], "keys")
    assert {"namespaceSelector": {"matchLabels": {"nomen-client": "true"}}} in clients
    assert "label namespace other nomen-client=true" in PAGE
