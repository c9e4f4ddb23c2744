"""The settings of the service, read once from NOMEN_* variables; knows nothing that uses them."""

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
    """A variable NOMEN_* is unknown or has no valid value; names the variable."""


class Settings(BaseSettings):
    """What an operator may choose; every field is the variable NOMEN_ and its name in capitals."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, frozen=True, extra="forbid")

    host: Annotated[
        str, Field(min_length=1, description="Address to listen on; 0.0.0.0 in a container")
    ] = "127.0.0.1"
    port: Annotated[int, Field(ge=0, le=65535, description="Port; 0 takes a free one")] = 8000
    bundle: Annotated[
        str, Field(min_length=1, description="Name of a shipped bundle, or a bundle's folder")
    ] = "en"
    device: Annotated[
        Literal["auto", "cpu", "cuda"], Field(description="`auto` takes CUDA where torch sees one")
    ] = "auto"
    precision: Annotated[
        Literal["auto", "fp32", "int8", "fp16"],
        Field(description="`auto` is the bundle's own choice on the CPU, fp16 on CUDA"),
    ] = "auto"
    threads: Annotated[
        int,
        Field(
            ge=1, le=1024, description="Threads of one forward pass; more help large batches alone"
        ),
    ] = 1
    max_body_bytes: Annotated[int, Field(ge=1, le=2**30, description="Largest request body")] = (
        1_048_576
    )
    max_tokens: Annotated[
        int, Field(ge=1, le=10_000_000, description="Most tokens of one document")
    ] = 100_000
    max_documents: Annotated[
        int, Field(ge=1, le=1_000_000, description="Most documents of one batch")
    ] = 1_000
    queue_tokens: Annotated[
        int,
        Field(
            ge=1,
            le=100_000_000,
            description="Most tokens that wait; beyond it a request gets 429",
        ),
    ] = 200_000
    batch_tokens: Annotated[
        int,
        Field(
            ge=1,
            le=1_000_000,
            description="Most tokens run at once, and of one pass with its padding; more for a GPU",
        ),
    ] = 512
    timeout_seconds: Annotated[
        float, Field(gt=0, le=3600, description="Longest time for one request, then 504")
    ] = 30.0
    drain_seconds: Annotated[
        float, Field(ge=0, le=3600, description="After SIGTERM: not ready, but serving, this long")
    ] = 5.0
    stuck_seconds: Annotated[
        float,
        Field(gt=0, le=3600, description="A forward pass that takes longer fails `/livez`"),
    ] = 15.0
    log_level: Annotated[
        Literal["debug", "info", "warning", "error"],
        Field(description="Least level that is logged"),
    ] = "info"

    @model_validator(mode="after")
    def _check_that_a_document_fits_the_queue(self) -> Self:
        if self.max_tokens > self.queue_tokens:
            raise ValueError("NOMEN_MAX_TOKENS: expected at most NOMEN_QUEUE_TOKENS")
        return self

    @classmethod
    def from_env(cls, **chosen: object) -> Self:
        """Read the environment; what is `chosen` by an option of a command goes first.

        Raises:
            SettingsError: In one line that names the variable.
        """
        _refuse_unknown(os.environ)
        given = {name: value for name, value in chosen.items() if value is not None}
        try:
            return cls(**given)  # type: ignore[arg-type]  # pydantic checks them
        except ValidationError as error:
            raise SettingsError(_first_fault(error)) from error


def settings_table() -> str:
    """Write the settings as a Markdown table, for the README."""
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


def _first_fault(error: ValidationError) -> str:
    fault = error.errors(include_url=False, include_input=False)[0]
    message = fault["msg"].removeprefix("Value error, ")
    return f"{PREFIX}{str(fault['loc'][0]).upper()}: {message}" if fault["loc"] else message
