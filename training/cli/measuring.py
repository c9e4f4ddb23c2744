"""The commands `nomen-train evaluate` and `agreement`.

Each command imports what it needs when it runs, because importing torch takes a second.
"""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import orjson
import typer

from nomen.training.cli.options import (
    FOLDER,
    AsJson,
    Corpora,
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
    from nomen.training.evaluation.measurement import Measured

Sets = Annotated[
    list[str], typer.Argument(help="NAME/dev, NAME/test, or files (CoNLL columns, .jsonl).")
]
SetsOrNone = Annotated[
    list[str] | None, typer.Argument(help="NAME/dev, NAME/test, or files; none with --suite.")
]

app = typer.Typer()


@app.command()
def evaluate(  # noqa: PLR0913  # a command's options
    bundle: Annotated[str, typer.Argument(help="A shipped bundle's name, or a folder.")],
    sets: SetsOrNone = None,
    *,
    corpora: Corpora = FOLDER,
    precision: Annotated[Literal["auto", "fp32", "int8"], typer.Option()] = "auto",
    threshold: Annotated[float | None, typer.Option(min=0, max=1)] = None,
    scheme: FileScheme = "bio",
    token_column: TokenColumn = 0,
    tag_column: TagColumn = -1,
    types: Types = None,
    worst: Annotated[
        int, typer.Option(min=0, help="Show this many of the worst sentences of each set.")
    ] = 0,
    suite: Annotated[bool, typer.Option("--suite", help="Run the suite in place of sets.")] = False,
    names: Names = None,
    out: Annotated[
        Path | None, typer.Option(help="Folder of the suite's files; runs/suite/BUNDLE by default.")
    ] = None,
    as_json: AsJson = False,
    threads: Threads = 1,
) -> None:
    """Measure a bundle: strict F1 of names, average precision, Brier score, calibration error.

    --suite measures every visible set, the same sentences with typos, other casings and other
    names, hard negatives, and calibration. It prints a table and writes a page with plots.

    Example: nomen-train evaluate en wnut17/test conll2003/test --worst 5
    Example: nomen-train evaluate en --suite --names names
    """
    if suite == bool(sets):
        raise typer.BadParameter("expected sets or --suite, one of the two")
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

    columns = file_columns(
        scheme=scheme, token_column=token_column, tag_column=tag_column, types=types
    )
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
        _print_worst(result)


@app.command()
def agreement(
    sets: Sets,
    *,
    corpora: Corpora = FOLDER,
    scheme: FileScheme = "bio",
    token_column: TokenColumn = 0,
    tag_column: TagColumn = -1,
    types: Types = None,
    as_json: AsJson = False,
) -> None:
    """Measure how often the tokenizer finds a corpus's tokens again in the joined text.

    Example: nomen-train agreement conll2003/dev wnut17/dev
    """
    from nomen.training.cli.tables import print_table  # noqa: PLC0415
    from nomen.training.evaluation.measurement import read_set  # noqa: PLC0415
    from nomen.training.evaluation.tables import TextTable  # noqa: PLC0415
    from nomen.training.evaluation.tokenization import measure_agreement  # noqa: PLC0415

    columns = file_columns(
        scheme=scheme, token_column=token_column, tag_column=tag_column, types=types
    )
    table, rows = [], []
    for name in sets:
        sentences = read_set(name, folder=corpora, columns=columns)
        found = measure_agreement(sentences)
        rates = (found.token_rate, found.name_token_rate, found.name_boundary_rate)
        table.append((name, *(f"{rate:.4f}" for rate in rates)))
        keys = ("token_rate", "name_token_rate", "name_boundary_rate")
        rows.append({"name": name, **dict(zip(keys, rates, strict=True))})
    if as_json:
        typer.echo(orjson.dumps(rows, option=orjson.OPT_INDENT_2))
        return
    headings = ("sentences", "tokens", "tokens in names", "names bounded by tokens")
    print_table(TextTable(headings=headings, sections=[table]))


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
