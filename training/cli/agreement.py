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
    list[str] | None,
    typer.Argument(
        help="NAME/dev, NAME/test, or files (CoNLL columns, .jsonl); by default, a set of each "
        "corpus of other languages than English."
    ),
]
Languages = Annotated[
    list[str] | None, typer.Option("--language", help="Every corpus of a language, too.")
]
app = typer.Typer()


@app.command()
def agreement(  # noqa: PLR0913  # the options of a command
    sets: Sets = None,
    *,
    language: Languages = None,
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
    Example: nomen-train agreement --language fr --language zh
    """
    from nomen.training.cli.tables import print_table  # noqa: PLC0415
    from nomen.training.data.registry import sets_of_languages  # noqa: PLC0415
    from nomen.training.evaluation.measurement import read_set  # noqa: PLC0415
    from nomen.training.evaluation.tables import TextTable  # noqa: PLC0415
    from nomen.training.evaluation.tokenization import measure_agreement  # noqa: PLC0415

    chosen = list(sets or [])
    if language or not chosen:
        chosen += sets_of_languages(language or [], corpora)
    if not chosen:
        raise typer.BadParameter(f"expected sets, or corpora beside {corpora}")
    settings = file_settings(
        chosen,
        scheme=scheme,
        token_column=token_column,
        tag_column=tag_column,
        types=types,
        file_format=file_format,
        read=read,
    )
    table, rows = [], []
    for name in chosen:
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
