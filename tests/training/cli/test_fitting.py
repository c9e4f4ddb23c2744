from pathlib import Path

import pytest
from typer.testing import CliRunner

from nomen.model.bundle.bundle import read_bundle
from nomen.training.cli.main import cli

OWN = Path("tests/data/train.conll").resolve()


def fit(*arguments: object) -> tuple[int, str]:
    done = CliRunner().invoke(cli, ["fit", *map(str, arguments)])
    return done.exit_code, done.output + str(done.exception or "")


@pytest.fixture
def learned(tmp_path: Path) -> Path:
    """Fit a small bundle by a recipe."""
    told = ("--set", "optimisation.max_epochs=14", "--run", tmp_path / "first")
    assert fit("tests/data/recipe.toml", *told)[0] == 0
    return tmp_path / "first" / "bundle"


@pytest.mark.slow
def test_a_file_becomes_a_bundle_and_a_recipe_that_does_the_same(
    learned: Path, tmp_path: Path
) -> None:
    bundle, run, again = tmp_path / "mine", tmp_path / "run", tmp_path / "again"
    chosen = ("--set", "optimisation.max_epochs=2", "--set", "vocabulary.min_count=1")
    allowed = "--allow-worse"  # the start has learned these sentences
    code, told = fit(OWN, "--start", learned, "--output", bundle, "--run", run, *chosen, allowed)
    assert code == 0, told
    assert "own/train, from tests/data/train.conll: 135 sentences" in told
    assert "begins with: the bundle own 0.1.0" in told
    manifest = read_bundle(bundle).manifest
    assert (manifest.name, manifest.presets) == ("mine", read_bundle(learned).manifest.presets)
    assert fit(tmp_path / "mine.toml", "--run", again, allowed)[0] == 0
    for name in ("recipe.json", "sentences.sha256", "vocabulary.json"):
        assert (run / name).read_bytes() == (again / name).read_bytes()
    assert read_bundle(again / "bundle").manifest.metrics == manifest.metrics


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["nowhere.jsonl"], "nowhere.jsonl: no such file; expected a file of labelled sentences"),
        ([OWN, "en.toml"], "en.toml: expected one recipe, or files of your own alone"),
        (["en.toml", "--dev", OWN], "expected --dev only with files of your own"),
        (["en", "--type", "PATIENT"], "expected how files are read only with files of your own"),
        ([OWN, "--set", "optimisation.epochs=2"], "--set: optimisation.epochs: "),
        ([OWN, "--start", "nowhere"], "nowhere: expected the folder of a bundle, or one of: "),
        ([OWN, "--type", "PATIENT"], "expected at least one name, of a type PATIENT"),
    ],
)
def test_a_mistake_is_one_line(arguments: list[object], message: str, tmp_path: Path) -> None:
    start = (
        []
        if "--start" in arguments or "en.toml" in arguments or "en" in arguments
        else ["--start", "nothing"]
    )
    code, told = fit(*arguments, *start, "--run", tmp_path / "run")
    assert code != 0
    assert message in told
