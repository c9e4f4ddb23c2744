"""Lets requests with a good key through, and charges the key for what they took.

A middleware around all routes: a route that is added later needs a key, too. Only the paths in
`OPEN_PATHS` need none, compared letter by letter with the path that the router gets.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path

import structlog
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from nomen.model.errors import NomenError
from nomen.service.demo.page import demo_paths
from nomen.service.errors import KEY_MISSING, RequestError
from nomen.service.http import presidio
from nomen.service.http.access_log import to_response
from nomen.service.keys.budgets import Budgets
from nomen.service.keys.guard import Guard
from nomen.service.keys.key import Key
from nomen.service.keys.key_ring import KeyRing
from nomen.service.keys.watched_files import FileWatch, call_on_change
from nomen.service.scheduling.lifecycle import Lifecycle
from nomen.service.telemetry.access_record import AccessRecord
from nomen.service.telemetry.key_metrics import KeyMetrics

PROBES = frozenset({"/livez", "/readyz", "/startupz", "/health"})
PRESIDIO_PATHS = presidio.paths()
OPEN_PATHS = PROBES | demo_paths()
BYTES_OF_TOKEN = 5
"""Bytes of a body for each token, on average, to charge it before it is tagged."""
MOST_PIECE_BYTES, LEAST_PIECE_BYTES = 65_536, 256
STREAM_ENDING = "/stream"


class Authorization:
    """The keys of one app: the guard, and what watches their file.

    Args:
        lifecycle: Has the metrics and the settings.
        path: The file of keys.

    Raises:
        KeysError: When a line of the file is wrong.
        OSError: When it cannot be read.
    """

    def __init__(self, lifecycle: Lifecycle, path: Path) -> None:
        self._watch = FileWatch([path])
        self.guard = Guard(KeyRing(path), Budgets())
        self.metrics = KeyMetrics(lifecycle.metrics.registry)
        self.lifecycle = lifecycle
        self._log = structlog.get_logger("nomen.keys")
        self.metrics.observe_keys(len(self.guard.ring.keys))

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Read the keys again whenever their file changes."""
        watching = asyncio.create_task(
            call_on_change(self._watch, self.reload, stopping=self.lifecycle.stopping), name="keys"
        )
        try:
            yield
        finally:
            watching.cancel()
            with suppress(asyncio.CancelledError):
                await watching
            self.guard.budgets.close()

    def reload(self) -> None:
        """Read the keys again; those that are known stay when the file is wrong."""
        ring = self.guard.ring
        try:
            ring.reload()
        except (NomenError, OSError) as error:
            reason = str(error) if isinstance(error, NomenError) else type(error).__name__
            self._log.error("keys not read", reason=reason)
            self.metrics.observe_reload(is_done=False)
            return
        self._log.info("keys read", num_keys=len(ring.keys))
        self.metrics.observe_reload(is_done=True)
        self.metrics.observe_keys(len(ring.keys))


class AuthorizationMiddleware:
    """Asks for a key.

    Args:
        app: The app.
        authorization: The keys.
    """

    def __init__(self, app: ASGIApp, *, authorization: Authorization) -> None:
        self._app = app
        self._authorization = authorization
        self._log = structlog.get_logger("nomen.keys")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request, or refuse it before its body is read."""
        if scope["type"] != "http" or scope["path"] in OPEN_PATHS:
            await self._app(scope, receive, send)
            return
        address = (scope.get("client") or ("",))[0]
        guard = self._authorization.guard
        try:
            key = guard.admit(scope["headers"], path=scope["path"], address=address)
        except RequestError as error:
            await self._refuse(error, scope["path"], address)(scope, receive, send)
            return
        record: AccessRecord = scope["state"]["access_record"]
        record.key = key.name
        charge = Charge(guard.budgets, key, record)
        try:
            await self._app(scope, charge.received(scope, receive), send)
        finally:
            charge.settle()
            self._authorization.metrics.observe_request(key.name, num_tokens=record.num_tokens)

    def _refuse(self, error: RequestError, path: str, address: str) -> ASGIApp:
        lifecycle = self._authorization.lifecycle
        if error.problem.status == KEY_MISSING.status:
            self._log.warning("key refused", problem=error.problem.slug, address=address)
        if path in PRESIDIO_PATHS:
            return presidio.refuse(error, lifecycle)
        lifecycle.metrics.rejected.labels(error.problem.reason).inc()
        return to_response(error)


class Charge:
    """What one request takes out of its key's budget.

    Args:
        budgets: The budgets.
        key: The key.
        record: Has the tokens that were tagged.
    """

    def __init__(self, budgets: Budgets, key: Key, record: AccessRecord) -> None:
        self._budgets, self._key, self._record = budgets, key, record
        self._num_taken = 0.0

    def received(self, scope: Scope, receive: Receive) -> Receive:
        """Charge the announced body now, or the body of a stream while it is read."""
        if self._key.tokens_per_second is None:
            return receive
        if scope["path"].endswith(STREAM_ENDING):
            return Pace(receive, self).receive
        announced = dict(scope["headers"]).get(b"content-length", b"")
        if announced.isdigit():
            self.take(int(announced) / BYTES_OF_TOKEN)
        return receive

    @property
    def piece_bytes(self) -> int:
        """The size of about a second's tokens."""
        size = int((self._key.tokens_per_second or 0) * BYTES_OF_TOKEN)
        return min(MOST_PIECE_BYTES, max(LEAST_PIECE_BYTES, size))

    def take(self, num_tokens: float) -> None:
        """Take tokens that are likely to be tagged."""
        self._budgets.take(self._key, num_tokens)
        self._num_taken += num_tokens

    def wait_seconds(self) -> float:
        """Give the time until there are tokens again."""
        return self._budgets.wait_seconds(self._key)

    def settle(self) -> None:
        """Take what was tagged instead of what was likely."""
        self.take(self._record.num_tokens - self._num_taken)


class Pace:
    """Reads the body of a stream as fast as the key's tokens allow.

    Args:
        receive: Gives the next message of the connection.
        charge: Takes the tokens.
    """

    def __init__(self, receive: Receive, charge: Charge) -> None:
        self._receive, self._charge = receive, charge
        self._left, self._has_more = b"", True

    async def receive(self) -> Message:
        """Give the next piece of the body once the key has tokens."""
        if not self._left:
            message = await self._receive()
            if message["type"] != "http.request":
                return message
            self._left, self._has_more = message.get("body", b""), message.get("more_body", False)
        seconds = self._charge.wait_seconds()
        if seconds > 0:
            await asyncio.sleep(seconds)  # noqa: TID251  # until the key has tokens again
        size = self._charge.piece_bytes
        piece, self._left = self._left[:size], self._left[size:]
        self._charge.take(len(piece) / BYTES_OF_TOKEN)
        return {
            "type": "http.request",
            "body": piece,
            "more_body": bool(self._left) or self._has_more,
        }
