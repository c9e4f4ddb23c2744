"""`nomen-train consistency`: parses and prints; all logic is elsewhere.

The command imports what it needs when it runs: torch alone takes a second.
"""

from pathlib import Path
from typing import Annotated

import orjson
import typer

from nomen.training.cli.options import FOLDER, AsJson, CorporaFolder, Threads

app = typer.Typer()


@app.command()
def consistency(
    bundle: Annotated[str, typer.Argument(help="A shipped bundle's name, or a folder.")],
    *,
    corpora: CorporaFolder = FOLDER,
    documents: Annotated[
        Path | None, typer.Option(help="Folder with train/NAME.jsonl and dev/NAME.jsonl.")
    ] = None,
    fit: Annotated[bool, typer.Option("--fit", help="Fit the weights on train documents.")] = False,
    as_json: AsJson = False,
    threads: Threads = 1,
) -> None:
    """Measure on whole dev documents what the sure names raise, and what that changes.

    It prints the letters of names left and the false names at high_recall without and with
    `consistent`, and the calibration of the raised tokens. --fit prints new weights instead.

    Example: nomen-train consistency en --documents documents
    """
    from nomen.model.tagger import load_tagger  # noqa: PLC0415
    from nomen.training.cli.tables import print_table  # noqa: PLC0415
    from nomen.training.experiments.consistency.consistency import (  # noqa: PLC0415
        fit_consistency,
        measure_consistency,
    )
    from nomen.training.experiments.consistency.report import consistency_table  # noqa: PLC0415

    tagger = load_tagger(bundle, device="cpu", num_threads=threads)
    if fit:
        weights = fit_consistency(tagger, corpora=corpora, texts=documents)
        typer.echo(orjson.dumps(weights._asdict(), option=orjson.OPT_INDENT_2))
        return
    figures = measure_consistency(tagger, corpora=corpora, texts=documents)
    if as_json:
        rows = {name: each.as_dict() for name, each in figures.items()}
        typer.echo(orjson.dumps(rows, option=orjson.OPT_INDENT_2))
        return
    print_table(consistency_table(figures))
