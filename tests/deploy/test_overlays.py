"""The overlays of deploy/kubernetes, as `kubectl kustomize` renders them.

The Prometheus Operator's schemas ship with no package, so its objects are checked by
rules for the fields that it requires.
"""

import re
import tomllib
from functools import cache
from pathlib import Path

import kubernetes_validate  # type: ignore[import-untyped]  # it ships no types
import pytest
import yaml
from typer.main import get_command

from nomen.service.cli import app
from nomen.service.settings import Settings
from nomen.service.telemetry.metrics import Metrics
from tests.deploy.rendering import KUBERNETES, Manifest, render

ROOT = Path(__file__).parents[2]
OVERLAYS = ("cpu", "gpu", "batch")
SERVING = ("cpu", "gpu")
OLDEST, NEWEST = "1.31", "1.37"
GROUPS_OF_THE_OPERATOR = "monitoring.coreos.com/v1"


@cache
def rendered(overlay: str) -> dict[str, Manifest]:
    """Render one of the overlays."""
    return render(KUBERNETES / "overlays" / overlay)


def pods(overlay: str) -> dict[str, Manifest]:
    """Give the pod templates of an overlay."""
    found = {name: one["spec"].get("template") for name, one in rendered(overlay).items()}
    return {name: template for name, template in found.items() if template is not None}


def containers(overlay: str) -> list[Manifest]:
    """Give all containers of an overlay, those that initialise pods too."""
    specs = [template["spec"] for template in pods(overlay).values()]
    return [one for spec in specs for one in (*spec["containers"], *spec.get("initContainers", ()))]


def is_subset(wanted: dict[str, str], labels: dict[str, str]) -> bool:
    return wanted.items() <= labels.items()


@pytest.mark.parametrize(
    ("overlay", "expected"),
    [
        ("cpu", ["Deployment", "HorizontalPodAutoscaler", "PodDisruptionBudget", "ServiceMonitor"]),
        ("gpu", ["Deployment", "HorizontalPodAutoscaler", "PodDisruptionBudget", "ServiceMonitor"]),
        ("batch", ["Job", "NetworkPolicy", "PersistentVolumeClaim"]),
    ],
)
def test_an_overlay_has_what_its_name_promises(overlay: str, expected: list[str]) -> None:
    kinds = {one["kind"] for one in rendered(overlay).values()}

    assert set(expected) <= kinds


@pytest.mark.parametrize("version", [OLDEST, NEWEST])
@pytest.mark.parametrize("overlay", OVERLAYS)
def test_every_object_follows_the_schema_of_kubernetes(overlay: str, version: str) -> None:
    for one in rendered(overlay).values():
        if one["apiVersion"] != GROUPS_OF_THE_OPERATOR:
            assert kubernetes_validate.validate(one, version, strict=True) == version


@pytest.mark.parametrize("overlay", OVERLAYS)
def test_s6_a_namespace_that_enforces_restricted_admits_every_pod(overlay: str) -> None:
    """*Source:* Kubernetes, Pod Security Standards, profile Restricted."""
    for template in pods(overlay).values():
        spec = template["spec"]
        assert spec["securityContext"]["runAsNonRoot"] is True
        assert spec["securityContext"]["seccompProfile"] == {"type": "RuntimeDefault"}
        assert spec["automountServiceAccountToken"] is False
        assert spec["enableServiceLinks"] is False
        assert not {"hostNetwork", "hostPID", "hostIPC"} & spec.keys()
        allowed = {"configMap", "emptyDir", "persistentVolumeClaim", "secret"}
        assert all(allowed & volume.keys() for volume in spec["volumes"])


@pytest.mark.parametrize("overlay", OVERLAYS)
def test_s6_every_container_has_no_rights_a_read_only_root_and_limits(overlay: str) -> None:
    assert containers(overlay)
    for one in containers(overlay):
        assert one["securityContext"]["allowPrivilegeEscalation"] is False
        assert one["securityContext"]["readOnlyRootFilesystem"] is True
        assert one["securityContext"]["capabilities"] == {"drop": ["ALL"]}
        assert {"cpu", "memory"} <= one["resources"]["requests"].keys()
        assert one["resources"]["requests"].keys() == one["resources"]["limits"].keys()


@pytest.mark.parametrize("overlay", OVERLAYS)
def test_every_mount_has_its_volume_and_every_volume_its_mount(overlay: str) -> None:
    for template in pods(overlay).values():
        spec = template["spec"]
        all_containers = [*spec["containers"], *spec.get("initContainers", ())]
        mounts = {mount["name"] for one in all_containers for mount in one["volumeMounts"]}
        assert mounts == {volume["name"] for volume in spec["volumes"]}


@pytest.mark.parametrize("overlay", OVERLAYS)
def test_images_have_the_version_of_the_project(overlay: str) -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    name = "nomen-gpu" if overlay == "gpu" else "nomen"

    assert {one["image"] for one in containers(overlay)} == {f"{name}:{project['version']}"}


@pytest.mark.parametrize("overlay", OVERLAYS)
def test_all_traffic_is_denied_unless_a_rule_allows_it_and_none_may_leave(overlay: str) -> None:
    found = rendered(overlay)
    deny = found["NetworkPolicy/nomen-deny"]["spec"]
    policies = [one["spec"] for one in found.values() if one["kind"] == "NetworkPolicy"]

    assert deny["policyTypes"] == ["Ingress", "Egress"]
    assert deny.keys() == {"podSelector", "policyTypes"}
    assert all("egress" not in policy for policy in policies)
    for template in pods(overlay).values():
        assert is_subset(deny["podSelector"]["matchLabels"], template["metadata"]["labels"])


@pytest.mark.parametrize("overlay", SERVING)
def test_traffic_is_allowed_from_named_peers_to_ports_that_the_pod_has(overlay: str) -> None:
    found = rendered(overlay)
    policy = found["NetworkPolicy/nomen"]["spec"]
    (container,) = found["Deployment/nomen"]["spec"]["template"]["spec"]["containers"]

    assert all(rule["from"] and rule["ports"] for rule in policy["ingress"])
    allowed = {port["port"] for rule in policy["ingress"] for port in rule["ports"]}
    assert allowed == {port["name"] for port in container["ports"]}


@pytest.mark.parametrize("overlay", SERVING)
@pytest.mark.parametrize("name", ["NetworkPolicy/nomen", "PodDisruptionBudget/nomen"])
def test_what_selects_pods_selects_those_of_the_service(overlay: str, name: str) -> None:
    spec = rendered(overlay)[name]["spec"]
    selector = spec.get("podSelector") or spec["selector"]

    labels = pods(overlay)["Deployment/nomen"]["metadata"]["labels"]
    assert is_subset(selector["matchLabels"], labels)


@pytest.mark.parametrize("overlay", SERVING)
def test_a_disruption_never_takes_the_last_pod(overlay: str) -> None:
    found = rendered(overlay)

    assert found["PodDisruptionBudget/nomen"]["spec"]["maxUnavailable"] == 1
    assert found["HorizontalPodAutoscaler/nomen"]["spec"]["minReplicas"] > 1


@pytest.mark.parametrize("overlay", SERVING)
def test_the_autoscaler_alone_decides_the_number_of_replicas(overlay: str) -> None:
    found = rendered(overlay)
    target = found["HorizontalPodAutoscaler/nomen"]["spec"]["scaleTargetRef"]

    assert f"{target['kind']}/{target['name']}" in found
    assert "replicas" not in found["Deployment/nomen"]["spec"]


@pytest.mark.parametrize("overlay", SERVING)
def test_the_autoscaler_allows_a_tenth_of_the_queue_before_it_adds_pods(overlay: str) -> None:
    (container,) = pods(overlay)["Deployment/nomen"]["spec"]["containers"]
    variables = {one["name"]: one.get("value") for one in container.get("env", ())}
    queue = variables.get("NOMEN_QUEUE_TOKENS") or Settings.model_fields["queue_tokens"].default

    metric = rendered(overlay)["HorizontalPodAutoscaler/nomen"]["spec"]["metrics"][0]["pods"]
    assert metric["metric"]["name"] == "nomen_queue_tokens"
    assert int(metric["target"]["averageValue"]) == int(queue) / 10


@pytest.mark.parametrize("overlay", SERVING)
def test_the_variables_are_settings_that_the_service_takes(
    overlay: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    (container,) = pods(overlay)["Deployment/nomen"]["spec"]["containers"]
    for one in container.get("env", ()):
        monkeypatch.setenv(one["name"], one["value"])

    Settings.from_env()


def test_the_adapter_offers_the_metric_of_each_pod_that_the_autoscaler_asks_for() -> None:
    values = KUBERNETES / "prometheus-adapter" / "values.yaml"
    (rule,) = yaml.safe_load(values.read_text(encoding="utf-8"))["rules"]["custom"]
    names = {family.name for family in Metrics().registry.collect()}

    assert rule["name"]["as"] in names
    assert rule["seriesQuery"].startswith(rule["name"]["as"] + "{")
    assert rule["resources"]["overrides"].keys() == {"namespace", "pod"}
    assert "<<.LabelMatchers>>" in rule["metricsQuery"]


@pytest.mark.parametrize("overlay", SERVING)
def test_the_monitor_finds_the_service_and_its_port(overlay: str) -> None:
    """*Source:* Prometheus Operator, API reference, ServiceMonitorSpec: selector, endpoints."""
    found = rendered(overlay)
    monitor, service = found["ServiceMonitor/nomen"], found["Service/nomen"]
    (endpoint,) = monitor["spec"]["endpoints"]

    assert monitor["apiVersion"] == GROUPS_OF_THE_OPERATOR
    assert is_subset(monitor["spec"]["selector"]["matchLabels"], service["metadata"]["labels"])
    assert endpoint["port"] in {port["name"] for port in service["spec"]["ports"]}
    assert endpoint["path"] == "/metrics"


def test_an_update_on_gpus_needs_no_spare_one() -> None:
    deployment = rendered("gpu")["Deployment/nomen"]["spec"]
    (container,) = deployment["template"]["spec"]["containers"]

    assert deployment["strategy"]["rollingUpdate"] == {"maxUnavailable": 1, "maxSurge": 0}
    assert container["resources"]["limits"]["nvidia.com/gpu"] == "1"


def test_a_job_is_not_tried_again_where_it_would_end_in_the_same_way() -> None:
    policy = rendered("batch")["Job/nomen-files"]["spec"]["podFailurePolicy"]["rules"]

    assert policy[0]["action"] == "FailJob"
    assert policy[0]["onExitCodes"]["values"] == [2, 3]


def test_the_job_runs_a_command_of_nomen_that_goes_on_where_it_ended() -> None:
    (container,) = pods("batch")["Job/nomen-files"]["spec"]["containers"]
    name, *arguments = container["args"]
    command = get_command(app).commands[name]  # type: ignore[attr-defined]  # a group has commands

    context = command.make_context(name, list(arguments))
    assert context.params["resume"] is True
    assert str(context.params["workers"]) == container["resources"]["limits"]["cpu"]


@pytest.mark.parametrize("overlay", SERVING)
def test_the_alerts_are_those_of_prometheus(overlay: str) -> None:
    """*Source:* Prometheus Operator, API reference, PrometheusRuleSpec: groups."""
    file = ROOT / "deploy" / "prometheus" / "rules.yml"
    rule = rendered(overlay)["PrometheusRule/nomen"]

    assert rule["apiVersion"] == GROUPS_OF_THE_OPERATOR
    groups = yaml.safe_load(file.read_text(encoding="utf-8"))["groups"]
    assert rule["spec"] == {"groups": groups}, (
        "run deploy/kubernetes/components/monitoring/update.sh"
    )


def test_the_alerts_name_the_job_that_the_operator_makes_of_the_service() -> None:
    text = str(rendered("cpu")["PrometheusRule/nomen"]["spec"])

    assert set(re.findall(r'job="([^"]*)"', text)) == {"nomen"}
    assert "Service/nomen" in rendered("cpu")


@pytest.mark.parametrize("overlay", SERVING)
def test_s2_keys_come_from_a_secret_and_metrics_have_a_port_for_monitoring_alone(
    overlay: str,
) -> None:
    found = rendered(overlay)
    spec = pods(overlay)["Deployment/nomen"]["spec"]
    (container,) = spec["containers"]
    variables = {one["name"]: one.get("value") for one in container["env"]}
    mounts = {one["name"]: one for one in container["volumeMounts"]}
    (volume,) = [one for one in spec["volumes"] if one["name"] == "keys"]

    assert variables["NOMEN_KEYS_FILE"] == mounts["keys"]["mountPath"] + "/keys"
    assert "subPath" not in mounts["keys"]
    assert volume["secret"] == {"secretName": "nomen-keys", "defaultMode": 0o440}
    assert spec["securityContext"]["fsGroup"] == spec["securityContext"]["runAsGroup"]
    clients, monitoring = found["NetworkPolicy/nomen"]["spec"]["ingress"]
    assert (clients["ports"], monitoring["ports"]) == ([{"port": "http"}], [{"port": "metrics"}])
