"""The peak memory of a fit on made sentences, few and many, each in a process of its own.

`python -m tests.benchmarks.fit_memory` prints a table. It takes some minutes.
"""

import argparse
import json
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from itertools import accumulate, islice, product
from pathlib import Path
from typing import Any

import lightning.pytorch as pl
import torch

from nomen.training.augmentation.augmentation import Augmentation
from nomen.training.fitting import fit
from nomen.training.fitting.trainer import build_trainer
from nomen.training.recipes.corpus_share import CorpusShare
from nomen.training.recipes.recipe import Optimisation, Recipe
from nomen.training.runs.training_run import TrainingRun

SIZES = (10_000, 800_000)
SENTENCE_TOKENS = 20
NUM_WORDS = 50_000
STEPS = 50

_KIB = 1024


def main() -> None:
    """Print the peak memory of each size, and the last against the first."""
    parser = argparse.ArgumentParser(prog="fit_memory", description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES, help="sentences")
    parser.add_argument("--fit", type=Path, help=argparse.SUPPRESS)  # what a child process runs
    chosen = parser.parse_args()
    if chosen.fit:
        print(json.dumps(_fit(chosen.fit)))
        return
    print("| sentences | file, MB | before the fit, MB | peak, MB | ratio | seconds |")
    print("| --- | --- | --- | --- | --- | --- |")
    first = 0.0
    for size in chosen.sizes:
        with tempfile.TemporaryDirectory() as folder:
            found = _measured(Path(folder), size)
        first = first or found["peak"]
        print(
            f"| {size:,} | {found['file']:.0f} | {found['before']:.0f} | {found['peak']:.0f} "
            f"| {found['peak'] / first:.2f} | {found['seconds']:.0f} |",
            flush=True,
        )


def _measured(folder: Path, size: int) -> dict[str, float]:
    """Fit in a process of its own; give megabytes and seconds."""
    for name, count, seed in (("train", size, 1), ("dev", 1_000, 2)):
        with (folder / f"{name}.conll").open("w", encoding="utf-8") as file:
            file.writelines(made_sentences(count, seed))
    command = [sys.executable, "-m", "tests.benchmarks.fit_memory", "--fit", str(folder)]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
    found: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return {**found, "file": (folder / "train.conll").stat().st_size / 1e6}


def made_sentences(count: int, seed: int) -> Iterator[str]:
    """Make sentences whose words are as frequent as those of text, every other one with a name."""
    generator = random.Random(0)
    weights = [*accumulate(1 / rank for rank in range(1, NUM_WORDS + 1))]
    words = ["".join(letters) for letters in islice(product("aeioklmnrstu", repeat=5), NUM_WORDS)]
    generator.shuffle(words)
    generator.seed(seed)
    for number in range(count):
        tokens = generator.choices(words, cum_weights=weights, k=SENTENCE_TOKENS)
        tags = ["O"] * SENTENCE_TOKENS
        if number % 2:
            tokens[3:5], tags[3:5] = (
                [token.capitalize() for token in tokens[3:5]],
                ["B-PER", "I-PER"],
            )
        yield "".join(f"{pair[0]}\t{pair[1]}\n" for pair in zip(tokens, tags, strict=True)) + "\n"


def _fit(folder: Path) -> dict[str, float]:
    """Prepare a fit and take its first steps; give the peak memory of this process."""
    torch.set_num_threads(1)
    recipe = Recipe(
        name="own",
        corpora=[CorpusShare(name="own", train=folder / "train.conll", dev=folder / "dev.conll")],
        augmentation=Augmentation(splice=0.3, join=0.2, block=0.1, upper=0.1, typos=0.1),
        optimisation=Optimisation(max_epochs=1),
    )
    fit.build_trainer = _stopped_trainer  # type: ignore[attr-defined]  # ends early
    run = TrainingRun(corpora=folder, texts=folder, folder=folder / "run")
    before, start = _peak(), time.perf_counter()
    fit.fit(recipe, run)
    return {"before": before, "peak": _peak(), "seconds": time.perf_counter() - start}


def _stopped_trainer(*args: Any, **settings: Any) -> pl.Trainer:  # noqa: ANN401  # those of build_trainer
    trainer = build_trainer(*args, **settings)
    trainer.callbacks.append(_Stop())  # type: ignore[attr-defined]  # a list since it was built
    return trainer


class _Stop(pl.Callback):
    """Ends the epoch after some steps; the dev sentences are still read."""

    def on_train_batch_end(self, trainer: pl.Trainer, *_: object) -> None:
        trainer.should_stop = trainer.global_step >= STEPS


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * _KIB / 1e6


if __name__ == "__main__":
    main()
