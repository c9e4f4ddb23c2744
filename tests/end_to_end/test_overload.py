"""A served bundle whose queue is full, or whose callers behave badly, over real sockets."""

import json
import os
import random
import re
import signal
import socket
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from http import HTTPStatus
from http.client import HTTPConnection
from pathlib import Path

import pytest

from tests.benchmarks.servers import Server, nomen
from tests.benchmarks.soak import family, resident_megabytes
from tests.waiting import wait_until

pytestmark = pytest.mark.slow

LIMIT = 2000
FULL = json.dumps({"tokens": ["x"] * LIMIT}).encode()
SMALL = json.dumps({"tokens": ["Harry", "waved"]}).encode()
HEAD = (
    b"POST /v1/tag HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
    b"Content-Length: %d\r\n\r\n"
)


@pytest.fixture(scope="module")
def server(tiny_bundle: Path) -> Iterator[Server]:
    limits = {"NOMEN_QUEUE_TOKENS": str(LIMIT), "NOMEN_MAX_TOKENS": str(LIMIT)}
    with nomen(NOMEN_BUNDLE=str(tiny_bundle), **limits) as served:
        yield served


def call(port: int, method: str, path: str, body: bytes | None = None) -> tuple[int, str, str]:
    """Give the status, Retry-After and body of an answer."""
    connection = HTTPConnection("127.0.0.1", port, timeout=20)
    headers = {"Content-Type": "application/json"} if body is not None else {}
    connection.request(method, path, body, headers)
    answer = connection.getresponse()
    found = answer.status, answer.getheader("Retry-After", ""), answer.read().decode()
    connection.close()
    return found


def metric(port: int, name: str) -> float:
    found = re.search(rf"^{re.escape(name)} (\S+)$", call(port, "GET", "/metrics")[2], re.MULTILINE)
    return float(found[1]) if found else 0.0


@contextmanager
def full_queue(server: Server) -> Iterator[None]:
    """Stop the engine; have one request in flight and one that fills the queue."""
    engine = family(server.process)[1]

    def fill() -> None:
        while call(server.port, "POST", "/v1/tag", FULL)[0] == HTTPStatus.TOO_MANY_REQUESTS:
            pass  # both came in one turn of the event loop

    os.kill(engine, signal.SIGSTOP)
    threads = [threading.Thread(target=fill) for _ in range(2)]
    try:
        for thread in threads:
            thread.start()
        wait_until(lambda: _stays_full(server.port))
        yield
    finally:
        os.kill(engine, signal.SIGCONT)
        for thread in threads:
            thread.join()


def _stays_full(port: int) -> bool:
    """Tell whether the queue is full for good; the first request fills it only until it leaves."""
    return all(metric(port, "nomen_queue_tokens") == LIMIT for _ in range(3))


@pytest.fixture
def full(server: Server) -> Iterator[int]:
    with full_queue(server):
        yield server.port


def test_l1_a_full_queue_refuses_a_body_that_was_not_sent(full: int) -> None:
    with socket.create_connection(("127.0.0.1", full), timeout=20) as client:
        client.sendall(HEAD % 20_000)
        answer = client.recv(4096)
    assert answer.startswith(b"HTTP/1.1 429 ")
    assert int(re.search(rb"(?i)retry-after: (\d+)", answer)[1]) >= 1  # type: ignore[index]  # it is there


@pytest.mark.parametrize("path", ["/v1/tag", "/v1/tag/batch", "/v1/redact", "/analyze"])
def test_l1_every_route_of_the_engine_refuses_alike(full: int, path: str) -> None:
    code, retry_after, _ = call(full, "POST", path, b"no JSON, which nobody has looked at")
    assert code == HTTPStatus.TOO_MANY_REQUESTS
    assert 1 <= int(retry_after) <= 60


def test_l1_a_connection_is_kept_after_a_refusal(full: int) -> None:
    with socket.create_connection(("127.0.0.1", full), timeout=20) as client:
        for _ in range(2):
            client.sendall(HEAD % len(SMALL) + SMALL)
            answer = b""
            while b"queue-full" not in answer:
                answer += client.recv(4096)


@pytest.mark.parametrize("path", ["/livez", "/readyz"])
def test_l2_a_full_queue_is_alive_and_ready(full: int, path: str) -> None:
    assert call(full, "GET", path)[0] == HTTPStatus.OK


def test_l3_a_deadline_passes_in_the_queue_and_its_text_is_not_run(server: Server) -> None:
    before = metric(server.port, "nomen_batch_tokens_sum")
    engine = family(server.process)[1]
    late = json.dumps({"tokens": ["Harry"] * 7, "timeout_ms": 50}).encode()
    os.kill(engine, signal.SIGSTOP)
    try:
        with socket.create_connection(("127.0.0.1", server.port), timeout=20) as held:
            held.sendall(HEAD % len(SMALL) + SMALL)
            for _ in range(2):  # it is in flight now
                call(server.port, "GET", "/livez")
            code = call(server.port, "POST", "/v1/tag", late)[0]
            os.kill(engine, signal.SIGCONT)
            held.recv(4096)
    finally:
        os.kill(engine, signal.SIGCONT)
    assert code == HTTPStatus.GATEWAY_TIMEOUT
    assert metric(server.port, "nomen_batch_tokens_sum") - before == 2


TRAPS = {
    "NaN": b'{"text": "a", "threshold": NaN}',
    "Infinity": b'{"text": "a", "threshold": Infinity}',
    "1e400": b'{"text": "a", "threshold": 1e400}',
    "an integer of 5,000 digits": b'{"text": "a", "threshold": %s}' % (b"9" * 5000),
    "a field twice": b'{"text": "a", "text": "b"}',
    "nested 100,000 deep": b'{"text": %s' % (b"[" * 100_000),
    "UTF-16": '{"text": "a"}'.encode("utf-16"),
    "no UTF-8": b'{"text": "\xff"}',
    "a bare NUL": b'{"text": "\x00"}',
    "half a surrogate pair": b'{"text": "\\ud800"}',
}


@pytest.mark.parametrize("trap", TRAPS)
def test_r4_a_trap_in_json_is_the_callers_fault(server: Server, trap: str) -> None:
    code, _, body = call(server.port, "POST", "/v1/tag", TRAPS[trap])
    assert code in {HTTPStatus.BAD_REQUEST, HTTPStatus.UNPROCESSABLE_ENTITY}
    assert "detail" in json.loads(body)


@pytest.mark.parametrize(
    ("text", "code"),
    [("a" * 300_000, 200), ("a " * 500_000, 413), (".\n" * 300_000, 413)],
)
def test_r6_extreme_texts_are_served_or_refused(server: Server, text: str, code: int) -> None:
    before = resident_megabytes(server.process)
    assert call(server.port, "POST", "/v1/tag", json.dumps({"text": text}).encode())[0] == code
    assert call(server.port, "POST", "/v1/tag", SMALL)[0] == HTTPStatus.OK
    assert resident_megabytes(server.process) - before < 100


CHAOS: dict[str, set[int | None]] = {
    "good": {200},
    "bad": {400},
    "late": {200, 504},
    "gone": {None},
    "half": {None},
}
"""What a caller may do, and the statuses that it may get."""


@pytest.mark.parametrize("count", [200, pytest.param(10_000, marks=pytest.mark.long)])
def test_r3_chaos_leaves_nothing_in_the_queue_or_the_memory(server: Server, count: int) -> None:
    bodies = {"good": SMALL, "bad": b"{", "late": SMALL[:-1] + b', "timeout_ms": 1}'}

    def send(kind: str) -> int | None:
        if kind in bodies:
            return call(server.port, "POST", "/v1/tag", bodies[kind])[0]
        with socket.create_connection(("127.0.0.1", server.port), timeout=20) as client:
            client.sendall(HEAD % len(SMALL) + (SMALL if kind == "gone" else SMALL[:5]))
        return None

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(send, [*CHAOS] * 20))  # tables and buffers have their size
        before = resident_megabytes(server.process)
        kinds = random.Random(3).choices([*CHAOS], k=count)
        found = list(zip(kinds, pool.map(send, kinds), strict=True))

    assert [each for each in found if each[1] not in CHAOS[each[0]]] == []
    wait_until(lambda: metric(server.port, "nomen_queue_requests") == 0)
    assert call(server.port, "POST", "/v1/tag", FULL)[0] == HTTPStatus.OK
    assert resident_megabytes(server.process) - before < 20


@pytest.mark.parametrize("coding", ["gzip", "zstd", "br", "identity, gzip"])
def test_r8_a_compressed_body_is_refused_unread(server: Server, coding: str) -> None:
    head = HEAD.replace(b"\r\n\r\n", b"\r\nContent-Encoding: %s\r\n\r\n" % coding.encode())
    with socket.create_connection(("127.0.0.1", server.port), timeout=20) as client:
        client.sendall(head % 1_000_000)
        assert client.recv(4096).startswith(b"HTTP/1.1 415 ")
