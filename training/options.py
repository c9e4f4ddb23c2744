"""Options that several commands of `nomen-train` have; knows no command."""

from pathlib import Path
from typing import Annotated

import typer

from training.corpora import FOLDER_VARIABLE

FOLDER = Path("corpora")
"""Where corpora are looked for when neither the option nor the variable says it."""

Corpora = Annotated[Path, typer.Option(help="Folder of corpora.", envvar=FOLDER_VARIABLE)]
Threads = Annotated[int, typer.Option(min=1, help="CPU threads.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]
