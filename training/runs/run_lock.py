"""The lock of a run folder: one process at a time writes there."""

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
    """Lock a run folder until the block ends; make the folder if need be.

    The operating system releases the lock when the process ends, so a killed training leaves none
    behind. The lock file itself stays.

    Raises:
        TrainingError: When another process holds the lock, or several processes share one training.
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
                f"{run}: another training or export is writing there; expected its end, or another "
                "run folder"
            ) from error
        yield
