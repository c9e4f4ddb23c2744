from pathlib import Path

import pytest

from tests.training.languages.small_texts import write_texts


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_texts(tmp_path / "languages")
