"""A training run that finds no registered corpus or text, for tests on files of their own."""

from pathlib import Path

from nomen.training.runs.training_run import TrainingRun

NOWHERE = Path("nowhere")


def run_at(folder: Path, *, texts: Path = NOWHERE, resume: bool = False) -> TrainingRun:
    return TrainingRun(corpora=NOWHERE, texts=texts, folder=folder, resume=resume)
