"""`nomen-train`: gathers the commands, and turns errors into one line and an exit code."""

import importlib.util
import logging
import os
import sys

import typer

from nomen.model.errors import NomenError
from nomen.training.cli import agreement as agreement_cli
from nomen.training.cli import baselines as baselines_cli
from nomen.training.cli import bundles as bundles_cli
from nomen.training.cli import by_language as by_language_cli
from nomen.training.cli import cells as cells_cli
from nomen.training.cli import checking as checking_cli
from nomen.training.cli import consistency as consistency_cli
from nomen.training.cli import converting as converting_cli
from nomen.training.cli import corpora as corpora_cli
from nomen.training.cli import documents as documents_cli
from nomen.training.cli import fine_tuning as fine_tuning_cli
from nomen.training.cli import fitting as fitting_cli
from nomen.training.cli import languages as languages_cli
from nomen.training.cli import measuring as measuring_cli
from nomen.training.cli import pretraining as pretraining_cli
from nomen.training.cli import short_texts as short_texts_cli
from nomen.training.cli import suggest_study as suggest_study_cli
from nomen.training.cli import suggesting as suggesting_cli
from nomen.training.errors import NothingLearnedError, ProcessLostError
from nomen.training.processes import LOCAL_RANK, Processes

EXIT_FAILED, EXIT_UNUSABLE = 1, 2

cli = typer.Typer(no_args_is_help=True, pretty_exceptions_enable=False)
cli.add_typer(fitting_cli.app)
cli.add_typer(checking_cli.app)
cli.add_typer(converting_cli.app)
cli.add_typer(suggesting_cli.app)
cli.add_typer(bundles_cli.app)
cli.add_typer(cells_cli.app)
cli.add_typer(consistency_cli.app)
cli.add_typer(fine_tuning_cli.app)
cli.add_typer(documents_cli.app)
cli.add_typer(short_texts_cli.app)
cli.add_typer(suggest_study_cli.app)
cli.add_typer(measuring_cli.app)
cli.add_typer(by_language_cli.app)
cli.add_typer(agreement_cli.app)
cli.add_typer(pretraining_cli.app)
cli.add_typer(corpora_cli.app, name="corpora")
cli.add_typer(languages_cli.app, name="languages")
cli.add_typer(baselines_cli.app, name="baseline")


@cli.callback()
def describe() -> None:
    """Fit Nomen on labelled sentences: recipes in, bundles out.

    Corpora are read from the folder of --corpora or of the variable NOMEN_CORPORA.
    """


def main() -> None:
    """Run the command: a user's mistake is one line and exit code 2.

    A full disk, or a training that learned nothing, is one line and exit code 1.
    """
    if importlib.util.find_spec("lightning") is None:
        typer.echo("error: expected the extra `train`: run `make install`", err=True)
        sys.exit(EXIT_UNUSABLE)
    try:
        _quieten(Processes.from_env())
        cli()
    except (NothingLearnedError, ProcessLostError) as error:
        _fail(str(error), EXIT_FAILED)
    except NomenError as error:
        _fail(str(error), EXIT_UNUSABLE)
    except OSError as error:
        place = f"{error.filename}: " if error.filename else ""
        _fail(f"{place}{error.strerror or error}", EXIT_FAILED)


def _quieten(processes: Processes) -> None:
    """Let the first process of several print and log alone."""
    level = logging.INFO if processes.is_first else logging.WARNING
    logging.basicConfig(level=level, format="%(asctime)s %(message)s", stream=sys.stderr)
    if not processes.is_first:
        sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123, SIM115  # until the end


def _fail(message: str, code: int) -> None:
    """Print an error, once on each machine, and exit."""
    if os.environ.get(LOCAL_RANK, "0") == "0":
        typer.echo(f"error: {message}", err=True)
    sys.exit(code)


if __name__ == "__main__":
    main()
