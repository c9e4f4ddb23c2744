"""TrainingRun: the folders of one training, and whether it resumes."""

from dataclasses import dataclass, replace
from pathlib import Path

from nomen.training.errors import TrainingError


@dataclass(frozen=True, slots=True, kw_only=True)
class TrainingRun:
    """Where one training reads and writes.

    Attributes:
        corpora: Folder of the registered corpora.
        texts: Folder of the registered raw texts.
        folder: The run folder, for recipe, checkpoints and logs.
        resume: Go on from the run folder's last checkpoint, if there is one.

    Raises:
        TrainingError: When the run folder is a file, or is one of the folders that are read.
    """

    corpora: Path
    texts: Path
    folder: Path
    resume: bool = False

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
