from pathlib import Path

import pytest

from nomen.training.errors import CorpusError
from nomen.training.formats.files import files_behind
from nomen.training.formats.settings import FileSettings
from tests.training.formats.files import write


def test_most_files_stand_alone(tmp_path: Path) -> None:
    path = write(tmp_path, "a.conll", "Ada\tB-PER\n")
    write(tmp_path, "features.json", "{}")
    assert files_behind(path, FileSettings(format="conll")) == [path]


def test_a_folder_of_brat_is_all_its_files(tmp_path: Path) -> None:
    names = ("a.txt", "a.ann", "b.txt", "b.ann")
    paths = [write(tmp_path, name, "") for name in names]
    assert files_behind(tmp_path, FileSettings(format="brat")) == paths
    assert files_behind(paths[3], FileSettings(format="brat")) == paths[2:]
    paths[2].unlink()
    with pytest.raises(CorpusError, match=r"b\.ann: expected a file of the same name with \.txt"):
        files_behind(tmp_path, FileSettings(format="brat"))


def test_the_names_of_tags_beside_a_file_belong_to_it(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    folder.mkdir()
    path = write(folder, "a.jsonl", "")
    beside = [write(folder, "features.json", "{}"), write(tmp_path, "dataset_info.json", "{}")]
    assert files_behind(path, FileSettings(format="hugging-face")) == [path, *beside]
    named = FileSettings(format="hugging-face", label_names=("O",))
    assert files_behind(path, named) == [path]
