"""Exporting, its card and the whole training: `training/languages/card.py`,
`training/languages/pipeline.py`."""

import json
from pathlib import Path

import pytest

from nomen.model.languages.identifier import LanguageIdentifier
from nomen.training.languages.exporting import Exported
from nomen.training.languages.pipeline import train_identifier
from tests.training.languages.small_texts import RECIPE


@pytest.fixture
def output(tmp_path: Path) -> Path:
    return tmp_path / "made" / "identifier"


@pytest.fixture
def exported(folder: Path, output: Path) -> Exported:
    return train_identifier(RECIPE, folder=folder, english=None, output=output)


def test_what_is_written_loads_and_knows_its_languages(exported: Exported, output: Path) -> None:
    identifier = LanguageIdentifier.load(output)
    texts = ["hvordan skal jeg være etter", "kuinka pitää olla jälkeen", "між крізь деякі"]
    assert [each.language for each in identifier.identify(texts)] == ["nb", "fi", "uk"]
    assert exported.measured.metrics()["language_50"] > 0.9


def test_the_manifest_holds_what_was_measured(exported: Exported, output: Path) -> None:
    facts = json.loads((output / "manifest.json").read_text(encoding="utf-8"))
    assert facts["metrics"] == exported.measured.metrics()
    assert facts["scripts"]["Greek"] == [0]
    assert set(facts["files"]) == {"README.md", "weights.safetensors"}
    assert len(facts["self_tests"]) == 5


@pytest.mark.usefixtures("exported")
def test_the_card_tells_the_languages_and_the_texts(output: Path) -> None:
    card = (output / "README.md").read_text(encoding="utf-8")
    assert "It knows 6 languages." in card
    assert "| characters | language | bundle |" in card
    assert "fi_own" in card


@pytest.mark.usefixtures("exported")
def test_it_takes_the_place_of_an_older_one(folder: Path, output: Path) -> None:
    (output / "old.txt").write_text("x", encoding="utf-8")
    train_identifier(RECIPE, folder=folder, english=None, output=output)
    assert not (output / "old.txt").exists()
