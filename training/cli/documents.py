"""The command `nomen-train documents`.

The command imports what it needs when it runs, because importing torch takes a second.
"""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import orjson
import typer

from nomen.training.cli.options import FOLDER, AsJson, CorporaFolder, DocumentsFolder, Threads

if TYPE_CHECKING:
    from collections.abc import Iterable

Precision = Annotated[Literal["auto", "fp32", "int8"], typer.Option()]
Threshold = Annotated[float | None, typer.Option(min=0, max=1)]
Rewritten = Annotated[
    bool, typer.Option("--rewritten", help="Also other casings, without marks, NFD and HTML.")
]
Errors = Annotated[Path | None, typer.Option(help="Write each mistake to this file, JSON Lines.")]

app = typer.Typer()


@app.command()
def documents(
    bundle: Annotated[str, typer.Argument(help="A shipped bundle's name, or a folder.")],
    *,
    documents: DocumentsFolder = None,
    corpora: CorporaFolder = FOLDER,
    precision: Precision = "auto",
    threshold: Threshold = None,
    rewritten: Rewritten = False,
    errors: Errors = None,
    as_json: AsJson = False,
    threads: Threads = 1,
) -> None:
    """Measure a bundle on raw documents: strict F1 of names, and letters of names left.

    It reads dev/NAME.jsonl in the folder of documents and prints the figures of each set and genre,
    and their means. The letters left are those of names that a preset does not find. Small cases
    are read from the folder `cases` beside it, where there is one.

    Example: nomen-train documents en --documents documents --errors mistakes.jsonl
    """
    from nomen.model.tagger import load_tagger  # noqa: PLC0415
    from nomen.training.cli.tables import print_table  # noqa: PLC0415
    from nomen.training.data.documents import documents_folder  # noqa: PLC0415
    from nomen.training.evaluation.documents.evaluating import (  # noqa: PLC0415
        DocumentSets,
        evaluate_documents,
        mistakes,
    )
    from nomen.training.evaluation.documents.tables import terminal_tables  # noqa: PLC0415
    from nomen.training.evaluation.predictor import TaggerPredictor  # noqa: PLC0415

    sets = DocumentSets.read(documents or documents_folder(corpora))
    tagger = load_tagger(bundle, device="cpu", precision=precision, num_threads=threads)
    name = tagger.bundle.manifest.name
    predictor = TaggerPredictor(tagger=tagger, name=name, threshold=threshold)
    result = evaluate_documents(predictor, sets, is_rewritten=rewritten)
    if errors:
        _write_lines(errors, mistakes(predictor, sets))
    if as_json:
        typer.echo(orjson.dumps(result.as_dict(), option=orjson.OPT_INDENT_2))
        return
    for table in terminal_tables(result):
        print_table(table)


def _write_lines(path: Path, records: "Iterable[dict[str, Any]]") -> None:
    with path.open("wb") as file:
        file.writelines(orjson.dumps(record) + b"\n" for record in records)
