from pathlib import Path

import pytest

from nomen.training.data.conll import Columns
from nomen.training.errors import RecipeError
from nomen.training.formats.settings import FileSettings
from nomen.training.recipes.corpus_share import CorpusShare, reading_fields
from nomen.training.recipes.recipe import Recipe, read_recipe


def write(folder: Path, text: str) -> Path:
    path = folder / "recipe.toml"
    path.write_text(text, encoding="utf-8")
    return path


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
        ("held_out = 0.2", "expected `held_out` only with files of your own"),
        ('train = "a", dev = "b", held_out = 0.2', "expected `held_out` only with `train`"),
        ("train = []", "corpora.0.train"),
        ('train = "a.jsonl", columns = { token = 1 }', "expected `columns` only with CoNLL files"),
    ],
)
def test_wrong_and_ignored_fields_of_a_corpus_are_refused(
    tmp_path: Path, fields: str, message: str
) -> None:
    text = f'name = "own"\ncorpora = [{{ name = "gmb", {fields} }}]\n'
    with pytest.raises(RecipeError, match=message):
        read_recipe(write(tmp_path, text), Recipe)


def test_several_files_count_from_the_recipes_folder(tmp_path: Path) -> None:
    fields = 'train = ["a.conll", "b.jsonl"], test = "c.jsonl", held_out = 0.1'
    text = f'name = "own"\ncorpora = [{{ name = "own", {fields} }}]\n'
    (share,) = read_recipe(write(tmp_path, text), Recipe).corpora
    both = [tmp_path / "a.conll", tmp_path / "b.jsonl"]
    assert (share.files("train"), share.files("dev")) == (both, both)
    assert share.files("test") == [tmp_path / "c.jsonl"]


def test_settings_of_files_become_fields_of_a_share() -> None:
    columns = Columns(token=1, tag=2, name_types=frozenset({"PATIENT"}))
    settings = FileSettings(columns=columns, cut_tokens="refuse", label_names=("O", "B-PATIENT"))
    fields = reading_fields(settings)
    share = CorpusShare.model_validate({"name": "own", "train": "a", **fields})
    assert share.file_settings() == settings
    assert reading_fields(FileSettings()) == {}
