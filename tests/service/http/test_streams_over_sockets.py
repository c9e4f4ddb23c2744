import json
import re
import select
import shutil
import signal
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx2
import pytest

from tests.service.http.test_server import CANARY, Served, ready
from tests.waiting import wait_until

pytestmark = pytest.mark.slow

HEAD = (
    b"POST /v1/tag/stream HTTP/1.1\r\nHost: x\r\nContent-Type: application/jsonl\r\n"
    b"Transfer-Encoding: chunked\r\n\r\n"
)
LINE = b'{"id": %d, "tokens": ["' + CANARY.encode() + b'", "waved"], "note": "%s"}\n'
CHEAP = b'{"tokens": [], "note": "%s"}\n' % (b"x" * 4000) * 250
"""A mebibyte of lines that cost little to answer, and whose answers are as long as they are."""
IDLE_SECONDS = 0.3
STUCK_SECONDS = 1.0
"""Time after which a socket that takes no more is taken for stopped."""
MEBIBYTE = 2**20
MOST_MEBIBYTES = 50


class RawStream:
    """A stream on a socket of its own, whose lines are sent and read one by one."""

    def __init__(self, client: httpx2.Client) -> None:
        address = (client.base_url.host, client.base_url.port or 0)
        self.socket = socket.create_connection(address, timeout=20)
        self.socket.sendall(HEAD)
        self.file = self.socket.makefile("rb")
        self._body = b""

    def send(self, data: bytes) -> None:
        self.socket.sendall(b"%x\r\n%s\r\n" % (len(data), data))

    def end(self) -> None:
        self.socket.sendall(b"0\r\n\r\n")

    def head(self) -> bytes:
        head = b""
        while not head.endswith(b"\r\n\r\n"):
            head += self.file.readline()
        return head

    def answer(self) -> dict[str, Any] | None:
        """Give the next answer; None at the end of the stream."""
        while b"\n" not in self._body:
            size = int(self.file.readline(), 16)
            self._body += self.file.read(size)
            assert self.file.readline() == b"\r\n"
            if not size:
                assert self._body == b""
                return None
        line, self._body = self._body.split(b"\n", 1)
        answer: dict[str, Any] = json.loads(line)
        return answer

    def send_until_stuck(self) -> int:
        """Send without reading; give how many mebibytes were taken before nothing more was."""
        self.socket.settimeout(STUCK_SECONDS)
        for i in range(MOST_MEBIBYTES):
            try:
                self.send(CHEAP)
            except TimeoutError:
                self.socket.settimeout(20)
                return i
        return MOST_MEBIBYTES


@contextmanager
def opened(client: httpx2.Client) -> Iterator[RawStream]:
    stream = RawStream(client)
    with stream.socket, stream.file:
        yield stream


def metric(client: httpx2.Client, name: str) -> float:
    found = re.search(rf"^{re.escape(name)} (\S+)$", client.get("/metrics").text, re.MULTILINE)
    return 0.0 if found is None else float(found[1])


def memory(served: Served) -> int:
    status = Path(f"/proc/{served.process.pid}/status").read_text()
    found = re.search(r"VmRSS:\s+(\d+) kB", status)
    assert found is not None
    return int(found[1]) * 1024


@pytest.fixture(scope="module")
def service(tiny_bundle: Path) -> Iterator[tuple[Served, httpx2.Client]]:
    with ready(tiny_bundle) as (served, client):
        yield served, client


def test_answers_come_while_the_request_goes_on(service: tuple[Served, httpx2.Client]) -> None:
    _, client = service
    with opened(client) as stream:
        assert stream.head().startswith(b"HTTP/1.1 200 OK\r\n")
        for i in range(5):
            stream.send(LINE % (i, b""))
            answer = stream.answer()
            assert answer is not None
            assert answer["id"] == i
        stream.end()
        assert stream.answer() is None


def test_the_connection_serves_on_after_a_stream(service: tuple[Served, httpx2.Client]) -> None:
    _, client = service
    with opened(client) as stream:
        stream.end()
        stream.head()
        assert stream.answer() is None
        stream.socket.sendall(b"GET /livez HTTP/1.1\r\nHost: x\r\n\r\n")
        assert stream.head().startswith(b"HTTP/1.1 200 OK\r\n")


def test_lines_may_be_cut_anywhere(service: tuple[Served, httpx2.Client]) -> None:
    _, client = service
    lines = b"".join(LINE % (i, b"x" * i) for i in range(20))
    with opened(client) as stream:
        for start in range(0, len(lines), 7):
            stream.send(lines[start : start + 7])
        stream.end()
        stream.head()
        ids = []
        while (answer := stream.answer()) is not None:
            ids.append(answer["id"])

    assert ids == list(range(20))


@pytest.mark.skipif(shutil.which("curl") is None, reason="needs curl")
def test_curl_gets_answers_before_it_has_sent_all(service: tuple[Served, httpx2.Client]) -> None:
    _, client = service
    command = [
        "curl",
        "-sN",
        "-m20",
        "-X",
        "POST",
        "-H",
        "Content-Type: application/jsonl",
        "-T",
        ".",
    ]
    with subprocess.Popen(
        [*command, str(client.base_url.join("/v1/tag/stream"))],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    ) as curl:
        assert curl.stdin is not None
        assert curl.stdout is not None
        for i in range(3):
            curl.stdin.write(LINE % (i, b""))
            curl.stdin.flush()
            while not select.select([curl.stdout], [], [], 0.1)[0]:
                curl.stdin.write(b"\n")  # curl looks for answers only while it sends
                curl.stdin.flush()
            assert json.loads(curl.stdout.readline())["id"] == i
        curl.stdin.close()
        assert curl.stdout.read() == b""
    assert curl.returncode == 0


def test_a_client_that_reads_nothing_is_read_no_further(
    service: tuple[Served, httpx2.Client],
) -> None:
    served, client = service
    before = memory(served)
    with opened(client) as stream:
        assert stream.send_until_stuck() < MOST_MEBIBYTES / 2
        assert memory(served) - before < 30 * MEBIBYTE
        assert client.post("/v1/tag", json={"tokens": ["x"]}).status_code == 200
    wait_until(lambda: metric(client, "nomen_streams") == 0)


def test_a_client_that_leaves_ends_its_stream(service: tuple[Served, httpx2.Client]) -> None:
    served, client = service
    before = metric(client, 'nomen_rejected_total{reason="client_gone"}')
    with opened(client) as stream:
        stream.send(LINE % (1, b""))
        stream.head()
        assert metric(client, "nomen_streams") == 1
    wait_until(lambda: metric(client, "nomen_streams") == 0)

    assert metric(client, 'nomen_rejected_total{reason="client_gone"}') == before + 1
    assert CANARY not in str(served.lines)
    assert {line["event"] for line in served.lines} <= {"request", "ready", "listening"}


@pytest.fixture(scope="module")
def impatient(tiny_bundle: Path) -> Iterator[tuple[Served, httpx2.Client]]:
    with ready(tiny_bundle, NOMEN_STREAM_IDLE_SECONDS=str(IDLE_SECONDS)) as (served, client):
        yield served, client


def test_an_idle_stream_ends_with_a_line_that_says_so(
    impatient: tuple[Served, httpx2.Client],
) -> None:
    _, client = impatient
    with opened(client) as stream:
        stream.send(LINE % (1, b"") + b'{"tok')
        stream.head()
        first, second, end = stream.answer(), stream.answer(), stream.answer()
        assert stream.socket.recv(1) == b""

    assert first is not None
    assert second is not None
    assert (first["id"], second["error"]["type"], end) == (1, "/problems/stream-idle", None)
    assert metric(client, 'nomen_rejected_total{reason="idle"}') == 1


def test_a_client_that_reads_nothing_for_long_is_cut(
    impatient: tuple[Served, httpx2.Client],
) -> None:
    served, client = impatient
    with opened(client) as stream, pytest.raises(ConnectionError):
        stream.send_until_stuck()
    wait_until(lambda: metric(client, "nomen_streams") == 0)

    assert [line["code"] for line in served.lines if line.get("route") == "/v1/tag/stream"][
        -1
    ] == 499
    assert {line["event"] for line in served.lines} <= {"request", "ready", "listening"}


def test_a_drain_ends_streams_with_a_line_that_says_so(tiny_bundle: Path) -> None:
    with (
        ready(tiny_bundle) as (served, client),
        opened(client) as quiet,
        opened(client) as busy,
    ):
        quiet.send(LINE % (1, b""))
        quiet.head()
        assert quiet.answer() is not None
        busy.send_until_stuck()
        served.process.send_signal(signal.SIGTERM)

        for stream in (quiet, busy):
            answers = []
            while (answer := stream.answer()) is not None:
                answers.append(answer)
            assert answers[-1]["error"]["type"] == "/problems/draining"
            assert stream.socket.recv(1) == b""
            if stream is quiet:
                busy.head()
        assert served.end() == 0

    assert CANARY not in str(served.lines)
    assert {line["event"] for line in served.lines} <= {"request", "ready", "listening", "leaving"}
