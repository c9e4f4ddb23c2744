"""Measures what docs/reliability.md promises in milliseconds: `make bench BENCH="--only marks"`."""

import asyncio
import json
import socket
import statistics
import time
from collections.abc import Iterator
from contextlib import ExitStack
from http import HTTPStatus
from http.client import HTTPConnection

from tests.benchmarks import servers
from tests.benchmarks.client import Client
from tests.benchmarks.samples import SENTENCE
from tests.benchmarks.servers import percentile
from tests.benchmarks.timing import Row

SMALL = json.dumps({"tokens": SENTENCE.split()[:10]})
LARGE = json.dumps({"tokens": (SENTENCE.split() * 50)[:1_000]}).encode()
LATE = json.dumps({"tokens": SENTENCE.split()[:10], "timeout_ms": 50}).encode()
CLIENTS, QUEUE_TOKENS, SLOW_SOCKETS = 60, 20_000, 240
PAUSES = 5
TRAPS = {
    "NaN": b'{"text": NaN}',
    "nested 100,000 deep": b'{"text": ' + b"[" * 100_000,
    "5,000 digits": b'{"threshold": ' + b"9" * 5_000 + b"}",
    "half a surrogate pair": b'{"text": "\\ud800"}',
}


def measure(*, seconds: int) -> Iterator[Row]:
    """Give the rows; all are times by the clock, on a machine that should do nothing else."""
    limits = {"NOMEN_QUEUE_TOKENS": str(QUEUE_TOKENS), "NOMEN_MAX_TOKENS": str(QUEUE_TOKENS)}
    with servers.nomen(**limits) as server:
        yield from _first_requests(server.port)
        yield from _traps(server.port)
        yield from _beside_slow_senders(server.port, seconds=seconds)
        yield from asyncio.run(_overload(server.port, seconds=seconds))


def _row(name: str, value: float, ratio: float | None = None) -> Row:
    return Row(group="marks", name=name, value=value, unit="ms", ratio=ratio)


def _first_requests(port: int) -> Iterator[Row]:
    found = servers.one_after_another(port, "/v1/tag", [SMALL], seconds=2)
    usual = statistics.median(found[1:])
    yield _row("D7: the first request, by the median of later ones", found[0], found[0] / usual)
    paused = []
    for _ in range(PAUSES):
        time.sleep(1)  # noqa: TID251  # the pause is what is measured
        paused += servers.one_after_another(port, "/v1/tag", [SMALL], seconds=0.001)[:1]
    after_pause = statistics.median(paused)
    yield _row("D7: by those after a pause of 1 s", after_pause, found[0] / after_pause)


def _traps(port: int) -> Iterator[Row]:
    slowest = 0.0
    for body in list(TRAPS.values()) * 5:
        connection = HTTPConnection("127.0.0.1", port)
        started = time.perf_counter()
        connection.request("POST", "/v1/tag", body, {"Content-Type": "application/json"})
        status = connection.getresponse().status
        slowest = max(slowest, 1000 * (time.perf_counter() - started))
        connection.close()
        if status not in {HTTPStatus.BAD_REQUEST, HTTPStatus.UNPROCESSABLE_ENTITY}:
            raise RuntimeError(f"expected 400 or 422, found {status}")
    yield _row("R4: the slowest trap in JSON", slowest)


def _beside_slow_senders(port: int, *, seconds: int) -> Iterator[Row]:
    def usual() -> float:
        return percentile(
            servers.one_after_another(port, "/v1/tag", [SMALL], seconds=seconds), 0.99
        )

    alone = usual()
    with ExitStack() as stack:
        for _ in range(SLOW_SOCKETS):
            raw = stack.enter_context(socket.create_connection(("127.0.0.1", port)))
            raw.sendall(b"POST /v1/tag HTTP/1.1\r\nHost: x\r\nContent-Length: 99\r\n\r\n{")
        beside = usual()
    name = f"S1: 99 % of small requests beside {SLOW_SOCKETS} slow senders, by those alone"
    yield _row(name, beside, beside / alone)


async def _overload(port: int, *, seconds: int) -> list[Row]:
    """Send ten times what the queue holds, each request on a connection of its own."""
    times: dict[tuple[str, int], list[float]] = {}
    end = time.monotonic() + seconds

    async def send(kind: str, body: bytes) -> None:
        while time.monotonic() < end:
            client, started = Client(port), time.perf_counter()
            status, _ = await client.post(body)
            times.setdefault((kind, status), []).append(1000 * (time.perf_counter() - started))
            client.close()

    def probe() -> list[float]:
        found = []
        while time.monotonic() < end:
            started = time.perf_counter()
            connection = HTTPConnection("127.0.0.1", port)
            connection.request("GET", "/readyz")
            if connection.getresponse().status != HTTPStatus.OK:
                raise RuntimeError("expected a service that is ready")
            found.append(1000 * (time.perf_counter() - started))
            connection.close()
        return found

    loads = [send("large", LARGE) for _ in range(CLIENTS)]
    looking = asyncio.create_task(asyncio.to_thread(probe))
    await asyncio.gather(send("late", LATE), *loads)
    rows = [_row("L2: 99 % of /readyz in an overload", percentile(await looking, 0.99))]
    for name, key in (
        ("L1: 99 % of the refusals in an overload", ("large", HTTPStatus.TOO_MANY_REQUESTS)),
        ("L1: 99 % of the answers in an overload", ("large", HTTPStatus.OK)),
        ("L3: 99 % of 504 after 50 ms in an overload", ("late", HTTPStatus.GATEWAY_TIMEOUT)),
    ):
        if found := times.get(key, []):
            rows.append(_row(name, percentile(found, 0.99)))
    return rows
