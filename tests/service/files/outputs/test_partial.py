import os
from pathlib import Path

import pytest

from nomen.service.files.outputs.partial import PartialFile, partial_path
from nomen.service.files.sources import SourceError


def mode_of(path: Path) -> int:
    return path.stat().st_mode & 0o777


def test_a_file_is_private_and_hidden_until_it_is_whole(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    with PartialFile(path) as file:
        file.write(b"a")
        assert not path.exists()
        assert mode_of(tmp_path / ".a.txt.partial") == 0o600
        file.publish()

    assert (path.read_bytes(), list(tmp_path.iterdir())) == (b"a", [path])
    umask = os.umask(0)
    os.umask(umask)
    assert mode_of(path) == 0o666 & ~umask


def test_a_file_goes_on_behind_what_is_kept(tmp_path: Path) -> None:
    partial_path(tmp_path / "a").write_bytes(b"abcd")

    with PartialFile(tmp_path / "a", length=2, mode=0o640) as file:
        file.write(b"x")
        assert (file.length, file.read()) == (3, b"abx")
        file.sync()
        file.publish()

    assert mode_of(tmp_path / "a") == 0o640


def test_a_file_that_is_left_stays_and_one_that_is_discarded_goes(tmp_path: Path) -> None:
    for name in ("left", "gone"):
        with PartialFile(tmp_path / name) as file:
            file.write(b"a")
            if name == "gone":
                file.discard()

    assert [path.name for path in tmp_path.iterdir()] == [".left.partial"]


@pytest.mark.parametrize(
    ("path", "message"),
    [
        ("no/out", r"^no/out: cannot be written \(No such"),
        ("", r"^\.: expected the name of a file$"),
    ],
)
def test_a_file_that_cannot_be_opened_is_told(path: str, message: str) -> None:
    with pytest.raises(SourceError, match=message):
        PartialFile(Path(path))
