import subprocess
import sys
import sysconfig
import venv
import zipfile
from pathlib import Path
from shutil import copytree, ignore_patterns

import pytest

ROOT = Path(__file__).parents[2]
PACKAGES = ("model", "service", "training")
BUILD = "from setuptools.build_meta import build_wheel; build_wheel('.')"
IMPORT = """
import sys, nomen
assert nomen.load_tagger().tag(["Harry Potter waved."])[0].names[0].text == "Harry Potter"
print(sorted({"torch", "fastapi", "starlette", "lightning"} & set(sys.modules)))
"""


@pytest.fixture(scope="module")
def sources(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sources as a clone has them."""
    folder = tmp_path_factory.mktemp("sources")
    for package in ("nomen", *PACKAGES):
        ignore = ignore_patterns("__pycache__")
        copytree(ROOT / package, folder / package, symlinks=True, ignore=ignore)
    for name in ("pyproject.toml", "setup.py", "README.md"):
        (folder / name).write_bytes((ROOT / name).read_bytes())
    return folder


@pytest.fixture(scope="module")
def wheel(sources: Path) -> Path:
    build(sources)
    return next(sources.glob("*.whl"))


@pytest.fixture(scope="module")
def environment(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A new environment with the wheel; what it depends on is this one's."""
    folder = tmp_path_factory.mktemp("environment")
    venv.create(folder, with_pip=False)
    python = folder / "bin" / "python"
    target = sysconfig.get_path("purelib", vars={"base": str(folder), "platbase": str(folder)})
    dependencies = [path for path in sys.path if Path(path).name == "site-packages"]
    Path(target, "dependencies.pth").write_text("\n".join(dependencies), encoding="utf-8")
    pip = [sys.executable, "-m", "pip", "--python", str(python), "install", "--no-deps"]
    subprocess.run([*pip, "--no-index", str(wheel)], check=True, capture_output=True)
    return folder


@pytest.fixture
def crowded(tmp_path: Path) -> Path:
    """A folder whose modules have the names of Nomen's packages."""
    for package in PACKAGES:
        (tmp_path / f"{package}.py").write_text("raise ImportError('a module of the user')")
    return tmp_path


def build(sources: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", BUILD]
    return subprocess.run(command, cwd=sources, capture_output=True, text=True, check=False)


@pytest.mark.slow
def test_a_wheel_holds_every_file_of_its_packages(sources: Path, wheel: Path) -> None:
    files = [path for package in PACKAGES for path in (sources / package).rglob("*")]
    expected = {f"nomen/{f.relative_to(sources).as_posix()}" for f in files if f.is_file()}

    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())

    assert {*expected, "nomen/py.typed"} - names == set()


@pytest.mark.slow
def test_a_wheel_holds_one_package(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        first = {name.split("/")[0] for name in archive.namelist()}

    assert {name for name in first if not name.endswith(".dist-info")} == {"nomen"}


def test_sources_without_their_links_are_refused_in_one_line(tmp_path: Path) -> None:
    for name in ("pyproject.toml", "setup.py", "README.md"):
        (tmp_path / name).write_bytes((ROOT / name).read_bytes())
    (tmp_path / "nomen").mkdir()
    (tmp_path / "nomen" / "model").write_text("../model")

    result = build(tmp_path)

    assert result.returncode != 0
    assert "nomen/model: expected a symbolic link to ../model" in result.stderr.splitlines()[-1]


@pytest.mark.slow
def test_nomen_is_imported_beside_modules_of_its_packages_names(
    environment: Path, crowded: Path
) -> None:
    command = [str(environment / "bin" / "python"), "-c", IMPORT]

    result = subprocess.run(command, cwd=crowded, capture_output=True, text=True, check=False)

    assert (result.returncode, result.stdout, result.stderr) == (0, "[]\n", "")


@pytest.mark.slow
@pytest.mark.parametrize("command", [["nomen", "model"], ["nomen-train", "corpora"]])
def test_commands_run_beside_modules_of_its_packages_names(
    environment: Path, crowded: Path, command: list[str]
) -> None:
    path = environment / "bin" / command[0]
    env = {"PYTHONPATH": str(crowded)}

    result = subprocess.run(
        [str(path), *command[1:]], cwd=crowded, env=env, capture_output=True, text=True, check=False
    )

    assert (result.returncode, result.stderr) == (0, "")
