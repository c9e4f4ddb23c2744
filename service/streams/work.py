"""What the routes do with the documents of a stream: they tag, or they redact."""

from typing import TypeVar

from pydantic import ValidationError

from nomen.model.bundle.bundle import Manifest
from nomen.model.documents import Document, TaggedDocument
from nomen.model.redaction.expectation import expected_missed
from nomen.model.redaction.operators import Number, Surrogate
from nomen.service.documents.answers import rounded, to_json
from nomen.service.documents.reading import Entry, read_document, read_text_document
from nomen.service.documents.redaction import RedactOptions
from nomen.service.documents.redaction_answers import redacted_to_json
from nomen.service.documents.schemas import Options, TagOptions
from nomen.service.documents.thresholds import resolve_threshold
from nomen.service.documents.validation import to_problem
from nomen.service.errors import TOO_MANY_PERSONS, RequestError

MAX_PERSONS = 50_000
"""Most persons whom a stream tells apart from one text to the next: each takes memory."""

AnyOptions = TypeVar("AnyOptions", bound=Options)


class TagWork:
    """Tags texts and token lists.

    Args:
        manifest: Of the served bundle.

    Attributes:
        options: The options of the stream.
        is_long: Whether to write answers takes long even for small documents.
    """

    def __init__(self, manifest: Manifest) -> None:
        self.options = TagOptions()
        self.is_long = False
        self._manifest = manifest

    def begin(self, value: object) -> None:
        """Take the options of the first line, as JSON.

        Raises:
            RequestError: When an option is unknown or has an invalid value.
        """
        self.options = _read(value, TagOptions, self._manifest)

    def read(self, value: object) -> Entry:
        """Read one document, given as parsed JSON."""
        return read_document(value)

    def write(self, document: Document, tagged: TaggedDocument) -> dict[str, object]:
        """Give the fields of the answer to a document."""
        unit, fields = self.options.offset_unit, self.options.answer_fields
        return to_json(tagged, document=document, unit=unit, fields=fields)


class RedactWork:
    """Redacts texts. An operator whose scope is a batch takes the whole stream for one.

    Args:
        manifest: Of the served bundle.

    Attributes:
        options: The options of the stream.
        is_long: Whether to write answers takes long even for small documents.
    """

    def __init__(self, manifest: Manifest) -> None:
        self._manifest = manifest
        self._take(RedactOptions())

    def begin(self, value: object) -> None:
        """Take the options of the first line, as JSON.

        Raises:
            RequestError: When an option is unknown or has an invalid value.
        """
        self._take(_read(value, RedactOptions, self._manifest))

    def read(self, value: object) -> Entry:
        """Read one document, given as parsed JSON."""
        return read_text_document(value)

    def write(self, document: Document, tagged: TaggedDocument) -> dict[str, object]:
        """Give the fields of the answer to a document.

        Raises:
            RequestError: When the texts before had more persons than may be told apart.
        """
        text = str(document)
        redacted = self._redactor.redact_tagged(text, tagged)
        if self._persons is not None:
            self._persons.update(name.replacement for name in redacted.names)
            if len(self._persons) > MAX_PERSONS:
                raise RequestError(TOO_MANY_PERSONS, f"expected at most {MAX_PERSONS} persons")
        fields = redacted_to_json(
            redacted,
            text=text,
            unit=self.options.offset_unit,
            with_originals=self.options.with_originals,
        )
        return {**fields, "expected_missed": self._expected_missed}

    def _take(self, options: RedactOptions) -> None:
        self.options = options
        self._redactor = options.redactor()
        operator = self._redactor.operator
        self.is_long = isinstance(operator, Surrogate)
        is_batch = isinstance(operator, Number) and operator.scope == "batch"
        self._persons: set[str] | None = set() if is_batch else None
        self._expected_missed = rounded(expected_missed(options.threshold, self._manifest))


def _read(value: object, model: type[AnyOptions], manifest: Manifest) -> AnyOptions:
    try:
        options = model.model_validate(value)
    except ValidationError as error:
        raise to_problem(error.errors(include_url=False, include_input=False), model) from error
    resolve_threshold(options.threshold, manifest)  # refuses a preset that the bundle lacks
    return options
