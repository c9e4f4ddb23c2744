import pytest

from nomen.service.edge.framing import check_framing, without_upgrade
from nomen.service.errors import RequestError

HOST = (b"host", b"x")
CHUNKED = (b"transfer-encoding", b"chunked")


@pytest.mark.parametrize(
    ("headers", "version"),
    [
        ([HOST], "1.1"),
        ([HOST, CHUNKED], "1.1"),
        ([HOST, (b"transfer-encoding", b"Chunked")], "1.1"),
        ([], "1.0"),
        ([HOST], "1.0"),
    ],
)
def test_a_clear_head_passes(headers: list[tuple[bytes, bytes]], version: str) -> None:
    check_framing(headers, version=version)


@pytest.mark.parametrize(
    ("headers", "version", "status"),
    [
        ([], "1.1", 400),
        ([HOST, HOST], "1.1", 400),
        ([HOST, HOST], "1.0", 400),
        ([HOST, CHUNKED, CHUNKED], "1.1", 400),
        ([HOST, CHUNKED], "1.0", 400),
        ([HOST, (b"transfer-encoding", b"gzip, chunked")], "1.1", 400),
        ([HOST, (b"transfer-encoding", b"")], "1.1", 400),
        ([HOST], "2.0", 505),
        ([HOST], "0.9", 505),
    ],
)
def test_a_head_that_two_servers_may_read_differently_is_refused(
    headers: list[tuple[bytes, bytes]], version: str, status: int
) -> None:
    with pytest.raises(RequestError) as caught:
        check_framing(headers, version=version)

    assert caught.value.problem.status == status


@pytest.mark.parametrize(
    ("connection", "kept"),
    [
        (b"Upgrade, HTTP2-Settings", b""),
        (b"close, upgrade", b"connection: close\r\n"),
        (b"keep-alive", b"connection: keep-alive\r\n"),
    ],
)
def test_an_offer_is_left_out_and_all_else_kept(connection: bytes, kept: bytes) -> None:
    headers = [HOST, (b"connection", connection), (b"upgrade", b"h2c"), (b"http2-settings", b"A")]
    head = without_upgrade(headers, method=b"POST", target=b"/a?b", version="1.1")

    assert head == b"POST /a?b HTTP/1.1\r\nhost: x\r\n" + kept + b"\r\n"
