"""The settings of the service, read once from the variables NOMEN_*."""

import difflib
import os
from collections.abc import Mapping
from typing import Annotated, Literal, Self

from pydantic import Field, ValidationError, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from nomen.model.environment import TRAINING_VARIABLES
from nomen.model.errors import NomenError

PREFIX = "NOMEN_"


class SettingsError(NomenError):
    """A variable NOMEN_* is unknown or has an invalid value; the message names the variable."""


class Settings(BaseSettings):
    """The settings; the variable of each is NOMEN_ and the field's name in capitals."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, frozen=True, extra="forbid")

    host: Annotated[
        str, Field(min_length=1, description="Address to listen on; a container needs 0.0.0.0")
    ] = "127.0.0.1"
    port: Annotated[
        int, Field(ge=0, le=65535, description="Port to listen on; 0 picks a free one")
    ] = 8000
    bundle: Annotated[
        str, Field(min_length=1, description="Name of a shipped bundle, or the folder of a bundle")
    ] = "en"
    bundle_sha256: Annotated[
        str | None,
        Field(
            pattern="^[0-9a-f]{64}(,[0-9a-f]{64})*$",
            description="Checksums of the manifests that may be loaded, with commas; unset: any",
        ),
    ] = None
    device: Annotated[
        Literal["auto", "cpu", "cuda"], Field(description="`auto` uses CUDA if torch finds a GPU")
    ] = "auto"
    precision: Annotated[
        Literal["auto", "fp32", "int8", "fp16"],
        Field(description="`auto` uses the bundle's default on the CPU, fp16 on CUDA"),
    ] = "auto"
    threads: Annotated[
        int,
        Field(
            ge=1,
            le=1024,
            description="Threads of one forward pass; more than 1 only helps large batches",
        ),
    ] = 1
    workers: Annotated[
        int | None,
        Field(
            ge=1,
            le=256,
            description="Service processes, each with an engine and a queue; unset: one for each "
            "CPU of the quota, or 1 before a GPU",
        ),
    ] = None
    max_body_bytes: Annotated[
        int, Field(ge=1, le=2**30, description="Largest request body, in bytes")
    ] = 1_048_576
    max_tokens: Annotated[
        int, Field(ge=1, le=10_000_000, description="Most tokens in a document")
    ] = 100_000
    max_documents: Annotated[
        int, Field(ge=1, le=1_000_000, description="Most documents in a batch")
    ] = 1_000
    queue_tokens: Annotated[
        int,
        Field(
            ge=1,
            le=100_000_000,
            description="Most tokens in the queue; a request beyond that gets 429",
        ),
    ] = 200_000
    batch_tokens: Annotated[
        int,
        Field(
            ge=1,
            le=1_000_000,
            description="Most tokens in flight, and most in a batch with padding; more for a GPU",
        ),
    ] = 512
    timeout_seconds: Annotated[
        float, Field(gt=0, le=3600, description="Longest time for a request; after it, 504")
    ] = 30.0
    stream_idle_seconds: Annotated[
        float,
        Field(
            gt=0,
            le=3600,
            description="How long a stream waits for its client to send or to read; then it ends",
        ),
    ] = 60.0
    drain_seconds: Annotated[
        float,
        Field(ge=0, le=3600, description="How long to serve on after SIGTERM, no longer ready"),
    ] = 5.0
    stuck_seconds: Annotated[
        float,
        Field(
            gt=0, le=3600, description="Time after which a forward pass is stuck and `/livez` fails"
        ),
    ] = 15.0
    demo: Annotated[bool, Field(description="Whether `/demo`, the page for people, is served")] = (
        True
    )
    log_level: Annotated[
        Literal["debug", "info", "warning", "error"],
        Field(description="Lowest level that is logged"),
    ] = "info"
    tracing: Annotated[
        bool,
        Field(
            description="Whether spans go to the OTLP collector of `OTEL_EXPORTER_OTLP_ENDPOINT`; "
            "needs `nomen[tracing]`"
        ),
    ] = False

    @model_validator(mode="after")
    def _check_that_a_document_fits_the_queue(self) -> Self:
        if self.max_tokens > self.queue_tokens:
            raise ValueError("NOMEN_MAX_TOKENS: expected at most NOMEN_QUEUE_TOKENS")
        return self

    @property
    def pins(self) -> frozenset[str]:
        """The checksums of the bundles that may be loaded; none allows all."""
        return frozenset(self.bundle_sha256.split(",") if self.bundle_sha256 else ())

    @classmethod
    def from_env(cls, **chosen: object) -> Self:
        """Read the environment; an option `chosen` on the command line goes before its variable.

        Raises:
            SettingsError: When a variable is unknown or invalid.
        """
        _refuse_unknown(os.environ)
        given = {name: value for name, value in chosen.items() if value is not None}
        try:
            return cls(**given)  # type: ignore[arg-type]  # pydantic checks them
        except ValidationError as error:
            raise SettingsError(_first_error(error)) from error


def settings_table() -> str:
    """Write the settings as the README's Markdown table."""
    rows = ["| variable | default | what |", "| --- | --- | --- |"]
    for name, field in Settings.model_fields.items():
        default = "unset" if field.default is None else f"`{field.default}`"
        rows.append(f"| `{PREFIX}{name.upper()}` | {default} | {field.description} |")
    return "\n".join(rows) + "\n"


def _refuse_unknown(environ: Mapping[str, str]) -> None:
    known = {PREFIX + name.upper() for name in Settings.model_fields} | TRAINING_VARIABLES
    port = environ.get("NOMEN_PORT", "")
    if port.startswith("tcp://"):
        raise SettingsError(
            "NOMEN_PORT: expected a number, found the address that Kubernetes injects for a "
            "Service named nomen; set enableServiceLinks: false in the pod's spec"
        )
    for name in sorted(environ):
        if name.startswith(PREFIX) and name not in known:
            near = difflib.get_close_matches(name, known, n=1)
            hint = f"; did you mean {near[0]}?" if near else ""
            raise SettingsError(f"{name}: no such setting{hint}")


def _first_error(error: ValidationError) -> str:
    first = error.errors(include_url=False, include_input=False)[0]
    message = first["msg"].removeprefix("Value error, ")
    return f"{PREFIX}{str(first['loc'][0]).upper()}: {message}" if first["loc"] else message
