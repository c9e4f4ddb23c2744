"""TrainingRun: the folders of one training, whether it resumes, and its processes."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from nomen.training.errors import TrainingError
from nomen.training.processes import ONE_PROCESS, Processes, joined_processes


@dataclass(frozen=True, slots=True, kw_only=True)
class TrainingRun:
    """Where one training reads and writes.

    Attributes:
        corpora: Folder of the registered corpora.
        texts: Folder of the registered raw texts.
        folder: The run folder, for recipe, checkpoints and logs.
        resume: Go on from the run folder's last checkpoint, if there is one.
        processes: Those that train together; this one alone unless `joined_run` says otherwise.

    Raises:
        TrainingError: When the run folder is a file, or is one of the folders that are read.
    """

    corpora: Path
    texts: Path
    folder: Path
    resume: bool = False
    processes: Processes = ONE_PROCESS

    def __post_init__(self) -> None:
        if self.folder.is_file():
            raise TrainingError(f"{self.folder}: expected a folder for the run, found a file")
        if self.folder.resolve() in {self.corpora.resolve(), self.texts.resolve()}:
            raise TrainingError(
                f"{self.folder}: holds corpora or texts; expected another folder for the run"
            )

    def stage(self, name: str) -> "TrainingRun":
        """Give the run of one stage, a pretraining or a teacher, in a folder of this run."""
        return replace(self, folder=self.folder / name)


@contextmanager
def joined_run(run: TrainingRun) -> Iterator[TrainingRun]:
    """Give a run whose processes have joined, until the block ends; see `joined_processes`."""
    if run.processes.number > 1:
        yield run
        return
    with joined_processes() as processes:
        yield replace(run, processes=processes)
