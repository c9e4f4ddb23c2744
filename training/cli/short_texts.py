"""The command `nomen-train short-texts`.

The command imports what it needs when it runs, because importing torch takes a second.
"""

from dataclasses import asdict
from typing import Annotated, Literal

import orjson
import typer

from nomen.training.cli.options import FOLDER, AsJson, CorporaFolder, Names, Threads

Precision = Annotated[Literal["auto", "fp32", "int8"], typer.Option()]
Threshold = Annotated[float | None, typer.Option(min=0, max=1)]
Examples = Annotated[bool, typer.Option("--examples", help="Also print the texts it got wrong.")]

app = typer.Typer()


@app.command()
def short_texts(
    bundle: Annotated[str, typer.Argument(help="A shipped bundle's name, or a folder.")],
    *,
    names: Names = None,
    corpora: CorporaFolder = FOLDER,
    precision: Precision = "auto",
    threshold: Threshold = None,
    examples: Examples = False,
    as_json: AsJson = False,
    threads: Threads = 1,
) -> None:
    """Measure a bundle on the suite's short texts alone, in half a minute.

    These are frames with the names of each origin, words that are names in some texts, texts with
    nothing to find, and redacted frames. Without lists of names, frames are only redacted.

    Example: nomen-train short-texts en --names names --examples
    """
    from nomen.model.tagger import load_tagger  # noqa: PLC0415
    from nomen.training.cli.tables import print_table  # noqa: PLC0415
    from nomen.training.data.names.name_lists import load_names, names_folder  # noqa: PLC0415
    from nomen.training.evaluation.predictor import TaggerPredictor  # noqa: PLC0415
    from nomen.training.evaluation.robustness.short_texts import (  # noqa: PLC0415
        measuring,
        tables,
    )

    tagger = load_tagger(bundle, device="cpu", precision=precision, num_threads=threads)
    name = tagger.bundle.manifest.name
    predictor = TaggerPredictor(tagger=tagger, name=name, threshold=threshold)
    folder = names or names_folder(corpora)
    lists = load_names(folder) if names or folder.is_dir() else None
    result = measuring.measure_short_texts(predictor, lists)
    if as_json:
        typer.echo(orjson.dumps(asdict(result), option=orjson.OPT_INDENT_2))
        return
    for table in tables.short_text_tables(result):
        print_table(table)
    if examples:
        for title, lines in tables.short_text_examples(result).items():
            typer.echo("\n".join(["", title, *lines]))
    for line in tables.short_text_summary(result):
        typer.echo(line)
