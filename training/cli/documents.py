"""The command `nomen-train documents`.

The command imports what it needs when it runs, because importing torch takes a second.
"""

from typing import Annotated, Literal

import orjson
import typer

from nomen.training.cli.options import FOLDER, AsJson, CorporaFolder, DocumentsFolder, Threads

Precision = Annotated[Literal["auto", "fp32", "int8"], typer.Option()]
Threshold = Annotated[float | None, typer.Option(min=0, max=1)]

app = typer.Typer()


@app.command()
def documents(
    bundle: Annotated[str, typer.Argument(help="A shipped bundle's name, or a folder.")],
    *,
    documents: DocumentsFolder = None,
    corpora: CorporaFolder = FOLDER,
    precision: Precision = "auto",
    threshold: Threshold = None,
    as_json: AsJson = False,
    threads: Threads = 1,
) -> None:
    """Measure a bundle on raw documents: strict F1 of names, and letters of names left.

    It reads dev/NAME.jsonl in the folder of documents and prints the figures of each set and genre,
    and their means. The letters left are those of names that a preset does not find.

    Example: nomen-train documents en --documents documents
    """
    from nomen.model.tagger import load_tagger  # noqa: PLC0415
    from nomen.training.cli.tables import print_table  # noqa: PLC0415
    from nomen.training.data.documents import documents_folder, read_page_sets  # noqa: PLC0415
    from nomen.training.evaluation.documents.measuring import measure_documents  # noqa: PLC0415
    from nomen.training.evaluation.documents.tables import overview_tables  # noqa: PLC0415
    from nomen.training.evaluation.predictor import TaggerPredictor  # noqa: PLC0415

    sets = read_page_sets(documents or documents_folder(corpora), "dev")
    tagger = load_tagger(bundle, device="cpu", precision=precision, num_threads=threads)
    name = tagger.bundle.manifest.name
    predictor = TaggerPredictor(tagger=tagger, name=name, threshold=threshold)
    result = measure_documents(predictor, sets)
    if as_json:
        typer.echo(orjson.dumps(result.as_dict(), option=orjson.OPT_INDENT_2))
        return
    for table in overview_tables(result):
        print_table(table)
