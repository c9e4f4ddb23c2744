"""The RayJob of deploy/kubernetes/ray/job.yaml.

KubeRay's own schema ships with no package, so the fields of the job are checked against a schema of
what KubeRay's reference says of them; the pods are checked by the schema of Kubernetes.
"""

import copy
import shlex
from pathlib import Path
from typing import Any

import jsonschema  # type: ignore[import-untyped]  # its types are a package of their own
import kubernetes_validate  # type: ignore[import-untyped]  # it ships no types
import pytest
import yaml
from typer.main import get_command

from nomen.service.cli import app

FILE = Path(__file__).parents[2] / "deploy" / "kubernetes" / "ray" / "job.yaml"
JOB: dict[str, Any] = yaml.safe_load(FILE.read_text(encoding="utf-8"))
CLUSTER = JOB["spec"]["rayClusterSpec"]
TEMPLATES = {
    "head": CLUSTER["headGroupSpec"]["template"],
    **{group["groupName"]: group["template"] for group in CLUSTER["workerGroupSpecs"]},
}
STRINGS = {"type": "object", "additionalProperties": {"type": "string"}}
COUNT = {"type": "integer", "minimum": 0}
GROUP: dict[str, Any] = {
    "type": "object",
    "required": ["template", "rayStartParams"],
    "additionalProperties": False,
    "properties": {
        "groupName": {"type": "string"},
        "replicas": COUNT,
        "minReplicas": COUNT,
        "maxReplicas": COUNT,
        "rayStartParams": STRINGS,
        "template": {"type": "object"},
    },
}
SCHEMA = {
    "type": "object",
    "required": ["apiVersion", "kind", "metadata", "spec"],
    "additionalProperties": False,
    "properties": {
        "apiVersion": {"const": "ray.io/v1"},
        "kind": {"const": "RayJob"},
        "metadata": {"type": "object", "required": ["name"]},
        "spec": {
            "type": "object",
            "required": ["entrypoint", "rayClusterSpec"],
            "additionalProperties": False,
            "properties": {
                "entrypoint": {"type": "string"},
                "submissionMode": {"enum": ["K8sJobMode", "HTTPMode", "InteractiveMode"]},
                "shutdownAfterJobFinishes": {"type": "boolean"},
                "ttlSecondsAfterFinished": COUNT,
                "backoffLimit": COUNT,
                "rayClusterSpec": {
                    "type": "object",
                    "required": ["headGroupSpec"],
                    "additionalProperties": False,
                    "properties": {
                        "headGroupSpec": GROUP,
                        "workerGroupSpecs": {
                            "type": "array",
                            "items": {**GROUP, "required": [*GROUP["required"], "groupName"]},
                        },
                    },
                },
            },
        },
    },
}
"""*Source:* KubeRay, API reference of ray.io/v1, RayJobSpec and RayClusterSpec."""


def test_the_job_has_the_fields_that_kuberay_knows() -> None:
    jsonschema.validate(JOB, SCHEMA)


def test_the_schema_refuses_a_misspelt_field() -> None:
    wrong = copy.deepcopy(JOB)
    wrong["spec"]["shutdownAfterJobFinish"] = True

    with pytest.raises(jsonschema.ValidationError, match="shutdownAfterJobFinish"):
        jsonschema.validate(wrong, SCHEMA)


@pytest.mark.parametrize("template", TEMPLATES.values(), ids=TEMPLATES)
@pytest.mark.parametrize("version", ["1.31", "1.37"])
def test_the_pods_follow_the_schema_of_kubernetes(template: dict[str, Any], version: str) -> None:
    pod = {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "nomen"}, **template}

    assert kubernetes_validate.validate(pod, version, strict=True) == version


@pytest.mark.parametrize("template", TEMPLATES.values(), ids=TEMPLATES)
def test_a_namespace_that_enforces_restricted_admits_a_pod(template: dict[str, Any]) -> None:
    """*Source:* Kubernetes, Pod Security Standards, profile Restricted."""
    pod = template["spec"]
    container = pod["containers"][0]["securityContext"]

    assert pod["securityContext"]["runAsNonRoot"] is True
    assert pod["securityContext"]["seccompProfile"] == {"type": "RuntimeDefault"}
    assert container["allowPrivilegeEscalation"] is False
    assert container["readOnlyRootFilesystem"] is True
    assert container["capabilities"] == {"drop": ["ALL"]}
    assert pod["automountServiceAccountToken"] is False


def test_the_head_works_on_no_file_and_the_workers_keep_their_number() -> None:
    (group,) = CLUSTER["workerGroupSpecs"]

    assert CLUSTER["headGroupSpec"]["rayStartParams"]["num-cpus"] == "0"
    assert group["replicas"] == group["minReplicas"] == group["maxReplicas"]


def test_the_entrypoint_is_a_command_of_nomen_that_goes_on_where_it_ended() -> None:
    program, name, *arguments = shlex.split(JOB["spec"]["entrypoint"])
    command = get_command(app).commands[name]  # type: ignore[attr-defined]  # a group has commands
    context = command.make_context(name, list(arguments))

    assert program == "nomen"
    assert context.params["engine"] == "ray"
    assert context.params["resume"] is True
