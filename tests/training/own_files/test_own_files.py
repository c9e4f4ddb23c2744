from pathlib import Path

import pytest

from nomen.training.errors import CorpusError
from nomen.training.own_files.own_files import OwnFiles, bundle_name


def test_a_file_that_is_not_there_is_told_at_once(tmp_path: Path) -> None:
    path = tmp_path / "nowhere.jsonl"
    with pytest.raises(CorpusError, match=r"nowhere\.jsonl: no such file; expected a file"):
        OwnFiles(train=[path], name="own")


@pytest.mark.parametrize(
    ("path", "name"), [("out/My Bundle_2", "my-bundle-2"), ("données", "donn-es"), ("…", "own")]
)
def test_a_bundle_is_named_after_its_folder(path: str, name: str) -> None:
    assert bundle_name(Path(path)) == name
