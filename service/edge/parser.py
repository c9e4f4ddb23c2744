"""The parser of requests, within limits and without a change of protocol.

httptools keeps a line for as long as it goes on, takes trailers for headers, and leaves out the
body of a request that offers HTTP/2. This wraps it, with the same methods.
"""

from typing import Protocol

import httptools

from nomen.service.edge.framing import HeadMeter, check_framing, without_upgrade
from nomen.service.edge.limits import EdgeLimits
from nomen.service.errors import MALFORMED_REQUEST, RequestError

SLICE_BYTES = 16_384
"""Most bytes that httptools gets at once. What it keeps of a line is looked at in between."""


class Receiver(Protocol):
    """What a parser tells of requests, as uvicorn's protocol takes it.

    Attributes:
        url: What the request line names.
        headers: The headers so far, their names in lower case.
    """

    url: bytes
    headers: list[tuple[bytes, bytes]]

    def on_message_begin(self) -> None:
        """Begin a head."""

    def on_url(self, url: bytes) -> None:
        """Take a piece of the request line."""

    def on_header(self, name: bytes, value: bytes) -> None:
        """Take a header."""

    def on_headers_complete(self) -> None:
        """End a head."""

    def on_body(self, body: bytes) -> None:
        """Take bytes of a body."""

    def on_message_complete(self) -> None:
        """End a request."""


class BoundedParser:
    """A parser of requests.

    Args:
        receiver: Is told of them.
        limits: Of heads and trailers.
    """

    def __init__(self, receiver: Receiver, limits: EdgeLimits) -> None:
        self._receiver = receiver
        self._max_unfinished = limits.head_bytes
        self._head = HeadMeter(max_bytes=limits.head_bytes, max_lines=limits.head_lines)
        self._is_in_head, self._has_progressed = True, False
        self._num_unfinished = 0
        self._parser = self._new_parser()

    def should_upgrade(self) -> bool:
        """Tell that no protocol is ever changed."""
        return False

    def feed_data(self, data: bytes) -> None:
        """Parse what a client sent.

        Raises:
            RequestError: When it is no request, or exceeds a limit.
        """
        view = memoryview(data)
        for start in range(0, len(view), SLICE_BYTES):
            self._feed_slice(view[start : start + SLICE_BYTES])

    def _feed_slice(self, piece: memoryview) -> None:
        self._has_progressed = False
        try:
            self._parser.feed_data(piece)
        except httptools.HttpParserUpgrade as upgrade:
            self._parse_again(piece[upgrade.args[0] :])
        except httptools.HttpParserError as error:
            cause = error.__context__
            if isinstance(cause, RequestError):
                raise cause from None
            raise RequestError(MALFORMED_REQUEST, "expected HTTP/1.1") from None
        if self._has_progressed:
            self._num_unfinished = 0
            return
        self._num_unfinished += len(piece)
        if self._num_unfinished > self._max_unfinished:
            raise self._head.too_large()

    def _parse_again(self, rest: memoryview) -> None:
        """Parse a head again that offered another protocol, now without the offer."""
        head = without_upgrade(
            self._receiver.headers,
            method=self._parser.get_method(),
            target=self._receiver.url,
            version=self._parser.get_http_version(),
        )
        self._parser = self._new_parser()
        self._feed_slice(memoryview(head))
        self.feed_data(rest)  # type: ignore[arg-type]  # httptools takes both

    def _new_parser(self) -> httptools.HttpRequestParser:
        parser = httptools.HttpRequestParser(self)
        # As uvicorn has it: the first of several requests is answered even when it says close.
        parser.set_dangerous_leniencies(lenient_data_after_close=True)
        self.get_method = parser.get_method
        self.get_http_version = parser.get_http_version
        self.should_keep_alive = parser.should_keep_alive
        return parser

    def on_message_begin(self) -> None:
        """Begin a head; httptools calls this and all below."""
        self._has_progressed = self._is_in_head = True
        self._head.begin()
        self._receiver.on_message_begin()

    def on_url(self, url: bytes) -> None:
        """Take a piece of the request line."""
        self._has_progressed = True
        self._head.add_bytes(len(url))
        self._receiver.on_url(url)

    def on_header(self, name: bytes, value: bytes) -> None:
        """Take a header; trailers are counted and dropped."""
        self._has_progressed = True
        self._head.add_line(len(name) + len(value) + 4)  # with colon, blank and end of line
        if self._is_in_head:
            self._receiver.on_header(name, value)

    def on_headers_complete(self) -> None:
        """End a head, unless it has to be parsed again."""
        self._has_progressed = True
        if self._parser.get_method() == b"CONNECT":
            raise RequestError(MALFORMED_REQUEST, "expected a request to this server")
        if self._parser.should_upgrade():
            return
        check_framing(self._receiver.headers, version=self._parser.get_http_version())
        self._is_in_head = False
        self._head.begin()  # from here on the trailers
        self._receiver.on_headers_complete()

    def on_body(self, body: bytes) -> None:
        """Take bytes of a body."""
        self._has_progressed = True
        self._receiver.on_body(body)

    def on_message_complete(self) -> None:
        """End a request."""
        self._has_progressed = True
        if not self._parser.should_upgrade():
            self._receiver.on_message_complete()
