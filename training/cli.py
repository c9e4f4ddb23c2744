"""`nomen-train`: parses and prints; all logic is elsewhere.

Commands import what they need when they run: torch alone takes a second.
"""

import importlib.util
import logging
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import orjson
import typer
from rich.console import Console
from rich.table import Table

from model.errors import NomenError
from training import corpora_cli

if TYPE_CHECKING:
    from collections.abc import Mapping

    from training.evaluation import Evaluation

EXIT_UNUSABLE = 2
EPILOG = "Corpora are read from the folder of --corpora or NOMEN_CORPORA."

cli = typer.Typer(no_args_is_help=True, pretty_exceptions_enable=False, epilog=EPILOG)

cli.add_typer(corpora_cli.app, name="corpora")

Corpora = Annotated[Path, typer.Option(help="Folder of corpora.", envvar="NOMEN_CORPORA")]
Threads = Annotated[int, typer.Option(min=1, help="CPU threads.")]
Target = Annotated[Path | None, typer.Option(help="Where the bundle goes; RUN/bundle by default.")]
FOLDER = Path("corpora")


@cli.callback()
def describe() -> None:
    """Fit Nomen on labelled sentences: recipes in, bundles out."""


@cli.command()
def fit(
    recipe: Annotated[Path, typer.Argument(help="A recipe, or the name of one that ships.")],
    *,
    corpora: Corpora = FOLDER,
    run: Annotated[Path | None, typer.Option(help="Run folder; runs/NAME by default.")] = None,
    bundle: Target = None,
    resume: Annotated[bool, typer.Option(help="Go on from the run's last checkpoint.")] = False,
    threads: Threads = 1,
) -> None:
    """Train, calibrate and export one recipe; write a report with curves.

    Example: nomen-train fit recipes/en.toml --corpora ~/corpora
    """
    from training.pipeline import fit_and_export  # noqa: PLC0415
    from training.recipe import read_recipe  # noqa: PLC0415

    _use_threads(threads)
    chosen = read_recipe(recipe)
    run = run or Path("runs") / chosen.name
    exported = fit_and_export(
        chosen, folder=corpora, run=run, bundle=bundle or run / "bundle", resume=resume
    )
    _print_table(exported.evaluations)
    typer.echo(f"bundle: {exported.bundle.path}\nreport: {run / 'report' / 'report.md'}")


@cli.command()
def export(
    run: Annotated[Path, typer.Argument(help="The run folder of a training.")],
    *,
    corpora: Corpora = FOLDER,
    bundle: Target = None,
    threads: Threads = 1,
) -> None:
    """Export the best weights of a training again, finished or not.

    Example: nomen-train export runs/en --bundle /tmp/en
    """
    from training.pipeline import export_run  # noqa: PLC0415

    _use_threads(threads)
    exported = export_run(run, folder=corpora, bundle=bundle or run / "bundle")
    _print_table(exported.evaluations)
    typer.echo(f"bundle: {exported.bundle.path}\nreport: {run / 'report' / 'report.md'}")


@cli.command()
def evaluate(
    bundle: Annotated[str, typer.Argument(help="A shipped bundle's name, or a folder.")],
    sets: Annotated[
        list[str], typer.Argument(help="NAME/dev, NAME/test, or files (CoNLL columns, .jsonl).")
    ],
    *,
    corpora: Corpora = FOLDER,
    precision: Annotated[Literal["auto", "fp32", "int8"], typer.Option()] = "auto",
    threshold: Annotated[float | None, typer.Option(min=0, max=1)] = None,
    scheme: Annotated[Literal["bio", "iob1", "bioes"], typer.Option(help="Of files.")] = "bio",
    worst: Annotated[int, typer.Option(min=0, help="Show this many sentences of a set.")] = 0,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
    threads: Threads = 1,
) -> None:
    """Measure a bundle: strict span F1, average precision, Brier, calibration error.

    Example: nomen-train evaluate en wnut17/test conll2003/test --worst 5
    """
    from training.measurement import measure_sets  # noqa: PLC0415

    results = measure_sets(
        bundle,
        sets,
        folder=corpora,
        precision=precision,
        threshold=threshold,
        scheme=scheme,
        num_threads=threads,
        num_worst=worst,
    )
    if as_json:
        rows = [result.as_dict() for result in results]
        typer.echo(orjson.dumps(rows, option=orjson.OPT_INDENT_2))
        return
    _print_table({result.name: result.evaluation for result in results})
    for result in results:
        for mistake in result.worst:
            typer.echo(f"\n{result.name}: {' '.join(mistake.tokens)}")
            typer.echo(f"  missed: {mistake.missed}  invented: {mistake.invented}")


@cli.command()
def compare(
    recipe: Annotated[Path, typer.Argument(help="A recipe, or the name of one that ships.")],
    *,
    corpora: Corpora = FOLDER,
    run: Annotated[Path, typer.Option(help="Run folder; finished trainings are kept.")] = Path(
        "runs/compare"
    ),
    threads: Threads = 1,
) -> None:
    """Compare recurrent cells, directions and depths on equal budgets of tokens.

    Example: nomen-train compare recipes/compare.toml
    """
    from training.compare import compare as compare_networks  # noqa: PLC0415
    from training.compare import read_compare_recipe  # noqa: PLC0415

    _use_threads(threads)
    page = compare_networks(read_compare_recipe(recipe), folder=corpora, run=run)
    typer.echo(f"report: {page}")


def _print_table(evaluations: "Mapping[str, Evaluation]") -> None:
    headings = ("sentences", "names", "precision", "recall", "F1", "95 %", "AP", "Brier", "ECE")
    table = Table(*headings)
    for name, e in evaluations.items():
        shares = (f"{100 * share:.1f}" for share in (e.precision, e.recall, e.f1))
        interval = f"{100 * e.f1_low:.1f}–{100 * e.f1_high:.1f}"  # a range
        rest = (f"{e.average_precision:.3f}", f"{e.brier:.4f}", f"{e.ece:.3f}")
        table.add_row(name, f"{e.num_names:,}", *shares, interval, *rest)
    Console(width=None if sys.stdout.isatty() else 120).print(table)


def _use_threads(number: int) -> None:
    import torch  # noqa: PLC0415

    torch.set_num_threads(number)


def main() -> None:
    """Run the command; a user's mistake is one line and exit code 2."""
    if importlib.util.find_spec("lightning") is None:
        sys.exit("nomen-train: expected the extra `train`; pip install 'nomen[train]'")
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s", stream=sys.stderr)
    try:
        cli()
    except NomenError as error:
        typer.echo(f"error: {error}", err=True)
        sys.exit(EXIT_UNUSABLE)
