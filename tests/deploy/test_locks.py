"""The lock against pyproject.toml and against what is installed; no index is asked."""

import re
import tomllib
from importlib.metadata import distribution, version
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[2]
PROJECT: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
EXTRAS: dict[str, list[str]] = PROJECT["project"]["optional-dependencies"]
CORE: list[str] = [
    *PROJECT["project"]["dependencies"],
    *EXTRAS["surrogates"],
    *EXTRAS["tracing"],
]
CLUSTER = [each for extra in ("client", "corpora", "office", "ray") for each in EXTRAS[extra]]
ASKED = [
    ("core", CORE),
    ("train", CORE + EXTRAS["train"]),
    ("cluster", CORE + CLUSTER),
    ("gpu", CORE + EXTRAS["torch"]),
    ("release", EXTRAS["release"]),
    ("build", PROJECT["build-system"]["requires"]),
]
"""Each lock, and what it is asked for."""
WITHOUT_HASHES = {"torch"}  # a build of torch has another hash on each index


class Pin(NamedTuple):
    """One package of a lock."""

    requirement: Requirement
    hashes: list[str]
    is_direct: bool

    @property
    def version(self) -> str:
        (only,) = self.requirement.specifier
        return only.version


def pins(lock: str) -> dict[str, Pin]:
    """Read a lock: the packages by their names."""
    text = (ROOT / "locks" / f"{lock}.txt").read_text(encoding="utf-8")
    found = {}
    for line, rest in re.findall(r"(?m)^([a-z0-9][^\\\n]*) \\\n((?:    .*\n)*)", text):
        requirement = Requirement(line)
        found[requirement.name] = Pin(
            requirement,
            re.findall(r"--hash=sha256:[0-9a-f]{64}\b", rest),
            is_direct=re.search(r"(?m)^    # +(via )?nomen ", rest) is not None,
        )
    return found


def parsed(requirements: list[str]) -> dict[str, Requirement]:
    made = map(Requirement, requirements)
    return {canonicalize_name(requirement.name): requirement for requirement in made}


@pytest.mark.parametrize(
    ("lock", "asked"),
    ASKED,
)
def test_the_lock_has_a_release_of_all_that_is_asked_for(lock: str, asked: list[str]) -> None:
    locked = pins(lock)

    for name, requirement in parsed(asked).items():
        if name not in WITHOUT_HASHES:
            assert name in locked, f"{name} is not in locks/{lock}.txt: run make lock"
            assert requirement.specifier.contains(locked[name].version), f"{name}: run make lock"


@pytest.mark.parametrize(("lock", "asked"), ASKED[:4])
def test_the_lock_has_nothing_that_is_no_longer_asked_for(lock: str, asked: list[str]) -> None:
    direct = {name for name, pin in pins(lock).items() if pin.is_direct}

    assert direct == parsed(asked).keys() - WITHOUT_HASHES, "run make lock"


@pytest.mark.parametrize("lock", ["core", "train", "cluster", "gpu"])
def test_the_lock_has_what_its_packages_need(lock: str) -> None:
    locked = pins(lock)

    for name, pin in locked.items():
        if pin.requirement.marker is not None and not pin.requirement.marker.evaluate():
            continue
        for needed in map(Requirement, distribution(name).requires or ()):
            if needed.marker is None or needed.marker.evaluate({"extra": ""}):
                found = canonicalize_name(needed.name)
                assert found in {*locked, *WITHOUT_HASHES}, f"{name} needs {found}"


@pytest.mark.parametrize("lock", ["core", "train", "cluster", "gpu"])
def test_the_tests_run_with_the_releases_of_the_lock(lock: str) -> None:
    for name, pin in pins(lock).items():
        if pin.requirement.marker is None or pin.requirement.marker.evaluate():
            assert version(name) == pin.version, f"{name}: run make install"


@pytest.mark.parametrize("lock", ["train", "cluster", "gpu"])
def test_what_trains_and_what_clusters_runs_with_what_serves(lock: str) -> None:
    core, other = pins("core"), pins(lock)

    assert {name: pin.version for name, pin in core.items()} == {
        name: other[name].version for name in core
    }


@pytest.mark.parametrize("lock", ["build", "core", "train", "cluster", "gpu", "release"])
def test_every_package_of_the_lock_has_hashes_and_none_has_an_address(lock: str) -> None:
    text = (ROOT / "locks" / f"{lock}.txt").read_text(encoding="utf-8")
    locked = pins(lock)

    assert len(locked) == len(re.findall(r"(?m)^[^#\s]", text))
    assert all(pin.hashes for pin in locked.values())
    assert "://" not in text
    assert not re.search(r"(?m)^-", text)


def test_the_lock_takes_torch_for_what_torch_says_it_is() -> None:
    (stated,) = PROJECT["tool"]["uv"]["dependency-metadata"]
    needed = [Requirement(line) for line in distribution("torch").requires or ()]
    plain = {str(one) for one in needed if "extra" not in str(one.marker)}

    assert f"torch=={stated['version']}" in EXTRAS["train"]
    if "+cpu" in version("torch"):
        assert {str(Requirement(line)) for line in stated["requires-dist"]} == plain
