"""`nomen/__init__.py`, the public face: what it offers and loads, and the README's example."""

import inspect
import re
import subprocess
import sys
from pathlib import Path

import pytest

import nomen
from nomen.model import errors

HEAVY = (
    "fastapi",
    "lightning",
    "onnx",
    "prometheus_client",
    "pydantic_settings",
    "starlette",
    "torch",
    "typer",
    "uvicorn",
)


def run(code: str) -> str:
    """Run code in a Python of its own; give what it prints."""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return done.stdout


def test_importing_nomen_loads_no_torch_and_no_web_framework() -> None:
    loaded = run("import sys, nomen; print(*sys.modules)").split()
    assert "nomen.model.tagger" in loaded
    assert [name for name in HEAVY if name in loaded] == []


def test_everything_that_is_public_is_listed() -> None:
    found = {
        name
        for name, value in vars(nomen).items()
        if not name.startswith("_") and not inspect.ismodule(value)
    }
    assert found == set(nomen.__all__)
    assert {"load_tagger", "Tagger", "TaggedDocument", "Name"} <= found


def test_the_client_is_loaded_when_it_is_asked_for() -> None:
    code = "import sys, nomen; nomen.{}; print('httpx2' in sys.modules)"
    assert run(code.format("Tagger")) == "False\n"
    assert run(code.format("Client")) == "True\n"


@pytest.mark.parametrize("name", ["Client", "AsyncClient"])
def test_without_httpx2_one_line_says_how_to_get_it(name: str) -> None:
    code = f"import sys; sys.modules['httpx2'] = None\nfrom nomen import {name}"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert "pip install 'nomen[client]'" in done.stderr.splitlines()[-1]


def test_what_is_not_there_is_said_so() -> None:
    with pytest.raises(AttributeError, match="no attribute 'Cleint'"):
        _ = nomen.Cleint


def test_every_error_of_the_model_is_public() -> None:
    raised = {name for name, value in vars(errors).items() if inspect.isclass(value)}
    assert {"NomenError", "ThresholdError"} <= raised <= set(nomen.__all__)


@pytest.mark.parametrize("name", nomen.__all__)
def test_everything_that_is_public_is_documented(name: str) -> None:
    value = getattr(nomen, name)
    assert value.__doc__
    assert not value.__doc__.startswith(f"{name}(")  # what dataclass writes where there is none


def test_the_example_of_the_readme_prints_the_names() -> None:
    readme = Path("README.md").read_text(encoding="utf-8")
    (example,) = re.findall(r"```python\n(.*?)```", readme, re.DOTALL)
    lines = [line.rsplit(maxsplit=1) for line in run(example).splitlines()]
    assert [place for place, _ in lines] == ["Harry Potter 0 12", "Hermione Granger 17 33"]
    assert all(0.7 < float(probability) < 1 for _, probability in lines)
