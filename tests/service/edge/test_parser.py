import pytest

from nomen.service.edge.limits import EdgeLimits
from nomen.service.edge.parser import SLICE_BYTES, BoundedParser
from nomen.service.errors import RequestError

HEAD = b"POST / HTTP/1.1\r\nHost: x\r\n"
LIMITS = EdgeLimits(head_bytes=1024, head_lines=5)


class Requests:
    """A receiver that keeps what it is told."""

    def __init__(self) -> None:
        self.url, self.headers, self.body, self.num_complete = b"", [(b"", b"")], b"", 0
        self.num_pieces = 0

    def on_message_begin(self) -> None:
        self.url, self.headers = b"", []

    def on_url(self, url: bytes) -> None:
        self.url += url

    def on_header(self, name: bytes, value: bytes) -> None:
        self.headers.append((name.lower(), value))

    def on_headers_complete(self) -> None: ...

    def on_body(self, body: bytes) -> None:
        self.body += body
        self.num_pieces += 1

    def on_message_complete(self) -> None:
        self.num_complete += 1


def parsed(*pieces: bytes) -> Requests:
    requests = Requests()
    parser = BoundedParser(requests, LIMITS)
    for piece in pieces:
        parser.feed_data(piece)
    return requests


@pytest.mark.parametrize("size", [1, 7, 1000])
def test_requests_may_be_cut_anywhere(size: int) -> None:
    data = (HEAD + b"Content-Length: 4\r\n\r\nbody") * 3
    requests = parsed(*(data[start : start + size] for start in range(0, len(data), size)))

    assert (requests.num_complete, requests.body) == (3, b"body" * 3)


def test_a_large_body_comes_in_slices() -> None:
    body = b"x" * (3 * SLICE_BYTES)
    requests = parsed(HEAD + b"Content-Length: %d\r\n\r\n" % len(body) + body)

    assert requests.body == body


def test_r7_the_chunks_of_a_slice_are_handed_over_as_one_piece() -> None:
    data = HEAD + b"Transfer-Encoding: chunked\r\n\r\n" + b"1\r\nx\r\n" * 60_000 + b"0\r\n\r\n"
    requests = parsed(data)

    assert (requests.num_complete, requests.body) == (1, b"x" * 60_000)
    assert requests.num_pieces <= 1 + len(data) // SLICE_BYTES


@pytest.mark.parametrize(
    "tail",
    [
        b"A: " + b"a" * 1100 + b"\r\n\r\n",
        b"A: a\r\n" * 5 + b"\r\n",
        b"A: " + b" " * 2000,
        b"a" * 2000,
        b"Transfer-Encoding: chunked\r\n\r\n1\r\nx\r\n0\r\n" + b"A: a\r\n" * 7,
        b"Transfer-Encoding: chunked\r\n\r\n1;" + b"a" * 2000,
    ],
)
def test_no_line_goes_on_for_ever(tail: bytes) -> None:
    with pytest.raises(RequestError) as caught:
        parsed(HEAD, *(tail[start : start + 100] for start in range(0, len(tail), 100)))

    assert caught.value.problem.status == 431


@pytest.mark.parametrize("size", [1, 30, 1000])
def test_a_request_with_an_offer_is_parsed_without_it(size: int) -> None:
    offer = b"Connection: keep-alive, Upgrade\r\nUpgrade: h2c\r\nContent-Length: 4\r\n\r\nbody"
    data = HEAD + offer + b"GET /next HTTP/1.1\r\nHost: x\r\n\r\n"
    requests = parsed(*(data[start : start + size] for start in range(0, len(data), size)))

    assert (requests.num_complete, requests.body, requests.url) == (2, b"body", b"/next")


def test_an_offer_does_not_hide_a_malformed_body() -> None:
    offer = b"Connection: Upgrade\r\nUpgrade: h2c\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n"
    with pytest.raises(RequestError, match="expected HTTP"):
        parsed(HEAD + offer)
