"""The values that requests are made of: types that pydantic checks, each with its description."""

from typing import Annotated, Literal, get_args

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    FailFast,
    Field,
)
from pydantic_core import PydanticCustomError

from nomen.model.text.offsets import OffsetUnit

MAX_ID = 2**53 - 1
"""*Source:* RFC 8259, section 6: the integers on which all implementations agree."""
MAX_PHRASES = 1_000
"""Most phrases of an allow or a deny list, so that matching them takes no longer than tagging."""
MAX_PHRASE_CHARACTERS = 200
UNITS = {
    "bytes": "byte",
    "utf8": "byte",
    "utf-8": "byte",
    "utf-16": "utf16",
    "codepoints": "codepoint",
}
"""Other words for the units of offsets, which are understood."""


class Strict(BaseModel):
    """Base of all request models: converts no types and refuses unknown fields."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True, hide_input_in_errors=True)


def _refuse_surrogates(text: str) -> str:
    """Refuse text that UTF-8 cannot encode; pydantic does so only where lengths are limited."""
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise PydanticCustomError("lone_surrogate", "half a surrogate pair is no text") from error
    return text


def _require_preset(value: object) -> object:
    """Refuse unknown presets here, where the message need not mention numbers as well."""
    if isinstance(value, str) and value not in get_args(Preset):
        raise PydanticCustomError("unknown_preset", "expected a preset")
    return value


def whole(value: object) -> object:
    """Read 1.0 as 1, as JSON Schema does; JavaScript may write it so."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _unit(value: object) -> object:
    return UNITS.get(value, value) if isinstance(value, str) else value


def require_object(value: object) -> object:
    """Refuse what is no object before a union looks for the fields that tell its kind."""
    if not isinstance(value, dict | BaseModel):
        raise PydanticCustomError("object_type", "expected an object")
    return value


Text = Annotated[
    str,
    AfterValidator(_refuse_surrogates),
    Field(
        description="A text of any length within the limits; it is never cut.",
        examples=["Harry Potter and Hermione Granger invented a new spell."],
    ),
]
Tokens = Annotated[
    list[Annotated[str, Field(min_length=1)]],
    FailFast(),
    Field(
        description="Your own tokens; the answer has one entry for each.",
        examples=[["Harry", "Potter", "waved", "."]],
    ),
]
DocumentId = (
    Annotated[str, Field(max_length=256)]
    | Annotated[int, Field(ge=-MAX_ID, le=MAX_ID), BeforeValidator(whole)]
    | None
)
Probability = Annotated[float, Field(ge=0, le=1)]
Preset = Literal["high_recall", "balanced", "high_precision"]
Threshold = Annotated[
    Probability | Preset | None,
    BeforeValidator(_require_preset),
    Field(
        description="Lowest name probability of a name's tokens, 0 to 1, or the name of a preset "
        "of the bundle.",
        examples=[0.5, "high_recall"],
    ),
]
Language = Annotated[
    str,
    Field(
        min_length=1,
        max_length=256,
        description="`auto` tells the language of each paragraph; else a BCP 47 tag of a served "
        "language, or the name of the bundle that is to read all.",
        examples=["auto", "en-GB"],
    ),
]
Unit = Annotated[
    OffsetUnit,
    BeforeValidator(_unit),
    Field(
        description="The unit of offsets: code points, UTF-16 units or UTF-8 bytes. `bytes` and "
        "`utf8` are understood for `byte`."
    ),
]
TimeoutMs = Annotated[
    Annotated[int, Field(ge=1, le=3_600_000), BeforeValidator(whole)] | None,
    Field(
        description="Deadline in milliseconds; the server's own may be shorter.", examples=[5_000]
    ),
]
Phrases = Annotated[
    list[Annotated[str, Field(min_length=1, max_length=MAX_PHRASE_CHARACTERS)]],
    Field(max_length=MAX_PHRASES),
    FailFast(),
]
