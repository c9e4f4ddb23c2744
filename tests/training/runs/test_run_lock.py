import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import pytest

from nomen.training.errors import TrainingError
from nomen.training.runs.run_lock import locked_run
from tests.training.processes import Second

T = TypeVar("T")

HOLDER = """
import sys
from pathlib import Path
from nomen.training.runs.run_lock import locked_run
with locked_run(Path(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.read()
"""


def hold(run: Path) -> subprocess.Popen[str]:
    """Start a process that holds a run folder until its standard input ends."""
    process = subprocess.Popen(
        [sys.executable, "-c", HOLDER, run],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout
    assert process.stdout.readline() == "held\n"
    return process


def test_a_run_folder_is_held_by_one_process(tmp_path: Path) -> None:
    with hold(tmp_path / "run") as other:
        with pytest.raises(TrainingError, match="run: another training or export is writing there"):
            locked_run(tmp_path / "run").__enter__()
        other.kill()


def test_a_killed_process_leaves_no_lock(tmp_path: Path) -> None:
    with hold(tmp_path) as other:
        other.kill()
    with locked_run(tmp_path):
        pass


@pytest.mark.parametrize("number", ["", "1"])
def test_one_process_may_train(
    number: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WORLD_SIZE", number)
    with locked_run(tmp_path / "run"):
        assert (tmp_path / "run").is_dir()


def test_several_processes_that_have_not_joined_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WORLD_SIZE", "2")
    with pytest.raises(TrainingError, match="WORLD_SIZE: expected 1; this command runs in one"):
        locked_run(tmp_path / "run").__enter__()
    assert not (tmp_path / "run").exists()


@dataclass(frozen=True, slots=True, kw_only=True)
class Elsewhere(Second):
    """The second of two processes, on a machine that does not see what the first one wrote."""

    def by_first(self, work: Callable[[], T]) -> T | None:
        """Wait."""
        del work
        return None

    def from_first(self, work: Callable[[], T]) -> T:
        """Give what the first one found, at its own place."""
        return work()


def test_the_machines_of_a_training_share_its_folder(tmp_path: Path) -> None:
    with pytest.raises(TrainingError, match="expected a folder on a file system that all machines"):
        locked_run(tmp_path / "run", Elsewhere()).__enter__()
