"""Options that several commands of `nomen-train` have; knows no command."""

from pathlib import Path
from typing import Annotated

import typer

from model.environment import CORPORA_VARIABLE, NAMES_VARIABLE, TEXTS_VARIABLE

FOLDER = Path("corpora")
"""Where corpora are looked for when neither the option nor the variable says it."""
TEXTS_FOLDER = "raw"
"""The folder of raw texts, beside that of the corpora, when neither says it."""

Corpora = Annotated[Path, typer.Option(help="Folder of corpora.", envvar=CORPORA_VARIABLE)]
Threads = Annotated[int, typer.Option(min=1, help="CPU threads.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]
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
