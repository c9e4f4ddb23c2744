"""The errors of the service, and the problem and HTTP status that each becomes.

Problems are `application/problem+json` (RFC 9457). Their `type` is a relative reference,
`/problems/` and the slug below. It names the problem; there is no page behind it. No problem
repeats what the caller sent.
"""

import math
from dataclasses import dataclass

from nomen.model.errors import (
    DocumentError,
    LanguageError,
    MalformedLanguageError,
    NomenError,
    OperatorError,
)

MEDIA_TYPE = "application/problem+json"


@dataclass(frozen=True, slots=True)
class ProblemType:
    """A kind of problem: slug, status, title, and its label in `nomen_rejected_total`."""

    slug: str
    status: int
    title: str
    reason: str = "invalid"


NOT_JSON = ProblemType("not-json", 400, "The body is not JSON")
NOT_UTF8 = ProblemType("not-utf8", 400, "The body is not UTF-8")
NOT_FINITE = ProblemType("not-finite", 400, "The body has NaN or Infinity")
TOO_DEEP = ProblemType("too-deep", 400, "The body is nested too deeply")
MALFORMED_REQUEST = ProblemType(
    "malformed-request", 400, "The request is not HTTP as it is used today", "malformed"
)
KEY_MISSING = ProblemType("key-missing", 401, "A key is required", "key")
KEY_REFUSED = ProblemType("key-refused", 401, "The key is unknown", "key")
KEY_NOT_ALLOWED = ProblemType("key-not-allowed", 403, "The key may not use this route", "key")
NOT_FOUND = ProblemType("not-found", 404, "The route does not exist")
METHOD_NOT_ALLOWED = ProblemType("method-not-allowed", 405, "The route does not allow this method")
RELOAD_REFUSED = ProblemType("reload-refused", 409, "The new bundle is not served", "reload")
HEAD_TOO_SLOW = ProblemType("head-too-slow", 408, "The headers came too slowly", "slow_head")
BODY_TOO_SLOW = ProblemType("body-too-slow", 408, "The body came too slowly", "slow_body")
STREAM_IDLE = ProblemType("stream-idle", 408, "The stream was idle for too long", "idle")
BODY_TOO_LARGE = ProblemType("body-too-large", 413, "The body is too large", "too_large")
LINE_TOO_LARGE = ProblemType("line-too-large", 413, "A line is too large", "too_large")
DOCUMENT_TOO_LARGE = ProblemType(
    "document-too-large", 413, "A document has too many tokens", "too_large"
)
TOO_MANY_DOCUMENTS = ProblemType(
    "too-many-documents", 413, "The batch has too many documents", "too_large"
)
TOO_MANY_TOKENS = ProblemType(
    "too-many-tokens", 413, "The documents together have too many tokens", "too_large"
)
TOO_MANY_PERSONS = ProblemType(
    "too-many-persons", 413, "The texts together have too many persons", "too_large"
)
MEDIA_TYPE_REFUSED = ProblemType("media-type", 415, "The body has another media type")
ENCODING_REFUSED = ProblemType("content-encoding", 415, "The body is compressed")
DUPLICATE_FIELD = ProblemType("duplicate-field", 422, "A field appears twice")
UNKNOWN_FIELD = ProblemType("unknown-field", 422, "A field is unknown")
NOT_IN_URL = ProblemType("not-in-url", 422, "A field does not belong into a URL")
MISSING_FIELD = ProblemType("missing-field", 422, "A field is missing")
TEXT_OR_TOKENS = ProblemType("text-or-tokens", 422, "Exactly one of text and tokens is required")
TOKENS_REFUSED = ProblemType("tokens-refused", 422, "Tokens cannot be redacted")
WRONG_TYPE = ProblemType("wrong-type", 422, "A value has the wrong type")
INVALID_VALUE = ProblemType("invalid-value", 422, "A value is out of its range")
NUMBER_OUT_OF_RANGE = ProblemType("number-out-of-range", 422, "A number is too large")
LONE_SURROGATE = ProblemType("lone-surrogate", 422, "A string contains half a surrogate pair")
LANGUAGE_REFUSED = ProblemType(
    "language", 422, "The language or the bundle is not served", "language"
)
LANGUAGE_MALFORMED = ProblemType(
    "language-tag", 422, "The language is no tag of BCP 47", "language"
)
UNKNOWN_PRESET = ProblemType("unknown-preset", 422, "The bundle has no such preset")
INVALID_DOCUMENT = ProblemType("invalid-document", 422, "The document cannot be tagged")
QUEUE_FULL = ProblemType("queue-full", 429, "The queue is full", "queue_full")
KEY_LIMIT = ProblemType("key-limit", 429, "The key has used its tokens", "key_limit")
TOO_MANY_KEYS = ProblemType(
    "too-many-keys", 429, "Too many keys from this address were refused", "key"
)
HEAD_TOO_LARGE = ProblemType("head-too-large", 431, "The headers are too large", "large_head")
NO_SURROGATES = ProblemType(
    "no-surrogates", 501, "The service has no names for surrogates", "no_surrogates"
)
INTERNAL = ProblemType("internal", 500, "The service failed", "internal")
LOADING = ProblemType("loading", 503, "The bundle is being loaded", "loading")
DRAINING = ProblemType("draining", 503, "The service is shutting down", "draining")
STUCK = ProblemType("stuck", 503, "The engine is stuck", "stuck")
ENGINE_ENDED = ProblemType("engine-ended", 503, "The engine has ended", "engine_ended")
BUSY = ProblemType("busy", 503, "The service has no room for more", "busy")
DEADLINE = ProblemType("deadline", 504, "The deadline has passed", "deadline")
VERSION_REFUSED = ProblemType(
    "http-version", 505, "The service speaks HTTP/1.1 and HTTP/1.0", "malformed"
)

CLIENT_CLOSED_REQUEST = 499
"""The code for a client that left before its answer, in logs and metrics only. *Source:* nginx."""


class RequestError(NomenError):
    """A request is answered with a problem.

    Attributes:
        problem: The kind of problem.
        detail: What was expected, in one line.
        pointer: The place in the body (JSON Pointer, RFC 6901), made of fields of request models.
        headers: Headers of the answer.
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

    def within(self, place: str) -> "RequestError":
        """Give the error of a document of a batch with a pointer to the document, if it has none.

        Args:
            place: The pointer to the document.
        """
        return RequestError(self.problem, self.detail, pointer=self.pointer or place)

    def to_json(self) -> dict[str, object]:
        """Give the problem object of RFC 9457."""
        fields: dict[str, object] = {
            "type": f"/problems/{self.problem.slug}",
            "title": self.problem.title,
            "status": self.problem.status,
            "detail": self.detail,
        }
        return fields if self.pointer is None else {**fields, "pointer": self.pointer}


class ReloadError(RequestError):
    """The service keeps the bundle that it serves; the message says why."""

    def __init__(self, reason: str) -> None:
        super().__init__(RELOAD_REFUSED, reason)


class QueueFullError(NomenError):
    """The queue has no room; `retry_after_seconds` says when it is expected to."""

    def __init__(self, *, retry_after_seconds: float) -> None:
        super().__init__("the queue is full")
        self.retry_after_seconds = retry_after_seconds


class RefusedError(NomenError):
    """The engine's process could not load the bundle or use the device; its message says why."""


class EngineError(NomenError):
    """A forward pass failed; the next one may succeed."""


class EngineEndedError(NomenError):
    """The engine's process has ended: it was killed, memory ran out, or it was stuck.

    Attributes:
        code: Its exit code, negative for a signal; None where it is not known.
    """

    def __init__(
        self, message: str = "the engine's process has ended", *, code: int | None = None
    ) -> None:
        super().__init__(message)
        self.code = code


class WorkerEndedError(NomenError):
    """A worker process of `nomen tag` has ended: it was killed, or memory ran out."""

    def __init__(self) -> None:
        super().__init__("a worker process has ended; expected memory for each of them")


class AbandonedError(NomenError):
    """The client has left before its answer."""


class ClosedError(NomenError):
    """The service closed before the request was done."""


def to_request_error(error: Exception) -> RequestError:
    """Give the problem for an error of any room."""
    match error:
        case RequestError():
            return error
        case QueueFullError():
            headers = {"Retry-After": str(math.ceil(error.retry_after_seconds))}
            return RequestError(QUEUE_FULL, "try again after Retry-After seconds", headers=headers)
        case DocumentError() | OperatorError() | LanguageError():
            return _content_error(error)
        case ClosedError() | EngineEndedError():
            kind = DRAINING if isinstance(error, ClosedError) else ENGINE_ENDED
            return RequestError(kind, "try another replica", headers={"Retry-After": "1"})
        case TimeoutError():
            return RequestError(DEADLINE, "not done within timeout_ms or the server's own limit")
        case _:
            return RequestError(INTERNAL, "the log has more under this X-Request-ID")


def _content_error(error: DocumentError | OperatorError | LanguageError) -> RequestError:
    if isinstance(error, LanguageError):
        detail = str(error).removeprefix("language: ")
        is_malformed = isinstance(error, MalformedLanguageError)
        problem = LANGUAGE_MALFORMED if is_malformed else LANGUAGE_REFUSED
        return RequestError(problem, detail, pointer="/language")
    if isinstance(error, DocumentError):
        return RequestError(INVALID_DOCUMENT, str(error))
    if error.field == "kind":
        return RequestError(NO_SURROGATES, "expected the server to have 'nomen[surrogates]'")
    detail = str(error).removeprefix(f"{error.field}: ")
    return RequestError(INVALID_VALUE, detail, pointer=f"/operator/{error.field}")
