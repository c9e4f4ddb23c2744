import errno
import shutil
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
from nomen.training.errors import TrainingError


def test_a_file_takes_the_place_of_the_old_one(tmp_path: Path) -> None:
    path = tmp_path / "recipe.json"
    path.write_text("old", encoding="utf-8")
    write_whole(path, b"new")
    assert path.read_text(encoding="utf-8") == "new"
    assert list(tmp_path.iterdir()) == [path]


def test_a_file_that_is_cut_short_leaves_the_old_one(tmp_path: Path) -> None:
    path = tmp_path / "soft_labels.npy"
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


def bundle_and_draft(path: Path) -> Path:
    """Make a bundle of one file and the draft of the next one."""
    path.mkdir()
    (path / "old").touch()
    draft = draft_of(path)
    draft.mkdir()
    (draft / "new").touch()
    return draft


def test_a_folder_behind_a_link_is_replaced_and_the_link_stays(tmp_path: Path) -> None:
    (tmp_path / "en").symlink_to(tmp_path / "en-1.0", target_is_directory=True)
    for _ in range(2):
        shutil.rmtree(tmp_path / "en-1.0", ignore_errors=True)
        draft = bundle_and_draft(tmp_path / "en-1.0")
        assert draft_of(tmp_path / "en") == draft
        replace_folder(draft, tmp_path / "en")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["en", "en-1.0"]
    assert [path.name for path in (tmp_path / "en").iterdir()] == ["new"]


def test_a_draft_that_cannot_take_its_place_leaves_the_old_folder(tmp_path: Path) -> None:
    shutil.rmtree(bundle_and_draft(tmp_path / "en"))
    with pytest.raises(OSError, match="Invalid argument"):  # a folder cannot move into itself
        replace_folder(tmp_path, tmp_path / "en")
    assert [path.relative_to(tmp_path) for path in tmp_path.rglob("*")] == [
        Path("en"),
        Path("en/old"),
    ]


def test_a_replacement_that_was_killed_is_undone_first(tmp_path: Path) -> None:
    draft = bundle_and_draft(tmp_path / "en")
    (tmp_path / "en").rename(tmp_path / ".en.old")
    with pytest.raises(FileNotFoundError):
        replace_folder(tmp_path / "missing", tmp_path / "en")
    assert [path.name for path in (tmp_path / "en").iterdir()] == ["old"]
    replace_folder(draft, tmp_path / "en")
    assert [path.name for path in tmp_path.iterdir()] == ["en"]


@pytest.mark.parametrize("error", [KeyboardInterrupt(), TrainingError("no network")])
def test_a_draft_is_removed_whatever_ends_its_writing(error: BaseException, tmp_path: Path) -> None:
    draft = draft_of(tmp_path / "bundle")
    draft.mkdir()
    with pytest.raises(type(error)), removed_on_error(draft):
        raise error
    assert not draft.exists()


def test_a_file_of_the_user_whose_name_begins_with_a_dot_stays_named(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError) as caught, named_errors(tmp_path / "run"):
        (tmp_path / ".hidden").read_bytes()
    assert caught.value.filename == str(tmp_path / ".hidden")
