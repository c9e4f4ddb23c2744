"""`nomen-train fit`: parses and prints; all logic is elsewhere.

The command imports what it needs when it runs: torch alone takes a second.
"""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from nomen.training.cli.options import (
    FOLDER,
    AllowWorse,
    CorporaFolder,
    FileFormat,
    FileScheme,
    FitOutput,
    FitSettings,
    FitSourcePaths,
    FitStart,
    Guideline,
    MoreFiles,
    ReadSettings,
    Resume,
    TagColumn,
    Texts,
    Threads,
    TokenColumn,
    Types,
    file_settings,
    training_run,
    use_threads,
)
from nomen.training.errors import RecipeError
from nomen.training.processes import Processes

if TYPE_CHECKING:
    from nomen.training.cli.fit_sources import FitSources
    from nomen.training.recipes.recipe import Recipe

RUNS = Path("runs")

app = typer.Typer()


@app.command()
def fit(  # noqa: PLR0913  # a command's options
    sources: FitSourcePaths,
    *,
    output: FitOutput = None,
    dev: MoreFiles = None,
    test: MoreFiles = None,
    raw: MoreFiles = None,
    types: Types = None,
    file_format: FileFormat = None,
    scheme: FileScheme = "bio",
    token_column: TokenColumn = 0,
    tag_column: TagColumn = -1,
    read: ReadSettings = None,
    start: FitStart = None,
    name: Annotated[str | None, typer.Option(help="The bundle's; that of --output.")] = None,
    settings: FitSettings = None,
    corpora: CorporaFolder = FOLDER,
    texts: Texts = None,
    run: Annotated[Path | None, typer.Option(help="Run folder; runs/NAME by default.")] = None,
    seed: Annotated[int | None, typer.Option(help="Instead of the recipe's.")] = None,
    guideline: Guideline = None,
    allow_worse: AllowWorse = False,
    resume: Resume = False,
    threads: Threads = 1,
) -> None:
    """Fit on files of your own, or by a recipe: train, calibrate, export, report with curves.

    Files of your own may have any format of docs/training.md. Without --dev, some documents are
    held out as dev sentences. The fit begins with the bundle en. What it chooses is printed as a
    recipe and kept beside the bundle: `nomen-train fit BUNDLE.toml` does the same again. A recipe
    may also name corpora, a pretraining and teachers; --resume goes on after the last stage.

    The command prints what it read of each corpus, with the first sentence of your own training
    file, and what the training begins with. A training that learned nothing, or whose bundle is no
    better than the one it began with, says so, writes its report and no bundle, and ends with exit
    code 1; --allow-worse writes the bundle all the same.

    No other text of yours is printed; the report shows sentences with mistakes. While it trains,
    the run folder's `sentences` holds what it read, for you alone; the folder is removed when the
    training is finished.

    Example: nomen-train fit data/*.jsonl --output my-bundle
    Example: nomen-train fit recipes/en.toml --corpora ~/corpora --set optimisation.max_epochs=9
    """
    from nomen.training.cli.fit_sources import FitSources, chosen_recipe  # noqa: PLC0415
    from nomen.training.cli.telling import tell_result, tell_run, with_guideline  # noqa: PLC0415

    reading = file_settings(
        [str(path) for path in sources],
        scheme=scheme,
        token_column=token_column,
        tag_column=tag_column,
        types=types,
        file_format=file_format,
        read=read,
    )
    given = FitSources(
        paths=sources,
        dev=dev or [],
        test=test or [],
        raw=raw or [],
        reading=reading,
        start=start,
        name=name,
        output=output,
    )
    recipe = with_guideline(chosen_recipe(given, settings=settings or [], seed=seed), guideline)
    run = run or _run_folder(given, recipe, resume=resume)
    output = output or run / "bundle"
    folders = training_run(run, corpora=corpora, texts=texts, resume=resume)
    facts = tell_run(recipe, corpora)
    if not given.is_recipe:
        from nomen.training.own_files.kept_recipe import keep_recipe  # noqa: PLC0415

        typer.echo(f"\nthe recipe:\n{keep_recipe(recipe, run=run, bundle=output)}")
    from nomen.training.pipeline import fit_and_export  # noqa: PLC0415  # a wrong recipe is told at once

    use_threads(threads)
    result = fit_and_export(recipe, folders, bundle=output, facts=facts, allow_worse=allow_worse)
    if result:
        tell_result(result)


def _run_folder(given: "FitSources", recipe: "Recipe", *, resume: bool) -> Path:
    if given.is_recipe:
        return RUNS / recipe.name
    if Processes.from_env().number > 1:
        raise RecipeError("expected --run with several processes, so that all have the same folder")
    from nomen.training.own_files.kept_recipe import run_folder_for  # noqa: PLC0415

    return run_folder_for(recipe.name, RUNS, resume=resume)
