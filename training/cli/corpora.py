"""The commands `nomen-train corpora` and `corpora fetch`."""

from pathlib import Path
from typing import Annotated, Any

import orjson
import typer
from rich.console import Console
from rich.progress import Progress
from rich.table import Table

from nomen.training.cli.options import FOLDER, AsJson, CorporaFolder
from nomen.training.data.download import Origin, fetch_split, how_to_get
from nomen.training.data.registry import Corpus, Split, find_corpus, registry, split_state
from nomen.training.errors import CorpusError

EXIT_FAILED = 1

app = typer.Typer(pretty_exceptions_enable=False)


@app.callback(invoke_without_command=True)
def list_corpora(
    context: typer.Context,
    *,
    corpora: CorporaFolder = FOLDER,
    as_json: AsJson = False,
) -> None:
    """List the registered corpora: licence, splits, and whether each file is at hand and unchanged.

    Example: nomen-train corpora --corpora ~/corpora
    """
    if context.invoked_subcommand is not None:
        return
    known = [(corpus, _states(corpus, corpora)) for corpus in registry().values()]
    if as_json:
        rows = [_facts(corpus) | {"splits": states} for corpus, states in known]
        typer.echo(orjson.dumps(rows, option=orjson.OPT_INDENT_2))
        return
    table = Table("corpus", "class", "splits", "to be had", "licence")
    for corpus, states in known:
        splits = ", ".join(f"{split} {state}" for split, state in states.items())
        source = "fetch" if corpus.is_fetchable else "by hand"
        cells = (corpus.name, corpus.licence_class, splits, source, corpus.licence)
        table.add_row(*cells)
        if not Console().is_terminal:
            typer.echo("\t".join(cells))
    if Console().is_terminal:
        Console().print(table)


@app.command()
def fetch(
    names: Annotated[list[str], typer.Argument(help="Names of corpora, as the list has them.")],
    *,
    corpora: CorporaFolder = FOLDER,
    base_address: Annotated[
        str, typer.Option(help="A mirror: https://, or http:// on this machine.")
    ] = Origin().base_address,
) -> None:
    """Download corpora that are published as columns, convert them and check their sha256.

    Mind the licences, which `nomen-train corpora` lists.

    Example: nomen-train corpora fetch wnut17 crossner_ai --corpora ~/corpora
    """
    origin, wanted = Origin(base_address=base_address), [find_corpus(name) for name in names]
    has_failed = False
    for corpus in wanted:
        if not corpus.is_fetchable:
            typer.echo(f"error: {corpus.name}: {how_to_get(corpus)}", err=True)
            has_failed = True
        for split in corpus.files:
            has_failed |= not _fetched(corpus, split, corpora, origin)
    if has_failed:
        raise typer.Exit(EXIT_FAILED)


def _fetched(corpus: Corpus, split: Split, folder: Path, origin: Origin) -> bool:
    place = f"{corpus.name}/{split}"
    try:
        if split_state(corpus, split, folder) == "ok":
            typer.echo(f"{place}: at hand")
            return True
        with _bar(place) as bar:
            task = bar.add_task(place, total=None)

            def show(num_bytes: int, total: int | None) -> None:
                bar.update(task, completed=num_bytes, total=total)

            path = fetch_split(corpus, split, folder, origin=origin, progress=show)
    except CorpusError as error:
        typer.echo(f"error: {error}", err=True)
        return False
    typer.echo(f"{place}: fetched, converted and checked: {path}")
    return True


def _bar(place: str) -> Progress:
    """Make a progress bar; where there is no terminal, print one line in its place."""
    console = Console(stderr=True)
    if not console.is_terminal:
        typer.echo(f"{place}: downloading", err=True)
    return Progress(console=console, transient=True, disable=not console.is_terminal)


def _states(corpus: Corpus, folder: Path) -> dict[str, str]:
    return {split: split_state(corpus, split, folder) for split in corpus.sha256}


def _facts(corpus: Corpus) -> dict[str, Any]:
    shown = {"name", "licence_class", "licence", "description", "needs"}
    derived = {"address": corpus.address, "is_fetchable": corpus.is_fetchable}
    return corpus.model_dump(include=shown) | derived
