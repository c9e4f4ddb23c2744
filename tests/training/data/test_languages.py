from pathlib import Path

import pytest

from nomen.training.data.languages import languages_folder


def test_the_folder_stands_beside_others_unless_a_variable_names_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv("NOMEN_LANGUAGES", raising=False)
    assert languages_folder(Path("data/ner")) == Path("data/languages")
    monkeypatch.setenv("NOMEN_LANGUAGES", "elsewhere")
    assert languages_folder(Path("data/ner")) == Path("elsewhere")
