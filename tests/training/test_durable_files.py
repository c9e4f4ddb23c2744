import errno
from pathlib import Path

import pytest
from safetensors import SafetensorError

from nomen.training.durable_files import (
    draft_of,
    named_errors,
    removed_on_error,
    replace_folder,
    replaced_file,
    write_whole,
)


def test_a_file_takes_the_place_of_the_old_one(tmp_path: Path) -> None:
    path = tmp_path / "recipe.json"
    path.write_text("old", encoding="utf-8")
    write_whole(path, b"new")
    assert path.read_text(encoding="utf-8") == "new"
    assert list(tmp_path.iterdir()) == [path]


def test_a_file_that_is_cut_short_leaves_the_old_one(tmp_path: Path) -> None:
    path = tmp_path / "beliefs.npy"
    path.write_text("old", encoding="utf-8")

    def cut_short() -> None:
        with replaced_file(path) as draft:
            draft.write_text("ne", encoding="utf-8")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        cut_short()
    assert path.read_text(encoding="utf-8") == "old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_full_disk_names_the_file(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="No space left") as caught, replaced_file(tmp_path / "a.bin"):
        Path("/dev/full").write_bytes(b"a")
    assert (caught.value.errno, caught.value.filename) == (errno.ENOSPC, str(tmp_path / "a.bin"))


def test_a_file_that_an_error_names_stays_named(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError) as caught, named_errors(tmp_path / "run"):
        (tmp_path / "missing").read_bytes()
    assert caught.value.filename == str(tmp_path / "missing")


@pytest.mark.parametrize("error", [OSError(errno.ENOSPC, "full"), SafetensorError("full")])
def test_a_draft_that_cannot_be_written_is_removed_and_its_file_named(
    error: Exception, tmp_path: Path
) -> None:
    draft = draft_of(tmp_path / "bundle")
    draft.mkdir()
    (draft / "weights.safetensors").touch()
    with pytest.raises(OSError, match="full") as caught, removed_on_error(draft):
        raise error
    assert caught.value.filename == str(draft / "weights.safetensors")
    assert not draft.exists()


@pytest.mark.parametrize("is_there", [True, False])
def test_a_folder_takes_the_place_of_the_old_one(is_there: bool, tmp_path: Path) -> None:  # noqa: FBT001  # a case
    path = tmp_path / "bundle"
    if is_there:
        path.mkdir()
        (path / "old").touch()
    draft = draft_of(path)
    (draft / "inner").mkdir(parents=True)
    (draft / "inner" / "new").touch()
    replace_folder(draft, path)
    assert [p.relative_to(path) for p in path.rglob("*")] == [Path("inner"), Path("inner/new")]
    assert list(tmp_path.iterdir()) == [path]
