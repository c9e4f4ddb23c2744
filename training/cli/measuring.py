"""The command `nomen-train evaluate`, and the table of evaluations that other commands print.

The command imports what it needs when it runs, because importing torch takes a second.
"""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import orjson
import typer

from nomen.training.cli.options import (
    FOLDER,
    AsJson,
    CorporaFolder,
    DocumentsFolder,
    FileFormat,
    FileScheme,
    Names,
    ReadSettings,
    TagColumn,
    Threads,
    TokenColumn,
    Types,
    file_settings,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from nomen.training.evaluation.evaluation import Evaluation
    from nomen.training.evaluation.measurement import Measured

SetsOrNone = Annotated[
    list[str] | None, typer.Argument(help="NAME/dev, NAME/test, or files; none with --suite.")
]
Precision = Annotated[Literal["auto", "fp32", "int8"], typer.Option()]
Threshold = Annotated[float | None, typer.Option(min=0, max=1)]
Worst = Annotated[int, typer.Option(min=0, help="Show this many of the worst sentences per set.")]
RunSuite = Annotated[bool, typer.Option("--suite", help="Run the suite in place of sets.")]
Out = Annotated[
    Path | None, typer.Option(help="Folder of the suite's files; runs/suite/BUNDLE by default.")
]

app = typer.Typer()


@app.command()
def evaluate(  # noqa: PLR0913  # a command's options
    bundle: Annotated[str, typer.Argument(help="A shipped bundle's name, or a folder.")],
    sets: SetsOrNone = None,
    *,
    corpora: CorporaFolder = FOLDER,
    precision: Precision = "auto",
    threshold: Threshold = None,
    scheme: FileScheme = "bio",
    token_column: TokenColumn = 0,
    tag_column: TagColumn = -1,
    types: Types = None,
    file_format: FileFormat = None,
    read: ReadSettings = None,
    worst: Worst = 0,
    suite: RunSuite = False,
    names: Names = None,
    documents: DocumentsFolder = None,
    out: Out = None,
    as_json: AsJson = False,
    threads: Threads = 1,
) -> None:
    """Measure a bundle: strict F1 of names, average precision, Brier score, calibration error.

    --suite measures every visible set, the same sentences with typos, other casings and other
    names, hard negatives, short texts, documents, and calibration. It prints a table and writes a
    page with plots.

    Example: nomen-train evaluate en wnut17/test conll2003/test --worst 5
    Example: nomen-train evaluate en --suite --names names
    """
    if suite == bool(sets):
        raise typer.BadParameter("expected sets or --suite, one of the two")
    settings = file_settings(
        sets or [],
        scheme=scheme,
        token_column=token_column,
        tag_column=tag_column,
        types=types,
        file_format=file_format,
        read=read,
    )
    if suite:
        from nomen.training.cli.suite import evaluate_suite  # noqa: PLC0415

        evaluate_suite(
            bundle,
            corpora=corpora,
            names=names,
            documents=documents,
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
        settings=settings,
        num_threads=threads,
        num_worst=worst,
    )
    if as_json:
        rows = [result.as_dict() for result in results]
        typer.echo(orjson.dumps(rows, option=orjson.OPT_INDENT_2))
        return
    print_evaluations({result.name: result.evaluation for result in results})
    for result in results:
        _print_worst(result)


def _print_worst(result: "Measured") -> None:
    for mistake in result.worst:
        typer.echo(f"\n{result.name}: {' '.join(mistake.tokens)}")
        typer.echo(f"  false negatives: {mistake.false_negatives}")
        typer.echo(f"  false positives: {mistake.false_positives}")


def print_evaluations(evaluations: "Mapping[str, Evaluation]") -> None:
    """Print the figures of sets of sentences as a table, in points."""
    from nomen.training.cli.tables import print_table  # noqa: PLC0415
    from nomen.training.evaluation.tables import evaluation_table  # noqa: PLC0415

    print_table(evaluation_table(evaluations))
