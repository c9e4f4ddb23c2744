"""What the routes do with the documents of a stream: they tag, or they redact."""

from typing import TypeVar

from pydantic import ValidationError

from nomen.model.bundle.bundle import Manifest
from nomen.model.documents import Document, TaggedDocument
from nomen.model.redaction.redaction import Redactor
from nomen.service.documents.answers import to_json
from nomen.service.documents.reading import Entry, read_document, read_text_document
from nomen.service.documents.redaction import RedactOptions
from nomen.service.documents.redaction_answers import redacted_to_json
from nomen.service.documents.schemas import Options, TagOptions
from nomen.service.documents.thresholds import expected_missed, resolve_threshold
from nomen.service.documents.validation import to_problem

AnyOptions = TypeVar("AnyOptions", bound=Options)


class TagWork:
    """Tags texts and token lists.

    Args:
        manifest: Of the served bundle.

    Attributes:
        options: The options of the stream.
    """

    def __init__(self, manifest: Manifest) -> None:
        self.options = TagOptions()
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
        """Give the fields of the answer to a document."""
        text = str(document)
        fields = redacted_to_json(
            self._redactor.redact(text, tagged.names),
            text=text,
            unit=self.options.offset_unit,
            with_originals=self.options.with_originals,
        )
        return {**fields, "expected_missed": self._expected_missed}

    def _take(self, options: RedactOptions) -> None:
        self.options = options
        self._redactor = Redactor(options.operator.build())
        self._expected_missed = expected_missed(options.threshold, self._manifest)


def _read(value: object, model: type[AnyOptions], manifest: Manifest) -> AnyOptions:
    try:
        options = model.model_validate(value)
    except ValidationError as error:
        raise to_problem(error.errors(include_url=False, include_input=False), model) from error
    resolve_threshold(options.threshold, manifest)  # refuses a preset that the bundle lacks
    return options
