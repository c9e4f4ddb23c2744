import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from nomen.service.http.serving import EXTRA_SECONDS
from nomen.service.settings import Settings

COMPOSE = Path(__file__).parents[2] / "deploy" / "compose.yaml"
DOCUMENT: dict[str, Any] = yaml.safe_load(COMPOSE.read_text(encoding="utf-8"))


def check_schema(file: Path) -> subprocess.CompletedProcess[bytes]:
    """Check a file against the Compose Specification's schema, which check-jsonschema ships."""
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", "vendor.compose-spec"]
    return subprocess.run([*command, str(file)], check=False, capture_output=True)


def test_the_file_follows_the_compose_specification() -> None:
    checked = check_schema(COMPOSE)

    assert checked.returncode == 0, checked.stdout.decode()


def test_the_schema_refuses_a_misspelt_key(tmp_path: Path) -> None:
    wrong = tmp_path / "compose.yaml"
    wrong.write_text(COMPOSE.read_text(encoding="utf-8").replace("read_only:", "readonly:"))

    assert b"'readonly' was unexpected" in check_schema(wrong).stdout


@pytest.mark.parametrize("service", DOCUMENT["services"].values(), ids=DOCUMENT["services"])
def test_a_service_has_no_rights_and_no_more_than_its_share(service: dict[str, Any]) -> None:
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert {"cpus", "mem_limit", "pids_limit"} <= service.keys()
    assert all(port.startswith("127.0.0.1:") for port in service["ports"])


@pytest.mark.parametrize("service", DOCUMENT["services"].values(), ids=DOCUMENT["services"])
def test_an_image_is_pinned_to_a_version(service: dict[str, Any]) -> None:
    assert service["image"].rpartition(":")[2].lstrip("v").count(".") == 2


def test_nomen_is_built_from_the_stage_that_serves_and_has_time_to_drain() -> None:
    nomen = DOCUMENT["services"]["nomen"]
    fields = Settings.model_fields

    assert (COMPOSE.parent / nomen["build"]["context"] / "Dockerfile").is_file()
    assert nomen["build"]["target"] == "cpu"
    needed = fields["drain_seconds"].default + fields["timeout_seconds"].default + EXTRA_SECONDS
    assert int(nomen["stop_grace_period"].removesuffix("s")) > needed


def test_every_mounted_file_exists() -> None:
    mounts = [m for s in DOCUMENT["services"].values() for m in s.get("volumes", [])]
    files = [mount.split(":")[0] for mount in mounts if mount.startswith(".")]

    assert files == [
        "./prometheus/prometheus.yml",
        "./prometheus/rules.yml",
        "./grafana/provisioning",
        "./grafana/dashboards",
    ]
    assert all((COMPOSE.parent / file).exists() for file in files)
