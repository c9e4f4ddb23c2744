import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from nomen.service.settings import Settings
from tests.deploy.promtool import metrics_of, metrics_of_the_service, promtool

ROOT = Path(__file__).parents[2]
DEPLOY = ROOT / "deploy"
CONFIG = DEPLOY / "prometheus" / "prometheus.yml"
RULES = DEPLOY / "prometheus" / "rules.yml"
RULE_TESTS = sorted((ROOT / "tests" / "deploy" / "prometheus").glob("*.yml"))
RUNBOOK = (ROOT / "docs" / "runbook.md").read_text(encoding="utf-8")
GROUPS: list[dict[str, Any]] = yaml.safe_load(RULES.read_text(encoding="utf-8"))["groups"]
ALERTS = {rule["alert"]: rule for group in GROUPS for rule in group["rules"] if "alert" in rule}


def test_promtool_accepts_the_configuration() -> None:
    checked = promtool("check", "config", str(CONFIG))

    assert checked.returncode == 0, checked.stderr


def test_promtool_accepts_the_rules() -> None:
    checked = promtool("check", "rules", "--lint=all", "--lint-fatal", str(RULES))

    assert checked.returncode == 0, checked.stderr


@pytest.mark.slow
@pytest.mark.parametrize("file", RULE_TESTS, ids=lambda file: file.stem)
def test_alerts_fire_where_they_must_and_nowhere_else(file: Path) -> None:
    checked = promtool("test", "rules", str(file))

    assert checked.returncode == 0, checked.stderr


@pytest.mark.parametrize("alert", ALERTS)
def test_an_alert_is_tested(alert: str) -> None:
    tested = [
        each["alertname"]
        for file in RULE_TESTS
        for case in yaml.safe_load(file.read_text(encoding="utf-8"))["tests"]
        for each in case.get("alert_rule_test", [])
        if each["exp_alerts"]
    ]

    assert alert in tested


@pytest.mark.parametrize(("alert", "rule"), ALERTS.items(), ids=ALERTS)
def test_an_alert_has_its_page_in_the_runbook(alert: str, rule: dict[str, Any]) -> None:
    page = re.search(rf"^## {alert}\n(.*?)(?=^## |\Z)", RUNBOOK, re.MULTILINE | re.DOTALL)

    assert rule["annotations"]["runbook"] == f"docs/runbook.md#{alert.lower()}"
    assert rule["labels"]["severity"] in ("page", "ticket")
    assert page is not None
    assert re.findall(r"^\*\*(\w+)\*\*:", page[1], re.MULTILINE) == ["Meaning", "Look", "Do"]


def test_the_runbook_has_no_page_of_an_alert_that_is_gone() -> None:
    assert set(re.findall(r"^## (Nomen\w+)$", RUNBOOK, re.MULTILINE)) == ALERTS.keys()


@pytest.mark.parametrize("rule", [rule for group in GROUPS for rule in group["rules"]])
def test_a_rule_reads_metrics_that_the_service_has(rule: dict[str, Any]) -> None:
    # The counter of reloads appears with the first release that reloads.
    assert metrics_of(rule["expr"]) - metrics_of_the_service() <= {"nomen_reloads_total"}


def test_prometheus_scrapes_nomen_where_compose_runs_it() -> None:
    jobs = yaml.safe_load(CONFIG.read_text(encoding="utf-8"))["scrape_configs"]
    services = yaml.safe_load((DEPLOY / "compose.yaml").read_text(encoding="utf-8"))["services"]
    targets = {job["job_name"]: job["static_configs"][0]["targets"] for job in jobs}

    host, _, port = targets["nomen"][0].partition(":")
    assert host in services
    assert int(port) == Settings.model_fields["port"].default
