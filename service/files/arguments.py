"""The arguments and options that commands on files share, as typer reads them."""

from pathlib import Path
from typing import Annotated

import typer

BundleName = Annotated[
    str | None,
    typer.Option(
        "--bundle", help="Name of a shipped bundle, or the folder of a bundle; several with commas."
    ),
]
Language = Annotated[
    str,
    typer.Option(
        help="auto, a BCP 47 tag such as de-AT, or the bundle that is to read all.",
    ),
]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON even on a terminal.")]
TAG_EXAMPLES = (
    "Examples: nomen tag letter.txt | nomen tag --text 'Harry Potter waved.' --json | "
    "nomen tag records.jsonl --text-field note --output tagged.jsonl | "
    "nomen tag table.csv --column note --output tagged.csv | nomen tag folder --output answers/"
)
REDACT_EXAMPLES = (
    "Examples: nomen redact letter.txt | nomen redact table.csv --column note --output clean.csv | "
    "nomen redact folder --include '*.txt' --operator number --scope file | "
    "nomen redact records.jsonl --operator hash --key-file key --output hashed.jsonl --resume"
)

Paths = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="PATH", help="Files, folders, or - for standard input; by default standard input."
    ),
]
OneText = Annotated[str | None, typer.Option("--text", help="The text itself, instead of a file.")]
FormatOption = Annotated[
    str | None, typer.Option("--format", help="Format of all files; by default each ending says.")
]
EncodingOption = Annotated[
    str | None, typer.Option("--encoding", help="Encoding of all files, if it is not UTF-8.")
]
TextFields = Annotated[
    list[str] | None,
    typer.Option(
        "--text-field", help="JSON: the member with the text, nested by dots; repeatable."
    ),
]
Columns = Annotated[
    list[str] | None,
    typer.Option("--column", help="Tables: header or number of a column; repeatable."),
]
Lines = Annotated[bool, typer.Option("--lines", help="Text: each line is a document.")]
Include = Annotated[
    list[str] | None, typer.Option("--include", help="Folders: pattern of the files; repeatable.")
]
Consistent = Annotated[
    bool,
    typer.Option(
        "--consistent/--no-consistent",
        help="Let the sure names of a document raise the same words elsewhere in it.",
    ),
]
Allow = Annotated[
    Path | None, typer.Option("--allow", help="File of phrases that are never a name, one a line.")
]
Deny = Annotated[
    Path | None, typer.Option("--deny", help="File of phrases that always are one, one a line.")
]
FoldCase = Annotated[bool, typer.Option("--fold-case", help="Match both lists in any casing.")]
OutputOption = Annotated[
    str | None,
    typer.Option(
        "--output",
        "-o",
        help="File, folder or -. By default one file goes to standard output, several beside.",
    ),
]
OutputFormat = Annotated[
    str | None,
    typer.Option("--output-format", help="jsonl, csv, parquet, or same; by default --output says."),
]
Errors = Annotated[
    Path | None,
    typer.Option("--errors", help="File for rejected records, else in place or beside the output."),
]
Workers = Annotated[
    int | None, typer.Option("--workers", min=1, max=256, help="Processes; by default one per CPU.")
]
Engine = Annotated[
    str, typer.Option("--engine", help="local, or ray: a partition a file; paths may be URIs.")
]
RayAddress = Annotated[
    str | None, typer.Option("--ray-address", help="Cluster; by default RAY_ADDRESS, or this host.")
]
Force = Annotated[bool, typer.Option("--force", help="Write over what exists.")]
Resume = Annotated[bool, typer.Option("--resume", help="Go on where a run ended early.")]
