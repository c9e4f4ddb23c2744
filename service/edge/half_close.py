"""Tells a client that has only ended its request from one that has left.

Both look alike: the kernel reports the end of what the client sends. Only one that has left answers
whatever it is sent with a reset. So while an answer takes long, the client is sent the interim
answer 100, which every client of HTTP/1.1 must skip. One of HTTP/1.0 need not, and is taken to have
left.

*Source:* RFC 9110, section 15.2 (interim answers); RFC 9293, section 3.5.2 (resets).
"""

import asyncio
import select
import socket
from collections.abc import Callable

from nomen.service.edge.joined_writes import JoinedWrites

PATIENCE_SECONDS = 0.05
"""How long the answer may take before the client is asked, then between looks."""
OLD_PATIENCE_SECONDS = 1.0
"""How long the answer may take for a client of HTTP/1.0."""
CONTINUE = b"HTTP/1.1 100 Continue\r\n\r\n"


class HalfClose:
    """Watches a connection whose client sends no more, and ends it when the client has left.

    Args:
        transport: Of the connection.
        loop: The event loop.
        is_old: Whether the client speaks HTTP/1.0.
        may_ask: Whether an interim answer may be sent now: no answer has begun.
    """

    def __init__(
        self,
        transport: JoinedWrites,
        *,
        loop: asyncio.AbstractEventLoop,
        is_old: bool,
        may_ask: Callable[[], bool],
    ) -> None:
        self._transport, self._loop = transport, loop
        self._is_old, self._may_ask, self._has_asked = is_old, may_ask, False
        wait = OLD_PATIENCE_SECONDS if is_old else PATIENCE_SECONDS
        self._timer = loop.call_later(wait, self._look)

    def close(self) -> None:
        """End the watch."""
        self._timer.cancel()

    def _look(self) -> None:
        if self._transport.is_closing():
            return
        if self._may_ask() and (self._is_old or has_left(self._transport)):
            self._transport.abort()
            return
        if self._may_ask() and not self._has_asked:
            self._has_asked = True
            self._transport.write(CONTINUE)
        self._timer = self._loop.call_later(PATIENCE_SECONDS, self._look)


def has_left(transport: JoinedWrites) -> bool:
    """Tell whether the kernel has had a reset from the other end."""
    connection: socket.socket | None = transport.get_extra_info("socket")
    if connection is None or connection.fileno() < 0:
        return False
    poll = select.poll()
    poll.register(connection.fileno(), 0)
    return bool(poll.poll(0))
