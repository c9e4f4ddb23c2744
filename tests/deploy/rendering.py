"""Renders the manifests of deploy/kubernetes.

A kustomize of version 5 is needed. Debian's kubectl is older and does not know `labels`; tests that
render skip there.
"""

import json
import shutil
import subprocess
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

KUBERNETES = Path(__file__).parents[2] / "deploy" / "kubernetes"

Manifest = dict[str, Any]


@cache
def kubectl() -> str | None:
    """Find a kubectl whose kustomize knows `labels`, components and today's fields."""
    found = shutil.which("kubectl")
    if found is None:
        return None
    command = [found, "version", "--client", "--output=json"]
    answer = subprocess.run(command, check=False, capture_output=True)
    version = json.loads(answer.stdout or b"{}").get("kustomizeVersion", "v0")
    return found if int(version.lstrip("v").split(".")[0]) >= 5 else None


def render(folder: Path) -> dict[str, Manifest]:
    """Render a folder with a kustomization; skips where there is nothing to render it with."""
    program = kubectl()
    if program is None:
        pytest.skip("no kubectl with kustomize 5 is installed")
    done = subprocess.run([program, "kustomize", str(folder)], check=False, capture_output=True)
    assert done.returncode == 0, done.stderr.decode()
    assert done.stderr == b""
    documents = yaml.safe_load_all(done.stdout)
    return {f"{one['kind']}/{one['metadata']['name']}": one for one in documents}
