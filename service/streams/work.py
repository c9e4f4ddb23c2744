"""What the routes do with the documents of a stream: they tag, or they redact."""

from typing import TypeVar

from pydantic import ValidationError

from nomen.model.documents import Document
from nomen.model.redaction.operators import Number, Surrogate
from nomen.model.tagged_documents import TaggedDocument
from nomen.service.documents.answers import to_json
from nomen.service.documents.reading import Entry, read_document, read_text_document
from nomen.service.documents.redaction import RedactOptions
from nomen.service.documents.redaction_answers import redacted_to_json
from nomen.service.documents.schemas import Options, TagOptions
from nomen.service.documents.served import Served
from nomen.service.documents.validation import to_problem
from nomen.service.errors import TOO_MANY_PERSONS, RequestError

MAX_PERSONS = 50_000
"""Most persons whom a stream tells apart from one text to the next: each takes memory."""

AnyOptions = TypeVar("AnyOptions", bound=Options)


class TagWork:
    """Tags texts and token lists.

    Args:
        served: The served bundles.

    Attributes:
        options: The options of the stream.
        is_long: Whether to write answers takes long even for small documents.
    """

    def __init__(self, served: Served) -> None:
        self.options = TagOptions()
        self.is_long = False
        self._served = served

    def begin(self, value: object) -> None:
        """Take the options of the first line, as JSON.

        Raises:
            RequestError: When an option is unknown or has an invalid value.
        """
        self.options = _read(value, TagOptions, self._served)

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
        served: The served bundles.

    Attributes:
        options: The options of the stream.
        is_long: Whether to write answers takes long even for small documents.
    """

    def __init__(self, served: Served) -> None:
        self._served = served
        self._take(RedactOptions())

    def begin(self, value: object) -> None:
        """Take the options of the first line, as JSON.

        Raises:
            RequestError: When an option is unknown or has an invalid value.
        """
        self._take(_read(value, RedactOptions, self._served))

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
        return {**fields, "expected_missed": self._missed(tagged)}

    def _missed(self, tagged: TaggedDocument) -> float | None:
        """Give the expectation of the bundle that read a text, the highest of several."""
        shares = [self._expected_missed[label] for label in tagged.model.split(", ")]
        known = [share for share in shares if share is not None]
        return max(known) if len(known) == len(shares) else None

    def _take(self, options: RedactOptions) -> None:
        self.options = options
        self._redactor = options.redactor()
        operator = self._redactor.operator
        self.is_long = isinstance(operator, Surrogate)
        is_batch = isinstance(operator, Number) and operator.scope == "batch"
        self._persons: set[str] | None = set() if is_batch else None
        self._expected_missed = {
            reader.label: self._served.expected_missed(options.threshold, used=[i])
            for i, reader in enumerate(self._served.readers)
        }


def _read(value: object, model: type[AnyOptions], served: Served) -> AnyOptions:
    try:
        options = model.model_validate(value)
    except ValidationError as error:
        raise to_problem(error.errors(include_url=False, include_input=False), model) from error
    served.choose(options.language)  # refuses a language that no bundle tags
    served.thresholds(options.threshold)  # refuses a preset that a bundle lacks
    return options
