import re
from pathlib import Path

import pytest

from service.settings import OTHERS, PREFIX, Settings

ROOT = Path(__file__).parents[2]
FILES = [ROOT / "Dockerfile", *sorted(p for p in (ROOT / "deploy").rglob("*") if p.is_file())]


@pytest.mark.parametrize("file", FILES, ids=[str(file.relative_to(ROOT)) for file in FILES])
def test_every_variable_that_a_file_names_is_a_setting(file: Path) -> None:
    named = re.findall(r"NOMEN_[A-Z_]+", file.read_text(encoding="utf-8"))

    known = {PREFIX + field.upper() for field in Settings.model_fields} | OTHERS
    assert set(named) - known == set()
