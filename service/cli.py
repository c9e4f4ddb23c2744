"""The command `nomen`: parses options, prints results, and turns errors into exit codes.

Exit codes: 0 done, 1 failed, 2 wrong usage or unusable input, 3 done with rejected records. Each
command imports what it needs when it runs, so that `--help` is quick.
"""

import signal
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from nomen.model.errors import NomenError
from nomen.service.errors import EngineEndedError, WorkerEndedError
from nomen.service.files.arguments import (
    REDACT_EXAMPLES,
    TAG_EXAMPLES,
    Allow,
    AsJson,
    BundleName,
    Columns,
    Consistent,
    Deny,
    EncodingOption,
    Engine,
    Errors,
    FoldCase,
    Force,
    FormatOption,
    Include,
    Language,
    Lines,
    OneText,
    OutputFormat,
    OutputOption,
    Paths,
    RayAddress,
    Resume,
    TextFields,
    Workers,
)
from nomen.service.keys.command import keys

if TYPE_CHECKING:
    from nomen.service.files.outputs.journal import Counts

FAILED, UNUSABLE, REJECTED = 1, 2, 3
ENDED = (EngineEndedError, WorkerEndedError)

app = typer.Typer(
    name="nomen",
    help="Tag person names: over HTTP, in a text, in files. Variables NOMEN_* hold the settings.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


@app.command(epilog="Example: NOMEN_PORT=9000 nomen serve --bundle runs/mine/bundle")
def serve(bundle: BundleName = None) -> None:
    """Serve HTTP until SIGTERM or Ctrl-C; SIGHUP loads the bundle again."""
    signal.signal(signal.SIGHUP, signal.SIG_IGN)  # until there is something to load again
    from nomen.service.http.serving import run  # noqa: PLC0415
    from nomen.service.settings import Settings  # noqa: PLC0415
    from nomen.service.telemetry.logs import configure_logging  # noqa: PLC0415

    settings = Settings.from_env(bundle=bundle)
    configure_logging(settings.log_level)
    run(settings)


app.add_typer(keys, name="keys")


@app.command(epilog=TAG_EXAMPLES)
def tag(  # noqa: PLR0913  # a parameter for each option
    paths: Paths = None,
    *,
    text: OneText = None,
    file_format: FormatOption = None,
    encoding: EncodingOption = None,
    text_field: TextFields = None,
    column: Columns = None,
    lines: Lines = False,
    include: Include = None,
    threshold: Annotated[
        str | None, typer.Option(help="0 to 1, or high_recall, balanced or high_precision.")
    ] = None,
    consistent: Consistent = False,
    allow: Allow = None,
    deny: Deny = None,
    fold_case: FoldCase = False,
    fields: Annotated[
        str | None,
        typer.Option(
            help="Fields of an answer: tokens,starts,ends,name_probabilities,names,"
            "unsupported_scripts,language,model,unsupported."
        ),
    ] = None,
    names_only: Annotated[
        bool, typer.Option("--names-only", help="Answer the names alone.")
    ] = False,
    output: OutputOption = None,
    output_format: OutputFormat = None,
    errors: Errors = None,
    workers: Workers = None,
    force: Force = False,
    resume: Resume = False,
    engine: Engine = "local",
    ray_address: RayAddress = None,
    bundle: BundleName = None,
    language: Language = "auto",
    as_json: AsJson = False,
) -> None:
    """Tag texts, records and tables."""
    from nomen.service.files.command import tag_paths  # noqa: PLC0415
    from nomen.service.files.formats.opening import FormatOptions  # noqa: PLC0415
    from nomen.service.files.options import RuleOptions, TagOptions  # noqa: PLC0415

    options = TagOptions(
        text=text,
        formats=FormatOptions(
            format=file_format,
            encoding=encoding,
            text_fields=tuple(text_field or ()),
            columns=tuple(column or ()),
            lines=lines,
        ),
        include=tuple(include or ()),
        threshold=threshold,
        rules=RuleOptions(consistent=consistent, allow=allow, deny=deny, fold_case=fold_case),
        output=output,
        output_format=output_format,
        errors=errors,
        workers=workers,
        force=force,
        resume=resume,
        engine=engine,
        ray_address=ray_address,
        bundle=bundle,
        language=language,
        fields=fields,
        names_only=names_only,
        as_json=as_json,
    )
    _tell_counts(tag_paths(paths or [], options))


@app.command(epilog=REDACT_EXAMPLES)
def redact(  # noqa: PLR0913  # a parameter for each option
    paths: Paths = None,
    *,
    text: OneText = None,
    file_format: FormatOption = None,
    encoding: EncodingOption = None,
    text_field: TextFields = None,
    column: Columns = None,
    lines: Lines = False,
    keep_attachments: Annotated[
        bool, typer.Option("--keep-attachments", help="Mail: keep the attachments as they are.")
    ] = False,
    include: Include = None,
    operator: Annotated[
        str, typer.Option(help="replace, number, mask, hash, remove or surrogate.")
    ] = "replace",
    with_: Annotated[
        str | None, typer.Option("--with", help="replace: what stands for a name; [NAME].")
    ] = None,
    template: Annotated[
        str | None, typer.Option(help="number: holds {n}; by default [NAME_{n}].")
    ] = None,
    scope: Annotated[
        str | None, typer.Option(help="number: a person keeps it in a document, or in a file.")
    ] = None,
    character: Annotated[
        str | None, typer.Option(help="mask: the character; by default *.")
    ] = None,
    keep_first: Annotated[
        int | None, typer.Option(min=0, help="mask: characters that stay.")
    ] = None,
    key_file: Annotated[
        Path | None, typer.Option(help="hash and surrogate: the file of the key.")
    ] = None,
    length: Annotated[int | None, typer.Option(help="hash: digits that are kept, 8 to 64.")] = None,
    threshold: Annotated[
        str, typer.Option(help="0 to 1, or high_recall, balanced or high_precision.")
    ] = "high_recall",
    consistent: Consistent = True,
    allow: Allow = None,
    deny: Deny = None,
    fold_case: FoldCase = False,
    map_: Annotated[
        Path | None,
        typer.Option("--map", help="File for the names and what replaced them, for nomen restore."),
    ] = None,
    output: OutputOption = None,
    output_format: OutputFormat = None,
    in_place: Annotated[
        bool, typer.Option("--in-place", help="Replace each file by its redacted form.")
    ] = False,
    errors: Errors = None,
    workers: Workers = None,
    force: Force = False,
    resume: Resume = False,
    engine: Engine = "local",
    ray_address: RayAddress = None,
    bundle: BundleName = None,
    language: Language = "auto",
) -> None:
    """Replace the names of texts, records and tables; all else stays as it is."""
    from nomen.service.files.command import redact_paths  # noqa: PLC0415
    from nomen.service.files.formats.opening import FormatOptions  # noqa: PLC0415
    from nomen.service.files.operator_options import OperatorOptions  # noqa: PLC0415
    from nomen.service.files.options import RedactOptions, RuleOptions  # noqa: PLC0415

    options = RedactOptions(
        text=text,
        formats=FormatOptions(
            format=file_format,
            encoding=encoding,
            text_fields=tuple(text_field or ()),
            columns=tuple(column or ()),
            lines=lines,
            keep_attachments=keep_attachments,
        ),
        include=tuple(include or ()),
        threshold=threshold,
        rules=RuleOptions(consistent=consistent, allow=allow, deny=deny, fold_case=fold_case),
        operator=OperatorOptions(
            kind=operator,
            with_=with_,
            template=template,
            scope=scope,
            character=character,
            keep_first=keep_first,
            key_file=key_file,
            length=length,
        ),
        map=map_,
        output=output,
        output_format=output_format,
        in_place=in_place,
        errors=errors,
        workers=workers,
        force=force,
        resume=resume,
        engine=engine,
        ray_address=ray_address,
        bundle=bundle,
        language=language,
    )
    _tell_counts(redact_paths(paths or [], options))


@app.command(epilog="Example: nomen restore answer.txt --map letter.map --output restored.txt")
def restore(
    source: Annotated[
        str, typer.Argument(metavar="[FILE]", help="A file, or - for standard input.")
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
    file_format: FormatOption = None,
    encoding: EncodingOption = None,
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", help="File for the restored text, else standard output."),
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Write over an existing output.")] = False,
) -> None:
    """Put names back into a redacted file, or into one that was made from it."""
    from nomen.service.files.formats.opening import FormatOptions  # noqa: PLC0415
    from nomen.service.files.restoring import RestoreOptions, restore_file  # noqa: PLC0415

    options = RestoreOptions(
        map_file=map_file,
        only=only,
        output=output,
        force=force,
        formats=FormatOptions(format=file_format, encoding=encoding),
    )
    restore_file(source, options)


@app.command(epilog="Examples: nomen columns staff.csv | nomen columns visits.parquet --rows 5000")
def columns(  # noqa: PLR0913  # a parameter for each option
    table: Annotated[Path, typer.Argument(help="A file of CSV, TSV or Parquet.")],
    *,
    rows: Annotated[int, typer.Option(min=1, help="Rows that are drawn at random.")] = 1000,
    seed: Annotated[int, typer.Option(help="The same seed draws the same rows.")] = 0,
    header: Annotated[
        bool, typer.Option("--header/--no-header", help="CSV: the first row has the headers.")
    ] = True,
    examples: Annotated[
        bool, typer.Option("--examples", help="Show some cells with a name of each column.")
    ] = False,
    threshold: Annotated[
        str | None, typer.Option(help="0 to 1, or high_recall, balanced or high_precision.")
    ] = None,
    file_format: FormatOption = None,
    encoding: EncodingOption = None,
    bundle: BundleName = None,
    language: Language = "auto",
    as_json: AsJson = False,
) -> None:
    """Tell which columns of a table are likely to hold names."""
    from nomen.service.files.command import judge_table  # noqa: PLC0415
    from nomen.service.files.sampling import Drawing  # noqa: PLC0415
    from nomen.service.files.terminal import print_columns  # noqa: PLC0415

    drawing = Drawing(
        num_rows=rows, seed=seed, has_header=header, format=file_format, encoding=encoding
    )
    judgement = judge_table(
        table,
        drawing,
        threshold=threshold,
        language=language,
        with_examples=examples,
        bundle=bundle,
    )
    print_columns(judgement, as_json=as_json)


@app.command(epilog="Example: nomen model --bundle /models/mine --json")
def model(*, bundle: BundleName = None, as_json: AsJson = False) -> None:
    """Verify a bundle and describe it."""
    from nomen.service.files.command import describe_bundle  # noqa: PLC0415
    from nomen.service.files.terminal import print_model  # noqa: PLC0415

    print_model(describe_bundle(bundle), as_json=as_json)


def _tell_counts(counts: "Counts | None") -> None:
    """Say what a job has done, and end with 3 if something was rejected."""
    if counts is None:
        return
    said = f"{_count(counts.num_documents, 'document')}, {counts.num_rejected} rejected"
    if counts.num_failed:
        said += f", {_count(counts.num_failed, 'file')} could not be read"
    typer.echo(said, err=True)
    if counts.num_rejected or counts.num_failed:
        raise typer.Exit(REJECTED)


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


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
