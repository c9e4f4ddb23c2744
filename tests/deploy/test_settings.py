import re
from pathlib import Path

import pytest

from nomen.model.environment import TRAINING_VARIABLES
from nomen.service.settings import PREFIX, Settings

ROOT = Path(__file__).parents[2]


def is_text(file: Path) -> bool:
    return file.is_file() and file.suffix != ".pyc"


FILES = [ROOT / "Dockerfile", *sorted(p for p in (ROOT / "deploy").rglob("*.*") if is_text(p))]


@pytest.mark.parametrize("file", FILES, ids=[str(file.relative_to(ROOT)) for file in FILES])
def test_every_variable_that_a_file_names_is_a_setting(file: Path) -> None:
    named = re.findall(r"NOMEN_[A-Z0-9_]+", file.read_text(encoding="utf-8"))

    known = {PREFIX + field.upper() for field in Settings.model_fields} | TRAINING_VARIABLES
    assert set(named) - known == set()
