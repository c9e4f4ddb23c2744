"""Every module has a test file in its place, or one whose docstring names it."""

import ast
from pathlib import Path

ROOT = Path(__file__).parents[1]


def modules() -> list[Path]:
    paths = [
        path for name in ("model", "service", "training") for path in (ROOT / name).rglob("*.py")
    ]
    return sorted(path.relative_to(ROOT) for path in paths if path.name != "__init__.py")


def named_in_docstrings() -> str:
    files = (ROOT / "tests").rglob("test_*.py")
    trees = (ast.parse(file.read_text(encoding="utf-8")) for file in files)
    return " ".join(ast.get_docstring(tree) or "" for tree in trees)


def test_every_module_has_its_tests() -> None:
    named = named_in_docstrings()
    missing = [
        module.as_posix()
        for module in modules()
        if not (ROOT / "tests" / module.with_name(f"test_{module.name}")).is_file()
        and f"`{module.as_posix()}`" not in named
    ]

    assert missing == []
