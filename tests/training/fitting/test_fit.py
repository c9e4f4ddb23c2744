import resource
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import torch

from nomen.training.errors import CorpusError, RecipeError, TrainingError
from nomen.training.fitting.fit import STORED, fit
from nomen.training.fitting.fitted_network import FittedNetwork
from nomen.training.recipes.loading import load_dev, load_train
from nomen.training.recipes.recipe import Recipe, read_recipe
from nomen.training.runs.checkpoints import BEST, LAST
from nomen.training.runs.devices import with_known_precision
from nomen.training.runs.run_folder import FINISHED
from nomen.training.storage.stored_sentences import StoredSentences
from tests.training.run_at import NOWHERE, run_at

DATA = Path("tests/data")


def short_recipe(**changes: object) -> Recipe:
    recipe = read_recipe(DATA / "recipe.toml", Recipe)
    optimisation = recipe.optimisation.model_copy(update={"max_epochs": 2})
    return recipe.model_copy(update={"optimisation": optimisation, **changes})


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("fit") / "run"
    fit(short_recipe(), run_at(folder))
    return folder


@pytest.mark.slow
def test_the_same_seed_gives_the_same_weights(run: Path, tmp_path: Path) -> None:
    first = FittedNetwork.from_run(run).network.state_dict()
    again = fit(short_recipe(), run_at(tmp_path / "again")).network.state_dict()
    assert all(torch.equal(first[name], again[name]) for name in first)


def test_what_is_kept_are_averaged_weights_and_not_the_last(run: Path, tmp_path: Path) -> None:
    recipe = short_recipe()
    config = recipe.optimisation.model_copy(update={"average_decay": 0.0})
    fit(recipe.model_copy(update={"optimisation": config}), run_at(tmp_path / "alone"))
    head = "network.head.weight"
    alone = torch.load(tmp_path / "alone" / LAST, weights_only=True)["state_dict"][head]
    checkpoint = torch.load(run / LAST, weights_only=True)
    assert torch.equal(checkpoint["current_model_state"][head], alone)
    assert not torch.equal(checkpoint["state_dict"][head], alone)
    best = torch.load(run / BEST, weights_only=True)
    assert torch.equal(FittedNetwork.from_run(run).network.head.weight, best["state_dict"][head])
    assert not torch.equal(best["state_dict"][head], best["current_model_state"][head])


@pytest.mark.slow
def test_another_seed_gives_other_weights(run: Path, tmp_path: Path) -> None:
    first = FittedNetwork.from_run(run).network.head.weight
    other = fit(short_recipe(seed=7), run_at(tmp_path / "other")).network.head.weight
    assert not torch.equal(first, other)


def test_a_run_folder_holds_what_reading_it_back_needs(run: Path) -> None:
    fitted = FittedNetwork.from_run(run)
    assert fitted.recipe == with_known_precision(short_recipe())
    assert fitted.vocabulary.num_forms == fitted.network.word_encoder.form_embedding.num_embeddings
    assert (run / "csv" / "000" / "metrics.csv").exists()
    assert list((run / "tensorboard").glob("events.*"))


def test_a_run_folder_is_not_overwritten(run: Path) -> None:
    with pytest.raises(TrainingError, match="holds a training already"):
        fit(short_recipe(), run_at(run))


def test_another_recipe_does_not_resume_a_run(run: Path) -> None:
    with pytest.raises(TrainingError, match="another recipe"):
        fit(short_recipe(seed=9), run_at(run, resume=True))


def test_other_sentences_do_not_resume_a_run(run: Path, tmp_path: Path) -> None:
    copied = Path(shutil.copytree(run, tmp_path / "copied"))
    (copied / FINISHED).unlink()
    (copied / "vocabulary.json").write_text('{"forms":[],"characters":""}', encoding="utf-8")
    with pytest.raises(TrainingError, match="expected the same training sentences"):
        fit(short_recipe(), run_at(copied, resume=True))


def own_files(folder: Path, *, old: str = "", new: str = "") -> Recipe:
    """Give the recipe on copies of its files, one label of the training file changed."""
    for file in ("train.conll", "dev.jsonl"):
        text = (DATA / file).read_text(encoding="utf-8")
        changed = text.replace(old, new, 1) if file == "train.conll" and old else text
        (folder / file).write_text(changed, encoding="utf-8")
    recipe = short_recipe()
    files = {"train": folder / "train.conll", "dev": folder / "dev.jsonl"}
    (share,) = recipe.corpora
    return recipe.model_copy(update={"corpora": [share.model_copy(update=files)]})


@pytest.mark.slow
def test_other_labels_do_not_resume_a_run(tmp_path: Path) -> None:
    run = tmp_path / "run"
    fit(own_files(tmp_path), run_at(run))
    (run / FINISHED).unlink()
    changed = own_files(tmp_path, old="I-PER", new="B-PER")
    with pytest.raises(TrainingError, match="expected the same sentences and labels to resume"):
        fit(changed, run_at(run, resume=True))


def with_epochs(number: int) -> Recipe:
    recipe = short_recipe()
    optimisation = recipe.optimisation.model_copy(update={"max_epochs": number})
    return recipe.model_copy(update={"optimisation": optimisation})


def num_epochs(run: Path) -> int:
    return int(torch.load(run / LAST, weights_only=True)["epoch"]) + 1


@pytest.fixture
def own_run(tmp_path: Path) -> Path:
    """Give a run folder, of one epoch, that a test may change."""
    folder = tmp_path / "own run"
    fit(with_epochs(1), run_at(folder))
    return folder


@pytest.mark.slow
def test_a_finished_training_resumes_with_more_epochs(own_run: Path) -> None:
    fitted = fit(with_epochs(3), run_at(own_run, resume=True))
    assert num_epochs(own_run) == 3
    assert fitted.recipe.optimisation.max_epochs == 3
    assert (own_run / FINISHED).exists()


def test_fewer_epochs_do_not_resume_a_run(run: Path) -> None:
    with pytest.raises(TrainingError, match=r"or with a larger optimisation\.max_epochs"):
        fit(with_epochs(1), run_at(run, resume=True))


@pytest.mark.parametrize(("file", "epochs"), [(BEST, 1), (LAST, 2)])
@pytest.mark.parametrize("share", [0, 0.5, 0.99])
def test_a_cut_checkpoint_is_named(own_run: Path, file: str, epochs: int, share: float) -> None:
    content = (own_run / file).read_bytes()
    (own_run / file).write_bytes(content[: int(share * len(content))])
    with pytest.raises(TrainingError, match=rf"{file}: a damaged checkpoint"):
        fit(with_epochs(epochs), run_at(own_run, resume=True))


@contextmanager
def largest_file(num_bytes: int) -> Iterator[None]:
    """Let no file of this process grow beyond a size, as on a full disk."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (num_bytes, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def test_a_full_disk_names_the_file_and_leaves_the_old_one(own_run: Path) -> None:
    size = (own_run / LAST).stat().st_size
    with pytest.raises(OSError, match="too large") as caught, largest_file(size // 2):
        fit(with_epochs(2), run_at(own_run, resume=True))
    assert Path(caught.value.filename).parent == own_run / "checkpoints"
    assert num_epochs(own_run) == 1
    assert not list((own_run / "checkpoints").glob(".*"))


def test_stored_sentences_stay_until_the_training_is_finished(own_run: Path) -> None:
    assert not (own_run / STORED).exists()
    size = (own_run / LAST).stat().st_size
    with pytest.raises(OSError, match="too large"), largest_file(size // 2):
        fit(with_epochs(2), run_at(own_run, resume=True))
    files = sorted(path.relative_to(own_run / STORED) for path in own_run.rglob("*.arrow"))
    assert files == [Path("dev/own.arrow"), Path("train/own.arrow")]
    assert StoredSentences.from_file(own_run / STORED / "dev" / "own.arrow")[0].tokens
    fit(with_epochs(2), run_at(own_run, resume=True))
    assert num_epochs(own_run) == 2
    assert not (own_run / STORED).exists()


def test_a_finished_training_resumes_to_itself(run: Path) -> None:
    before = FittedNetwork.from_run(run).network.head.weight
    after = fit(short_recipe(), run_at(run, resume=True)).network.head.weight
    assert torch.equal(before, after)


def test_a_corpus_that_is_not_at_hand_is_named() -> None:
    with pytest.raises(CorpusError, match=r"conll2003"):
        load_train(read_recipe(Path("en.toml"), Recipe), NOWHERE)


def test_a_recipe_without_dev_sentences_is_refused() -> None:
    recipe = short_recipe()
    (share,) = recipe.corpora
    without = recipe.model_copy(update={"corpora": [share.model_copy(update={"dev": None})]})
    with pytest.raises(RecipeError, match="dev: expected a corpus with dev sentences"):
        load_dev(without, NOWHERE)
