"""The lock of a run folder: one training at a time writes there."""

import fcntl
import secrets
from collections.abc import Iterator
from contextlib import closing, contextmanager, nullcontext
from pathlib import Path
from typing import TextIO

from nomen.training.errors import TrainingError
from nomen.training.processes import NUMBER, ONE_PROCESS, Processes

LOCK = "lock"


@contextmanager
def locked_run(run: Path, processes: Processes | None = None) -> Iterator[None]:
    """Lock a run folder until the block ends; make the folder if need be.

    The operating system releases the lock when the process ends, so a killed training leaves none
    behind. The lock file itself stays.

    Args:
        run: The run folder.
        processes: Those that train together; the first holds the lock.

    Raises:
        TrainingError: When another training holds the lock, a machine does not see the folder of
            the others, or `torchrun` started a command that runs in one process.
    """
    processes = processes or _alone()
    file = processes.by_first(lambda: _locked(run))
    with closing(file) if file else nullcontext():
        _check_shared(run, file, processes)
        yield


def _alone() -> Processes:
    if Processes.from_env().number > 1:
        raise TrainingError(f"{NUMBER}: expected 1; this command runs in one process")
    return ONE_PROCESS


def _locked(run: Path) -> TextIO:
    run.mkdir(parents=True, exist_ok=True)
    file = (run / LOCK).open("a", encoding="utf-8")
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        file.close()
        raise TrainingError(
            f"{run}: another training or export is writing there; expected its end, or another "
            "run folder"
        ) from error
    return file


def _check_shared(run: Path, file: TextIO | None, processes: Processes) -> None:
    """Let every process read what the first one writes into the lock file.

    Raises:
        TrainingError: When one reads something else.
    """
    if processes.number == 1:
        return
    mark = processes.from_first(lambda: _marked(file))
    path = run / LOCK
    found = path.read_text(encoding="utf-8") if path.exists() else ""
    if not all(processes.gather(found == mark)):
        raise TrainingError(
            f"{run}: expected a folder on a file system that all machines of the training share"
        )


def _marked(file: TextIO | None) -> str:
    mark = secrets.token_hex(8)
    if file:
        file.truncate(0)
        file.write(mark)
        file.flush()
    return mark
