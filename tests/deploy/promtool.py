"""Prometheus' own checker, and which metrics an expression reads."""

import re
import shutil
import subprocess

import pytest

from nomen.service.telemetry.metrics import Metrics

_METRIC = re.compile(r"(?<![\w\"$:.])(?:nomen|process)_[a-z0-9_]+")
_PARTS = re.compile(r"_(bucket|sum|count)$")


def promtool(*arguments: str) -> subprocess.CompletedProcess[str]:
    """Run promtool, or skip."""
    found = shutil.which("promtool")
    if found is None:
        pytest.skip("needs promtool: make packages")
    return subprocess.run([found, *arguments], check=False, capture_output=True, text=True)


def metrics_of(expression: str) -> set[str]:
    """Give the names of the metrics in an expression, a histogram by its own name."""
    return {_PARTS.sub("", name) for name in _METRIC.findall(expression)}


def metrics_of_the_service() -> set[str]:
    """Give the names of all metrics that the service has, with those of its engine's process."""
    lines = Metrics().to_text().decode().splitlines()
    names = {line.split()[2] for line in lines if line.startswith("# TYPE")}
    return names | {f"nomen_engine_{name}" for name in names if name.startswith("process_")}
