"""The option `--suite` of `nomen-train evaluate` and `baseline evaluate`."""

from pathlib import Path

import typer

from nomen.model.engines.selection import PrecisionChoice
from nomen.model.tagger import load_tagger
from nomen.training.cli.tables import print_table
from nomen.training.evaluation.predictor import Predictor, TaggerPredictor
from nomen.training.evaluation.robustness.report import suite_json
from nomen.training.evaluation.robustness.results import SuiteResult
from nomen.training.evaluation.robustness.suite import run_suite
from nomen.training.evaluation.robustness.tables import overview, summary


def evaluate_suite(
    bundle: str,
    *,
    corpora: Path,
    names: Path | None,
    documents: Path | None,
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
        documents: The folder of documents; see `run_suite`.
        out: Where results go; `runs/suite/` and the bundle's name by default.
        precision: The precision of the engine; see `load_engine`.
        threshold: Lowest name probability of a name's token; the bundle's by default.
        num_threads: Threads of one forward pass.
        as_json: Print all figures as JSON instead of a table.
    """
    tagger = load_tagger(bundle, device="cpu", precision=precision, num_threads=num_threads)
    name = tagger.bundle.manifest.name
    predictor = TaggerPredictor(tagger=tagger, name=name, threshold=threshold)
    folder = out or Path("runs", "suite", name)
    run_and_print(
        predictor, corpora=corpora, names=names, documents=documents, out=folder, as_json=as_json
    )


def run_and_print(
    predictor: Predictor,
    *,
    corpora: Path,
    names: Path | None,
    documents: Path | None,
    out: Path,
    as_json: bool,
) -> None:
    """Run the suite on a predictor, write its files and print the figures."""
    result = run_suite(predictor, folder=corpora, names=names, documents=documents, out=out)
    if as_json:
        typer.echo(suite_json(result))
        return
    print_suite(result)
    typer.echo(f"report: {out / 'suite.md'}")


def print_suite(result: SuiteResult) -> None:
    """Print the overview of a suite as a table, and its summary below."""
    print_table(overview(result))
    for line in summary(result):
        typer.echo(line)
