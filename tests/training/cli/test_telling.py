from pathlib import Path

import pytest
import typer

from nomen.model.bundle.bundle import read_bundle
from nomen.training.cli.telling import tell_result, tell_run, with_guideline
from nomen.training.pipeline import Result
from nomen.training.recipes.recipe import Recipe, read_recipe
from nomen.training.reports.change import Change
from tests.training.reports.made import MANY, all_right, measured

RECIPE = read_recipe(Path("tests/data/recipe.toml"), Recipe)


def test_what_a_run_reads_and_begins_with_is_told_before_it(
    tiny_bundle: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    facts = tell_run(RECIPE.model_copy(update={"start": str(tiny_bundle)}), Path())
    train, sentence, dev, start = capsys.readouterr().out.splitlines()
    assert train.startswith("own/train, from tests/data/train.conll: 159 sentences, ")
    assert sentence.startswith("own/train, first sentence: [Adaeze Nwachukwu] said ")
    assert dev.startswith("own/dev, from tests/data/dev.jsonl: 54 sentences, ")
    assert start == "begins with: the bundle tiny 0.1.0"
    assert [split.name for split in facts.splits] == ["own/train", "own/dev"]
    assert facts.start_sha256 == read_bundle(tiny_bundle).sha256


def test_what_came_out_is_told_with_its_fault(
    tiny_bundle: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    found = measured(tiny_bundle, all_right(MANY))
    change = Change.measure(found.bundle, found)
    result = Result(
        bundle=found.bundle,
        evaluations=found.evaluations,
        change=change,
        fault="it is worse",
        report=Path("report.md"),
    )
    tell_result(result)
    told = capsys.readouterr()
    assert "F1 before (tiny 0.1.0) and after" in told.out
    assert told.out.endswith(f"bundle: {tiny_bundle}\nreport: report.md\n")
    assert told.err == "warning: it is worse\n"


def test_a_guideline_is_a_text_or_a_file(tmp_path: Path) -> None:
    (tmp_path / "guide.md").write_text("Names of persons.", encoding="utf-8")
    assert with_guideline(RECIPE, str(tmp_path / "guide.md")).guideline == "Names of persons."
    assert with_guideline(RECIPE, "Names of patients.").guideline == "Names of patients."
    assert with_guideline(RECIPE, None) is RECIPE


@pytest.mark.parametrize("text", ["guide.md", "a " * 20_000])
def test_a_guideline_that_cannot_be_one_is_refused(text: str) -> None:
    with pytest.raises(typer.BadParameter, match="--guideline: expected"):
        with_guideline(RECIPE, text)
