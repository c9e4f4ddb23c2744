from pathlib import Path
from typing import Any

import kubernetes_validate  # type: ignore[import-untyped]  # it ships no types
import pytest
import yaml
from starlette.testclient import TestClient

from nomen.service.http.app import create_app
from nomen.service.http.serving import EXTRA_SECONDS
from nomen.service.settings import Settings

BASE = Path(__file__).parents[2] / "deploy" / "kubernetes" / "base"
KUSTOMIZATION = yaml.safe_load((BASE / "kustomization.yaml").read_text(encoding="utf-8"))
MANIFESTS: dict[str, dict[str, Any]] = {
    f"{document['kind']}/{document['metadata']['name']}": document
    for file in sorted(BASE.glob("*.yaml"))
    if file.name != "kustomization.yaml"
    for document in yaml.safe_load_all(file.read_text(encoding="utf-8"))
}
PODS = {
    name: document["spec"]["template"]["spec"]
    for name, document in MANIFESTS.items()
    if "template" in document["spec"]
}
DEPLOYMENT, POD = MANIFESTS["Deployment/nomen"]["spec"], PODS["Deployment/nomen"]
OLDEST, NEWEST = "1.31", "1.37"


def test_the_base_is_the_service_and_trainings_on_one_node_and_on_several() -> None:
    assert list(MANIFESTS) == [
        "Deployment/nomen",
        "NetworkPolicy/nomen",
        "PodDisruptionBudget/nomen",
        "Service/nomen",
        "PersistentVolumeClaim/nomen-corpora-nodes",
        "PersistentVolumeClaim/nomen-bundles-nodes",
        "Service/nomen-train-nodes",
        "NetworkPolicy/nomen-train-nodes",
        "Job/nomen-train-nodes",
        "PersistentVolumeClaim/nomen-corpora",
        "PersistentVolumeClaim/nomen-bundles",
        "Job/nomen-train",
    ]


@pytest.mark.parametrize("version", [OLDEST, NEWEST])
@pytest.mark.parametrize("manifest", MANIFESTS.values(), ids=MANIFESTS)
def test_a_manifest_follows_the_schema_of_kubernetes(
    manifest: dict[str, Any], version: str
) -> None:
    assert kubernetes_validate.validate(manifest, version, strict=True) == version


def test_the_schema_refuses_a_misspelt_field() -> None:
    pod = {"containers": [{"name": "nomen", "livenesProbe": {}}]}
    wrong = {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "nomen"}, "spec": pod}

    with pytest.raises(kubernetes_validate.ValidationError, match="'livenesProbe' was unexpected"):
        kubernetes_validate.validate(wrong, NEWEST, strict=True)


def test_the_kustomization_lists_files_that_exist_and_leaves_the_training_to_its_user() -> None:
    assert KUSTOMIZATION["resources"] == [
        "../deny",
        "deployment.yaml",
        "networkpolicy.yaml",
        "poddisruptionbudget.yaml",
        "service.yaml",
    ]
    assert all((BASE / name).exists() for name in KUSTOMIZATION["resources"])


@pytest.mark.parametrize("pod", PODS.values(), ids=PODS)
def test_a_namespace_that_enforces_restricted_admits_a_pod(pod: dict[str, Any]) -> None:
    """*Source:* Kubernetes, Pod Security Standards, profile Restricted."""
    container = pod["containers"][0]["securityContext"]

    assert pod["securityContext"]["runAsNonRoot"] is True
    assert pod["securityContext"]["runAsUser"] == 65532
    assert pod["securityContext"]["seccompProfile"] == {"type": "RuntimeDefault"}
    assert container["allowPrivilegeEscalation"] is False
    assert container["capabilities"] == {"drop": ["ALL"]}
    assert not {"hostNetwork", "hostPID", "hostIPC"} & pod.keys()
    assert all({"emptyDir", "persistentVolumeClaim"} & v.keys() for v in pod["volumes"])


@pytest.mark.parametrize("pod", PODS.values(), ids=PODS)
def test_a_pod_can_write_only_to_its_volumes_and_knows_no_cluster(pod: dict[str, Any]) -> None:
    assert len(pod["containers"]) == 1
    assert pod["containers"][0]["securityContext"]["readOnlyRootFilesystem"] is True
    assert pod["automountServiceAccountToken"] is False
    assert pod["enableServiceLinks"] is False


@pytest.mark.parametrize("pod", PODS.values(), ids=PODS)
def test_a_container_requests_and_is_limited_to_cpu_and_memory(pod: dict[str, Any]) -> None:
    resources = pod["containers"][0]["resources"]

    assert resources["requests"].keys() == resources["limits"].keys() == {"cpu", "memory"}


@pytest.mark.parametrize("pod", PODS.values(), ids=PODS)
def test_every_mount_is_a_volume_and_every_claim_is_made(pod: dict[str, Any]) -> None:
    claims = [v["persistentVolumeClaim"] for v in pod["volumes"] if "persistentVolumeClaim" in v]

    mounts = {mount["name"] for mount in pod["containers"][0]["volumeMounts"]}
    assert mounts == {volume["name"] for volume in pod["volumes"]}
    assert all(f"PersistentVolumeClaim/{claim['claimName']}" in MANIFESTS for claim in claims)


@pytest.mark.parametrize(
    ("probe", "route"),
    [("startupProbe", "/startupz"), ("readinessProbe", "/readyz"), ("livenessProbe", "/livez")],
)
def test_a_probe_asks_its_own_route_of_the_app(probe: str, route: str) -> None:
    get = POD["containers"][0][probe]["httpGet"]

    client = TestClient(create_app(Settings()))
    assert get == {"path": route, "port": "http"}
    assert client.get(route).status_code in {200, 503}


def test_prometheus_is_told_where_the_metrics_are() -> None:
    annotations = DEPLOYMENT["template"]["metadata"]["annotations"]

    client = TestClient(create_app(Settings()))
    variables = {one["name"]: one["value"] for one in POD["containers"][0]["env"]}
    ports = {port["name"]: port["containerPort"] for port in POD["containers"][0]["ports"]}
    assert annotations["prometheus.io/port"] == variables["NOMEN_METRICS_PORT"]
    assert int(variables["NOMEN_METRICS_PORT"]) == ports["metrics"]
    assert client.get(annotations["prometheus.io/path"]).status_code == 200


def test_the_service_finds_the_pods_and_their_port() -> None:
    service = MANIFESTS["Service/nomen"]["spec"]
    ports = POD["containers"][0]["ports"]

    labels = DEPLOYMENT["template"]["metadata"]["labels"]
    assert service["selector"] == DEPLOYMENT["selector"]["matchLabels"] == labels
    assert service["ports"][0]["targetPort"] == ports[0]["name"]
    assert ports[0]["containerPort"] == Settings.model_fields["port"].default


def test_a_pod_is_given_longer_to_end_than_it_may_need() -> None:
    fields = Settings.model_fields

    needed = fields["drain_seconds"].default + fields["timeout_seconds"].default + EXTRA_SECONDS
    assert POD["terminationGracePeriodSeconds"] > needed


def test_an_update_never_takes_a_pod_away_before_another_is_ready() -> None:
    assert DEPLOYMENT["replicas"] > 1
    assert DEPLOYMENT["strategy"]["rollingUpdate"] == {"maxUnavailable": 0, "maxSurge": 1}


def test_the_pods_of_a_training_are_its_processes_and_find_the_first_one() -> None:
    job = MANIFESTS["Job/nomen-train-nodes"]["spec"]
    pod = PODS["Job/nomen-train-nodes"]
    variables = {one["name"]: one for one in pod["containers"][0]["env"]}
    service = MANIFESTS["Service/nomen-train-nodes"]["spec"]

    assert job["completionMode"] == "Indexed"
    assert job["completions"] == job["parallelism"] == int(variables["WORLD_SIZE"]["value"])
    assert "job-completion-index" in variables["RANK"]["valueFrom"]["fieldRef"]["fieldPath"]
    assert variables["MASTER_ADDR"]["value"] == f"nomen-train-nodes-0.{pod['subdomain']}"
    assert pod["subdomain"] == "nomen-train-nodes"
    assert service["clusterIP"] == "None"
    assert service["publishNotReadyAddresses"] is True


def test_the_pods_of_a_training_reach_each_other_and_name_servers_alone() -> None:
    policy = MANIFESTS["NetworkPolicy/nomen-train-nodes"]["spec"]
    own = {"matchLabels": {"batch.kubernetes.io/job-name": "nomen-train-nodes"}}

    assert policy["podSelector"] == own
    assert policy["ingress"] == [{"from": [{"podSelector": own}]}]
    peers, names = policy["egress"]
    assert peers == {"to": [{"podSelector": own}]}
    assert {port["port"] for port in names["ports"]} == {53}


def test_the_claims_of_a_training_on_several_nodes_are_mounted_by_all() -> None:
    for name in ("nomen-corpora-nodes", "nomen-bundles-nodes"):
        claim = MANIFESTS[f"PersistentVolumeClaim/{name}"]["spec"]
        assert claim["accessModes"] == ["ReadWriteMany"]
