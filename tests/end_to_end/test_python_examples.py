"""Every example of docs/python.md runs, after the first one, and prints what stands below it."""

import ast
import importlib.util
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow

PAGE = Path("docs/python.md").read_text(encoding="utf-8")
EXAMPLE = re.compile(
    r"^## (.+?)$(?:(?!^## ).)*?^```python\n(.*?)^```\n\n```text\n(.*?)^```",
    re.MULTILINE | re.DOTALL,
)
QUIET = {"HF_HUB_OFFLINE": "1", "SPARK_LOCAL_IP": "127.0.0.1", "PYTHONWARNINGS": "ignore"}
"""No example reaches for a network; what its packages warn of is their own."""
LONGEST_SECONDS = 300


def examples() -> list[tuple[str, str, str]]:
    return EXAMPLE.findall(PAGE)


def missing(code: str) -> Iterator[str]:
    """Give what an example needs and is not installed."""
    for node in ast.walk(ast.parse(code)):
        names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
        names += [str(node.module)] if isinstance(node, ast.ImportFrom) else []
        for name in {name.partition(".")[0] for name in names}:
            if importlib.util.find_spec(name) is None:
                yield name
            if name == "pyspark" and shutil.which("java") is None:
                yield "java"


def test_every_block_of_the_page_is_an_example() -> None:
    assert len(examples()) == PAGE.count("```python\n") == PAGE.count("\n## ")


@pytest.mark.parametrize(
    ("title", "code", "printed"), examples(), ids=[title for title, _, _ in examples()]
)
def test_an_example_prints_what_the_page_says(
    title: str, code: str, printed: str, tmp_path: Path
) -> None:
    lacks = ", ".join(missing(code))
    if lacks:
        pytest.skip(f"{title}: needs {lacks}")
    _, first, first_printed = examples()[0]
    script = tmp_path / "example.py"
    script.write_text(first + code, encoding="utf-8")

    done = subprocess.run(
        [sys.executable, script],
        cwd=tmp_path,
        env={**os.environ, **QUIET, "PYSPARK_PYTHON": sys.executable},
        capture_output=True,
        text=True,
        check=False,
        timeout=LONGEST_SECONDS,
    )

    assert (done.returncode, done.stdout) == (0, first_printed + printed), done.stderr[-2000:]
