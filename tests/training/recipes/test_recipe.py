from pathlib import Path

import pytest

from nomen.training.errors import RecipeError
from nomen.training.recipes.recipe import Recipe, read_recipe

OWN = 'name = "own"\ncorpora = [{ name = "own", train = "a.conll", dev = "b.jsonl" }]\n'


def write(folder: Path, text: str) -> Path:
    path = folder / "recipe.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_own_files_are_looked_for_beside_the_recipe(tmp_path: Path) -> None:
    (share,) = read_recipe(write(tmp_path, OWN), Recipe).corpora
    assert (share.train, share.dev) == (tmp_path / "a.conll", tmp_path / "b.jsonl")


@pytest.mark.parametrize("name", ["en.toml", "recipes/en.toml"])
def test_a_recipe_that_ships_is_found_by_its_name(name: str) -> None:
    assert read_recipe(Path(name), Recipe).name == "en"


@pytest.mark.parametrize("name", ["en.toml", "en-open.toml", "conll2003.toml"])
def test_a_recipe_that_a_run_keeps_reads_back(name: str) -> None:
    recipe = read_recipe(Path(name), Recipe)
    assert Recipe.model_validate_json(recipe.model_dump_json()) == recipe


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ("[network]\nhidden = 3", "network.hidden: "),
        ("[network]\ncell = 'qrnn'", "network.cell: "),
        ("[optimisation]\nlearning_rate = 0", "optimisation.learning_rate: "),
        ("[augmentation]\nlower = 2", "augmentation.lower: "),
        ("seed = 'x'", "seed: "),
        ("seed = ", "expected TOML"),
    ],
)
def test_a_wrong_field_is_named(tmp_path: Path, change: str, message: str) -> None:
    with pytest.raises(RecipeError, match=message):
        read_recipe(write(tmp_path, f"{OWN}{change}\n"), Recipe)


def test_a_corpus_named_twice_is_refused(tmp_path: Path) -> None:
    text = 'name = "own"\ncorpora = [{ name = "gmb" }, { name = "gmb" }]\n'
    with pytest.raises(RecipeError, match="expected each corpus once"):
        read_recipe(write(tmp_path, text), Recipe)


def test_a_recipe_that_is_not_utf8_is_refused(tmp_path: Path) -> None:
    (tmp_path / "bad.toml").write_bytes(b'name = "\xff"')
    with pytest.raises(RecipeError, match="expected TOML in UTF-8"):
        read_recipe(tmp_path / "bad.toml", Recipe)


def test_a_recipe_that_is_nowhere_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RecipeError, match=r"nowhere.toml: no readable recipe"):
        read_recipe(tmp_path / "nowhere.toml", Recipe)


def test_columns_and_types_of_own_files_are_chosen(tmp_path: Path) -> None:
    text = (
        'name = "own"\ncorpora = [{ name = "own", train = "a.conll", dev = "b.conll",'
        ' columns = { token = 1, tag = -2 }, types = ["patient", "PER"] }]\n'
    )
    (share,) = read_recipe(write(tmp_path, text), Recipe).corpora
    layout = share.file_settings().columns
    assert (layout.token, layout.tag) == (1, -2)
    assert layout.name_types == {"PATIENT", "PER"}


def test_the_settings_of_own_files_stand_beside_them(tmp_path: Path) -> None:
    fields = 'format = "hugging-face", label_names = ["O", "B-PER"], cut_tokens = "refuse"'
    text = f'name = "own"\ncorpora = [{{ name = "own", train = "a", dev = "b", {fields} }}]\n'
    (share,) = read_recipe(write(tmp_path, text), Recipe).corpora
    settings = share.file_settings()
    assert (settings.format, settings.cut_tokens) == ("hugging-face", "refuse")
    assert settings.label_names == ("O", "B-PER")


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ('train = "a", columns = { token = 2, tag = 2 }', "expected different columns"),
        ('train = "a", columns = { tokens = 2 }', "corpora.0.columns.tokens: "),
        ('train = "a", types = []', "corpora.0.types: "),
        ('train = "a", types = [" "]', "corpora.0.types.0: "),
        ("columns = { token = 1 }", "expected `columns` only with files of your own"),
        ('types = ["PATIENT"]', "expected `types` only with files of your own"),
        ('scheme = "iob1"', "expected `scheme` only with files of your own"),
        ('titles = "strip"', "expected `titles` only with files of your own"),
        ('licence = "ours"', "expected `licence` only with files of your own"),
        ('cut_tokens = "cut"', "expected `cut_tokens` only with files of your own"),
        ('train = "a", format = "word"', "corpora.0.format: "),
        ('train = "a", format = "brat", columns = { token = 1 }', "only with CoNLL files"),
        ('train = "a.parquet", columns = { token = 1 }', "only with CoNLL files"),
        ('train = "a.jsonl", columns = { token = 1 }', "expected `columns` only with CoNLL files"),
    ],
)
def test_wrong_and_ignored_fields_of_a_corpus_are_refused(
    tmp_path: Path, fields: str, message: str
) -> None:
    text = f'name = "own"\ncorpora = [{{ name = "gmb", {fields} }}]\n'
    with pytest.raises(RecipeError, match=message):
        read_recipe(write(tmp_path, text), Recipe)
