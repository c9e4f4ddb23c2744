"""`nomen-train compare`: parses and prints; all logic is elsewhere.

The command imports what it needs when it runs: torch alone takes a second.
"""

from pathlib import Path
from typing import Annotated

import typer

from nomen.training.cli.options import FOLDER, CorporaFolder, RecipePath, Threads, use_threads

app = typer.Typer()


@app.command()
def compare(
    recipe: RecipePath,
    *,
    corpora: CorporaFolder = FOLDER,
    run: Annotated[Path, typer.Option(help="Run folder; finished trainings are kept.")] = Path(
        "runs/compare"
    ),
    threads: Threads = 1,
) -> None:
    """Compare recurrent cells, directions and depths on equal budgets of tokens.

    Example: nomen-train compare recipes/compare.toml
    """
    from nomen.training.experiments.cells import compare as compare_networks  # noqa: PLC0415
    from nomen.training.experiments.cells_recipe import CompareRecipe  # noqa: PLC0415
    from nomen.training.recipes.recipe import read_recipe  # noqa: PLC0415

    use_threads(threads)
    page = compare_networks(read_recipe(recipe, CompareRecipe), folder=corpora, run=run)
    typer.echo(f"report: {page}")
