"""The identifier that ships, and a folder with a copy of its files."""

import shutil
from pathlib import Path

import pytest

from nomen.model.languages.files import SHIPPED_IDENTIFIER
from nomen.model.languages.identifier import LanguageIdentifier


@pytest.fixture(scope="session")
def identifier() -> LanguageIdentifier:
    return LanguageIdentifier.load()


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    return Path(shutil.copytree(SHIPPED_IDENTIFIER, tmp_path / "copied"))
