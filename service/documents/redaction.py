"""What callers send to be redacted, as pydantic models; `redaction_answers.py` has the answers."""

from dataclasses import replace
from typing import Annotated, Literal, cast

from pydantic import (
    AfterValidator,
    BeforeValidator,
    Field,
    PlainValidator,
    SecretStr,
    model_validator,
)
from pydantic_core import PydanticCustomError

from nomen.model.names.rules import NameRules
from nomen.model.redaction.operators import (
    HASH_DIGITS,
    MAX_CHARACTERS,
    Hash,
    Mask,
    Number,
    Operator,
    Remove,
    Replace,
    Scope,
    Surrogate,
)
from nomen.model.redaction.placeholders import placeholders_of
from nomen.model.redaction.redaction import Redactor
from nomen.model.tagger import REDACTION_RULES, REDACTION_THRESHOLD
from nomen.service.documents.schemas import Options, TextDocument
from nomen.service.documents.values import Strict, Text, Threshold, require_object, whole

ON_ONE_LINE = r"[^\n\v\f\r\x1c-\x1e\x85\u2028\u2029]"
"""The pattern of a character that ends no line. The operators check it; OpenAPI describes it."""
WORDS = {"pattern": f"^{ON_ONE_LINE}*$"}
TEMPLATE = {"pattern": rf"^(?!.*\{{n\}}.*\{{n\}}){ON_ONE_LINE}*\{{n\}}{ON_ONE_LINE}*$"}
Key = Annotated[
    SecretStr,
    Field(
        min_length=1, max_length=1_000, description="Your own key; no log and no error shows it."
    ),
]


class ReplaceOperator(Strict):
    """Puts the same words in the place of every name."""

    kind: Literal["replace"]
    with_: Annotated[
        str, Field(alias="with", max_length=MAX_CHARACTERS, json_schema_extra=WORDS)
    ] = Replace().with_

    def build(self) -> Operator:
        """Give the operator."""
        return Replace(with_=self.with_)


class NumberOperator(Strict):
    """Numbers the persons; a person keeps the number within a document or a batch."""

    kind: Literal["number"]
    template: Annotated[
        str,
        Field(
            max_length=MAX_CHARACTERS,
            description="`{n}` stands in it once, for the number.",
            json_schema_extra=TEMPLATE,
        ),
    ] = Number().template
    scope: Scope = "document"

    def build(self) -> Operator:
        """Give the operator."""
        return Number(template=self.template, scope=self.scope)


class MaskOperator(Strict):
    """Puts a character in the place of each letter, except the first ones of a name."""

    kind: Literal["mask"]
    character: Annotated[
        str,
        Field(
            min_length=1,
            max_length=1,
            description="No combining mark.",
            json_schema_extra=WORDS,
        ),
    ] = Mask().character
    keep_first: Annotated[int, Field(ge=0, le=1_000), BeforeValidator(whole)] = 0

    def build(self) -> Operator:
        """Give the operator."""
        return Mask(character=self.character, keep_first=self.keep_first)


class HashOperator(Strict):
    """Puts an HMAC-SHA256 of a person's name in its place, in hexadecimal digits."""

    kind: Literal["hash"]
    key: Key
    length: Annotated[int, Field(ge=HASH_DIGITS[0], le=HASH_DIGITS[-1]), BeforeValidator(whole)] = (
        16
    )

    def build(self) -> Operator:
        """Give the operator."""
        return Hash(key=self.key.get_secret_value().encode(), length=self.length)


class RemoveOperator(Strict):
    """Puts nothing in the place of a name."""

    kind: Literal["remove"]

    def build(self) -> Operator:
        """Give the operator."""
        return Remove()


class SurrogateOperator(Strict):
    """Puts an invented name of a like form in the place of a name."""

    kind: Literal["surrogate"]
    key: Key

    def build(self) -> Operator:
        """Give the operator."""
        return Surrogate(key=self.key.get_secret_value().encode())


def _check_operator(operator: "AnyOperator") -> "AnyOperator":
    """Build an operator once, so that a wrong one is refused before anything runs."""
    operator.build()
    return operator


AnyOperator = Annotated[
    ReplaceOperator
    | NumberOperator
    | MaskOperator
    | HashOperator
    | RemoveOperator
    | SurrogateOperator,
    Field(discriminator="kind"),
    BeforeValidator(require_object),
    AfterValidator(_check_operator),
]


class RedactOptions(Options):
    """The options of a request that redacts."""

    threshold: Threshold = REDACTION_THRESHOLD  # type: ignore[assignment]  # a preset, says a test
    consistent: Annotated[
        bool,
        Field(description="Let the sure names of a document raise the same words elsewhere in it."),
    ] = REDACTION_RULES.consistent
    operator: Annotated[
        AnyOperator,
        Field(description="What stands in the place of a name.", examples=[{"kind": "number"}]),
    ] = ReplaceOperator(kind="replace")
    with_originals: Annotated[
        bool, Field(description="Whether the answer gives each name as it stood in the text.")
    ] = False

    @property
    def rules(self) -> NameRules:
        """What the caller wants beside the threshold; what the operator leaves is no name."""
        return replace(super().rules, placeholders=placeholders_of(self.operator.build()))

    def redactor(self) -> Redactor:
        """Make a redactor for the text or the batch.

        Raises:
            OperatorError: When the operator cannot be used.
        """
        return Redactor(self.operator.build())


def _refuse_tokens(value: object) -> object:
    if isinstance(require_object(value), dict) and "tokens" in cast("dict[str, object]", value):
        raise PydanticCustomError("tokens_refused", "a token list cannot be redacted")
    return value


class RedactRequest(RedactOptions):
    """One text to redact."""

    text: Text

    _refuse_tokens = model_validator(mode="before")(_refuse_tokens)


class RedactDocument(TextDocument):
    """A text of a batch to redact."""

    _refuse_tokens = model_validator(mode="before")(_refuse_tokens)


class RedactBatchRequest(RedactOptions):
    """Several texts with the same options; each gets its own answer or error."""

    documents: list[
        Annotated[
            object, PlainValidator(lambda value: value, json_schema_input_type=RedactDocument)
        ]
    ]
