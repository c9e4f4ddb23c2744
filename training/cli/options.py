"""Options that several commands of `nomen-train` share, and what they are made into."""

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Literal

import typer
from pydantic import ValidationError

from nomen.model.bundle.bundle import first_fault
from nomen.model.environment import (
    CORPORA_VARIABLE,
    DOCUMENTS_VARIABLE,
    NAMES_VARIABLE,
    TEXTS_VARIABLE,
)
from nomen.training.data.conll import Columns
from nomen.training.data.labels import NAME_TYPES, Scheme
from nomen.training.data.registry import find_split
from nomen.training.formats.detecting import may_be_columns
from nomen.training.formats.settings import FileSettings, Format
from nomen.training.runs.training_run import TrainingRun

FOLDER = Path("corpora")
"""The folder of corpora where neither the option nor the variable names one."""
_READ_KEYS = (
    "annotation",
    "comment",
    "cut_tokens",
    "discontinuous",
    "document",
    "label_names",
)
TEXTS_FOLDER = "raw"
"""The folder of raw texts, beside that of the corpora, where neither names one."""

CorporaFolder = Annotated[Path, typer.Option(help="Folder of corpora.", envvar=CORPORA_VARIABLE)]
RecipePath = Annotated[
    Path, typer.Argument(help="A recipe's path, or the name of one that ships.", show_default=False)
]
Resume = Annotated[bool, typer.Option(help="Go on from the run's last checkpoint.")]
AllowWorse = Annotated[
    bool,
    typer.Option(
        "--allow-worse", help="Write the bundle even if it is no better than what it began with."
    ),
]
Guideline = Annotated[
    str | None,
    typer.Option(help="What a name is in your files, for the card: a text, or a file in UTF-8."),
]
Threads = Annotated[int, typer.Option(min=1, help="CPU threads.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]
FileScheme = Annotated[
    Literal["bio", "iob1", "bioes"], typer.Option(help="Tag scheme of CoNLL files.")
]
TokenColumn = Annotated[
    int, typer.Option(help="CoNLL files: the tokens' column, from 0; -1 is the last.")
]
TagColumn = Annotated[int, typer.Option(help="CoNLL files: the tags' column, likewise.")]
Types = Annotated[
    list[str] | None,
    typer.Option("--type", help="Files: an entity type that is a name; may be repeated."),
]
FilePaths = Annotated[list[Path], typer.Argument(help="Files, or folders of brat's .txt and .ann.")]
FileFormat = Annotated[
    Format | None, typer.Option("--format", help="The files' format; found by default.")
]
ReadSettings = Annotated[
    list[str] | None,
    typer.Option(
        "--read",
        help="KEY=VALUE, how files are read: cut_tokens, label_names (with commas), annotation, "
        "discontinuous, comment, document; may be repeated.",
    ),
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
DocumentsFolder = Annotated[
    Path | None,
    typer.Option(
        help="Folder with dev/NAME.jsonl, for --suite; CORPORA/../documents where it is.",
        envvar=DOCUMENTS_VARIABLE,
    ),
]

FitSourcePaths = Annotated[
    list[Path],
    typer.Argument(help="A recipe's path or name, or files of labelled sentences."),
]
FitOutput = Annotated[
    Path | None,
    typer.Option("--output", "--bundle", help="Where the bundle goes; RUN/bundle by default."),
]
MoreFiles = Annotated[list[Path] | None, typer.Option(help="Files of your own; may be repeated.")]
FitStart = Annotated[
    str | None,
    typer.Option(
        help="Files of your own: what to begin with: a bundle's name or folder, a run's folder, "
        "language-model or nothing; en by default."
    ),
]
FitSettings = Annotated[
    list[str] | None,
    typer.Option("--set", help="A recipe's field, as optimisation.max_epochs=20; repeatable."),
]


def file_settings(
    sets: Sequence[str],
    *,
    scheme: Scheme,
    token_column: int,
    tag_column: int,
    types: list[str] | None,
    file_format: Format | None = None,
    read: Sequence[str] | None = None,
) -> FileSettings:
    """Give how files are read, from a command's options.

    Args:
        sets: What the command measures: splits of registered corpora, or files.
        scheme: The tag scheme.
        token_column: Index of the tokens' column.
        tag_column: Index of the tags' column.
        types: Entity types that are names; PER, PERS and PERSON where there are none.
        file_format: The format of all files; None finds it.
        read: Further settings, each `KEY=VALUE`.

    Raises:
        typer.BadParameter: When an option applies to none of the sets, both columns are one, or a
            setting is unknown or wrong.
    """
    files = [name for name in sets if find_split(name) is None]
    given = {"--type": types, "--format": file_format, "--read": read, "--scheme": scheme != "bio"}
    if not files and (unused := [name for name, value in given.items() if value]):
        raise typer.BadParameter(f"expected {unused[0]} only with a file")
    has_columns = file_format in {None, "conll"} and any(may_be_columns(Path(n)) for n in files)
    if (token_column, tag_column) != (0, -1) and not has_columns:
        raise typer.BadParameter("expected --token-column and --tag-column only with a CoNLL file")
    if token_column == tag_column:
        raise typer.BadParameter("expected different columns for --token-column and --tag-column")
    name_types = frozenset(name.upper() for name in types) if types else NAME_TYPES
    settings = _read_settings(read or [])
    own = {key: settings.pop(key) for key in ("comment", "document") if key in settings}
    layout = {"scheme": scheme, "token": token_column, "tag": tag_column, "name_types": name_types}
    try:
        columns = Columns.model_validate(layout | own)
        return FileSettings.model_validate(
            settings | {"format": file_format, "columns": columns}, strict=False
        )
    except ValidationError as error:
        raise typer.BadParameter(f"--read: {first_fault(error)}") from error


def _read_settings(pairs: Sequence[str]) -> dict[str, object]:
    found: dict[str, object] = {}
    for pair in pairs:
        key, sign, value = pair.partition("=")
        if not sign or key not in _READ_KEYS:
            raise typer.BadParameter(
                f"--read: expected KEY=VALUE, a key of {', '.join(_READ_KEYS)}"
            )
        found[key] = value.split(",") if key == "label_names" else value
    return found


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
