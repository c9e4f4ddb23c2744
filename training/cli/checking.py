"""`nomen-train check`: parses and prints; all logic is elsewhere."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import orjson
import typer

from nomen.training.cli.options import (
    AsJson,
    FileFormat,
    FilePaths,
    FileScheme,
    ReadSettings,
    TagColumn,
    TokenColumn,
    Types,
    file_settings,
)

if TYPE_CHECKING:
    from nomen.training.checking.check import CheckReport
    from nomen.training.checking.facts import Role

EXIT_FAULTS, EXIT_UNUSABLE = 1, 2

MoreFiles = Annotated[list[Path] | None, typer.Option(help="May be repeated.")]

app = typer.Typer()


@app.command()
def check(  # noqa: PLR0913  # a command's options
    files: FilePaths,
    *,
    dev: MoreFiles = None,
    test: MoreFiles = None,
    file_format: FileFormat = None,
    scheme: FileScheme = "bio",
    token_column: TokenColumn = 0,
    tag_column: TagColumn = -1,
    types: Types = None,
    read: ReadSettings = None,
    as_json: AsJson = False,
) -> None:
    """Tell what files of labelled sentences hold, and all that is wrong with them.

    No text of the files is shown: faults have a file, a line and what helps. Exit code 0 without
    faults, 1 with some, 2 where a file cannot be used.

    Example: nomen-train check train.jsonl --dev dev.jsonl
    Example: nomen-train check export.json --type PATIENT --type DOCTOR --json
    """
    from nomen.training.checking.check import check as check_files  # noqa: PLC0415

    given: tuple[tuple[list[Path], Role], ...] = (
        (files, "train"),
        (dev or [], "dev"),
        (test or [], "test"),
    )
    all_files = [(path, role) for paths, role in given for path in paths]
    settings = file_settings(
        [str(path) for path, _ in all_files],
        scheme=scheme,
        token_column=token_column,
        tag_column=tag_column,
        types=types,
        file_format=file_format,
        read=read,
    )
    report = check_files(all_files, settings)
    if as_json:
        typer.echo(orjson.dumps(report.as_dict(), option=orjson.OPT_INDENT_2))
    else:
        _print_report(report)
    if not report.is_usable:
        raise typer.Exit(EXIT_UNUSABLE)
    if report.findings.counts:
        raise typer.Exit(EXIT_FAULTS)


def _print_report(report: "CheckReport") -> None:
    from nomen.training.checking.text import (  # noqa: PLC0415
        HEADINGS,
        file_row,
        finding_lines,
        type_lines,
    )
    from nomen.training.cli.tables import print_table  # noqa: PLC0415
    from nomen.training.evaluation.tables import TextTable  # noqa: PLC0415

    rows = [file_row(facts) for facts in report.files]
    print_table(TextTable(headings=HEADINGS, sections=[rows], num_text_columns=3))
    for line in (*type_lines(report), *finding_lines(report)):
        typer.echo(line)
