"""The command `nomen`: parses, prints, and turns errors into exit codes; all else is elsewhere.

Exit codes: 0 done, 1 failed, 2 wrong usage or unusable input, 3 done with rejected records.
Commands import what they need when they run.
"""

import sys
from pathlib import Path
from typing import Annotated

import typer

from nomen.model.errors import NomenError
from nomen.service.errors import EngineEndedError

FAILED, UNUSABLE, REJECTED = 1, 2, 3

app = typer.Typer(
    name="nomen",
    help="Tag person names: over HTTP, in a text, in files. Settings are the variables NOMEN_*.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
BundleName = Annotated[
    str | None, typer.Option("--bundle", help="Name of a shipped bundle, or a bundle's folder.")
]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON, also on a terminal.")]


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
            help="Files ending in .jsonl, or one text in UTF-8: a file, or - for standard input.",
        ),
    ] = None,
    *,
    text: Annotated[str | None, typer.Option(help="A text, in place of a file.")] = None,
    threshold: Annotated[
        str | None, typer.Option(help="0 to 1, or high_recall, balanced, high_precision.")
    ] = None,
    output: Annotated[
        Path | None, typer.Option(help="For .jsonl: where the answers go, else standard output.")
    ] = None,
    errors: Annotated[
        Path | None, typer.Option(help="For .jsonl: where rejected records go, else in place.")
    ] = None,
    workers: Annotated[
        int | None,
        typer.Option(min=1, max=256, help="For .jsonl: processes; by default as many as CPUs."),
    ] = None,
    bundle: BundleName = None,
    as_json: AsJson = False,
) -> None:
    """Tag one text, or JSON Lines of {"id"?, "text" or "tokens"}."""
    from nomen.service.files.sources import OneText, find_source, refuse_options  # noqa: PLC0415
    from nomen.service.files.tagging import tag_files  # noqa: PLC0415
    from nomen.service.files.terminal import print_tagged  # noqa: PLC0415
    from nomen.service.files.workers import choose_workers, open_here, open_workers  # noqa: PLC0415
    from nomen.service.settings import Settings  # noqa: PLC0415

    source = find_source(paths or [], text=text)
    refuse_options(
        source, {"--output": output, "--errors": errors, "--workers": workers}, {"--json": as_json}
    )
    settings = Settings.from_env(bundle=bundle)
    if isinstance(source, OneText):
        content = source.read()
        tagged = open_here(settings, threshold).tag_text(content)
        print_tagged(tagged, text=content, as_json=as_json)
        return
    number = choose_workers(source) if workers is None else workers
    with open_workers(settings, threshold=threshold, number=number) as tag_groups:
        counts = tag_files(tag_groups, source, output=output, errors=errors)
    typer.echo(f"{counts.num_documents} documents, {counts.num_rejected} rejected", err=True)
    if counts.num_rejected:
        raise typer.Exit(REJECTED)


@app.command(epilog="Example: nomen model --bundle /models/mine --json")
def model(*, bundle: BundleName = None, as_json: AsJson = False) -> None:
    """Tell which bundle this is, after verifying all of it."""
    from nomen.service.engine.loading import describe, open_tagger  # noqa: PLC0415
    from nomen.service.engine.model_facts import ModelAnswer  # noqa: PLC0415
    from nomen.service.files.terminal import print_model  # noqa: PLC0415
    from nomen.service.settings import Settings  # noqa: PLC0415

    settings = Settings.from_env(bundle=bundle)
    print_model(ModelAnswer.build(describe(open_tagger(settings)), settings), as_json=as_json)


def main() -> None:
    """Run the command; a user's mistake is one line."""
    try:
        app()
    except NomenError as error:
        typer.echo(f"nomen: {error}", err=True)
        sys.exit(FAILED if isinstance(error, EngineEndedError) else UNUSABLE)
    except OSError as error:
        place = "" if error.filename is None else f"{error.filename}: "
        typer.echo(f"nomen: {place}{error.strerror}", err=True)
        sys.exit(FAILED)


if __name__ == "__main__":
    main()
