"""Fixtures for tests of the model: the bundle `en`, which ships with it.

These tests need neither training nor service; `tests/model/test_imports.py` holds them to it.
"""

import shutil
from pathlib import Path

import pytest

from nomen.model.bundle.bundle import SHIPPED, Bundle, read_bundle


@pytest.fixture(scope="session")
def bundle() -> Bundle:
    return read_bundle(SHIPPED / "en")


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    """Copy the folder of the bundle, for tests that change it."""
    return Path(shutil.copytree(SHIPPED / "en", tmp_path / "copied"))


def own_tokens() -> list[list[str]]:
    """Give the sentences of the tests' own training file."""
    text = Path("tests/data/train.conll").read_text(encoding="utf-8")
    sentences = [block.splitlines() for block in text.strip().split("\n\n")]
    return [[line.split("\t")[0] for line in lines] for lines in sentences]
