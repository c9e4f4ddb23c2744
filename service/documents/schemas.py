"""What callers send to be tagged, as pydantic models. `answers.py` has what they get."""

from typing import Annotated, Literal, get_args

from pydantic import BeforeValidator, Discriminator, Field, PlainValidator, Tag

from nomen.model.names.rules import NO_RULES, NameRules
from nomen.model.routing.choosing import AUTO
from nomen.service.documents.values import (
    DocumentId,
    Language,
    Phrases,
    Strict,
    Text,
    Threshold,
    TimeoutMs,
    Tokens,
    Unit,
    require_object,
)

AnswerField = Literal[
    "tokens",
    "starts",
    "ends",
    "name_probabilities",
    "names",
    "unsupported_scripts",
    "language",
    "model",
    "unsupported",
]
ALL_FIELDS: frozenset[AnswerField] = frozenset(get_args(AnswerField))


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


class Options(Strict):
    """The options of one request, whether it tags or redacts."""

    language: Language = AUTO
    threshold: Threshold = None
    offset_unit: Unit = "codepoint"
    timeout_ms: TimeoutMs = None
    consistent: Annotated[
        bool,
        Field(description="Let the sure names of a document raise the same words elsewhere in it."),
    ] = False
    allow: Annotated[Phrases, Field(description="Phrases that are never a name.")] = Field(
        default_factory=list
    )
    deny: Annotated[
        Phrases,
        Field(description="Phrases that always are a name, except inside an allowed phrase."),
    ] = Field(default_factory=list)
    fold_case: Annotated[
        bool, Field(description="Match allowed and denied phrases in any casing.")
    ] = False

    @property
    def rules(self) -> NameRules:
        """What the caller wants beside the threshold."""
        if not (self.consistent or self.allow or self.deny):
            return NO_RULES
        return NameRules(
            consistent=self.consistent,
            allow=tuple(self.allow),
            deny=tuple(self.deny),
            fold_case=self.fold_case,
        )


class TagOptions(Options):
    """The options of a request that tags."""

    fields: Annotated[
        list[AnswerField] | None,
        Field(
            min_length=1,
            description="The fields of a document's answer; the default is all of them.",
            examples=[["names"]],
        ),
    ] = None

    @property
    def answer_fields(self) -> frozenset[AnswerField]:
        """The fields to answer."""
        return ALL_FIELDS if self.fields is None else frozenset(self.fields)


class TextRequest(TagOptions):
    """One text to tag."""

    text: Text

    @property
    def document(self) -> str:
        """The text or tokens to tag."""
        return self.text


class TokensRequest(TagOptions):
    """One token list to tag."""

    tokens: Tokens

    @property
    def document(self) -> list[str]:
        """The text or tokens to tag."""
        return self.tokens


TagRequest = Annotated[
    Annotated[TextRequest, Tag("text")] | Annotated[TokensRequest, Tag("tokens")],
    EitherKind,
    BeforeValidator(require_object),
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
    BeforeValidator(require_object),
]


UnreadDocument = Annotated[
    object, PlainValidator(lambda value: value, json_schema_input_type=BatchDocument)
]
"""A document of a batch, still unread: `read_batch` first checks how many there are."""


class BatchRequest(TagOptions):
    """Several documents with the same options; each gets its own answer or error."""

    documents: list[UnreadDocument]
