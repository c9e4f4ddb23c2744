"""Options that several commands of `nomen-train` share, and what they are made into."""

from pathlib import Path
from typing import Annotated, Literal

import typer

from nomen.model.environment import CORPORA_VARIABLE, NAMES_VARIABLE, TEXTS_VARIABLE
from nomen.training.data.conll import Columns
from nomen.training.data.labels import NAME_TYPES, Scheme
from nomen.training.runs.training_run import TrainingRun

FOLDER = Path("corpora")
"""The folder of corpora where neither the option nor the variable names one."""
TEXTS_FOLDER = "raw"
"""The folder of raw texts, beside that of the corpora, where neither names one."""

CorporaFolder = Annotated[Path, typer.Option(help="Folder of corpora.", envvar=CORPORA_VARIABLE)]
RecipePath = Annotated[
    Path, typer.Argument(help="A recipe's path, or the name of one that ships.", show_default=False)
]
Resume = Annotated[bool, typer.Option(help="Go on from the run's last checkpoint.")]
Threads = Annotated[int, typer.Option(min=1, help="CPU threads.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]
FileScheme = Annotated[Literal["bio", "iob1", "bioes"], typer.Option(help="Of files.")]
TokenColumn = Annotated[
    int, typer.Option(help="Of files: the tokens' column, counted from 0; -1 is the last.")
]
TagColumn = Annotated[int, typer.Option(help="Of files: the tags' column, counted likewise.")]
Types = Annotated[
    list[str] | None,
    typer.Option("--type", help="Of files: an entity type that is a name; may be repeated."),
]
Texts = Annotated[
    Path | None,
    typer.Option(help="Folder of raw texts; CORPORA/../raw by default.", envvar=TEXTS_VARIABLE),
]
Names = Annotated[
    Path | None,
    typer.Option(
        help="Lists of names, for --suite; CORPORA/../names where it is.", envvar=NAMES_VARIABLE
    ),
]


def file_columns(
    *, scheme: Scheme, token_column: int, tag_column: int, types: list[str] | None
) -> Columns:
    """Give the layout of files from a command's options."""
    if token_column == tag_column:
        raise typer.BadParameter("expected different columns for --token-column and --tag-column")
    name_types = frozenset(name.upper() for name in types) if types else NAME_TYPES
    return Columns(scheme=scheme, token=token_column, tag=tag_column, name_types=name_types)


def training_run(folder: Path, *, corpora: Path, texts: Path | None, resume: bool) -> TrainingRun:
    """Give the folders of a training from a command's options."""
    return TrainingRun(
        corpora=corpora,
        texts=texts or corpora.parent / TEXTS_FOLDER,
        folder=folder,
        resume=resume,
    )


def use_threads(number: int) -> None:
    """Let torch run on a number of CPU threads."""
    import torch  # noqa: PLC0415  # takes a second

    torch.set_num_threads(number)
