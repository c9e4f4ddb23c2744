"""Frames of languages: signatures, fields and lists with slots that persons' names fill."""

import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

from nomen.training.data.texts import LabelledText

SLOT = "{}"
KINDS = ("signature", "field", "list")
"""What the measured frames of a language are, in their order."""


class FramesOfLanguage(BaseModel):
    """The frames of one language.

    Attributes:
        learned: Those that training fills.
        measured: Those that the testbed fills, one of each of `KINDS`.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    learned: list[str]
    measured: list[str] = Field(min_length=len(KINDS), max_length=len(KINDS))


@cache
def frames_of_languages() -> Mapping[str, FramesOfLanguage]:
    """Read the frames that come with Nomen, by language."""
    path = Path(__file__).with_suffix(".toml")
    table = tomllib.loads(path.read_text(encoding="utf-8"))
    return TypeAdapter(dict[str, FramesOfLanguage]).validate_python(table)


def filled(frame: str, names: Sequence[str]) -> LabelledText:
    """Write names into the slots of a frame, one name at least for each slot."""
    first, *rest = frame.split(SLOT)
    text, spans = first, []
    for name, after in zip(names, rest, strict=False):
        spans.append((len(text), len(text) + len(name)))
        text += name + after
    return LabelledText(text, tuple(spans))
