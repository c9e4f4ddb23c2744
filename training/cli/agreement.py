"""The command `nomen-train agreement`.

The command imports what it needs when it runs, because importing torch takes a second.
"""

from typing import Annotated

import orjson
import typer

from nomen.training.cli.options import (
    FOLDER,
    AsJson,
    CorporaFolder,
    FileFormat,
    FileScheme,
    ReadSettings,
    TagColumn,
    TokenColumn,
    Types,
    file_settings,
)

Sets = Annotated[
    list[str], typer.Argument(help="NAME/dev, NAME/test, or files (CoNLL columns, .jsonl).")
]
app = typer.Typer()


@app.command()
def agreement(
    sets: Sets,
    *,
    corpora: CorporaFolder = FOLDER,
    scheme: FileScheme = "bio",
    token_column: TokenColumn = 0,
    tag_column: TagColumn = -1,
    types: Types = None,
    file_format: FileFormat = None,
    read: ReadSettings = None,
    as_json: AsJson = False,
) -> None:
    """Measure how often the tokenizer finds a corpus's tokens again in the joined text.

    Example: nomen-train agreement conll2003/dev wnut17/dev
    """
    from nomen.training.cli.tables import print_table  # noqa: PLC0415
    from nomen.training.evaluation.measurement import read_set  # noqa: PLC0415
    from nomen.training.evaluation.tables import TextTable  # noqa: PLC0415
    from nomen.training.evaluation.tokenization import measure_agreement  # noqa: PLC0415

    settings = file_settings(
        sets,
        scheme=scheme,
        token_column=token_column,
        tag_column=tag_column,
        types=types,
        file_format=file_format,
        read=read,
    )
    table, rows = [], []
    for name in sets:
        sentences = read_set(name, folder=corpora, settings=settings)
        found = measure_agreement(sentences)
        rates = (found.token_rate, found.name_token_rate, found.name_boundary_rate)
        table.append((name, *(f"{rate:.4f}" for rate in rates)))
        keys = ("token_rate", "name_token_rate", "name_boundary_rate")
        rows.append({"name": name, **dict(zip(keys, rates, strict=True))})
    if as_json:
        typer.echo(orjson.dumps(rows, option=orjson.OPT_INDENT_2))
        return
    headings = ("sentences", "tokens", "tokens in names", "names bounded by tokens")
    print_table(TextTable(headings=headings, sections=[table]))
