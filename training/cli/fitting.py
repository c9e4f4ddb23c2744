"""`nomen-train fit`: parses and prints; all logic is elsewhere.

The command imports what it needs when it runs: torch alone takes a second.
"""

from pathlib import Path
from typing import Annotated

import typer

from nomen.training.cli.bundles import Target
from nomen.training.cli.options import (
    FOLDER,
    AllowWorse,
    CorporaFolder,
    Guideline,
    RecipePath,
    Resume,
    Texts,
    Threads,
    training_run,
    use_threads,
)

app = typer.Typer()


@app.command()
def fit(  # noqa: PLR0913  # a command's options
    recipe: RecipePath,
    *,
    corpora: CorporaFolder = FOLDER,
    texts: Texts = None,
    run: Annotated[Path | None, typer.Option(help="Run folder; runs/NAME by default.")] = None,
    bundle: Target = None,
    seed: Annotated[int | None, typer.Option(help="Instead of the recipe's.")] = None,
    guideline: Guideline = None,
    allow_worse: AllowWorse = False,
    resume: Resume = False,
    threads: Threads = 1,
) -> None:
    """Pretrain, train, calibrate and export one recipe; write a report with curves.

    A recipe that names a finished pretraining begins with it instead. A recipe with teachers
    trains those first. Each stage is kept in the run folder; --resume goes on after the last.

    The command prints what it read of each corpus, with the first sentence of your own training
    file, and what the training begins with. A training that learned nothing, or whose bundle is no
    better than the one it began with, says so, writes its report and no bundle, and ends with exit
    code 1; --allow-worse writes the bundle all the same.

    No other text of yours is printed; the report shows sentences with mistakes. While it trains,
    the run folder's `sentences` holds what it read, for you alone; the folder is removed when the
    training is finished.

    Example: nomen-train fit recipes/en.toml --corpora ~/corpora
    """
    from nomen.training.cli.telling import tell_result, tell_run, with_guideline  # noqa: PLC0415
    from nomen.training.recipes.recipe import Recipe, read_recipe  # noqa: PLC0415

    chosen = with_guideline(read_recipe(recipe, Recipe), guideline)
    if seed is not None:
        chosen = chosen.model_copy(update={"seed": seed})
    folders = training_run(
        run or Path("runs") / chosen.name, corpora=corpora, texts=texts, resume=resume
    )
    facts = tell_run(chosen, corpora)
    from nomen.training.pipeline import fit_and_export  # noqa: PLC0415  # a wrong recipe is told at once

    use_threads(threads)
    target = bundle or folders.folder / "bundle"
    tell_result(
        fit_and_export(chosen, folders, bundle=target, facts=facts, allow_worse=allow_worse)
    )
