from pathlib import Path

import pytest

from nomen.training.errors import CorpusError
from nomen.training.languages.texts import read_texts
from tests.training.languages.small_texts import RECIPE


def test_each_language_has_lines_in_two_halves(folder: Path) -> None:
    texts = read_texts(RECIPE, folder, None)
    assert list(texts) == ["el", "fi", "nb", "ru", "tr", "uk"]
    for each in texts.values():
        assert len(each.train) > len(each.dev) > 0
        assert not set(each.train) & set(each.dev)


def test_labelled_sentences_are_joined(folder: Path) -> None:
    texts = read_texts(RECIPE, folder, None)["fi"]
    assert {"Minä, Mikko", "Mikko tuli."} <= {*texts.train, *texts.dev}


def test_a_line_that_stands_twice_is_in_one_half(folder: Path) -> None:
    path = folder / "raw" / "nb.txt"
    lines = path.read_text(encoding="utf-8")
    path.write_text(f"{lines}\n{lines.upper()}", encoding="utf-8")
    texts = read_texts(RECIPE, folder, None)["nb"]
    assert not {line.lower() for line in texts.train} & {line.lower() for line in texts.dev}


def test_english_has_a_folder_of_its_own(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "news.txt").write_text("One line.\n\nAnother one.\n", encoding="utf-8")
    recipe = RECIPE.model_copy(update={"english": ["news"]})
    texts = read_texts(recipe, folder, tmp_path)["en"]
    assert sorted(texts.train + texts.dev) == ["Another one.", "One line."]


def test_serbian_is_written_in_two_scripts(folder: Path) -> None:
    (folder / "raw" / "sr.txt").write_text("Љубав и џем\n", encoding="utf-8")
    texts = read_texts(RECIPE, folder, None)["sr"]
    assert set(texts.train + texts.dev) == {"Љубав и џем", "Ljubav i džem"}


def test_scripts_of_chinese_are_one_language_and_japanese_has_lines_without_kana(
    folder: Path,
) -> None:
    (folder / "raw" / "zh.txt").write_text("简\n", encoding="utf-8")
    (folder / "raw" / "zh_hant.txt").write_text("繁\n", encoding="utf-8")
    (folder / "raw" / "ja.txt").write_text("東京の朝\n", encoding="utf-8")
    texts = read_texts(RECIPE, folder, None)
    assert set(texts["zh"].train + texts["zh"].dev) == {"简", "繁"}
    assert set(texts["ja"].train + texts["ja"].dev) == {"東京の朝", "東京朝"}


def test_what_is_missing_is_named(folder: Path, tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match=r"expected raw/LANGUAGE\.txt"):
        read_texts(RECIPE, tmp_path / "nowhere", None)
    recipe = RECIPE.model_copy(update={"english": ["news"]})
    with pytest.raises(CorpusError, match=r"news\.txt: expected a text"):
        read_texts(recipe, folder, tmp_path)
    recipe = RECIPE.model_copy(update={"sentences": {"fi": ["none"]}})
    with pytest.raises(CorpusError, match="expected labelled sentences"):
        read_texts(recipe, folder, None)
