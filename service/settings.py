"""The settings of the service, read once from the variables NOMEN_*."""

import difflib
import os
from collections.abc import Mapping
from pathlib import Path
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
    metrics_port: Annotated[
        int | None,
        Field(
            ge=0,
            le=65535,
            description="Port of `/metrics` alone, without a key; unset serves it beside the rest",
        ),
    ] = None
    keys_file: Annotated[
        str | None,
        Field(
            min_length=1,
            description="File of API keys, read again when it changes; unset asks none",
        ),
    ] = None
    tls_cert: Annotated[
        str | None,
        Field(
            min_length=1,
            description="File of the TLS certificate and its chain, PEM; unset serves plain HTTP",
        ),
    ] = None
    tls_key: Annotated[
        str | None,
        Field(min_length=1, description="File of the private key of the certificate, PEM"),
    ] = None
    bundle: Annotated[
        str, Field(min_length=1, description="Name of a shipped bundle, or the folder of a bundle")
    ] = "en"
    bundles: Annotated[
        str | None,
        Field(
            min_length=1,
            description="Several of them with commas, served side by side by language; goes "
            "before `NOMEN_BUNDLE`",
        ),
    ] = None
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
            description="Service processes, each with a queue, and with an engine unless they "
            "share it; unset: one for each CPU of the quota, or 1 before a GPU",
        ),
    ] = None
    share_engine: Annotated[
        bool | None,
        Field(description="Whether one engine serves all workers; unset: before a GPU"),
    ] = None
    max_body_bytes: Annotated[
        int, Field(ge=1, le=2**30, description="Largest request body, in bytes")
    ] = 1_048_576
    body_seconds: Annotated[
        float,
        Field(gt=0, le=3600, description="Longest time to receive a body; after it, 408"),
    ] = 30.0
    body_bytes_per_second: Annotated[
        int,
        Field(
            ge=0, le=2**30, description="Least rate of a body after its first 5 seconds; below, 408"
        ),
    ] = 500
    held_body_bytes: Annotated[
        int,
        Field(
            ge=1,
            le=2**40,
            description="Most bytes of all bodies without an answer, in all workers; more get 503",
        ),
    ] = 67_108_864
    max_head_bytes: Annotated[
        int,
        Field(ge=1024, le=2**20, description="Most bytes of headers, and of trailers; else 431"),
    ] = 32_768
    max_head_lines: Annotated[
        int,
        Field(ge=1, le=10_000, description="Most header lines, and lines of trailers; else 431"),
    ] = 100
    head_seconds: Annotated[
        float,
        Field(gt=0, le=3600, description="Longest time to receive the headers; after it, 408"),
    ] = 10.0
    max_connections: Annotated[
        int | None,
        Field(
            ge=1,
            le=1_000_000,
            description=(
                "Most open connections of all workers, else 503; unset: by each worker's limit of "
                "open files, at most 4096"
            ),
        ),
    ] = None
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
            description="Most tokens in the queue of a worker; a request beyond that gets 429",
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
            description=(
                "How long a stream waits for its client to send or to read, "
                "and any answer for its client to read"
            ),
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

    @model_validator(mode="after")
    def _check_that_tls_has_both_files(self) -> Self:
        if (self.tls_cert is None) != (self.tls_key is None):
            raise ValueError("NOMEN_TLS_CERT and NOMEN_TLS_KEY: expected both or none")
        return self

    @model_validator(mode="after")
    def _check_bundles(self) -> Self:
        if self.bundles is not None and not all(self.bundle_names):
            raise ValueError("NOMEN_BUNDLES: expected names or folders with commas between them")
        return self

    @property
    def bundle_names(self) -> tuple[str, ...]:
        """The bundles that are served: names or folders, the first choice first."""
        if self.bundles is None:
            return (self.bundle,)
        return tuple(each.strip() for each in self.bundles.split(","))

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
        bundle = chosen.get("bundle")
        if isinstance(bundle, str) and "," in bundle and not Path(bundle).is_dir():
            chosen = {**chosen, "bundles": bundle}
        if bundle is not None:
            chosen = {"bundles": None, **chosen}
        given = {k: value for k, value in chosen.items() if value is not None or k == "bundles"}
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
            names = [each.removeprefix(PREFIX) for each in known]
            near = difflib.get_close_matches(name.removeprefix(PREFIX), names, n=1)
            hint = f"; did you mean {PREFIX}{near[0]}?" if near else ""
            raise SettingsError(f"{name}: no such setting{hint}")


def _first_error(error: ValidationError) -> str:
    first = error.errors(include_url=False, include_input=False)[0]
    message = first["msg"].removeprefix("Value error, ")
    return f"{PREFIX}{str(first['loc'][0]).upper()}: {message}" if first["loc"] else message
