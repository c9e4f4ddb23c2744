import shutil
import subprocess
from pathlib import Path

import pytest
import yaml

from nomen.service.settings import Settings

DEPLOY = Path(__file__).parents[2] / "deploy"
CONFIG = DEPLOY / "prometheus" / "prometheus.yml"


def test_promtool_accepts_the_configuration() -> None:
    promtool = shutil.which("promtool")
    if promtool is None:
        pytest.skip("promtool is not installed; Debian's package prometheus has it")

    command = [promtool, "check", "config", str(CONFIG)]
    checked = subprocess.run(command, check=False, capture_output=True)

    assert checked.returncode == 0, checked.stderr.decode()


def test_prometheus_scrapes_nomen_where_compose_runs_it() -> None:
    jobs = yaml.safe_load(CONFIG.read_text(encoding="utf-8"))["scrape_configs"]
    services = yaml.safe_load((DEPLOY / "compose.yaml").read_text(encoding="utf-8"))["services"]
    targets = {job["job_name"]: job["static_configs"][0]["targets"] for job in jobs}

    host, _, port = targets["nomen"][0].partition(":")
    assert host in services
    assert int(port) == Settings.model_fields["port"].default
