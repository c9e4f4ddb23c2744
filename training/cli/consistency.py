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
    fit: Annotated[
        bool, typer.Option("--fit", help="Fit new weights, and measure halves crosswise with them.")
    ] = False,
    as_json: AsJson = False,
    threads: Threads = 1,
) -> None:
    """Measure on whole dev documents what the sure names raise, and what that changes.

    It prints the letters of names left and the false names at high_recall without and with
    `consistent`, and the calibration of the raised tokens. --fit measures each half of the
    documents with weights that were fitted on the other half, and prints those of both.

    Example: nomen-train consistency en --documents documents
    """
    from nomen.model.tagger import load_tagger  # noqa: PLC0415
    from nomen.training.cli.tables import print_table  # noqa: PLC0415
    from nomen.training.experiments.consistency.consistency import (  # noqa: PLC0415
        fit_consistency,
        measure_consistency,
        measure_cross_fitted,
        run_dev_documents,
    )
    from nomen.training.experiments.consistency.report import consistency_table  # noqa: PLC0415

    tagger = load_tagger(bundle, device="cpu", num_threads=threads)
    outputs = run_dev_documents(tagger, corpora=corpora, texts=documents)
    measure = measure_cross_fitted if fit else measure_consistency
    figures = measure(outputs, tagger)
    weights = fit_consistency(outputs)._asdict() if fit else {}
    if as_json:
        rows = {name: each.as_dict() for name, each in figures.items()}
        found = {"weights": weights, "sets": rows} if fit else rows
        typer.echo(orjson.dumps(found, option=orjson.OPT_INDENT_2))
        return
    print_table(consistency_table(figures))
    if fit:
        typer.echo(orjson.dumps(weights, option=orjson.OPT_INDENT_2))
