"""Presidio's operators: what stands in the place of a result.

*Source:* Presidio 2.2.366, `presidio_anonymizer.operators`.
"""

import hashlib
import os
from typing import Annotated, Literal

from pydantic import Field, ValidationError

from nomen.service.documents.validation import to_problem
from nomen.service.documents.values import Text
from nomen.service.errors import INVALID_VALUE, ProblemType, RequestError
from nomen.service.presidio.schemas import Anonymizers, Lenient

SALT_BYTES = 16
"""Fewest bytes of a caller's salt."""
RANDOM_SALT_BYTES = 32
OPERATOR_REFUSED = ProblemType("operator", 400, "The operator is not supported")


class Replace(Lenient):
    """Puts a text in the place of a result, or the result's entity type."""

    type: Literal["replace"] = "replace"
    new_value: Text | None = None

    def operate(self, _text: str, entity_type: str) -> str:
        """Give what stands in the place of a text."""
        return self.new_value or f"<{entity_type}>"


class Redact(Lenient):
    """Puts nothing in the place of a result."""

    type: Literal["redact"]

    def operate(self, _text: str, _entity_type: str) -> str:
        """Give what stands in the place of a text."""
        return ""


class Mask(Lenient):
    """Masks the first or the last characters of a result."""

    type: Literal["mask"]
    masking_char: Annotated[str, Field(max_length=1)]
    chars_to_mask: int
    from_end: bool | None = None

    def operate(self, text: str, _entity_type: str) -> str:
        """Give what stands in the place of a text."""
        count = max(0, min(len(text), self.chars_to_mask))
        masked = self.masking_char * count
        return text[: len(text) - count] + masked if self.from_end else masked + text[count:]


class Hash(Lenient):
    """Puts a result's hash in its place."""

    type: Literal["hash"]
    hash_type: Literal["sha256", "sha512"] = "sha256"
    salt: Text | None = None

    def operate(self, text: str, _entity_type: str) -> str:
        """Give what stands in the place of a text; without a salt it is another one every time."""
        salt = os.urandom(RANDOM_SALT_BYTES) if self.salt is None else self.salt.encode()
        if len(salt) < SALT_BYTES:
            detail = f"expected at least {SALT_BYTES} bytes"
            raise RequestError(INVALID_VALUE, detail, pointer="/anonymizers/salt")
        return hashlib.new(self.hash_type, text.encode() + salt).hexdigest()


class Keep(Lenient):
    """Leaves a result as it stands."""

    type: Literal["keep"]

    def operate(self, text: str, _entity_type: str) -> str:
        """Give what stands in the place of a text."""
        return text


Operator = Replace | Redact | Mask | Hash | Keep
OPERATORS: dict[str, type[Operator]] = {
    "hash": Hash,
    "keep": Keep,
    "mask": Mask,
    "redact": Redact,
    "replace": Replace,
}


class Operators:
    """The operator of each entity type; it is read when a result first needs it.

    Presidio reads them so late, too: one that nothing needs may be of a kind that is not supported.
    """

    def __init__(self, anonymizers: Anonymizers) -> None:
        self._anonymizers = anonymizers or {}
        self._known: dict[str, Operator] = {}

    def of(self, entity_type: str) -> Operator:
        """Give the operator of an entity type.

        Raises:
            RequestError: When its kind is not supported or its parameters are wrong.
        """
        if entity_type not in self._known:
            default = self._anonymizers.get("DEFAULT", {"type": "replace"})
            self._known[entity_type] = _read(self._anonymizers.get(entity_type, default))
        return self._known[entity_type]


def _read(fields: dict[str, object]) -> Operator:
    kind = fields.get("type")
    operator = OPERATORS.get(kind) if isinstance(kind, str) else None
    if operator is None:
        known = ", ".join(OPERATORS)
        detail = f"expected one of {known}"
        raise RequestError(OPERATOR_REFUSED, detail, pointer="/anonymizers/type")
    try:
        return operator.model_validate(fields)
    except ValidationError as error:
        errors = error.errors(include_url=False, include_input=False)
        raise to_problem(errors, operator, place="/anonymizers") from error
