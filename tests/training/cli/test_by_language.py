import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from nomen.training.cli.main import cli
from nomen.training.experiments.languages import sets
from nomen.training.experiments.languages.sets import read_dev_sets
from tests.training.experiments.languages.corpora import written_corpora


@pytest.fixture
def corpora(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.delenv("NOMEN_LANGUAGES", raising=False)
    known = written_corpora(tmp_path)
    monkeypatch.setattr(sets, "registry", lambda: known)
    return tmp_path / "ner"


def test_bundles_are_measured_by_language(tiny_bundle: Path, corpora: Path) -> None:
    picture = corpora / "picture.png"
    arguments = ["by-language", str(tiny_bundle), "--corpora", str(corpora), "--json"]
    options = ["--picture", str(picture), "--language", "en", "--language", "he"]
    done = CliRunner().invoke(cli, [*arguments, *options])
    assert done.exit_code == 0
    (found,) = json.loads(done.stdout).values()
    assert {language: each["num_names"] for language, each in found.items()} == {"en": 2, "he": 1}
    assert found["he"]["details"]["word_names"]["num"] == 1
    assert set(found["en"]["details"]["thresholds"]["presets"]) >= {"high_recall", "balanced"}
    assert picture.read_bytes().startswith(b"\x89PNG")


def test_the_languages_of_the_first_bundle_are_measured(tiny_bundle: Path, corpora: Path) -> None:
    arguments = ["by-language", str(tiny_bundle), "--corpora", str(corpora), "--json"]
    (found,) = json.loads(CliRunner().invoke(cli, arguments).stdout).values()
    assert list(found) == ["en"]


def test_the_table_ends_with_the_mean(tiny_bundle: Path, corpora: Path) -> None:
    arguments = ["by-language", str(tiny_bundle), "--corpora", str(corpora)]
    done = CliRunner().invoke(cli, [*arguments, "--language", "he"])
    assert done.exit_code == 0
    assert "mean but en" in done.stdout
    assert "the best threshold of each language" in done.stdout


def test_details_may_be_left_out(tiny_bundle: Path, corpora: Path) -> None:
    arguments = ["by-language", str(tiny_bundle), "--corpora", str(corpora), "--language", "he"]
    done = CliRunner().invoke(cli, [*arguments, "--no-details"])
    assert "mean but en" in done.stdout.splitlines()[-2]


def test_a_baseline_without_a_folder_is_refused(tiny_bundle: Path, corpora: Path) -> None:
    arguments = ["by-language", str(tiny_bundle), "--corpora", str(corpora)]
    done = CliRunner().invoke(cli, [*arguments, "--baseline", "spacy"])
    assert done.exit_code == 2
    assert "expected NAME=FOLDER" in done.stderr


@pytest.mark.slow
def test_spacy_trained_on_two_languages_is_measured_beside_a_bundle(
    tiny_bundle: Path, corpora: Path
) -> None:
    spacy = pytest.importorskip(
        "nomen.training.experiments.baselines.spacy", reason="needs the extra `bench`"
    )
    found = read_dev_sets(corpora)
    sentences = [s for sets in found.values() for each in sets.values() for s in each] * 4
    spacy.train(sentences, sentences[:9], corpora / "spacy", max_steps=201, language="xx")
    arguments = ["by-language", str(tiny_bundle), "--corpora", str(corpora), "--json"]
    options = ["--baseline", f"spacy={corpora / 'spacy'}", "--language", "en", "--language", "he"]
    done = CliRunner().invoke(cli, [*arguments, *options])
    peer = json.loads(done.stdout)["spacy"]
    assert [peer[language]["f1"]["value"] for language in ("en", "he")] == [1.0, 1.0]
    assert peer["he"]["details"]["word_names"]["found"]["value"] == 1.0
    assert peer["he"]["details"]["thresholds"] is None
