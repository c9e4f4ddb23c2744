"""The parser of requests, within limits and without a change of protocol.

httptools keeps a line for as long as it goes on, takes trailers for headers, and leaves out the
body of a request that offers HTTP/2. This wraps it, with the same methods.
"""

from typing import Protocol

import httptools

from nomen.service.edge.framing import check_framing, without_upgrade
from nomen.service.edge.limits import EdgeLimits
from nomen.service.errors import HEAD_TOO_LARGE, MALFORMED_REQUEST, RequestError

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
        self._max_bytes, self._max_lines = limits.head_bytes, limits.head_lines
        self._pieces: list[bytes] = []
        self._has_progressed = False
        self._num_unfinished = self._most_bytes = 0
        # httptools calls these for every request and every header.
        self.on_message_begin = receiver.on_message_begin
        self.on_url, self.on_header = receiver.on_url, receiver.on_header
        self.on_body = self._pieces.append
        self._parser = self._new_parser()

    def should_upgrade(self) -> bool:
        """Tell that no protocol is ever changed."""
        return False

    def feed_data(self, data: bytes | memoryview) -> None:
        """Parse what a client sent.

        Raises:
            RequestError: When it is no request, or exceeds a limit.
        """
        if len(data) <= SLICE_BYTES:
            self._feed_slice(data)
            return
        view = memoryview(data)
        for start in range(0, len(view), SLICE_BYTES):
            self._feed_slice(view[start : start + SLICE_BYTES])

    def _feed_slice(self, piece: bytes | memoryview) -> None:
        self._has_progressed = False
        self._most_bytes = self._num_unfinished + len(piece)
        try:
            self._parser.feed_data(piece)
        except httptools.HttpParserUpgrade as upgrade:
            self._parse_again(piece[upgrade.args[0] :])
        except httptools.HttpParserError as error:
            cause = error.__context__
            if isinstance(cause, RequestError):
                raise cause from None
            raise RequestError(MALFORMED_REQUEST, "expected HTTP/1.1") from None
        self._hand_over()
        self._num_unfinished = 0 if self._has_progressed else self._most_bytes
        if self._num_unfinished > self._max_bytes or len(self._receiver.headers) > self._max_lines:
            raise self._too_large()

    def _parse_again(self, rest: bytes | memoryview) -> None:
        """Parse a head again that offered another protocol, now without the offer."""
        head = without_upgrade(
            self._receiver.headers,
            method=self._parser.get_method(),
            target=self._receiver.url,
            version=self._parser.get_http_version(),
        )
        self._parser = self._new_parser()
        self._feed_slice(head)
        self.feed_data(rest)

    def _new_parser(self) -> httptools.HttpRequestParser:
        parser = httptools.HttpRequestParser(self)
        # As uvicorn has it: the first of several requests is answered even when it says close.
        parser.set_dangerous_leniencies(lenient_data_after_close=True)
        self.get_method = parser.get_method
        self.get_http_version = parser.get_http_version
        self.should_keep_alive = parser.should_keep_alive
        return parser

    def _check_lines(self, num_bytes: int) -> None:
        """Count the lines and bytes of a head, or of trailers.

        Args:
            num_bytes: Of what is no header line.

        Raises:
            RequestError: When there are too many.
        """
        headers = self._receiver.headers
        num_bytes += sum(map(_size, headers))
        if num_bytes > self._max_bytes or len(headers) > self._max_lines:
            raise self._too_large()

    def _too_large(self) -> RequestError:
        expected = f"expected at most {self._max_bytes} bytes in {self._max_lines} header lines"
        return RequestError(HEAD_TOO_LARGE, expected)

    def on_headers_complete(self) -> None:
        """End a head, unless it has to be parsed again; httptools calls this and those below."""
        if self._parser.should_upgrade():
            if self._parser.get_method() == b"CONNECT":
                raise RequestError(MALFORMED_REQUEST, "expected a request to this server")
            return
        if self._most_bytes > self._max_bytes or len(self._receiver.headers) > self._max_lines:
            self._check_lines(len(self._receiver.url))
        check_framing(self._receiver.headers, version=self._parser.get_http_version())
        self._receiver.on_headers_complete()
        self._receiver.headers = []  # for trailers, which nobody reads

    def _hand_over(self) -> None:
        """Give the receiver the pieces of a body as one; a client may send each byte as one."""
        if self._pieces:
            self._has_progressed = True
            body = b"".join(self._pieces)
            self._pieces.clear()
            self._receiver.on_body(body)

    def on_message_complete(self) -> None:
        """End a request."""
        self._hand_over()
        self._has_progressed = True
        if self._parser.should_upgrade():
            return
        if self._receiver.headers:  # trailers
            self._check_lines(0)
        self._receiver.on_message_complete()


def _size(header: tuple[bytes, bytes]) -> int:
    """Give the bytes of a header line with its colon, blank and end."""
    return len(header[0]) + len(header[1]) + 4
