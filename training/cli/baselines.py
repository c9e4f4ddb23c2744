"""The commands `nomen-train baseline train` and `baseline evaluate`.

Each command imports what it needs when it runs, because importing torch takes a second.
"""

import logging
from pathlib import Path
from typing import Annotated, Literal

import orjson
import typer

from nomen.training.cli.measuring import print_evaluations
from nomen.training.cli.options import (
    FOLDER,
    AsJson,
    CorporaFolder,
    DocumentsFolder,
    FileFormat,
    FileScheme,
    Names,
    ReadSettings,
    TagColumn,
    TokenColumn,
    Types,
    file_settings,
)

logger = logging.getLogger("nomen.train")

app = typer.Typer(no_args_is_help=True)

Name = Annotated[Literal["crf", "spacy", "flair", "stanza"], typer.Argument(help="The baseline.")]


@app.callback()
def describe() -> None:
    """Train other taggers on a recipe's sentences, and measure them as Nomen is measured.

    The CRF and spaCy come with the extra `bench`; Flair and Stanza need environments of their own.
    """


@app.command()
def train(
    name: Name,
    recipe: Annotated[Path, typer.Argument(help="A recipe's path, or the name of one that ships.")],
    *,
    run: Annotated[Path, typer.Option(help="Where the model goes.")],
    corpora: CorporaFolder = FOLDER,
    max_steps: Annotated[
        int | None,
        typer.Option(min=1, help="Steps at most; CRF: iterations; Flair: rounded to epochs."),
    ] = None,
    augment: Annotated[bool, typer.Option(help="Change casings as the recipe does.")] = False,
) -> None:
    """Train a baseline on the sentences of a recipe, drawn once; measure it on the dev sentences.

    Example: nomen-train baseline train crf recipes/en.toml --run runs/baselines/crf
    """
    from nomen.training.recipes.recipe import Recipe, read_recipe  # noqa: PLC0415

    chosen = read_recipe(recipe, Recipe)
    from nomen.training.experiments.baselines.measuring import measure  # noqa: PLC0415
    from nomen.training.experiments.baselines.selection import (  # noqa: PLC0415
        check_installed,
        read_vectors,
        train_baseline,
    )
    from nomen.training.experiments.baselines.sentences import BaselineSentences  # noqa: PLC0415

    check_installed(name)
    vectors = read_vectors(name, chosen.pretrained)
    sentences = BaselineSentences.from_recipe(chosen, corpora, is_augmented=augment)
    num_tokens = sum(len(sentence.tokens) for sentence in sentences.train)
    logger.info("%s: %d sentences, %d tokens", name, len(sentences.train), num_tokens)
    baseline = train_baseline(
        name, sentences, run, vectors=vectors, max_steps=max_steps, seed=chosen.seed
    )
    print_evaluations({"dev": measure(baseline, sentences.dev)})
    typer.echo(f"model: {run}")


@app.command()
def evaluate(  # noqa: PLR0913  # a command's options
    name: Name,
    folder: Annotated[Path, typer.Argument(help="The --run of `baseline train`.")],
    sets: Annotated[
        list[str] | None, typer.Argument(help="NAME/dev, NAME/test, or files; none with --suite.")
    ] = None,
    *,
    suite: Annotated[bool, typer.Option("--suite", help="Run the suite in place of sets.")] = False,
    names: Names = None,
    documents: DocumentsFolder = None,
    out: Annotated[
        Path | None, typer.Option(help="Folder of the suite's files; FOLDER/suite by default.")
    ] = None,
    corpora: CorporaFolder = FOLDER,
    scheme: FileScheme = "bio",
    token_column: TokenColumn = 0,
    tag_column: TagColumn = -1,
    types: Types = None,
    file_format: FileFormat = None,
    read: ReadSettings = None,
    as_json: AsJson = False,
) -> None:
    """Measure a baseline as `nomen-train evaluate` measures a bundle.

    Figures of probabilities are `nan` for a baseline that gives none.

    Example: nomen-train baseline evaluate crf runs/baselines/crf wnut17/test conll2003/test
    """
    if bool(sets) == suite:
        raise typer.BadParameter("expected sets or --suite, one of the two")
    from nomen.training.evaluation.measurement import read_set  # noqa: PLC0415
    from nomen.training.experiments.baselines.measuring import measure  # noqa: PLC0415
    from nomen.training.experiments.baselines.selection import load_baseline  # noqa: PLC0415

    settings = file_settings(
        sets or [],
        scheme=scheme,
        token_column=token_column,
        tag_column=tag_column,
        types=types,
        file_format=file_format,
        read=read,
    )
    sentences = {set_: read_set(set_, folder=corpora, settings=settings) for set_ in sets or []}
    baseline = load_baseline(name, folder)
    if suite:
        from nomen.training.cli.suite import run_and_print  # noqa: PLC0415

        out = out or folder / "suite"
        run_and_print(
            baseline, corpora=corpora, names=names, documents=documents, out=out, as_json=as_json
        )
        return
    measured = {set_: measure(baseline, sentences[set_]) for set_ in sentences}
    if as_json:
        rows = [{"name": set_, "evaluation": e.as_dict()} for set_, e in measured.items()]
        typer.echo(orjson.dumps(rows, option=orjson.OPT_INDENT_2))
        return
    print_evaluations(measured)
