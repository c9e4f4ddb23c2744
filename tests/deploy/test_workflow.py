import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).parents[2]
WORKFLOW = ROOT / ".github" / "workflows" / "test.yml"
DOCUMENT: dict[str, Any] = yaml.safe_load(WORKFLOW.read_text(encoding="utf-8"))


def check_schema(file: Path) -> subprocess.CompletedProcess[bytes]:
    """Check a file against the schema of GitHub's workflows, which check-jsonschema ships."""
    schema = "vendor.github-workflows"
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", schema, str(file)]
    return subprocess.run(command, check=False, capture_output=True)


def test_the_file_follows_the_schema_of_workflows() -> None:
    checked = check_schema(WORKFLOW)

    assert checked.returncode == 0, checked.stdout.decode()


def test_the_schema_refuses_a_misspelt_key(tmp_path: Path) -> None:
    wrong = tmp_path / "test.yml"
    text = WORKFLOW.read_text(encoding="utf-8")
    wrong.write_text(text.replace("timeout-minutes:", "timeout:"), encoding="utf-8")

    assert check_schema(wrong).returncode == 1


def test_the_workflow_may_read_the_sources_and_nothing_else() -> None:
    (job,) = DOCUMENT["jobs"].values()
    (checkout,) = [step for step in job["steps"] if "checkout" in step.get("uses", "")]

    assert DOCUMENT["permissions"] == {"contents": "read"}
    assert "permissions" not in job
    assert checkout["with"]["persist-credentials"] is False
    assert "secrets" not in WORKFLOW.read_text(encoding="utf-8")


def test_an_action_is_pinned_to_a_commit() -> None:
    (job,) = DOCUMENT["jobs"].values()
    used = [step["uses"] for step in job["steps"] if "uses" in step]

    assert len(used) == 2
    assert all(re.fullmatch(r"[\w/-]+@[0-9a-f]{40}", each) for each in used)


def test_the_workflow_runs_what_the_project_calls_green() -> None:
    (job,) = DOCUMENT["jobs"].values()
    commands = [step["run"] for step in job["steps"] if "run" in step]

    assert commands == ["sudo make packages", "make test"]
    assert "make test" in (ROOT / ".ci" / "run").read_text(encoding="utf-8")
