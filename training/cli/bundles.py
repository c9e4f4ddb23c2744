"""`nomen-train export` and `requantise`: parses and prints; all logic is elsewhere.

Commands import what they need when they run: torch alone takes a second.
"""

from pathlib import Path
from typing import Annotated

import typer

from nomen.training.cli.measuring import print_evaluations
from nomen.training.cli.options import (
    FOLDER,
    AllowWorse,
    CorporaFolder,
    RecipePath,
    Threads,
    use_threads,
)

app = typer.Typer()

Target = Annotated[Path | None, typer.Option(help="Where the bundle goes; RUN/bundle by default.")]


@app.command()
def export(
    run: Annotated[Path, typer.Argument(help="The run folder of a training.")],
    *,
    corpora: CorporaFolder = FOLDER,
    bundle: Target = None,
    allow_worse: AllowWorse = False,
    threads: Threads = 1,
) -> None:
    """Export the best weights of a training again, whether it was finished or stopped.

    Example: nomen-train export runs/en --bundle /tmp/en
    """
    from nomen.training.cli.telling import tell_result  # noqa: PLC0415
    from nomen.training.pipeline import export_run  # noqa: PLC0415

    use_threads(threads)
    target = bundle or run / "bundle"
    tell_result(export_run(run, corpora=corpora, bundle=target, allow_worse=allow_worse))


@app.command()
def requantise(
    bundle: Annotated[str, typer.Argument(help="A shipped bundle's name, or a folder.")],
    recipe: RecipePath,
    *,
    target: Annotated[Path, typer.Option(help="Where the bundle goes; it may be its own folder.")],
    corpora: CorporaFolder = FOLDER,
    threads: Threads = 1,
) -> None:
    """Make a bundle's graphs anew from its own weights, and measure it again; train nothing.

    The recipe is the bundle's own, with the version that the bundle will have.

    Example: nomen-train requantise en recipes/en.toml --target /tmp/en
    """
    from nomen.training.recipes.recipe import Recipe, read_recipe  # noqa: PLC0415

    chosen = read_recipe(recipe, Recipe)
    from nomen.training.requantisation import requantise as make_anew  # noqa: PLC0415

    use_threads(threads)
    exported = make_anew(bundle, chosen, folder=corpora, target=target)
    print_evaluations(exported.evaluations)
    typer.echo(f"bundle: {exported.bundle.path}")
