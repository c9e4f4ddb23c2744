"""The study: a bundle learns from sentences chosen in several ways, more and more of them."""

import logging
import shutil
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from nomen.model.tagger import load_tagger
from nomen.training.data.labels import Span
from nomen.training.experiments.suggesting.pool import StudyPool
from nomen.training.experiments.suggesting.results import (
    Key,
    TeachingResult,
    add_result,
    read_results,
)
from nomen.training.experiments.suggesting.strategies import RANDOM, STRATEGIES
from nomen.training.experiments.suggesting.teaching import count_found, teach, write_labelled
from nomen.training.fitting.bundled_network import BundledNetwork
from nomen.training.suggesting.candidates import Candidate

RESULTS = "results.jsonl"
POOL_SHARE = 0.9
"""Share of the candidates that each seed may choose from, drawn by chance."""

logger = logging.getLogger("nomen.train")


@dataclass(frozen=True, slots=True, kw_only=True)
class StudyConfig:
    """What a study compares.

    Attributes:
        bundle: The bundle that suggests and learns.
        sets: Registered sets of documents, or corpora.
        strategies: Names of `STRATEGIES`.
        numbers: Numbers of sentences to label.
        seeds: Seeds of the choices and the trainings.
    """

    bundle: str
    sets: Sequence[str]
    strategies: Sequence[str]
    numbers: Sequence[int]
    seeds: Sequence[int]


def run_study(
    config: StudyConfig, *, documents: Path, corpora: Path, run: Path
) -> list[TeachingResult]:
    """Run all trainings of a study; those whose results are in the run folder are not run again.

    Args:
        config: What is compared.
        documents: The folder of registered sets.
        corpora: The folder of registered corpora.
        run: Where the results go, and the trainings while they run.

    Raises:
        CorpusError: When a set is not at hand, or has too few sentences.
    """
    run.mkdir(parents=True, exist_ok=True)
    path = run / RESULTS
    known = {result.key: result for result in read_results(path)}
    tagger = load_tagger(config.bundle, device="cpu")
    for name in config.sets:
        keys = list(_keys(config, name))
        if all(key in known for key in keys):
            continue
        pool = StudyPool.read(name, tagger, documents=documents, corpora=corpora)
        logger.info("%s: %d sentences, %d test blocks", name, len(pool.candidates), len(pool.test))
        for key in keys:
            if key not in known:
                result = _teach(config.bundle, pool, key, run)
                known[key] = result
                add_result(path, result)
                logger.info("%s: %.0f s", " ".join(map(str, key)), result.seconds)
    return [known[key] for name in config.sets for key in _keys(config, name)]


def _keys(config: StudyConfig, name: str) -> Iterator[Key]:
    yield Key(name, "", 0, 0)
    for seed in config.seeds:
        for number in config.numbers:
            for strategy in config.strategies:
                yield Key(name, strategy, number, seed)


def _teach(bundle: str, pool: StudyPool, key: Key, run: Path) -> TeachingResult:
    """Train and measure; the bundle untouched is only measured."""
    started = time.monotonic()
    chosen: list[Candidate] = []
    names: list[Sequence[Span]] = []
    if key.strategy:
        gold = dict(zip(pool.candidates, pool.gold, strict=True))
        drawn = STRATEGIES[RANDOM](pool.candidates, len(pool.candidates), key.seed)
        own = drawn[: round(POOL_SHARE * len(drawn))]
        chosen = STRATEGIES[key.strategy](own, key.number, key.seed)
        names = [gold[each] for each in chosen]
        folder = run / "training"
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
        write_labelled(folder / "train.jsonl", chosen, names)
        num_tokens = sum(len(each.tokens) for each in chosen)
        fitted = teach(
            bundle, folder / "train.jsonl", folder / "run", num_tokens=num_tokens, seed=key.seed
        )
        counts = count_found(fitted, pool.test)
        shutil.rmtree(folder)
    else:
        counts = count_found(BundledNetwork.load(bundle), pool.test)
    return TeachingResult(
        **key._asdict(),
        num_tokens=sum(len(each.tokens) for each in chosen),
        num_names=sum(map(len, names)),
        seconds=time.monotonic() - started,
        counts=[tuple(row) for row in counts.tolist()],
    )
