"""What `nomen-train fit` prints of a training: what it reads and begins with, and what came out."""

from pathlib import Path
from typing import TYPE_CHECKING

import typer

from nomen.training.recipes.recipe import MAX_GUIDELINE, Recipe
from nomen.training.recipes.summary import summarise
from nomen.training.reports.run_facts import RunFacts, describe_start, find_start

_MAX_PATH = 255
"""Characters of a path with blanks, at most; the system refuses to look for a longer name."""

if TYPE_CHECKING:
    from nomen.training.pipeline import Result


def tell_run(recipe: Recipe, corpora: Path) -> RunFacts:
    """Print what a training reads, with the first sentence of your own file, and begins with.

    Raises:
        BundleError: When the bundle that it begins with is refused.
        CorpusError: When a corpus is missing or malformed.
        RecipeError: When there are no dev sentences.
    """
    start = find_start(recipe)
    summaries = []
    for summary in summarise(recipe, corpora):
        summaries.append(summary)
        typer.echo("\n".join(summary.lines()))
    for line in describe_start(recipe, start):
        typer.echo(line)
    return RunFacts.of(recipe, summaries, start)


def tell_result(result: "Result") -> None:
    """Print what changed, why the bundle is no better if so, and where it and its report stand."""
    from nomen.training.cli.measuring import print_evaluations  # noqa: PLC0415  # imports torch
    from nomen.training.cli.tables import print_table  # noqa: PLC0415  # likewise
    from nomen.training.reports.change import change_table  # noqa: PLC0415  # likewise

    print_evaluations(result.evaluations)
    if result.change:
        print_table(change_table(result.change))
    typer.echo(f"bundle: {result.bundle.path}\nreport: {result.report}")
    if result.fault:
        typer.echo(f"warning: {result.fault}", err=True)


def with_guideline(recipe: Recipe, text_or_file: str | None) -> Recipe:
    """Give the recipe with a guideline: a text, or the content of a file.

    What has no blank is the path of a file.

    Raises:
        typer.BadParameter: When there is no such file, or the guideline is too long.
    """
    if text_or_file is None:
        return recipe
    text = text_or_file
    if len(text.split()) == 1 or (len(text) < _MAX_PATH and Path(text).is_file()):
        try:
            text = Path(text).read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise typer.BadParameter("--guideline: expected a text, or a file in UTF-8") from error
    if len(text) > MAX_GUIDELINE:
        raise typer.BadParameter(f"--guideline: expected {MAX_GUIDELINE:,} characters at most")
    return recipe.model_copy(update={"guideline": text})
