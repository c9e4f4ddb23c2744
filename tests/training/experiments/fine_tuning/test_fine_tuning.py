import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from nomen.model.environment import DOCUMENTS_VARIABLE
from nomen.training.cli.main import cli
from nomen.training.data import document_sets
from nomen.training.data.document_sets import find_document_set
from nomen.training.data.joining import as_text
from nomen.training.data.readers import read_sentences
from nomen.training.data.registry import file_sha256
from nomen.training.experiments.fine_tuning.fine_tuning import Plan, fine_tune_all
from nomen.training.recipes.corpus_share import CorpusShare
from nomen.training.recipes.recipe import Recipe

SET = "gedcom"
KEPT = Recipe(name="own", corpora=[CorpusShare(name="gmb")], dev_documents=[SET])


@pytest.fixture
def documents(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Register the tests' own sentences as a set of documents, and keep it."""
    texts = map(as_text, read_sentences(Path("tests/data/train.conll")))
    lines = [
        json.dumps({"text": text.text, "spans": text.names, "doc": i})
        for i, text in enumerate(texts)
    ]
    path = tmp_path / "documents" / "dev" / f"{SET}.jsonl"
    path.parent.mkdir(parents=True)
    path.write_text("\n".join(lines), encoding="utf-8")
    own = find_document_set(SET).model_copy(update={"sha256": {"dev": file_sha256(path)}})
    monkeypatch.setattr(document_sets, "document_sets", lambda: {SET: own})
    monkeypatch.setenv(DOCUMENTS_VARIABLE, str(tmp_path / "documents"))
    return tmp_path


@pytest.mark.slow
def test_a_bundle_is_measured_before_and_after_on_the_other_half(documents: Path) -> None:
    first = documents / "first"
    arguments = ["fit", "tests/data/recipe.toml", "--run", str(first), "--set"]
    assert CliRunner().invoke(cli, [*arguments, "optimisation.max_epochs=14"]).exit_code == 0
    plan = Plan(
        corpora=documents / "ner",
        out=documents / "out",
        start=str(first / "bundle"),
        kept=KEPT,
        settings=["optimisation.max_epochs=1"],
        most_kept=5,
        spacy_steps=0,
    )
    (found,) = fine_tune_all(plan, [SET], [1000])
    assert (found.name, found.num_pages) == (SET, 79)
    assert found.before.own > 0.3
    assert found.after.own > 0.3
    assert found.seconds > 0
    assert (documents / "out" / f"{SET}-79" / "bundle" / "manifest.json").exists()
