"""Tokens a second of a fit in one process and in two that share each batch, a CPU for each.

`python -m tests.benchmarks.fit_processes` prints a table. Every process is bound to a CPU of its
own. The last two columns stand for a machine that is busy with other things: they compare the CPU
time of a process, which leaves out what it waits for.
"""

import argparse
import json
import os
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import lightning.pytorch as pl
import torch

from nomen.training.augmentation.augmentation import Augmentation
from nomen.training.fitting import fit
from nomen.training.fitting.trainer import build_trainer
from nomen.training.processes import (
    ADDRESS,
    LOCAL_NUMBER,
    LOCAL_RANK,
    NUMBER,
    RANK,
    Processes,
    joined_processes,
)
from nomen.training.recipes.corpus_share import CorpusShare
from nomen.training.recipes.recipe import Optimisation, Recipe
from nomen.training.runs.training_run import TrainingRun
from tests.benchmarks.fit_memory import made_sentences

SENTENCES = 20_000
WARM_UP = 10
"""Steps that are not measured."""


def main() -> None:
    """Print the speed of each number of processes, and what it is against one."""
    parser = argparse.ArgumentParser(prog="fit_processes", description=__doc__)
    parser.add_argument("--steps", type=int, default=100, help="measured steps")
    parser.add_argument("--batch-tokens", type=int, default=1536, help="tokens of a whole batch")
    parser.add_argument("--repeat", type=int, default=1, help="times, one and two in turns")
    parser.add_argument("--fit", type=Path, help=argparse.SUPPRESS)  # what a child process runs
    chosen = parser.parse_args()
    if chosen.fit:
        print(json.dumps(_fit(chosen.fit, chosen.steps, chosen.batch_tokens)))
        return
    print("| processes | tokens/s | against one | tokens a CPU second | against one |")
    print("| --- | --- | --- | --- | --- |")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for file, count, seed in (("train", SENTENCES, 1), ("dev", 200, 2)):
            with (folder / f"{file}.conll").open("w", encoding="utf-8") as conll:
                conll.writelines(made_sentences(count, seed))
        for _ in range(chosen.repeat):
            _print_pair(folder, chosen.steps, chosen.batch_tokens)


def _print_pair(folder: Path, steps: int, batch_tokens: int) -> None:
    first: dict[str, float] = {}
    for number in (1, 2):
        found = _measured(folder, number, steps, batch_tokens)
        first = first or found
        shown = [
            f"{found[kind]:,.0f} | {found[kind] / first[kind]:.2f}" for kind in ("wall", "cpu")
        ]
        print(f"| {number} | {' | '.join(shown)} |", flush=True)


def _measured(folder: Path, number: int, steps: int, batch_tokens: int) -> dict[str, float]:
    """Fit in processes of their own; give what the first one prints."""
    command = [sys.executable, "-m", "tests.benchmarks.fit_processes", f"--fit={folder}"]
    command += [f"--steps={steps}", f"--batch-tokens={batch_tokens}"]
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = dict(zip(ADDRESS, ("127.0.0.1", str(free.getsockname()[1])), strict=True))
    all_numbers = {NUMBER: str(number), LOCAL_NUMBER: str(number), "OMP_NUM_THREADS": "1"}
    started = [
        subprocess.Popen(
            command,
            env={**os.environ, **address, **all_numbers, RANK: str(i), LOCAL_RANK: str(i)},
            stdout=subprocess.PIPE,
            text=True,
        )
        for i in range(number)
    ]
    answers = [process.communicate()[0] for process in started]
    found: dict[str, float] = json.loads(answers[0].splitlines()[-1])
    return found


def _fit(folder: Path, steps: int, batch_tokens: int) -> dict[str, float]:
    """Take the first steps of a fit; give tokens by second and by CPU second of a process."""
    torch.set_num_threads(1)
    recipe = Recipe(
        name="own",
        corpora=[CorpusShare(name="own", train=folder / "train.conll", dev=folder / "dev.conll")],
        augmentation=Augmentation(splice=0.3, join=0.2, upper=0.1, typos=0.1),
        optimisation=Optimisation(max_epochs=1, loss="tokens", batch_tokens=batch_tokens),
    )
    clock = _Clock(WARM_UP, steps)

    def timed(*args: Any, **settings: Any) -> pl.Trainer:  # noqa: ANN401  # those of build_trainer
        trainer = build_trainer(*args, **settings)
        trainer.callbacks.append(clock)  # type: ignore[attr-defined]  # a list since it was built
        return trainer

    fit.build_trainer = timed  # type: ignore[attr-defined]  # ends early
    with joined_processes() as processes:
        cpus = sorted(os.sched_getaffinity(0))
        os.sched_setaffinity(0, {cpus[processes.local_rank % len(cpus)]})
        run = TrainingRun(
            corpora=folder,
            texts=folder,
            folder=folder / f"run-{os.environ[ADDRESS[1]]}",
            processes=processes,
        )
        fit.fit(recipe, run)
        return clock.rates(processes)


class _Clock(pl.Callback):
    """Measures steps after the first ones, then ends the training."""

    def __init__(self, warm_up: int, steps: int) -> None:
        self._first, self._last = warm_up, warm_up + steps
        self._num_tokens = 0
        self._wall = self._cpu = 0.0

    def on_train_batch_end(self, trainer: pl.Trainer, *args: Any) -> None:  # noqa: ANN401  # Lightning's
        step = trainer.global_step
        if step == self._first:
            self._wall, self._cpu = time.perf_counter(), time.process_time()
        elif self._first < step <= self._last:
            self._num_tokens += args[2].num_tokens
        if step == self._last:
            self._wall = time.perf_counter() - self._wall
            self._cpu = time.process_time() - self._cpu
            trainer.should_stop = True

    def rates(self, processes: Processes) -> dict[str, float]:
        slowest = max(processes.gather(self._cpu))
        return {"wall": self._num_tokens / self._wall, "cpu": self._num_tokens / slowest}


if __name__ == "__main__":
    main()
