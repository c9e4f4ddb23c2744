import json
import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PACKAGES = ("model", "training", "service")
IMAGES = ("cpu", "gpu", "train", "cluster")


def stages() -> dict[str, str]:
    """Give the instructions of each stage by its name, without comments.

    A stage that stands on another one has the instructions of that one first, down to the stages
    that run commands.
    """
    text = re.sub(r"(?m)^#.*\n", "", (ROOT / "Dockerfile").read_text(encoding="utf-8"))
    _, *parts = re.split(r"(?m)^FROM (\S+) AS (\S+)\n", text)
    found: dict[str, str] = {}
    for parent, name, own in zip(parts[::3], parts[1::3], parts[2::3], strict=True):
        inherited = found.get(parent, "")
        found[name] = own if "RUN " in inherited else inherited + own
    return found


def parents() -> dict[str, str]:
    """Give what each stage stands on."""
    text = (ROOT / "Dockerfile").read_text(encoding="utf-8")
    return {name: parent for parent, name in re.findall(r"(?m)^FROM (\S+) AS (\S+)$", text)}


def test_the_default_image_is_the_one_that_serves() -> None:
    assert list(stages())[-1] == "cpu"


def test_the_base_image_is_an_argument_for_every_stage() -> None:
    text = (ROOT / "Dockerfile").read_text(encoding="utf-8")

    assert "\nARG BASE_IMAGE=python:3.11-slim-bookworm\n" in text
    assert set(re.findall(r"(?m)^FROM (\S+)", text)) == {
        "${BASE_IMAGE}",
        "build",
        "dependencies",
        "runtime",
        "serving",
    }


@pytest.mark.parametrize("stage", IMAGES)
def test_s6_an_image_stands_on_the_base_without_pip(stage: str) -> None:
    parent = parents()[stage]

    assert "runtime" in {parent, parents().get(parent)}
    assert "/site-packages/*" in stages()["runtime"]


@pytest.mark.parametrize("stage", ["cpu", "gpu", "cluster"])
def test_s6_an_image_that_serves_has_no_code_of_training(stage: str) -> None:
    text = (ROOT / "Dockerfile").read_text(encoding="utf-8")

    assert "COPY --from=service /install /opt/nomen\n" in stages()[stage]
    assert "\nFROM build AS service\n" in text
    assert "rm -r /install/lib/python3.*/site-packages/nomen/training" in stages()["service"]


@pytest.mark.parametrize("stage", IMAGES)
def test_s6_an_image_runs_as_a_user_without_a_name_and_copies_only_what_was_built(
    stage: str,
) -> None:
    instructions = stages()[stage]

    assert re.findall(r"(?m)^USER (.+)$", instructions) == ["65532:65532"]
    assert not re.search(r"(?m)^(RUN|ADD|VOLUME) ", instructions)
    assert re.findall(r"(?m)^COPY (?!--from=)", instructions) == []


@pytest.mark.parametrize("stage", IMAGES)
def test_an_image_turns_the_telemetry_of_onnx_runtime_off(stage: str) -> None:
    variables = " ".join(re.findall(r"(?m)^ENV ((?:.*\\\n)*.*)$", stages()[stage]))

    assert "ORT_DISABLE_TELEMETRY=1" in variables.split()


def test_torch_is_in_the_images_that_need_it_and_is_the_one_of_pyproject() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    pinned = project["optional-dependencies"]["torch"][0]

    assert [name for name, text in stages().items() if pinned in text] == [
        "train-dependencies",
        "gpu-dependencies",
    ]
    assert [name for name, text in stages().items() if "train.txt" in text] == [
        "train-dependencies"
    ]
    assert "--from=train-dependencies" in stages()["train"]
    assert "train" not in stages()["cpu"]


def test_all_but_torch_and_nomen_is_installed_with_hashes() -> None:
    commands = re.findall(r"pip install (.+?)(?: \\\n|\n)", "".join(stages().values()))

    assert [line for line in commands if not line.startswith("--require-hashes -r locks/")] == [
        '${TORCH_INDEX:+--index-url "$TORCH_INDEX"} torch==2.13.0',
        '${TORCH_INDEX:+--index-url "$TORCH_INDEX"} torch==2.13.0',
        "--no-deps --no-build-isolation --ignore-installed --prefix /install .",
    ]
    assert len(commands) == 8


def test_no_compiler_or_package_of_the_system_is_installed() -> None:
    assert not re.search(r"apt|apk|gcc|g\+\+|build-essential|curl", "".join(stages().values()))


@pytest.mark.parametrize(
    ("stage", "entrypoint", "command"),
    [
        ("cpu", ["nomen"], ["serve"]),
        ("gpu", ["nomen"], ["serve"]),
        ("train", ["nomen-train"], ["--help"]),
        ("cluster", ["nomen"], ["--help"]),
    ],
)
def test_an_image_starts_its_command(stage: str, entrypoint: list[str], command: list[str]) -> None:
    found = dict(re.findall(r"(?m)^(ENTRYPOINT|CMD) (.+)$", stages()[stage]))

    assert json.loads(found["ENTRYPOINT"]) == entrypoint
    assert json.loads(found["CMD"]) == command


def test_the_images_carry_the_version_of_the_project_and_name_their_base() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    text = (ROOT / "Dockerfile").read_text(encoding="utf-8")

    assert re.findall(r"(?m)^ARG VERSION=(.+)$", text) == [project["version"]]
    for stage in IMAGES:
        assert "ARG VERSION\n" in stages()[stage]
        assert 'org.opencontainers.image.base.name="${BASE_IMAGE}"' in stages()[stage]


def test_the_build_context_admits_only_what_is_installed() -> None:
    lines = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    patterns = [line for line in lines if line and not line.startswith("#")]

    assert patterns[0] == "*"
    assert {line[1:] for line in patterns if line.startswith("!")} == {
        "LICENSE",
        "README.md",
        "pyproject.toml",
        "locks",
        "setup.py",
        "nomen",
        *PACKAGES,
    }
