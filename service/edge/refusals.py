"""Answers of the edge itself, to what never becomes a request of the app."""

import os
from http import HTTPStatus

import orjson
import structlog

from nomen.service.errors import MEDIA_TYPE, RequestError
from nomen.service.telemetry.metrics import Metrics

ROUTE = "unmatched"
"""The route of such answers in the metrics."""


class Refusals:
    """Counts, logs and writes refusals, without a word of what the client sent.

    Args:
        metrics: Where they are counted.
    """

    def __init__(self, metrics: Metrics) -> None:
        self._metrics = metrics
        self._log = structlog.get_logger("nomen.edge")

    def answer(self, error: RequestError, *, peer: str | None) -> bytes:
        """Give a whole answer, after which the connection ends.

        Args:
            error: Why.
            peer: The address of the client.
        """
        request_id = os.urandom(16).hex()
        code, reason = error.problem.status, error.problem.reason
        self._metrics.rejected.labels(reason).inc()
        self._metrics.observe_request(route=ROUTE, code=code, seconds=0.0)
        self._log.info(
            "refused",
            request_id=request_id,
            peer=peer,
            code=code,
            problem=error.problem.slug,
        )
        return _to_bytes(error, request_id=request_id)

    def count_cut(self, reason: str, *, peer: str | None) -> None:
        """Count a connection that is cut without an answer, because it asked nothing."""
        self._metrics.rejected.labels(reason).inc()
        self._log.debug("cut", peer=peer, reason=reason)


def _to_bytes(error: RequestError, *, request_id: str) -> bytes:
    body = orjson.dumps(error.to_json())
    code = error.problem.status
    headers = {
        "content-type": MEDIA_TYPE,
        "content-length": str(len(body)),
        "connection": "close",
        "cache-control": "no-store",
        "x-content-type-options": "nosniff",
        "x-request-id": request_id,
        **error.headers,
    }
    lines = [f"HTTP/1.1 {code} {HTTPStatus(code).phrase}"]
    lines += [f"{name}: {value}" for name, value in headers.items()]
    return "\r\n".join([*lines, "", ""]).encode() + body
