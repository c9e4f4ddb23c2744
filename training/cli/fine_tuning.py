"""`nomen-train fine-tuning-table`: parses and prints; all logic is elsewhere.

The command imports what it needs when it runs: torch alone takes a second.
"""

from pathlib import Path
from typing import Annotated

import orjson
import typer

from nomen.training.cli.options import (
    FOLDER,
    AsJson,
    CorporaFolder,
    FitSettings,
    Threads,
    use_threads,
)

app = typer.Typer()


@app.command()
def fine_tuning_table(  # noqa: PLR0913  # a command's options
    sets: Annotated[
        list[str] | None, typer.Argument(help="Sets of documents; those that no bundle knows.")
    ] = None,
    *,
    out: Annotated[Path, typer.Option(help="Where files, runs and bundles go; it must be new.")],
    rows: Annotated[list[int] | None, typer.Option(min=20, help="Pages to learn from.")] = None,
    start: Annotated[str, typer.Option(help="The bundle to begin with.")] = "en",
    settings: FitSettings = None,
    spacy_steps: Annotated[int, typer.Option(min=0, help="Steps of spaCy; 0 without it.")] = 2000,
    most_kept: Annotated[int, typer.Option(min=1, help="Sentences of each dev set.")] = 150,
    corpora: CorporaFolder = FOLDER,
    as_json: AsJson = False,
    threads: Threads = 1,
) -> None:
    """Fine-tune on one half of sets of documents; measure the other half, and what is forgotten.

    Example: nomen-train fine-tuning-table --out /tmp/fine-tuning --rows 300 --rows 1000
    """
    from nomen.training.cli.tables import print_table  # noqa: PLC0415
    from nomen.training.experiments.fine_tuning.fine_tuning import (  # noqa: PLC0415
        SETS,
        Plan,
        fine_tune_all,
    )
    from nomen.training.experiments.fine_tuning.report import (  # noqa: PLC0415
        fine_tuning_table as table_of,
    )

    use_threads(threads)
    plan = Plan(
        corpora=corpora,
        out=out,
        start=start,
        settings=settings or [],
        most_kept=most_kept,
        spacy_steps=spacy_steps,
    )
    found = list(fine_tune_all(plan, sets or SETS, rows or [300, 1000]))
    if as_json:
        typer.echo(orjson.dumps(found, option=orjson.OPT_INDENT_2))
        return
    print_table(table_of(found))
