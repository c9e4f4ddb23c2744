"""The scripts of deploy/release: what a release is checked for, its SBOM, provenance, licences."""

import json
import re
import runpy
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from nomen.model.bundle.bundle import SCHEMA_VERSION
from nomen.model.text.tokenizer import TOKENIZER_VERSION
from nomen.training.requantisation import OLDEST_SCHEMA

ROOT = Path(__file__).parents[2]
SCRIPTS = ROOT / "deploy" / "release"
HERE = ("pyproject.toml", "Dockerfile", "README.md", "CHANGELOG.md")
GIT = ["git", "-c", "user.name=Nomen", "-c", "user.email=nomen@localhost"]
UPGRADING, PROVENANCE = "docs/upgrading.md", "dist/cpu/provenance.json"


def run(script: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-B", str(script), *arguments]
    return subprocess.run(command, check=False, capture_output=True, text=True)


def git(folder: Path, *arguments: str) -> str:
    command = [*GIT, "-C", str(folder), *arguments]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()


@pytest.fixture
def sources(tmp_path: Path) -> Path:
    """The files that hold the version, as a commit of their own."""
    for name in HERE:
        (tmp_path / name).write_bytes((ROOT / name).read_bytes())
    shutil.copytree(ROOT / "deploy", tmp_path / "deploy")
    (tmp_path / "docs").mkdir()
    (tmp_path / UPGRADING).write_bytes((ROOT / UPGRADING).read_bytes())
    (tmp_path / ".gitignore").write_text("/dist/\n")
    git(tmp_path, "init", "-q")
    commit(tmp_path)
    return tmp_path


def commit(folder: Path) -> None:
    git(folder, "add", "-A")
    git(folder, "commit", "-q", "--allow-empty", "-m", "All")


def check(folder: Path) -> list[str]:
    return run(folder / "deploy" / "release" / "release_check.py").stdout.splitlines()


def set_version(folder: Path, version: str) -> None:
    done = run(folder / "deploy" / "release" / "release_check.py", "--set", version)
    assert done.returncode == 0, done.stderr


def write_pages(folder: Path, version: str) -> None:
    text = f"# Changelog\n\n## [Unreleased]\n\n## [{version}] - 2026-12-01\n\n### Added\n\n- All.\n"
    (folder / "CHANGELOG.md").write_text(text)
    (folder / UPGRADING).write_text(f"# Upgrading\n\n## {version}\n\nNothing to do.\n")


def write_provenance(folder: Path, *, base: str, revision: str) -> None:
    build = {
        "externalParameters": {"base": base},
        "resolvedDependencies": [{"uri": "git:nomen", "digest": {"gitCommit": revision}}],
    }
    (folder / PROVENANCE).parent.mkdir(parents=True)
    text = json.dumps({"predicate": {"buildDefinition": build}})
    (folder / PROVENANCE).write_text(text)


def test_every_place_has_the_version_of_pyproject(sources: Path) -> None:
    assert [line for line in check(sources) if "--set" in line] == []


def test_a_place_that_was_forgotten_is_named(sources: Path) -> None:
    file = sources / "Dockerfile"
    text = file.read_text(encoding="utf-8")
    file.write_text(re.sub(r"(?m)^ARG VERSION=.*$", "ARG VERSION=0.0.9", text))

    (line,) = [line for line in check(sources) if "--set" in line]
    assert line.startswith("Dockerfile: expected ")
    assert line.endswith("found 0.0.9: use --set")


def test_a_version_is_set_everywhere(sources: Path) -> None:
    set_version(sources, "3.14.15")

    assert [line for line in check(sources) if "--set" in line] == []
    for file in (*HERE[:3], "deploy/compose.yaml", "deploy/kubernetes/base/deployment.yaml"):
        assert "3.14.15" in (sources / file).read_text(encoding="utf-8"), file


def test_a_version_that_is_none_is_refused(sources: Path) -> None:
    done = run(sources / "deploy" / "release" / "release_check.py", "--set", "v1")

    assert done.returncode == 2
    assert "expected a version as 1.2.3" in done.stderr


def test_a_release_has_its_pages_its_commit_and_its_image(sources: Path) -> None:
    set_version(sources, "3.14.15")

    assert check(sources) == [
        "CHANGELOG.md: expected a section [3.14.15] with a date",
        "CHANGELOG.md: expected nothing under [Unreleased]",
        "docs/upgrading.md: expected a section 3.14.15",
        "git: expected no changes that are not committed",
        "dist/cpu/provenance.json: expected the image: make image",
    ]


def test_an_image_on_an_unpinned_base_or_of_another_commit_is_not_released(sources: Path) -> None:
    set_version(sources, "3.14.15")
    write_pages(sources, "3.14.15")
    commit(sources)
    write_provenance(sources, base="python:3.11", revision="0" * 40)

    assert check(sources) == [
        f"{PROVENANCE}: expected a base with its digest: make image BASE_IMAGE=…@sha256:…",
        f"{PROVENANCE}: expected an image of this commit, without changes: make image",
    ]


def test_a_release_with_all_of_it_is_ready_until_another_commit_has_its_tag(sources: Path) -> None:
    set_version(sources, "3.14.15")
    write_pages(sources, "3.14.15")
    commit(sources)
    git(sources, "tag", "v3.14.15")
    head = git(sources, "rev-parse", "HEAD")
    write_provenance(sources, base="python@sha256:" + "0" * 64, revision=head)
    assert check(sources) == ["ready to be tagged"]

    commit(sources)
    assert "git: v3.14.15 is the tag of another commit" in check(sources)


def test_the_page_of_licences_is_that_of_the_locks_and_of_what_is_installed() -> None:
    licences = runpy.run_path(str(SCRIPTS / "licences.py"))
    page = (ROOT / "docs" / "licences.md").read_text(encoding="utf-8")

    assert page == licences["page"](), "run make lock"


def test_what_serves_is_under_licences_that_ask_for_no_source_of_its_own() -> None:
    page = (ROOT / "docs" / "licences.md").read_text(encoding="utf-8")
    rows = re.findall(r"(?m)^\| ([a-z0-9.-]+) \| (.+?) \| (.+?) \|$", page)

    stated = {name: licence for name, licence, images in rows if "cpu" in images or "gpu" in images}
    assert len(stated) > 30
    assert {name for name, licence in stated.items() if licence == "unstated"} == set()
    assert {n for n, licence in stated.items() if re.search(r"GPL|SSPL|BUSL", licence)} == set()


def test_s7_the_provenance_names_base_commit_locks_and_bundles(tmp_path: Path) -> None:
    sbom = tmp_path / "sbom.cdx.json"
    sbom.write_text("{}")
    base, image = "python:3.11@sha256:" + "1" * 64, "sha256:" + "2" * 64
    chosen = ["--target", "cpu", "--base", base, "--revision", "3" * 40]

    done = run(
        SCRIPTS / "provenance.py", "nomen", *chosen, "--image-id", image, "--sbom", str(sbom)
    )
    statement = json.loads(done.stdout)
    inputs = statement["predicate"]["buildDefinition"]["resolvedDependencies"]
    digests = {one["uri"]: one["digest"] for one in inputs}

    assert statement["subject"] == [{"name": "nomen", "digest": {"sha256": "2" * 64}}]
    assert digests["docker://python:3.11"] == {"sha256": "1" * 64}
    assert digests["git:nomen"] == {"gitCommit": "3" * 40}
    assert {"Dockerfile", "locks/core.txt", "model/pretrained/en/manifest.json"} <= digests.keys()
    assert "locks/train.txt" not in digests


def test_the_page_on_upgrades_says_what_this_version_reads() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    page = (ROOT / UPGRADING).read_text(encoding="utf-8")

    row = f"| {project['version']} | {SCHEMA_VERSION} | {TOKENIZER_VERSION} | "
    assert row in page
    assert f"a bundle of schema {OLDEST_SCHEMA} or 6 into one of schema {SCHEMA_VERSION}" in page
