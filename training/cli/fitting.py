"""`nomen-train fit`: parses and prints; all logic is elsewhere.

The command imports what it needs when it runs: torch alone takes a second.
"""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from nomen.training.cli.bundles import Target, print_result
from nomen.training.cli.options import (
    FOLDER,
    CorporaFolder,
    RecipePath,
    Resume,
    Texts,
    Threads,
    training_run,
    use_threads,
)

if TYPE_CHECKING:
    from nomen.training.recipes.recipe import Recipe

app = typer.Typer()


@app.command()
def fit(
    recipe: RecipePath,
    *,
    corpora: CorporaFolder = FOLDER,
    texts: Texts = None,
    run: Annotated[Path | None, typer.Option(help="Run folder; runs/NAME by default.")] = None,
    bundle: Target = None,
    seed: Annotated[int | None, typer.Option(help="Instead of the recipe's.")] = None,
    resume: Resume = False,
    threads: Threads = 1,
) -> None:
    """Pretrain, train, calibrate and export one recipe; write a report with curves.

    A recipe that names a finished pretraining begins with it instead. A recipe with teachers
    trains those first. Each stage is kept in the run folder; --resume goes on after the last.

    The command prints what it read of each corpus, with the first sentence of your own training
    file. No other text of yours is shown. While it trains, the run folder's `sentences` holds what
    it read, for you alone; the folder is removed when the training is finished.

    Example: nomen-train fit recipes/en.toml --corpora ~/corpora
    """
    from nomen.training.recipes.recipe import Recipe, read_recipe  # noqa: PLC0415

    chosen = read_recipe(recipe, Recipe)
    if seed is not None:
        chosen = chosen.model_copy(update={"seed": seed})
    folders = training_run(
        run or Path("runs") / chosen.name, corpora=corpora, texts=texts, resume=resume
    )
    _print_corpora(chosen, corpora)
    from nomen.training.pipeline import fit_and_export  # noqa: PLC0415  # a wrong recipe is told at once

    use_threads(threads)
    print_result(fit_and_export(chosen, folders, bundle=bundle or folders.folder / "bundle"))


def _print_corpora(recipe: "Recipe", corpora: Path) -> None:
    from nomen.training.recipes.summary import summarise  # noqa: PLC0415

    for summary in summarise(recipe, corpora):
        typer.echo("\n".join(summary.lines()))
