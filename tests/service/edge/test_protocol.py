"""A connection from its first byte to its last, over real sockets.

These also test `service/edge/exchange.py`, `service/edge/half_close.py`,
`service/edge/old_clients.py` and `service/edge/refusals.py`, which do nothing alone.
"""

import asyncio
import io

import pytest

from nomen.service.edge.limits import EdgeLimits
from tests.service.edge.serving import CHUNKED, GET, POST, Service, served
from tests.waiting import until

pytestmark = pytest.mark.anyio

CANARY = b"Quillfeather"
FAST = EdgeLimits(head_seconds=0.2, body_seconds=0.2)


@pytest.fixture
def anyio_backend() -> tuple[str, dict[str, bool]]:
    return "asyncio", {"use_uvloop": True}


async def refusal(service: Service, data: bytes) -> bytes:
    """Give all that comes back, to the end of the connection."""
    async with service.client() as client:
        client.send(data)
        return await client.rest()


async def test_requests_are_served_one_after_another_and_several_at_once() -> None:
    async with served() as service, service.client() as client:
        client.send(POST % (b"/echo", 3) + b"one")
        first = await client.answer()
        client.send(POST % (b"/echo", 3) + b"two" + POST % (b"/echo", 5) + b"three")

        assert first.endswith(b"one")
        assert (await client.answer()).endswith(b"two")
        assert (await client.answer()).endswith(b"three")


@pytest.mark.parametrize(
    ("head", "code"),
    [
        (b"GET / HTTP/1.1\r\n\r\n", 400),
        (b"GET / HTTP/1.1\r\nHost: x\r\nHost: y\r\n\r\n", 400),
        (b"POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: gzip, chunked\r\n\r\n", 400),
        (b"POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: identity\r\n\r\n", 400),
        (
            (
                b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n"
                b"Transfer-Encoding: chunked\r\n\r\n"
            ),
            400,
        ),
        (b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n", 400),
        (b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n", 400),
        (b"CONNECT x:1 HTTP/1.1\r\nHost: x\r\n\r\n", 400),
        (b"QUILLFEATHER / HTTP/1.1\r\nHost: x\r\n\r\n", 400),
        (b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 400),
        (b"GET / HTTP/2.0\r\nHost: x\r\n\r\n", 505),
        (b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", 400),
        (b"GET /" + b"a" * 40_000 + b" HTTP/1.1\r\nHost: x\r\n\r\n", 431),
        (b"GET / HTTP/1.1\r\nHost: x\r\nA: " + b"a" * 40_000 + b"\r\n\r\n", 431),
        (b"GET / HTTP/1.1\r\nHost: x\r\n" + b"A: a\r\n" * 100 + b"\r\n", 431),
    ],
)
async def test_a_head_that_is_refused_is_answered_counted_and_logged_without_its_content(
    head: bytes, code: int, log_lines: io.StringIO
) -> None:
    async with served() as service:
        answer = await refusal(service, head)

        assert int(answer.split()[1]) == code
        assert b"application/problem+json" in answer
        assert service.metric(
            f'nomen_requests_total{{code="{code}",route="unmatched"}} 1.0',
        )
        assert service.app.seen == []
        await until(lambda: '"peer":"127.0.0.1"' in log_lines.getvalue())
        assert CANARY.decode().lower() not in (log_lines.getvalue() + str(answer)).lower()


@pytest.mark.parametrize("num_lines", [40, 99])
async def test_a_head_within_its_limits_is_served(num_lines: int) -> None:
    lines = b"".join(b"A%d: %s\r\n" % (i, b"a" * 300) for i in range(num_lines))
    async with served() as service, service.client() as client:
        client.send(b"GET /echo HTTP/1.1\r\nHost: x\r\n" + lines + b"\r\n")

        assert await client.code() == 200


async def test_a_header_without_end_is_refused_while_it_comes() -> None:
    async with served() as service, service.client() as client:
        client.send(b"GET / HTTP/1.1\r\nHost: x\r\nA: ")
        for _ in range(16):
            client.send(b"a" * 8192)

        assert await client.code() == 431


@pytest.mark.parametrize(
    "trailers", [b"A: a\r\n" * 102, b"A: " + b"a" * 40_000 + b"\r\n\r\n", b"A: " + b"a" * 80_000]
)
async def test_trailers_have_the_limits_of_heads(trailers: bytes) -> None:
    async with served() as service, service.client() as client:
        client.send(CHUNKED % b"/echo" + b"1\r\nx\r\n0\r\n" + trailers)

        assert await client.code() == 431


async def test_trailers_are_no_headers() -> None:
    async with served() as service, service.client() as client:
        client.send(CHUNKED % b"/echo" + b"1\r\nx\r\n0\r\nAuthorization: y\r\n\r\n")
        code = await client.code()

        assert code == 200
        assert b"authorization" not in service.app.seen[0][1]


@pytest.mark.parametrize("method", [b"POST", b"GET"])
async def test_an_offer_of_http_2_is_ignored_and_the_body_kept(method: bytes) -> None:
    offer = (
        b" /echo HTTP/1.1\r\nHost: x\r\nConnection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\n"
        b"HTTP2-Settings: AAMAAABkAAQCAAAAAAIAAAAA\r\nContent-Length: 4\r\n\r\nbody"
    )
    async with served() as service, service.client() as client:
        client.send(method + offer + GET)

        assert (await client.answer()).endswith(b"\r\n\r\nbody")
        assert await client.code() == 200
        assert b"upgrade" not in service.app.seen[0][1]


async def test_http_1_0_is_served_without_chunks_to_its_end() -> None:
    async with served() as service:
        known = await refusal(service, b"GET /echo HTTP/1.0\r\n\r\n")
        unknown = await refusal(service, b"POST /chunks HTTP/1.0\r\nContent-Length: 4\r\n\r\nbody")

    assert known.startswith(b"HTTP/1.1 200")
    assert b"transfer-encoding" not in unknown
    assert unknown.endswith(b"\r\n\r\nbodyend")


async def test_s1_what_sends_nothing_is_closed_without_a_word() -> None:
    async with served(FAST) as service:
        assert await refusal(service, b"") == b""
        assert service.metric('nomen_rejected_total{reason="slow_head"} 1.0')


async def test_s1_a_head_that_is_not_done_in_time_gets_408() -> None:
    async with served(FAST) as service:
        assert b" 408 " in await refusal(service, GET[:20])


async def test_s1_a_body_that_is_not_done_in_time_gets_408() -> None:
    async with served(FAST) as service:
        answer = await refusal(service, POST % (b"/echo", 9) + b"body")

        assert b" 408 " in answer
        assert b"connection: close" in answer


async def test_a_stream_has_no_deadline_and_is_not_held() -> None:
    limits = EdgeLimits(head_seconds=0.2, body_seconds=0.1, held_body_bytes=3)
    async with served(limits) as service, service.client() as client, service.client() as slow:
        client.send(POST % (b"/stream", 9))
        slow.send(POST % (b"/echo", 9) + b"1")
        assert await slow.code() == 408
        client.send(b"123456789")

        assert (await client.answer()).endswith(b"123456789")


async def test_what_the_app_does_with_a_request_has_no_deadline_here() -> None:
    async with served(FAST) as service, service.client() as client, service.client() as silent:
        client.send(POST % (b"/gate", 4) + b"body")
        assert await silent.rest() == b""
        service.app.gate.set()

        assert (await client.answer()).endswith(b"body")


async def test_bodies_beyond_the_limit_of_all_get_503_and_room_comes_back() -> None:
    async with served(EdgeLimits(held_body_bytes=10)) as service, service.client() as first:
        first.send(POST % (b"/echo", 9) + b"12345678")
        await until(lambda: service.edge.held.num_bytes == 8)
        busy = await refusal(service, POST % (b"/echo", 9) + b"123")
        first.send(b"9")
        assert await first.code() == 200

        assert busy.startswith(b"HTTP/1.1 503")
        assert b"etry-" in busy
        assert service.edge.held.num_bytes == 0


async def test_connections_beyond_the_limit_get_503() -> None:
    async with served(EdgeLimits(connections=1)) as service, service.client() as first:
        first.send(POST % (b"/gate", 0))
        await service.app.entered.wait()

        answer = await refusal(service, GET)
        assert answer.startswith(b"HTTP/1.1 503")
        assert b"Retry-After: " in answer
        assert service.metric('nomen_rejected_total{reason="busy"} 1.0')


@pytest.mark.parametrize("path", [b"/early", b"/hasty"])
async def test_r7_an_early_answer_is_not_lost_while_the_body_still_comes(path: bytes) -> None:
    async with served() as service, service.client() as client:
        client.send(POST % (path, 2**23))
        for _ in range(2**23 // 65_536):
            client.send(b"x" * 65_536)
            await client.writer.drain()

        assert await client.code() in {413, 415}


async def test_the_connection_serves_on_after_an_early_answer() -> None:
    async with served() as service, service.client() as client:
        client.send(POST % (b"/hasty", 5) + b"12")
        assert await client.code() == 415
        client.send(b"345" + GET)

        assert await client.code() == 200


async def test_a_half_closed_client_gets_its_answer() -> None:
    async with served() as service, service.client() as client:
        client.send(POST % (b"/gate", 4) + b"body")
        client.writer.write_eof()
        await service.app.entered.wait()
        interim = await client.reader.readuntil(b"\r\n\r\n")
        service.app.gate.set()

        assert interim == b"HTTP/1.1 100 Continue\r\n\r\n"
        assert (await client.rest()).endswith(b"body")


async def test_a_half_closed_client_of_a_quick_answer_sees_that_alone() -> None:
    async with served() as service, service.client() as client:
        client.send(GET + GET)
        client.writer.write_eof()

        answers = await client.rest()
        assert answers.startswith(b"HTTP/1.1 200")
        assert answers.count(b"HTTP/1.1 200") == 2


@pytest.mark.parametrize("version", [b"1.1", b"1.0"])
async def test_a_client_that_has_left_is_noticed(version: bytes) -> None:
    async with served() as service:
        async with service.client() as client:
            client.send((POST % (b"/gate", 0)).replace(b"1.1", version))
            await service.app.entered.wait()
            client.writer.close()
        await until(lambda: service.app.num_gone == 1)


async def test_a_malformed_chunk_is_refused_by_the_app_that_reads_it() -> None:
    async with served() as service:
        answer = await refusal(service, CHUNKED % b"/echo" + b"1\r\nx\r\nzz\r\n")

        assert answer.startswith(b"HTTP/1.1 400")
        assert answer.endswith(b"malformed-request")


async def test_a_route_that_reads_no_body_answers_though_it_is_malformed() -> None:
    async with served() as service:
        head = (CHUNKED % b"/hasty").replace(b"POST", b"GET")
        answer = await refusal(service, head + b"1\r\nx\r\nzz\r\n")

        assert answer.endswith(b"hasty")


async def test_a_refusal_waits_for_the_answers_before_it() -> None:
    async with served() as service, service.client() as client:
        client.send(POST % (b"/gate", 0))
        await service.app.entered.wait()
        client.send(b"nonsense\r\n\r\n")
        client.send(b"more")
        service.app.gate.set()

        assert [await client.code(), await client.code()] == [200, 400]


async def test_a_half_closed_client_gets_a_refusal_after_the_answers_before_it() -> None:
    async with served() as service, service.client() as client:
        client.send(GET + b"nonsense\r\n\r\n")
        client.writer.write_eof()

        answers = await client.rest()
        assert answers.index(b"HTTP/1.1 200") < answers.index(b"HTTP/1.1 400")


async def test_blank_lines_between_requests_are_skipped_up_to_a_limit() -> None:
    async with served() as service:
        async with service.client() as client:
            client.send(GET + b"\r\n\r\n")
            assert await client.code() == 200
            client.send(b"\r\n" + GET)
            assert await client.code() == 200
        assert b" 431 " in await refusal(service, b"\r\n" * 40_000)


async def test_an_answer_that_nobody_reads_ends_the_connection() -> None:
    size = 2**23
    limits = EdgeLimits(head_seconds=0.2, unread_seconds=0.1)
    async with served(limits) as service, service.client() as client:
        client.writer.transport.pause_reading()  # type: ignore[attr-defined]  # a socket has it
        client.send(POST % (b"/echo", size) + b"x" * size)
        await service.until_metric('nomen_rejected_total{reason="unread"} 1.0')
        await until(lambda: service.metric("nomen_connections 0.0"))


async def test_expect_100_continue_is_answered() -> None:
    async with served() as service, service.client() as client:
        client.send(b"POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\n")
        client.send(b"Expect: 100-continue\r\n\r\n")
        assert await client.reader.readuntil(b"\r\n\r\n") == b"HTTP/1.1 100 Continue\r\n\r\n"
        client.send(b"x")

        assert await client.code() == 200


async def test_a_client_that_leaves_in_its_body_is_noticed() -> None:
    async with served() as service:
        async with service.client() as client:
            client.send(POST % (b"/echo", 9) + b"body")
            await until(lambda: service.edge.held.num_bytes == 4)
        await until(lambda: service.edge.held.num_bytes == 0)
        await asyncio.wait_for(service.until_metric("nomen_connections 0.0"), 5)
