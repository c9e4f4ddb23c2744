from pathlib import Path, PurePosixPath

import pytest

from nomen.service.files.cluster.storage import Storage
from nomen.service.files.sources import SourceError


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("b.txt", "deep/a.jsonl", ".hidden/c.txt", "deep/.d.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("Ada")
    return tmp_path


@pytest.mark.parametrize("scheme", ["", "file://"])
def test_a_folder_lists_its_files_and_tells_the_hidden_ones(folder: Path, scheme: str) -> None:
    files = Storage(f"{scheme}{folder}").files()

    assert [str(each.relative) for each in files if each.is_hidden] == [
        ".hidden/c.txt",
        "deep/.d.txt",
    ]
    assert [(str(each.relative), each.num_bytes) for each in files if not each.is_hidden] == [
        ("b.txt", 3),
        ("deep/a.jsonl", 3),
    ]


def test_a_file_lists_itself(folder: Path) -> None:
    (found,) = Storage(str(folder / "b.txt")).files()

    assert str(found.relative) == "b.txt"
    with Storage(str(folder)).reading(found.path) as stream:
        assert stream.read() == b"Ada"


def test_a_file_gets_its_name_when_it_is_whole(tmp_path: Path) -> None:
    storage, name = Storage(str(tmp_path)), PurePosixPath("new/x.txt")

    with storage.writing(name) as file:
        file.write(b"Ada")
        assert not storage.exists(name)

    assert (tmp_path / name).read_bytes() == b"Ada"
    assert [each.name for each in (tmp_path / "new").iterdir()] == ["x.txt"]


def test_a_file_that_fails_leaves_nothing(tmp_path: Path) -> None:
    def fail(storage: Storage) -> None:
        with storage.writing(PurePosixPath("x.txt")) as file:
            file.write(b"Ada")
            raise OSError("full")

    with pytest.raises(OSError, match="full"):
        fail(Storage(str(tmp_path)))

    assert list(tmp_path.iterdir()) == []


def test_what_killed_workers_left_is_removed(tmp_path: Path) -> None:
    (tmp_path / ".x.txt.0f.partial").write_text("Ada")
    (tmp_path / "x.txt").write_text("whole")

    Storage(str(tmp_path)).remove_partials()

    assert [each.name for each in tmp_path.iterdir()] == ["x.txt"]


@pytest.mark.parametrize("uri", ["nowhere://x", "s3:/x"])
def test_an_unknown_storage_is_refused(uri: str) -> None:
    with pytest.raises(SourceError, match=r"^(nowhere://x: expected a path|s3:/x: cannot be)"):
        Storage(uri).files()


def test_a_missing_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="cannot be listed"):
        Storage(str(tmp_path / "none")).files()
