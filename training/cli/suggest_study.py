"""`nomen-train suggest-study`: parses and prints; all logic is elsewhere.

The command imports what it needs when it runs: torch alone takes a second.
"""

from pathlib import Path
from typing import Annotated

import typer

from nomen.training.cli.options import FOLDER, CorporaFolder, DocumentsFolder, Threads, use_threads

app = typer.Typer()


@app.command("suggest-study")
def suggest_study(
    sets: Annotated[
        list[str], typer.Argument(help="Registered sets of documents, or corpora with a test.")
    ],
    *,
    bundle: Annotated[str, typer.Option(help="The bundle that suggests and learns.")] = "en",
    strategy: Annotated[list[str] | None, typer.Option(help="All by default.")] = None,
    number: Annotated[list[int] | None, typer.Option(help="100, 200, 400, 800 by default.")] = None,
    seed: Annotated[list[int] | None, typer.Option(help="1, 2 and 3 by default.")] = None,
    corpora: CorporaFolder = FOLDER,
    documents: DocumentsFolder = None,
    run: Annotated[Path, typer.Option(help="Run folder; finished trainings are kept.")] = Path(
        "runs/suggest-study"
    ),
    threads: Threads = 1,
) -> None:
    """Compare suggested sentences with random ones: how much does a bundle learn from them?

    Half of each set's documents is labelled in part, and the other half measures.

    Example: nomen-train suggest-study aci_bench --bundle en --documents documents
    """
    from nomen.training.cli.tables import print_table  # noqa: PLC0415
    from nomen.training.data.documents import documents_folder  # noqa: PLC0415
    from nomen.training.experiments.suggesting.report import study_table  # noqa: PLC0415
    from nomen.training.experiments.suggesting.strategies import STRATEGIES  # noqa: PLC0415
    from nomen.training.experiments.suggesting.study import StudyConfig, run_study  # noqa: PLC0415

    if unknown := set(strategy or ()) - set(STRATEGIES):
        raise typer.BadParameter(
            f"--strategy: expected {', '.join(STRATEGIES)}, not {unknown.pop()}"
        )
    use_threads(threads)
    config = StudyConfig(
        bundle=bundle,
        sets=sets,
        strategies=strategy or list(STRATEGIES),
        numbers=number or [100, 200, 400, 800],
        seeds=seed or [1, 2, 3],
    )
    folder = documents or documents_folder(corpora)
    print_table(study_table(run_study(config, documents=folder, corpora=corpora, run=run)))
