"""The problems that a caller can meet, and their statuses; knows no route.

Answers are `application/problem+json` (RFC 9457). Their `type` is a relative reference,
`/problems/` and the slug below, that names the problem and leads nowhere. No problem repeats what
the caller sent.
"""

import math
from dataclasses import dataclass

from nomen.model.errors import DocumentError, NomenError

MEDIA_TYPE = "application/problem+json"


@dataclass(frozen=True, slots=True)
class ProblemType:
    """One kind of problem: its slug, status, title, and the label of `nomen_rejected_total`."""

    slug: str
    status: int
    title: str
    reason: str = "invalid"


NOT_JSON = ProblemType("not-json", 400, "The body is not JSON")
NOT_UTF8 = ProblemType("not-utf8", 400, "The body is not UTF-8")
NOT_FINITE = ProblemType("not-finite", 400, "The body has NaN or Infinity")
TOO_DEEP = ProblemType("too-deep", 400, "The body is nested too deeply")
NOT_FOUND = ProblemType("not-found", 404, "There is no such route")
METHOD_NOT_ALLOWED = ProblemType("method-not-allowed", 405, "The route has no such method")
BODY_TOO_LARGE = ProblemType("body-too-large", 413, "The body is too large", "too_large")
DOCUMENT_TOO_LARGE = ProblemType(
    "document-too-large", 413, "A document has too many tokens", "too_large"
)
TOO_MANY_DOCUMENTS = ProblemType(
    "too-many-documents", 413, "The batch has too many documents", "too_large"
)
TOO_MANY_TOKENS = ProblemType(
    "too-many-tokens", 413, "The documents have too many tokens together", "too_large"
)
MEDIA_TYPE_REFUSED = ProblemType("media-type", 415, "The body is not application/json")
ENCODING_REFUSED = ProblemType("content-encoding", 415, "The body is compressed")
DUPLICATE_FIELD = ProblemType("duplicate-field", 422, "A field stands twice")
UNKNOWN_FIELD = ProblemType("unknown-field", 422, "A field is unknown")
MISSING_FIELD = ProblemType("missing-field", 422, "A field is missing")
TEXT_OR_TOKENS = ProblemType("text-or-tokens", 422, "Exactly one of text and tokens is needed")
WRONG_TYPE = ProblemType("wrong-type", 422, "A value has the wrong type")
INVALID_VALUE = ProblemType("invalid-value", 422, "A value is out of its range")
NUMBER_OUT_OF_RANGE = ProblemType("number-out-of-range", 422, "A number is too large")
LONE_SURROGATE = ProblemType("lone-surrogate", 422, "A string has half a surrogate pair")
UNKNOWN_PRESET = ProblemType("unknown-preset", 422, "The bundle has no such preset")
INVALID_DOCUMENT = ProblemType("invalid-document", 422, "The document cannot be tagged")
QUEUE_FULL = ProblemType("queue-full", 429, "Too many tokens wait", "queue_full")
INTERNAL = ProblemType("internal", 500, "Something broke here", "internal")
LOADING = ProblemType("loading", 503, "The bundle is being loaded", "loading")
DRAINING = ProblemType("draining", 503, "The service is shutting down", "draining")
STUCK = ProblemType("stuck", 503, "A forward pass does not end", "stuck")
ENGINE_ENDED = ProblemType("engine-ended", 503, "The engine has ended", "engine_ended")
DEADLINE = ProblemType("deadline", 504, "The deadline has passed", "deadline")

CLIENT_CLOSED_REQUEST = 499
"""The code of a request whose client went away, in logs and metrics only. *Source:* nginx."""


class RequestError(NomenError):
    """A request that gets a problem for an answer.

    Attributes:
        problem: Its kind.
        detail: What was expected, in one line.
        pointer: Where in the body (JSON Pointer, RFC 6901), made of our own field names.
        headers: What the answer carries besides.
    """

    def __init__(
        self,
        problem: ProblemType,
        detail: str,
        *,
        pointer: str | None = None,
        headers: dict[str, str] | None = None,
    ) -> None:
        super().__init__(detail)
        self.problem = problem
        self.detail = detail
        self.pointer = pointer
        self.headers = headers or {}

    def to_json(self) -> dict[str, object]:
        """Give the problem object of RFC 9457."""
        fields: dict[str, object] = {
            "type": f"/problems/{self.problem.slug}",
            "title": self.problem.title,
            "status": self.problem.status,
            "detail": self.detail,
        }
        return fields if self.pointer is None else {**fields, "pointer": self.pointer}


class QueueFullError(NomenError):
    """The queue has no room; `retry_after_seconds` is when it should have."""

    def __init__(self, *, retry_after_seconds: float) -> None:
        super().__init__("the queue is full")
        self.retry_after_seconds = retry_after_seconds


class RefusedError(NomenError):
    """What the settings name cannot be loaded: the bundle's or the device's own words."""


class EngineError(NomenError):
    """A forward pass failed; the next one may not."""


class EngineEndedError(NomenError):
    """The engine's process has ended: it was killed, or memory ran out."""

    def __init__(self, message: str = "the engine's process has ended") -> None:
        super().__init__(message)


class AbandonedError(NomenError):
    """Nobody waits for an answer any more."""


class ClosedError(NomenError):
    """The service closed while a request waited."""


def to_request_error(error: Exception) -> RequestError:
    """Give the problem that an error of the layers below is to a caller."""
    match error:
        case RequestError():
            return error
        case QueueFullError():
            headers = {"Retry-After": str(math.ceil(error.retry_after_seconds))}
            return RequestError(QUEUE_FULL, "try again after Retry-After seconds", headers=headers)
        case DocumentError():
            return RequestError(INVALID_DOCUMENT, str(error))
        case ClosedError() | EngineEndedError():
            kind = DRAINING if isinstance(error, ClosedError) else ENGINE_ENDED
            return RequestError(kind, "try another replica", headers={"Retry-After": "1"})
        case TimeoutError():
            return RequestError(DEADLINE, "not done within timeout_ms or the server's own limit")
        case _:
            return RequestError(INTERNAL, "the log has more under this X-Request-ID")
