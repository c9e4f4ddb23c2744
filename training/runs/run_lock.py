"""Holds a run folder for one training at a time."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from nomen.training.errors import TrainingError

LOCK = "lock"
_PROCESSES_VARIABLE = "WORLD_SIZE"


@contextmanager
def locked_run(run: Path) -> Iterator[None]:
    """Hold a run folder, which is made if need be, until the block ends or the process does.

    The operating system drops the lock with the process, so a killed training leaves none behind.
    The lock file itself stays.

    Raises:
        TrainingError: When another process holds it, or this is one of several of one training.
    """
    num_processes = os.environ.get(_PROCESSES_VARIABLE, "1")
    if num_processes not in {"", "1"}:
        raise TrainingError(
            f"{_PROCESSES_VARIABLE}: expected 1; a training of several processes is not supported"
        )
    run.mkdir(parents=True, exist_ok=True)
    with (run / LOCK).open("a", encoding="utf-8") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise TrainingError(
                f"{run}: another training is writing there; expected its end or another --run"
            ) from error
        yield
