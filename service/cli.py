"""The command `nomen`: parses options, prints results, and turns errors into exit codes.

Exit codes: 0 done, 1 failed, 2 wrong usage or unusable input, 3 done with rejected records. Each
command imports what it needs when it runs, so that `--help` is quick.
"""

import sys
from pathlib import Path
from typing import Annotated

import typer

from nomen.model.errors import NomenError
from nomen.service.errors import EngineEndedError, WorkerEndedError

FAILED, UNUSABLE, REJECTED = 1, 2, 3
ENDED = (EngineEndedError, WorkerEndedError)

app = typer.Typer(
    name="nomen",
    help="Tag person names: over HTTP, in a text, in files. Variables NOMEN_* hold the settings.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
BundleName = Annotated[
    str | None,
    typer.Option("--bundle", help="Name of a shipped bundle, or the folder of a bundle."),
]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON even on a terminal.")]


@app.command(epilog="Example: NOMEN_PORT=9000 nomen serve --bundle runs/mine/bundle")
def serve(bundle: BundleName = None) -> None:
    """Serve HTTP until SIGTERM or Ctrl-C."""
    from nomen.service.http.server import run  # noqa: PLC0415
    from nomen.service.settings import Settings  # noqa: PLC0415
    from nomen.service.telemetry.logs import configure_logging  # noqa: PLC0415

    settings = Settings.from_env(bundle=bundle)
    configure_logging(settings.log_level)
    run(settings)


@app.command(
    epilog="Examples: nomen tag letter.txt | nomen tag --text 'Harry Potter waved.' --json | "
    "nomen tag documents.jsonl --output tagged.jsonl --errors rejected.jsonl"
)
def tag(  # a parameter for each option
    paths: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="PATH",
            help="Files that end in .jsonl, or one text in UTF-8: a file, or - for standard input.",
        ),
    ] = None,
    *,
    text: Annotated[str | None, typer.Option(help="The text itself, instead of a file.")] = None,
    threshold: Annotated[
        str | None, typer.Option(help="0 to 1, or high_recall, balanced or high_precision.")
    ] = None,
    output: Annotated[
        Path | None, typer.Option(help="For .jsonl: file for the answers, else standard output.")
    ] = None,
    errors: Annotated[
        Path | None, typer.Option(help="For .jsonl: file for rejected records, else in place.")
    ] = None,
    workers: Annotated[
        int | None,
        typer.Option(min=1, max=256, help="For .jsonl: processes; by default one per CPU."),
    ] = None,
    bundle: BundleName = None,
    as_json: AsJson = False,
) -> None:
    """Tag one text, or JSON Lines of {"id"?, "text" or "tokens"}."""
    from nomen.service.files.command import TagOptions, tag_paths  # noqa: PLC0415

    options = TagOptions(
        text=text,
        threshold=threshold,
        output=output,
        errors=errors,
        workers=workers,
        bundle=bundle,
        as_json=as_json,
    )
    counts = tag_paths(paths or [], options)
    if counts is None:
        return
    typer.echo(f"{counts.num_documents} documents, {counts.num_rejected} rejected", err=True)
    if counts.num_rejected:
        raise typer.Exit(REJECTED)


@app.command(epilog="Example: nomen restore answer.txt --map letter.map --output restored.txt")
def restore(
    source: Annotated[
        str, typer.Argument(metavar="[FILE]", help="A file in UTF-8, or - for standard input.")
    ] = "-",
    *,
    map_file: Annotated[
        Path, typer.Option("--map", help="The file that nomen redact --map wrote.")
    ],
    only: Annotated[
        str | None,
        typer.Option(
            metavar="KEY=VALUE", help="Documents of the map: file=letter.txt, line=7 or id=a."
        ),
    ] = None,
    output: Annotated[
        Path | None, typer.Option(help="File for the restored text, else standard output.")
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Write over an existing output.")] = False,
) -> None:
    """Put names back into a redacted text, or into one that was made from it."""
    from nomen.service.files.restoring import RestoreOptions, restore_file  # noqa: PLC0415

    options = RestoreOptions(map_file=map_file, only=only, output=output, force=force)
    restore_file(source, options)


@app.command(epilog="Example: nomen model --bundle /models/mine --json")
def model(*, bundle: BundleName = None, as_json: AsJson = False) -> None:
    """Verify a bundle and describe it."""
    from nomen.service.files.command import describe_bundle  # noqa: PLC0415
    from nomen.service.files.terminal import print_model  # noqa: PLC0415

    print_model(describe_bundle(bundle), as_json=as_json)


def main() -> None:
    """Run the command; a user's mistake is reported in one line."""
    try:
        app()
    except NomenError as error:
        typer.echo(f"nomen: {error}", err=True)
        sys.exit(FAILED if isinstance(error, ENDED) else UNUSABLE)
    except OSError as error:
        place = "" if error.filename is None else f"{error.filename}: "
        typer.echo(f"nomen: {place}{error.strerror}", err=True)
        sys.exit(FAILED)


if __name__ == "__main__":
    main()
