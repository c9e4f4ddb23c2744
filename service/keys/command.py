"""The command `nomen keys`: parses options and prints a new key."""

from pathlib import Path
from typing import Annotated

import typer

keys = typer.Typer(no_args_is_help=True, help="API keys of the service.")


@keys.callback()
def group() -> None:
    """Make `new` a command of the group, though it is the only one."""


@keys.command(epilog="Example: nomen keys new web --tokens-per-second 5000 --file keys.txt")
def new(
    name: Annotated[str, typer.Argument(help="How logs and metrics call the key.")],
    *,
    file: Annotated[
        Path | None, typer.Option(envvar="NOMEN_KEYS_FILE", help="File of keys to add it to.")
    ] = None,
    tokens_per_second: Annotated[
        float | None, typer.Option(help="Most tokens that it may have tagged, on average.")
    ] = None,
    routes: Annotated[
        str | None,
        typer.Option(help="Paths that it may use, as /v1/tag,/v1/redact*; /admin/ only if named."),
    ] = None,
) -> None:
    """Draw an API key: print it once, and keep its SHA-256 in a file of keys.

    Without a file, the line for it goes to standard error.
    """
    from nomen.service.keys.issuing import append_key, issue_key  # noqa: PLC0415

    secret, key = issue_key(name, tokens_per_second=tokens_per_second, routes=routes)
    if file is None:
        typer.echo(f"Add this line to the file of keys:\n{key.to_line()}", err=True)
    else:
        append_key(file, key)
    typer.echo(secret)
