"""What callers send, as pydantic models. `answers.py` has what they get."""

from typing import Annotated, Literal, get_args

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Discriminator,
    FailFast,
    Field,
    PlainValidator,
    Tag,
)
from pydantic_core import PydanticCustomError

from nomen.model.text.offsets import OffsetUnit


def _refuse_surrogates(text: str) -> str:
    """Refuse text that UTF-8 cannot encode; pydantic does so only where lengths are limited."""
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise PydanticCustomError("lone_surrogate", "half a surrogate pair is no text") from error
    return text


def _require_object(value: object) -> object:
    if not isinstance(value, dict | BaseModel):
        raise PydanticCustomError("object_type", "expected an object")
    return value


def _require_preset(value: object) -> object:
    """Refuse unknown presets here, where the message need not mention numbers as well."""
    if isinstance(value, str) and value not in get_args(Preset):
        known = ", ".join(get_args(Preset))
        raise PydanticCustomError("unknown_preset", "expected 0 to 1 or a preset: " + known)
    return value


def _whole(value: object) -> object:
    """Read 1.0 as 1, as JSON Schema does; JavaScript may write it so."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _kind(value: object) -> str | None:
    """Tell a text from tokens; None when there is neither or both."""
    has_text = "text" in value if isinstance(value, dict) else hasattr(value, "text")
    has_tokens = "tokens" in value if isinstance(value, dict) else hasattr(value, "tokens")
    if has_text == has_tokens:
        return None
    return "text" if has_text else "tokens"


EitherKind = Discriminator(
    _kind,
    custom_error_type="text_or_tokens",
    custom_error_message="expected exactly one of text and tokens",
)
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
MAX_ID = 2**53 - 1
"""*Source:* RFC 8259, section 6: the integers on which all implementations agree."""
DocumentId = (
    Annotated[str, Field(max_length=256)]
    | Annotated[int, Field(ge=-MAX_ID, le=MAX_ID), BeforeValidator(_whole)]
    | None
)
Probability = Annotated[float, Field(ge=0, le=1)]
Preset = Literal["high_recall", "balanced", "high_precision"]


class Strict(BaseModel):
    """Base of all request models: converts no types and refuses unknown fields."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)


class Options(Strict):
    """The options of one request."""

    threshold: Annotated[
        Probability | Preset | None,
        BeforeValidator(_require_preset),
        Field(
            description="Lowest name probability of a name's tokens, 0 to 1, or the name of a "
            "preset of the bundle. The default is the bundle's.",
            examples=[0.5],
        ),
    ] = None
    offset_unit: Annotated[
        OffsetUnit,
        Field(description="The unit of starts and ends: code points, UTF-16 units or UTF-8 bytes."),
    ] = "codepoint"
    timeout_ms: Annotated[
        Annotated[int, Field(ge=1, le=3_600_000), BeforeValidator(_whole)] | None,
        Field(description="Deadline in milliseconds; the server's own may be shorter."),
    ] = None


class TextRequest(Options):
    """One text to tag."""

    text: Text

    @property
    def document(self) -> str:
        """The text or tokens to tag."""
        return self.text


class TokensRequest(Options):
    """One token list to tag."""

    tokens: Tokens

    @property
    def document(self) -> list[str]:
        """The text or tokens to tag."""
        return self.tokens


TagRequest = Annotated[
    Annotated[TextRequest, Tag("text")] | Annotated[TokensRequest, Tag("tokens")],
    EitherKind,
    BeforeValidator(_require_object),
]


class TextDocument(Strict):
    """A text of a batch."""

    id: DocumentId = None
    text: Text

    @property
    def document(self) -> str:
        """The text or tokens to tag."""
        return self.text


class TokensDocument(Strict):
    """A token list of a batch."""

    id: DocumentId = None
    tokens: Tokens

    @property
    def document(self) -> list[str]:
        """The text or tokens to tag."""
        return self.tokens


BatchDocument = Annotated[
    Annotated[TextDocument, Tag("text")] | Annotated[TokensDocument, Tag("tokens")],
    EitherKind,
    BeforeValidator(_require_object),
]


UnreadDocument = Annotated[
    object, PlainValidator(lambda value: value, json_schema_input_type=BatchDocument)
]
"""A document of a batch, still unread: `read_batch` first checks how many there are."""


class BatchRequest(Options):
    """Several documents with the same options; each gets its own answer or error."""

    documents: list[UnreadDocument]
