"""Tests of the model need neither training nor service, as the model itself does not.

import-linter holds the packages to it, this file their tests. `model/arrays.py` and
`model/errors.py` hold names alone, which mypy checks.
"""

import ast
from collections.abc import Iterator
from pathlib import Path

FOREIGN = ("nomen.training", "nomen.service", "tests.training", "tests.service")
CONFTEST = Path("tests/conftest.py")


def imported(tree: ast.AST) -> Iterator[str]:
    """Give the modules that any statement below a node imports."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module


def is_foreign(module: str) -> bool:
    return any(module == name or module.startswith(f"{name}.") for name in FOREIGN)


def parse(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def functions(tree: ast.Module) -> list[ast.FunctionDef]:
    return [node for node in tree.body if isinstance(node, ast.FunctionDef)]


def arguments(function: ast.FunctionDef) -> set[str]:
    return {argument.arg for argument in (*function.args.args, *function.args.kwonlyargs)}


def foreign_fixtures() -> set[str]:
    """Give the shared fixtures that import training or service, or need one that does."""
    shared = functions(parse(CONFTEST))
    found = {f.name for f in shared if any(map(is_foreign, imported(f)))}
    for _ in shared:
        found |= {f.name for f in shared if arguments(f) & found}
    return found


def test_no_test_of_the_model_imports_training_or_service() -> None:
    files = [*Path("tests/model").rglob("*.py"), *Path("tests/seeds").rglob("*.py")]
    assert len(files) > 20
    found = {str(file): list(filter(is_foreign, imported(parse(file)))) for file in files}
    assert {file: modules for file, modules in found.items() if modules} == {}


def test_the_shared_conftest_imports_training_in_fixtures_alone() -> None:
    top = [node for node in parse(CONFTEST).body if isinstance(node, ast.Import | ast.ImportFrom)]
    assert [module for node in top for module in imported(node) if is_foreign(module)] == []


def test_no_test_of_the_model_uses_a_fixture_that_needs_training() -> None:
    banned = foreign_fixtures()
    assert {"tiny_bundle", "tiny_tagger"} <= banned
    for file in Path("tests/model").rglob("*.py"):
        for function in functions(parse(file)):
            assert not arguments(function) & banned, f"{file}: {function.name}"
