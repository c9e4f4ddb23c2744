"""`nomen-train`: parses and prints; all logic is elsewhere.

Commands import what they need when they run: torch alone takes a second.
"""

import importlib.util
import logging
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from nomen.model.errors import NomenError
from nomen.training.cli import baselines as peers_cli
from nomen.training.cli import corpora as corpora_cli
from nomen.training.cli import measuring as measuring_cli
from nomen.training.cli import pretraining as pretraining_cli
from nomen.training.cli.measuring import print_evaluations
from nomen.training.cli.options import FOLDER, TEXTS_FOLDER, CorporaFolder, Texts, Threads
from nomen.training.errors import NothingLearnedError

if TYPE_CHECKING:
    from nomen.training.pipeline import Result
    from nomen.training.recipes.recipe import Recipe

EXIT_FAILED, EXIT_UNUSABLE = 1, 2

cli = typer.Typer(no_args_is_help=True, pretty_exceptions_enable=False)
cli.add_typer(measuring_cli.app)
cli.add_typer(pretraining_cli.app)
cli.add_typer(corpora_cli.app, name="corpora")
cli.add_typer(peers_cli.app, name="peer")

RecipePath = Annotated[
    Path, typer.Argument(help="A recipe's path, or the name of one that ships.", show_default=False)
]
Target = Annotated[Path | None, typer.Option(help="Where the bundle goes; RUN/bundle by default.")]


@cli.callback()
def describe() -> None:
    """Fit Nomen on labelled sentences: recipes in, bundles out.

    Corpora are read from the folder of --corpora or of the variable NOMEN_CORPORA.
    """


@cli.command()
def fit(
    recipe: RecipePath,
    *,
    corpora: CorporaFolder = FOLDER,
    texts: Texts = None,
    run: Annotated[Path | None, typer.Option(help="Run folder; runs/NAME by default.")] = None,
    bundle: Target = None,
    seed: Annotated[int | None, typer.Option(help="Instead of the recipe's.")] = None,
    resume: Annotated[bool, typer.Option(help="Go on from the run's last checkpoint.")] = False,
    threads: Threads = 1,
) -> None:
    """Pretrain, train, calibrate and export one recipe; write a report with curves.

    A recipe that names what a pretraining has left begins with it instead. A recipe with teachers
    trains those first. Each stage is kept in the run folder; --resume goes on after the last.

    It prints what it read of each corpus, with the first sentence of your own training file: the
    only text of yours that it shows. No file of the run holds it.

    Example: nomen-train fit recipes/en.toml --corpora ~/corpora
    """
    from nomen.training.recipes.recipe import Recipe, read_recipe  # noqa: PLC0415

    chosen = read_recipe(recipe, Recipe)
    if seed is not None:
        chosen = chosen.model_copy(update={"seed": seed})
    _show_corpora(chosen, corpora)
    from nomen.training.pipeline import fit_and_export  # noqa: PLC0415  # a wrong recipe is told at once

    _use_threads(threads)
    run = run or Path("runs") / chosen.name
    target = bundle or run / "bundle"
    result = fit_and_export(
        chosen,
        folder=corpora,
        texts=texts or corpora.parent / TEXTS_FOLDER,
        run=run,
        bundle=target,
        resume=resume,
    )
    _print_result(result)


@cli.command()
def export(
    run: Annotated[Path, typer.Argument(help="The run folder of a training.")],
    *,
    corpora: CorporaFolder = FOLDER,
    bundle: Target = None,
    threads: Threads = 1,
) -> None:
    """Export the best weights of a training again, finished or not.

    Example: nomen-train export runs/en --bundle /tmp/en
    """
    from nomen.training.pipeline import export_run  # noqa: PLC0415

    _use_threads(threads)
    _print_result(export_run(run, folder=corpora, bundle=bundle or run / "bundle"))


@cli.command()
def requantise(
    bundle: Annotated[str, typer.Argument(help="A shipped bundle's name, or a folder.")],
    recipe: RecipePath,
    *,
    target: Annotated[Path, typer.Option(help="Where the bundle goes; it may be its own folder.")],
    corpora: CorporaFolder = FOLDER,
    threads: Threads = 1,
) -> None:
    """Make a bundle's int8 form anew from its own weights, and measure it again; train nothing.

    The recipe is the bundle's own, with the version that the bundle will have.

    Example: nomen-train requantise en recipes/en.toml --target /tmp/en
    """
    from nomen.training.recipes.recipe import Recipe, read_recipe  # noqa: PLC0415

    chosen = read_recipe(recipe, Recipe)
    from nomen.training.requantisation import requantise as make_anew  # noqa: PLC0415

    _use_threads(threads)
    exported = make_anew(bundle, chosen, folder=corpora, target=target)
    print_evaluations(exported.evaluations)
    typer.echo(f"bundle: {exported.bundle.path}")


@cli.command()
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
    from nomen.training.experiments.cells import CompareRecipe  # noqa: PLC0415
    from nomen.training.experiments.cells import compare as compare_networks  # noqa: PLC0415
    from nomen.training.recipes.recipe import read_recipe  # noqa: PLC0415

    _use_threads(threads)
    page = compare_networks(read_recipe(recipe, CompareRecipe), folder=corpora, run=run)
    typer.echo(f"report: {page}")


def _print_result(result: "Result") -> None:
    print_evaluations(result.evaluations)
    typer.echo(f"bundle: {result.bundle.path}\nreport: {result.report}")


def _show_corpora(recipe: "Recipe", corpora: Path) -> None:
    from nomen.training.recipes.summary import summarise  # noqa: PLC0415

    for summary in summarise(recipe, corpora):
        typer.echo("\n".join(summary.lines()))


def _use_threads(number: int) -> None:
    import torch  # noqa: PLC0415

    torch.set_num_threads(number)


def main() -> None:
    """Run the command: a user's mistake is one line and exit code 2.

    A full disk, or a training that learned nothing, is one line and exit code 1.
    """
    if importlib.util.find_spec("lightning") is None:
        typer.echo("error: expected the extra `train`: run `make install`", err=True)
        sys.exit(EXIT_UNUSABLE)
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s", stream=sys.stderr)
    try:
        cli()
    except NothingLearnedError as error:
        typer.echo(f"error: {error}", err=True)
        sys.exit(EXIT_FAILED)
    except NomenError as error:
        typer.echo(f"error: {error}", err=True)
        sys.exit(EXIT_UNUSABLE)
    except OSError as error:
        place = f"{error.filename}: " if error.filename else ""
        typer.echo(f"error: {place}{error.strerror or error}", err=True)
        sys.exit(EXIT_FAILED)


if __name__ == "__main__":
    main()
