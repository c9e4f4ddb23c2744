"""`nomen-train suggest`: parses and prints; all logic is elsewhere.

The command imports what it needs when it runs: the runtime takes a while to load.
"""

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from nomen.training.cli.options import FileFormat, Threads, Types, file_settings

if TYPE_CHECKING:
    from nomen.training.suggesting.suggest import Suggested

app = typer.Typer()


@app.command()
def suggest(  # noqa: PLR0913  # a command's options
    bundle: Annotated[str, typer.Argument(help="A shipped bundle's name, or a folder.")],
    raw: Annotated[list[Path], typer.Argument(help="Texts, or JSON Lines with `text`.")],
    *,
    output: Annotated[Path, typer.Option(help="The file for the tool.")],
    tool: Annotated[
        Literal["label-studio", "doccano", "prodigy", "jsonl"],
        typer.Option("--for", help="Who reads the file."),
    ] = "jsonl",
    number: Annotated[int, typer.Option(min=1, help="Sentences to suggest.")] = 200,
    labelled: Annotated[
        list[Path] | None, typer.Option(help="Labelled already, in any format; may be repeated.")
    ] = None,
    file_format: FileFormat = None,
    types: Types = None,
    label: Annotated[str, typer.Option(help="The label of a name.")] = "PER",
    threshold: Annotated[float | None, typer.Option(min=0, max=1)] = None,
    by_chance: Annotated[
        bool, typer.Option("--by-chance", help="Draw sentences: for dev and test.")
    ] = False,
    seed: Annotated[int, typer.Option(help="Of --by-chance.")] = 1,
    force: Annotated[bool, typer.Option("--force", help="Write over what exists.")] = False,
    threads: Threads = 1,
) -> None:
    """Choose the sentences of raw texts that are worth labelling, with the bundle's names.

    They are those that the bundle is unsure of, and differ from each other. A dev set must not be
    chosen so: draw it with --by-chance.

    Example: nomen-train suggest en notes/*.txt --number 200 --for label-studio --output tasks.json
    """
    if output.exists() and not force:
        raise typer.BadParameter(f"{output} exists; --force writes over it")
    if not labelled and (file_format or types):
        raise typer.BadParameter("expected --format and --type only with --labelled")
    files = [str(path) for path in labelled or []]
    settings = file_settings(
        files, scheme="bio", token_column=0, tag_column=-1, types=types, file_format=file_format
    )
    from nomen.model.tagger import load_tagger  # noqa: PLC0415
    from nomen.training.suggesting.choosing import choose_from_stream  # noqa: PLC0415
    from nomen.training.suggesting.suggest import choose_by_chance  # noqa: PLC0415
    from nomen.training.suggesting.suggest import suggest as suggest_sentences  # noqa: PLC0415
    from nomen.training.suggesting.writing import write_suggestions  # noqa: PLC0415

    tagger = load_tagger(bundle, device="cpu", num_threads=threads)
    choose = partial(choose_by_chance, seed=seed) if by_chance else choose_from_stream
    found = suggest_sentences(
        tagger,
        raw,
        number,
        labelled=labelled or [],
        settings=settings,
        threshold=threshold,
        choose=choose,
    )
    manifest = tagger.bundle.manifest
    model = f"nomen-{manifest.name} {manifest.version}"
    write_suggestions(output, found.candidates, tool, label=label, model=model)
    typer.echo(_summary(output, found))


def _summary(output: Path, found: "Suggested") -> str:
    chosen = found.candidates
    num_tokens = sum(len(each.tokens) for each in chosen)
    num_names = sum(len(each.names) for each in chosen)
    labelled = f", {found.num_labelled:,} of them labelled already" if found.num_labelled else ""
    return (
        f"{output}: {len(chosen):,} sentences, {num_tokens:,} tokens, {num_names:,} names found; "
        f"chosen from {found.num_read:,} sentences{labelled}"
    )
