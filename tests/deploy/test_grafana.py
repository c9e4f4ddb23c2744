import json
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.deploy.promtool import metrics_of, metrics_of_the_service, promtool

GRAFANA = Path(__file__).parents[2] / "deploy" / "grafana"
COMPOSE = GRAFANA.parent / "compose.yaml"
RULES = GRAFANA.parent / "prometheus" / "rules.yml"
DASHBOARD: dict[str, Any] = json.loads(
    (GRAFANA / "dashboards" / "nomen.json").read_text(encoding="utf-8")
)
PANELS = [panel for panel in DASHBOARD["panels"] if panel["type"] != "row"]
QUERIES = [target["expr"] for panel in PANELS for target in panel["targets"]]
WINDOW, INSTANCES = "$__rate_interval", "$instance"


def provisioned(path: str) -> Any:  # noqa: ANN401  # YAML
    return yaml.safe_load((GRAFANA / "provisioning" / path).read_text(encoding="utf-8"))


def test_promtool_accepts_every_query_of_the_dashboard(tmp_path: Path) -> None:
    rules = [
        {"record": f"query{i}", "expr": query.replace(WINDOW, "1m").replace(INSTANCES, ".*")}
        for i, query in enumerate(QUERIES)
    ]
    file = tmp_path / "rules.yml"
    file.write_text(yaml.safe_dump({"groups": [{"name": "queries", "rules": rules}]}))

    checked = promtool("check", "rules", str(file))

    assert checked.returncode == 0, checked.stderr


@pytest.mark.parametrize("query", QUERIES)
def test_a_query_reads_metrics_that_the_service_or_a_rule_has(query: str) -> None:
    recorded = {
        rule["record"]
        for group in yaml.safe_load(RULES.read_text(encoding="utf-8"))["groups"]
        for rule in group["rules"]
        if "record" in rule
    }

    assert metrics_of(query) <= metrics_of_the_service()
    assert all(word in recorded for word in query.split() if word.startswith("nomen:"))


def test_every_panel_says_what_it_shows_and_lies_beside_the_others() -> None:
    cells = [
        (x, y)
        for panel in DASHBOARD["panels"]
        for position in [panel["gridPos"]]
        for x in range(position["x"], position["x"] + position["w"])
        for y in range(position["y"], position["y"] + position["h"])
    ]

    assert all(panel["title"] and panel["description"] for panel in PANELS)
    assert len({panel["id"] for panel in DASHBOARD["panels"]}) == len(DASHBOARD["panels"])
    assert len(cells) == len(set(cells))
    assert all(x < 24 for x, _ in cells)


def test_the_dashboard_and_its_data_are_provisioned_where_compose_mounts_them() -> None:
    services = yaml.safe_load(COMPOSE.read_text(encoding="utf-8"))["services"]
    (source,) = provisioned("datasources/prometheus.yaml")["datasources"]
    (provider,) = provisioned("dashboards/nomen.yaml")["providers"]
    mounts = dict(mount.split(":")[:2] for mount in services["grafana"]["volumes"])

    host, _, port = source["url"].removeprefix("http://").partition(":")
    assert host in services
    assert port == "9090"
    assert mounts["./grafana/dashboards"] == provider["options"]["path"]
    home = services["grafana"]["environment"]["GF_DASHBOARDS_DEFAULT_HOME_DASHBOARD_PATH"]
    assert home == f"{mounts['./grafana/dashboards']}/nomen.json"


def test_grafana_sends_nothing_out() -> None:
    grafana = yaml.safe_load(COMPOSE.read_text(encoding="utf-8"))["services"]["grafana"]

    off = {key for key, value in grafana["environment"].items() if value == "false"}
    assert off == {
        "GF_ANALYTICS_REPORTING_ENABLED",
        "GF_ANALYTICS_CHECK_FOR_UPDATES",
        "GF_ANALYTICS_CHECK_FOR_PLUGIN_UPDATES",
        "GF_NEWS_NEWS_FEED_ENABLED",
    }
