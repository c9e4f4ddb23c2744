"""`nomen-train evaluate` and `agreement`: parses and prints; all logic is elsewhere.

Commands import what they need when they run: torch alone takes a second.
"""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import orjson
import typer
from rich.console import Console
from rich.table import Table

from nomen.training.cli.options import (
    FOLDER,
    AsJson,
    CorporaFolder,
    FileScheme,
    Names,
    TagColumn,
    Threads,
    TokenColumn,
    Types,
    file_columns,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from nomen.training.evaluation.evaluation import Evaluation

PLAIN_WIDTH = 120

Sets = Annotated[
    list[str], typer.Argument(help="NAME/dev, NAME/test, or files (CoNLL columns, .jsonl).")
]
SetsOrNone = Annotated[
    list[str] | None, typer.Argument(help="As `agreement` takes them; none with --suite.")
]

app = typer.Typer()


@app.command()
def evaluate(  # noqa: PLR0913  # a command's options
    bundle: Annotated[str, typer.Argument(help="A shipped bundle's name, or a folder.")],
    sets: SetsOrNone = None,
    *,
    corpora: CorporaFolder = FOLDER,
    precision: Annotated[Literal["auto", "fp32", "int8"], typer.Option()] = "auto",
    threshold: Annotated[float | None, typer.Option(min=0, max=1)] = None,
    scheme: FileScheme = "bio",
    token_column: TokenColumn = 0,
    tag_column: TagColumn = -1,
    types: Types = None,
    worst: Annotated[int, typer.Option(min=0, help="Show this many sentences of a set.")] = 0,
    suite: Annotated[bool, typer.Option("--suite", help="Run the testbed, no sets.")] = False,
    names: Names = None,
    out: Annotated[Path | None, typer.Option(help="For the suite; runs/suite/BUNDLE.")] = None,
    as_json: AsJson = False,
    threads: Threads = 1,
) -> None:
    """Measure a bundle: strict span F1, average precision, Brier, calibration error.

    With --suite: every visible set, the same with typos, other casings and other names, sentences
    that tempt, calibration; a table here, pages and plots in a folder.

    Example: nomen-train evaluate en wnut17/test conll2003/test --worst 5
    Example: nomen-train evaluate en --suite --names names
    """
    if suite == bool(sets):
        raise typer.BadParameter("expected sets or --suite, one of the two")
    columns = file_columns(
        sets or [], scheme=scheme, token_column=token_column, tag_column=tag_column, types=types
    )
    if suite:
        from nomen.training.cli.suite import evaluate_suite  # noqa: PLC0415

        evaluate_suite(
            bundle,
            corpora=corpora,
            names=names,
            out=out,
            precision=precision,
            threshold=threshold,
            num_threads=threads,
            as_json=as_json,
        )
        return
    from nomen.training.evaluation.measurement import measure_sets  # noqa: PLC0415

    results = measure_sets(
        bundle,
        sets or [],
        folder=corpora,
        precision=precision,
        threshold=threshold,
        columns=columns,
        num_threads=threads,
        num_worst=worst,
    )
    if as_json:
        rows = [result.as_dict() for result in results]
        typer.echo(orjson.dumps(rows, option=orjson.OPT_INDENT_2))
        return
    print_evaluations({result.name: result.evaluation for result in results})
    for result in results:
        for mistake in result.worst:
            typer.echo(f"\n{result.name}: {' '.join(mistake.tokens)}")
            typer.echo(f"  missed: {mistake.missed}  invented: {mistake.invented}")


@app.command()
def agreement(
    sets: Sets,
    *,
    corpora: CorporaFolder = FOLDER,
    scheme: FileScheme = "bio",
    token_column: TokenColumn = 0,
    tag_column: TagColumn = -1,
    types: Types = None,
    as_json: AsJson = False,
) -> None:
    """Tell how often the tokenizer's tokens are a corpus's, after joining them to a text.

    Example: nomen-train agreement conll2003/dev wnut17/dev
    """
    from nomen.training.evaluation.measurement import read_set  # noqa: PLC0415
    from nomen.training.evaluation.tokenization import measure_agreement  # noqa: PLC0415

    columns = file_columns(
        sets, scheme=scheme, token_column=token_column, tag_column=tag_column, types=types
    )
    table = Table("sentences", "tokens", "tokens in names", "names bounded by tokens")
    rows = []
    for name in sets:
        sentences = read_set(name, folder=corpora, columns=columns)
        found = measure_agreement(sentences)
        rates = (found.token_rate, found.name_token_rate, found.name_boundary_rate)
        table.add_row(name, *(f"{rate:.4f}" for rate in rates))
        keys = ("token_rate", "name_token_rate", "name_boundary_rate")
        rows.append({"name": name, **dict(zip(keys, rates, strict=True))})
    if as_json:
        typer.echo(orjson.dumps(rows, option=orjson.OPT_INDENT_2))
        return
    _print(table)


def print_evaluations(evaluations: "Mapping[str, Evaluation]") -> None:
    """Print the figures of sets of sentences as a table, in points."""
    headings = ("sentences", "names", "precision", "recall", "F1", "95 %", "AP", "Brier", "ECE")
    table = Table(*headings)
    for name, e in evaluations.items():
        shares = (f"{100 * share:.1f}" for share in (e.precision, e.recall, e.f1))
        interval = f"{100 * e.f1_low:.1f}–{100 * e.f1_high:.1f}"
        rest = (f"{e.average_precision:.3f}", f"{e.brier:.4f}", f"{e.ece:.3f}")
        table.add_row(name, f"{e.num_names:,}", *shares, interval, *rest)
    _print(table)


def _print(table: Table) -> None:
    Console(width=None if sys.stdout.isatty() else PLAIN_WIDTH).print(table)
