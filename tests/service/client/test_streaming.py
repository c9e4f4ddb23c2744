"""`service/client/streaming.py` and `service/client/duplex.py` against a server that fails."""

import asyncio
import json
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

import pytest

from nomen.model.redaction.operators import Number
from nomen.service.client.addresses import Address
from nomen.service.client.errors import (
    AnswerError,
    BusyError,
    ClientError,
    ConnectionFailedError,
    DeadlineError,
    KeyRefusedError,
)
from nomen.service.client.results import Redacted, Tagged
from nomen.service.client.streaming import redact_stream, tag_stream

pytestmark = pytest.mark.anyio

HEAD = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
END = b"0\r\n\r\n"


def chunk(*lines: object) -> bytes:
    body = b"".join(json.dumps(line).encode() + b"\n" for line in lines)
    return b"%x\r\n%s\r\n" % (len(body), body)


def answer(text: str) -> dict[str, object]:
    return {"id": None, "tokens": [text], "text": text, "names": []}


def error(status: int) -> dict[str, object]:
    return {"type": "/problems/x", "title": "X", "status": status, "detail": "expected y"}


def refusal(status: int) -> bytes:
    body = json.dumps(error(status)).encode()
    return b"HTTP/1.1 %d X\r\nContent-Length: %d\r\n\r\n%s" % (status, len(body), body)


@asynccontextmanager
async def serving(*scripts: Sequence[bytes]) -> AsyncIterator[tuple[Address, list[bytes]]]:
    """Serve connections in turn: each script is written once lines have come, then all is closed.

    An empty part keeps the connection open until the client leaves.
    """
    remaining = list(scripts)
    received: list[bytes] = []

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        script = remaining.pop(0)
        await reader.readuntil(b"\r\n\r\n")
        received.append(await reader.readuntil(b"}\n"))
        for part in script:
            writer.write(part)
            if not part:
                await reader.read()
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    async with server:
        port = server.sockets[0].getsockname()[1]
        yield Address(base_url=f"http://127.0.0.1:{port}"), received


async def texts(*found: str) -> AsyncIterator[str]:
    for text in found:
        yield text


async def tag(address: Address, *found: str, seconds: float = 20) -> list[str]:
    stream = tag_stream(address, {}, seconds=seconds)
    groups = [group async for group in stream.run(texts(*found))]
    return [
        each.tokens[0]
        for group in groups
        for each in group
        if isinstance(each, Tagged) and each.tokens
    ]


@pytest.mark.parametrize(
    "first",
    [
        [HEAD, chunk(answer("a")), chunk({"error": error(503)}), END],
        [HEAD, chunk(answer("a"))],
        [HEAD, chunk(answer("a")), END],
        [HEAD, chunk(answer("a"), {"error": error(408)}), END],
        [refusal(503)],
        [],
    ],
)
async def test_what_was_not_answered_is_sent_again(first: list[bytes]) -> None:
    has_answered = any(b'"a"' in part for part in first)
    rest = [answer("b")] if has_answered else [answer("a"), answer("b")]
    async with serving(first, [HEAD, chunk(*rest), END]) as (address, received):
        assert await tag(address, "a", "b") == ["a", "b"]

    assert (b'"a"' in received[1]) != has_answered


async def test_a_service_that_always_fails_is_given_up() -> None:
    async with serving([], [], []) as (address, _):
        with pytest.raises(ConnectionFailedError):
            await tag(address, "a")


async def test_a_busy_service_is_given_up_in_time() -> None:
    async with serving([refusal(429)], [refusal(429)]) as (address, _):
        with pytest.raises(BusyError):
            await tag(address, "a", seconds=0.4)


async def test_an_answer_that_does_not_come_is_given_up_in_time() -> None:
    async with serving([HEAD, b""]) as (address, _):
        with pytest.raises(DeadlineError):
            await tag(address, "a", seconds=0.1)


@pytest.mark.parametrize(
    ("script", "kind"),
    [
        ([refusal(401)], KeyRefusedError),
        ([b"HTTP/1.1 502 X\r\nContent-Length: 3\r\n\r\nno\n"], AnswerError),
        ([HEAD, chunk("no"), END], AnswerError),
        ([HEAD, chunk({"error": error(403)}), END], KeyRefusedError),
        ([HEAD, chunk(answer("a"), answer("b")), END], AnswerError),
        ([b"no HTTP\r\n\r\n"], ConnectionFailedError),
    ],
)
async def test_other_answers_are_errors(script: list[bytes], kind: type[ClientError]) -> None:
    async with serving(*[script] * 3) as (address, _):
        with pytest.raises(kind):
            await tag(address, "a")


async def test_a_stream_that_is_one_batch_does_not_go_on_elsewhere() -> None:
    async with serving([HEAD, chunk({**answer("a")}), END]) as (address, _):
        stream = redact_stream(address, {"operator": Number(scope="batch")}, seconds=20)
        groups = stream.run(texts("a", "b"))
        (first,) = await anext(groups)
        assert isinstance(first, Redacted)
        with pytest.raises(ConnectionFailedError):
            await anext(groups)


async def test_no_documents_need_no_connection() -> None:
    async with serving() as (address, _):
        assert await tag(address) == []
