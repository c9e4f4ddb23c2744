"""Answers of unknown length for clients of HTTP/1.0, which know no chunks.

*Source:* RFC 9112, section 6.1: no Transfer-Encoding for them; the end of the connection is the end
of the answer.
"""

import sys
from typing import Protocol

from starlette.types import Message, Send

UNKNOWN = sys.maxsize


class Cycle(Protocol):
    """The fields of uvicorn's cycle that decide on chunks."""

    chunked_encoding: bool | None
    expected_content_length: int


def without_chunks(send: Send, cycle: Cycle) -> Send:
    """Give a `send` that never writes chunks.

    Args:
        send: Of the cycle.
        cycle: Believes for the time being that a very long body is to come.
    """

    async def send_plain(message: Message) -> None:
        if message["type"] == "http.response.start":
            if all(name.lower() != b"content-length" for name, _ in message.get("headers", ())):
                cycle.chunked_encoding, cycle.expected_content_length = False, UNKNOWN
        elif (
            not message.get("more_body", False) and cycle.expected_content_length > sys.maxsize / 2
        ):
            cycle.expected_content_length = len(message.get("body", b""))
        await send(message)

    return send_plain
