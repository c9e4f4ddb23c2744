"""`nomen-train convert`: parses and prints; all logic is elsewhere."""

from pathlib import Path
from typing import Annotated

import typer

from nomen.training.cli.options import (
    FileFormat,
    FilePaths,
    FileScheme,
    ReadSettings,
    TagColumn,
    TokenColumn,
    Types,
    file_settings,
)

app = typer.Typer()


@app.command()
def convert(
    files: FilePaths,
    *,
    output: Annotated[Path, typer.Option(help="FILE.jsonl, .jsonl.gz, .jsonl.zst or .parquet.")],
    file_format: FileFormat = None,
    scheme: FileScheme = "bio",
    token_column: TokenColumn = 0,
    tag_column: TagColumn = -1,
    types: Types = None,
    read: ReadSettings = None,
    force: Annotated[bool, typer.Option("--force", help="Write over what exists.")] = False,
) -> None:
    """Write labelled sentences of any known format to JSON Lines, or to Parquet.

    JSON Lines keep texts, tokens and spans of all types; Parquet has tokens and the tags of names.
    The first fault ends it; `check` tells all of them.

    Example: nomen-train convert train.spacy --output train.jsonl.gz
    """
    from nomen.training.formats.writing import convert as convert_files  # noqa: PLC0415

    if output.exists() and not force:
        raise typer.BadParameter(f"{output} exists; --force writes over it")
    settings = file_settings(
        [str(path) for path in files],
        scheme=scheme,
        token_column=token_column,
        tag_column=tag_column,
        types=types,
        file_format=file_format,
        read=read,
    )
    done = convert_files(files, output, settings)
    left_out = "".join(f", {number:,} {reason}" for reason, number in done.tally.left_out.items())
    typer.echo(f"{output}: {done.num_records:,} records, {done.num_spans:,} spans{left_out}")
