"""Measures speed in one interleaved run and prints a table: `make bench`."""

import argparse
import platform
import shutil
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import torch

from nomen.model.engines.runtime import onnxruntime
from tests.benchmarks import bundles, cluster, engines, files, http, marks, page, storm, texts
from tests.benchmarks.samples import Samples
from tests.benchmarks.timing import Row
from tests.service.demo.browser import CHROMEDRIVER

KINDS = ("texts", "bundles", "engines", "files", "cluster", "http", "storm", "marks", "page")
OTHERS = ("xx",)
"""The bundles that are timed beside `en`, unless others are chosen."""


def main() -> None:
    """Print the rows as they are measured."""
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument(
        "--quick", action="store_true", help="one short round, to check that it runs"
    )
    parser.add_argument(
        "--only", choices=KINDS, action="append", help="these rows alone; repeatable"
    )
    parser.add_argument("--spacy", type=Path, help="run folder of a trained spaCy baseline")
    parser.add_argument(
        "--bundle", action="append", help="timed beside `en`; xx by default; repeatable"
    )
    chosen = parser.parse_args()
    torch.set_num_threads(1)
    samples = Samples.load(number=64 if chosen.quick else 2_000)
    print(f"{_machine()}; sentences of {samples.name}\n")
    print("| | | median | ratio | range |\n| --- | --- | --- | --- | --- |")
    group = ""
    for row in _rows(chosen, samples):
        print(_line(row, "" if row.group == group else row.group), flush=True)
        group = row.group
    if not torch.cuda.is_available():
        print("\nSkipped the rows of the GPU: torch finds none.")


def _rows(chosen: argparse.Namespace, samples: Samples) -> Iterator[Row]:
    kinds = chosen.only or KINDS
    rounds = 1 if chosen.quick else 9
    if "texts" in kinds:
        yield from texts.measure(samples, rounds=rounds, spacy_folder=chosen.spacy)
    if "bundles" in kinds:
        yield from bundles.measure(samples, chosen.bundle or OTHERS, rounds=rounds)
    if "engines" in kinds:
        yield from engines.measure(rounds=1 if chosen.quick else 3)
    if "files" in kinds:
        yield from files.measure(samples, rounds=1 if chosen.quick else 2, is_quick=chosen.quick)
    if "cluster" in kinds:
        yield from cluster.measure(samples, is_quick=chosen.quick)
    if "page" in kinds:
        if CHROMEDRIVER.exists():
            yield from page.measure(rounds=rounds)
        else:
            print("Skipped the rows of the page: make packages", file=sys.stderr)
    yield from _overloads(kinds, is_quick=chosen.quick)
    if "http" in kinds:
        missing = [name for name in ("wrk", "hey") if shutil.which(name) is None]
        if missing:
            print(f"Skipped the rows of HTTP: apt-get install {' '.join(missing)}", file=sys.stderr)
            return
        seconds = 1 if chosen.quick else 5
        yield from http.measure(samples, rounds=1 if chosen.quick else 3, seconds=seconds)


def _overloads(kinds: Sequence[str], *, is_quick: bool) -> Iterator[Row]:
    seconds = 2 if is_quick else 8
    if "storm" in kinds and shutil.which("wrk"):
        yield from storm.measure(seconds=seconds)
    if "marks" in kinds:
        yield from marks.measure(seconds=seconds)


def _line(row: Row, group: str) -> str:
    value = f"{row.value:,.0f}" if row.value >= 100 else f"{row.value:.2f}"
    ratio = "" if row.ratio is None else f"{row.ratio:.2f}"
    spread = "" if row.low is None or row.high is None else f"{row.low:.2f}–{row.high:.2f}"
    return f"| {group} | {row.name} | {value} {row.unit} | {ratio} | {spread} |"


def _machine() -> str:
    versions = f"Python {platform.python_version()}, ONNX Runtime {onnxruntime.__version__}"
    return f"{_processor()}, {versions}, torch {torch.__version__}"


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return platform.processor()
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return f"{names[0]} x {len(names)}" if names else platform.processor()


if __name__ == "__main__":
    main()
