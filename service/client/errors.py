"""The errors of the client. None repeats a text: a message has what was expected, and the place."""

from nomen.model.errors import NomenError
from nomen.service.client.results import Problem


class ClientError(NomenError):
    """Root of the client's errors."""


class ConnectionFailedError(ClientError):
    """The service cannot be reached, or the connection was lost again and again."""


class DeadlineError(ClientError, TimeoutError):
    """The answer was not there within the timeout, all tries counted."""


class AnswerError(ClientError):
    """The answer is none of Nomen's: another service or a proxy stands at this address."""


class ProblemError(ClientError):
    """The service answered with a problem.

    Attributes:
        problem: What the service said: type, status, detail and the place in what was sent.
        request_id: The id under which the service's log has the request; None in a stream.
    """

    def __init__(self, problem: Problem, *, request_id: str | None = None) -> None:
        place = "" if problem.pointer is None else f"{problem.pointer}: "
        super().__init__(f"{problem.status} {problem.type}: {place}{problem.detail}")
        self.problem = problem
        self.request_id = request_id


class RequestRefusedError(ProblemError):
    """The request is wrong (4xx)."""


class KeyRefusedError(RequestRefusedError):
    """The API key is missing, unknown, or may not do this (401, 403)."""


class TooLargeError(RequestRefusedError):
    """The request is beyond a limit of the service (413)."""


class BusyError(ProblemError):
    """The service had no room (429) or was not ready (503) until the timeout."""


class ServiceFailedError(ProblemError):
    """The service failed (5xx)."""


_BY_STATUS: dict[int, type[ProblemError]] = {
    401: KeyRefusedError,
    403: KeyRefusedError,
    413: TooLargeError,
    429: BusyError,
    503: BusyError,
}
_FIRST_OF_SERVICE = 500


def problem_error(problem: Problem, *, request_id: str | None = None) -> ClientError:
    """Give the error for a problem."""
    if problem.status == 504:  # noqa: PLR2004  # Gateway Timeout
        return DeadlineError(f"{problem.type}: {problem.detail}")
    other = RequestRefusedError if problem.status < _FIRST_OF_SERVICE else ServiceFailedError
    return _BY_STATUS.get(problem.status, other)(problem, request_id=request_id)
