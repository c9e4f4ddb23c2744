"""What callers send and get, as pydantic models; knows no tagger and no HTTP."""

from dataclasses import dataclass
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
    TypeAdapter,
    ValidationError,
)
from pydantic_core import PydanticCustomError

from nomen.model.text.offsets import OffsetUnit
from nomen.service.documents.validation import to_problem
from nomen.service.errors import RequestError


def _refuse_surrogates(text: str) -> str:
    """Refuse what has no UTF-8; strings with a length to check pydantic refuses itself."""
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
    """Refuse other strings here: in the union a number would be asked for, too."""
    if isinstance(value, str) and value not in get_args(Preset):
        known = ", ".join(get_args(Preset))
        raise PydanticCustomError("unknown_preset", "expected 0 to 1 or a preset: " + known)
    return value


def _whole(value: object) -> object:
    """Take 1.0 for 1, as JSON Schema does and JavaScript writes it."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _kind(value: object) -> str | None:
    """Tell a text from tokens; neither and both are neither."""
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
        description="Any text, tagged whole.",
        examples=["Harry Potter and Hermione Granger invented a new spell."],
    ),
]
Tokens = Annotated[
    list[Annotated[str, Field(min_length=1)]],
    FailFast(),
    Field(
        description="Tokens of one's own; the answer has one entry for each.",
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
    """Base of what callers send: no conversion, no unknown field."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)


class Options(Strict):
    """What a caller may choose for one request."""

    threshold: Annotated[
        Probability | Preset | None,
        BeforeValidator(_require_preset),
        Field(
            description="Lowest name probability of a name's tokens, or a preset of the bundle; "
            "null is the bundle's default.",
            examples=[0.5],
        ),
    ] = None
    offset_unit: Annotated[
        OffsetUnit,
        Field(description="What starts and ends count: code points, UTF-16 units or UTF-8 bytes."),
    ] = "codepoint"
    timeout_ms: Annotated[
        Annotated[int, Field(ge=1, le=3_600_000), BeforeValidator(_whole)] | None,
        Field(description="Deadline, in ms; the server's own may be sooner."),
    ] = None


class TextRequest(Options):
    """One text."""

    text: Text

    @property
    def document(self) -> str:
        """What is tagged."""
        return self.text


class TokensRequest(Options):
    """One list of tokens."""

    tokens: Tokens

    @property
    def document(self) -> list[str]:
        """What is tagged."""
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
        """What is tagged."""
        return self.text


class TokensDocument(Strict):
    """A token list of a batch."""

    id: DocumentId = None
    tokens: Tokens

    @property
    def document(self) -> list[str]:
        """What is tagged."""
        return self.tokens


BatchDocument = Annotated[
    Annotated[TextDocument, Tag("text")] | Annotated[TokensDocument, Tag("tokens")],
    EitherKind,
    BeforeValidator(_require_object),
]


@dataclass(frozen=True, slots=True)
class Refusal:
    """A document of a batch that cannot be tagged, and why."""

    id: str | int | None
    error: RequestError


_document_adapter: TypeAdapter[TextDocument | TokensDocument] = TypeAdapter(BatchDocument)
_id_adapter: TypeAdapter[str | int | None] = TypeAdapter(DocumentId, config=Strict.model_config)


def read_document(value: object) -> TextDocument | TokensDocument | Refusal:
    """Read one document of a batch; what is wrong with it stays its own."""
    try:
        return _document_adapter.validate_python(value)
    except ValidationError as error:
        problem = to_problem(error.errors(include_url=False, include_input=False))
        return Refusal(_read_id(value), problem)


def _read_id(value: object) -> str | int | None:
    given = value.get("id") if isinstance(value, dict) else None
    try:
        return _id_adapter.validate_python(given)
    except ValidationError:
        return None


UnreadDocument = Annotated[
    object, PlainValidator(lambda value: value, json_schema_input_type=BatchDocument)
]
"""A document of a batch as it came: it is read once there are known to be not too many."""


class BatchRequest(Options):
    """Several documents that share the options; each is answered for itself."""

    documents: list[UnreadDocument]
