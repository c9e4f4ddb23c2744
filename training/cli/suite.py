"""`nomen-train evaluate BUNDLE --suite`: measures and prints; all logic is elsewhere."""

import sys
from pathlib import Path

import typer
from rich.console import Console
from rich.table import Table

from nomen.model.engines.selection import PrecisionChoice
from nomen.model.tagger import load_tagger
from nomen.training.evaluation.predictor import TaggerPredictor
from nomen.training.evaluation.robustness.report import suite_json
from nomen.training.evaluation.robustness.results import SuiteResult
from nomen.training.evaluation.robustness.suite import run_suite
from nomen.training.evaluation.robustness.tables import overview, summary

PLAIN_WIDTH = 120


def evaluate_suite(
    bundle: str,
    *,
    corpora: Path,
    names: Path | None,
    out: Path | None,
    precision: PrecisionChoice,
    threshold: float | None,
    num_threads: int,
    as_json: bool,
) -> None:
    """Run the suite on a bundle, write its files and print the figures.

    Args:
        bundle: A shipped bundle's name, or a folder.
        corpora: The folder of registered corpora.
        names: The folder of the lists of names; see `run_suite`.
        out: Where results go; `runs/suite/` and the bundle's name by default.
        precision: Which engine; see `load_engine`.
        threshold: Lowest name probability of a name's token; the bundle's by default.
        num_threads: Threads of one forward pass.
        as_json: Print all figures as JSON in place of a table.
    """
    tagger = load_tagger(bundle, device="cpu", precision=precision, num_threads=num_threads)
    name = tagger.bundle.manifest.name
    folder = out or Path("runs", "suite", name)
    predictor = TaggerPredictor(tagger=tagger, name=name, threshold=threshold)
    result = run_suite(predictor, folder=corpora, names=names, out=folder)
    if as_json:
        typer.echo(suite_json(result))
        return
    print_suite(result)
    typer.echo(f"report: {folder / 'suite.md'}")


def print_suite(result: SuiteResult) -> None:
    """Print the overview of a suite as a table, and the figures that decide below it."""
    found = overview(result)
    table = Table(title=found.title)
    for i, heading in enumerate(found.headings):
        table.add_column(heading, justify="right" if i else "left")
    for rows in found.sections:
        for row in rows:
            table.add_row(*row)
        table.add_section()
    Console(width=None if sys.stdout.isatty() else PLAIN_WIDTH).print(table)
    for line in summary(result):
        typer.echo(line)
