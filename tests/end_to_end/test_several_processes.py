"""A training of two processes, started by `torchrun`."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from nomen.training.runs.checkpoints import LAST
from nomen.training.runs.run_folder import FINISHED
from tests.training.processes import start_two

pytestmark = pytest.mark.slow


def fit_in_two(run: Path, *, killed_after: int = 0) -> tuple[int, list[dict[str, Any]]]:
    """Train, or go on; give torchrun's exit code and what each process tells at the end, by rank.

    Args:
        run: The run folder.
        killed_after: The step after which the second process is killed; 0 is never.
    """
    command = [sys.executable, "-m", "torch.distributed.run", "--standalone", "--nproc-per-node=2"]
    command += ["-m", "tests.training.fit_in_processes", str(run), str(killed_after)]
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    told = [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]
    return done.returncode, sorted(told, key=lambda found: int(found["rank"]))


def test_two_processes_end_with_the_same_weights_also_when_one_was_killed(tmp_path: Path) -> None:
    code, (first, second) = fit_in_two(tmp_path / "whole")
    assert code == 0
    assert first["weights"] == second["weights"]
    assert first["dev_f1"] == second["dev_f1"]
    assert (tmp_path / "whole" / FINISHED).exists()
    assert list((tmp_path / "whole" / "csv").glob("*")) == [tmp_path / "whole" / "csv" / "000"]

    code, told = fit_in_two(tmp_path / "killed", killed_after=14)  # of 9 steps an epoch
    assert (code, told) == (1, [])
    assert (tmp_path / "killed" / LAST).exists()
    code, (resumed, _) = fit_in_two(tmp_path / "killed")
    assert code == 0
    assert resumed == first


def test_a_users_mistake_is_told_once(tmp_path: Path) -> None:
    command = ["-m", "nomen.training.cli.main", "fit", str(tmp_path / "none.toml")]
    first, second = start_two(command)
    assert (first.code, second.code) == (2, 2)
    assert (
        first.errors == f"error: {tmp_path}/none.toml: no readable recipe there or among recipes/\n"
    )
    assert second.errors == ""


def test_a_command_that_runs_in_one_process_is_refused(tmp_path: Path) -> None:
    (tmp_path / "lock").touch()
    command = ["-m", "nomen.training.cli.main", "compare", "compare.toml", f"--run={tmp_path}"]
    first, _ = start_two(command)
    assert first.code == 2
    assert "WORLD_SIZE: expected 1; this command runs in one process" in first.errors
