"""Chooses what an output is, and how it is compressed, by the caller's word or by its ending."""

from collections.abc import Sequence
from typing import Literal

from nomen.service.files.formats.choosing import Choice, FormatName, choose, compression_of
from nomen.service.files.formats.compression import Compression
from nomen.service.files.sources import SourceError

Kind = Literal["jsonl", "csv", "parquet", "same"]
"""What an output is: answers in JSON Lines, CSV or Parquet, or each file in its own format."""
KINDS: tuple[Kind, ...] = ("jsonl", "csv", "parquet", "same")
ALSO: dict[FormatName, tuple[FormatName, ...]] = {
    "text": ("markdown",),
    "markdown": ("text",),
    "html": ("text", "markdown"),
}
"""Formats under whose endings a file of another one can stand as it is."""


def choose_kind(
    file_name: str, choices: Sequence[Choice], *, asked: Kind | None, default: Kind
) -> tuple[Kind, Compression]:
    """Choose what an output file is.

    Args:
        file_name: The name of the output.
        choices: The formats of the files that go to it.
        asked: What the caller says; None goes by the ending.
        default: What it is if nothing says otherwise; `same` is a redaction.

    Raises:
        SourceError: When it cannot be written so.
    """
    first, compression = choices[0], compression_of(file_name)
    target = choose(file_name)
    if asked is not None or target is None:
        kind = settle_kind(asked or default, first, default=default)
    elif default == "same":
        kind = _redacted_as(target.name, first.name)
    else:
        kind = _answered_as(target.name, choices)
    is_parquet = kind == "parquet" or (kind == "same" and first.name == "parquet")
    if is_parquet and compression:
        raise SourceError("--output: a Parquet file is not compressed again; expected .parquet")
    if kind == "same" and target is None and not compression:
        return kind, first.compression
    return kind, compression


def settle_kind(kind: Kind, choice: Choice, *, default: Kind) -> Kind:
    """Give what the output of a file is: a table is redacted in its own format alone.

    Raises:
        SourceError: When a redaction is to be a table of another format.
    """
    if default != "same" or kind not in ("csv", "parquet"):
        return kind
    return _redacted_as(kind, choice.name)


def _redacted_as(target: FormatName, source: FormatName) -> Kind:
    if target == source or target in ALSO.get(source, ()):
        return "same"
    if target == "jsonl":
        return "jsonl"
    raise SourceError(
        f"--output: {source} is not written as {target}; expected its own format, or .jsonl"
    )


def _answered_as(target: FormatName, choices: Sequence[Choice]) -> Kind:
    is_tsv = len(choices) == 1 and choices[0].name == "tsv"
    if is_tsv and target == "tsv":
        return "csv"
    if is_tsv and target == "csv":
        raise SourceError("--output: tsv is not written as csv; expected .tsv, .jsonl or .parquet")
    if target in ("jsonl", "csv", "parquet"):
        return target
    raise SourceError(
        f"--output: answers are not written as {target}; expected .jsonl, .csv or .parquet"
    )
