"""Tests of `training/cli/pretraining.py`, and of the log of `training/pretraining/progress.py`."""

import subprocess
import sys
from pathlib import Path

import pytest
import torch

from nomen.training.pretraining.pretrained import Pretrained

pytestmark = pytest.mark.slow
COMMAND = Path(sys.executable).with_name("nomen-train")
RECIPE = """
name = "own"
corpora = [{{ name = "own", train = "{data}/train.conll", dev = "{data}/dev.jsonl" }}]
[network]
hidden_size = 24
embedding_dim = 16
[pretraining]
held_out_sentences = 40
epochs = 4
segment_batches = 10
batch_tokens = 256
cutoffs = [30, 120]
"""


def nomen_train(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [COMMAND, *arguments], capture_output=True, text=True, check=False, timeout=120
    )


@pytest.fixture(scope="module")
def recipe(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("recipe") / "own.toml"
    path.write_text(RECIPE.format(data=Path("tests/data").resolve()), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def run(recipe: Path) -> Path:
    folder = recipe.parent / "run"
    done = nomen_train("pretrain", recipe, "--run", folder)
    assert done.returncode == 0
    assert "perplexity, rightward: " in done.stdout
    (folder / "log").write_text(done.stderr, encoding="utf-8")
    return folder


def test_progress_has_perplexity_speed_and_time_left(run: Path) -> None:
    told = (run / "log").read_text(encoding="utf-8")
    assert "tokens/s, 0 min left" in told
    assert "held-out perplexity" in told
    assert "gensim" not in told


def test_a_killed_pretraining_resumes_to_the_same_weights(
    recipe: Path, run: Path, tmp_path: Path
) -> None:
    command = [str(COMMAND), "pretrain", str(recipe), "--run", str(tmp_path / "killed")]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as pretraining:
        assert pretraining.stderr is not None
        assert any("step 20 of" in line for line in pretraining.stderr)
        pretraining.kill()
    assert nomen_train(*command[1:], "--resume").returncode == 0
    expected, found = (Pretrained.from_file(path) for path in (run, tmp_path / "killed"))
    assert expected.facts == found.facts
    assert all(torch.equal(expected.weights[name], found.weights[name]) for name in found.weights)


def test_sentences_are_drawn(run: Path) -> None:
    drawn = nomen_train("sample", run, "--number", "3", "--seed", "2").stdout.splitlines()
    assert len(drawn) == 3
    assert all(drawn)


def test_a_text_or_a_file_is_scored(run: Path, tmp_path: Path) -> None:
    (tmp_path / "text").write_text("Nobody won.\n\nHe was here. ", encoding="utf-8")
    for given, sentences in (("Nobody won.", 1), (str(tmp_path / "text"), 2)):
        shown = nomen_train("sample", run, "--score", given).stdout
        assert shown.count("perplexity") == sentences
        assert shown.count("<end> -") == sentences


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("sample", "nowhere"), "error: nowhere: expected what `nomen-train pretrain` writes"),
        (("sample", "model/pretrained/en"), "a bundle holds no language model"),
        (("pretrain", "tests/data/recipe.toml"), "error: pretraining: expected that table"),
    ],
)
def test_a_users_mistake_is_one_line_and_exit_code_2(
    arguments: tuple[str, ...], message: str
) -> None:
    done = nomen_train(*arguments)
    assert done.returncode == 2
    assert message in done.stderr
    assert "Traceback" not in done.stderr
