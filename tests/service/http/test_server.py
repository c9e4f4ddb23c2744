"""Tests of `nomen serve` as a process; with `service/http/serving.py`."""

import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx2
import pytest

from nomen.service.http.serving import KEEP_ALIVE_SECONDS
from tests.waiting import wait_for_end, wait_until

pytestmark = pytest.mark.slow

NOMEN = Path(sys.executable).with_name("nomen")
MOST_STARTUP = 2.5
"""In the time that loading the libraries once takes, which two processes do."""
LIBRARIES = (
    "import fastapi, httptools, numpy, onnxruntime, orjson, prometheus_client, "
    "pydantic_settings, structlog, uvicorn, uvloop"
)
CANARY = "Quillfeather"
IN_A_TERMINAL = """
import fcntl, os, sys, termios
os.setsid()
fcntl.ioctl(0, termios.TIOCSCTTY, 0)
os.execv(sys.argv[1], [sys.argv[1], "serve"])
"""
LONG_TEXT = f"{CANARY} waved . " * 8_000


class Served:
    """A running `nomen serve`, its address and its log."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self.process = process
        self.lines: list[dict[str, Any]] = []
        self._arrived = threading.Condition()
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self) -> None:
        assert self.process.stderr is not None
        for line in self.process.stderr:
            with self._arrived:
                if line.startswith("{"):
                    self.lines.append(json.loads(line))
                self._arrived.notify_all()

    def wait_for(self, event: str) -> dict[str, Any]:
        def found() -> list[dict[str, Any]]:
            return [line for line in self.lines if line["event"] == event]

        with self._arrived:
            assert self._arrived.wait_for(found, timeout=20), f"no {event} in {self.lines}"
            return found()[0]

    def events(self, event: str) -> list[dict[str, Any]]:
        return [line for line in self.lines if line["event"] == event]

    def end(self, *signals: signal.Signals) -> int:
        for each in signals:
            self.process.send_signal(each)
        code = self.process.wait(timeout=20)
        self._reader.join(timeout=5)
        return code

    @property
    def engine(self) -> int:
        pid = self.process.pid
        return int(Path(f"/proc/{pid}/task/{pid}/children").read_text().split()[0])

    @property
    def cpu_seconds(self) -> float:
        """Of the service and its engine's process."""
        ticks = 0
        for pid in (self.process.pid, self.engine):
            fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
            ticks += int(fields[11]) + int(fields[12])
        return ticks / os.sysconf("SC_CLK_TCK")


@contextmanager
def serve(bundle: Path, **settings: str) -> Iterator[Served]:
    chosen = {"NOMEN_BUNDLE": str(bundle), "NOMEN_PORT": "0", "NOMEN_DRAIN_SECONDS": "0"}
    environ = {**os.environ, **chosen, **settings}
    with subprocess.Popen([NOMEN, "serve"], env=environ, stderr=subprocess.PIPE, text=True) as p:
        served = Served(p)
        try:
            yield served
        finally:
            p.kill()
            served.end()


@contextmanager
def ready(bundle: Path, **settings: str) -> Iterator[tuple[Served, httpx2.Client]]:
    with serve(bundle, **settings) as served:
        url = served.wait_for("listening")["url"]
        served.wait_for("ready")
        with httpx2.Client(base_url=url, timeout=20) as client:
            yield served, client


def cpu_seconds_of_libraries() -> float:
    environ = {**os.environ, "ORT_DISABLE_TELEMETRY": "1"}
    process = subprocess.Popen([sys.executable, "-c", LIBRARIES], env=environ)
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    assert process.returncode == 0
    return used.ru_utime + used.ru_stime


def test_starting_costs_little_and_the_log_has_no_text(tiny_bundle: Path) -> None:
    with serve(tiny_bundle) as compiled:
        compiled.wait_for("ready")
    with ready(tiny_bundle) as (served, client):
        assert client.get("/readyz").status_code == 200
        cpu_seconds = served.cpu_seconds
        good = client.post("/v1/tag", json={"text": CANARY})
        bad = client.post("/v1/tag", json={"text": CANARY, "threshold": CANARY})

        assert served.end(signal.SIGTERM) == 0
        assert (good.status_code, bad.status_code) == (200, 422)
        assert "server" not in good.headers
        assert cpu_seconds < MOST_STARTUP * cpu_seconds_of_libraries()
        assert CANARY not in str(served.lines)
        assert sum(line["event"] == "request" for line in served.lines) == 2


def test_d1_sigterm_lets_requests_finish_and_ends_with_0(tiny_bundle: Path) -> None:
    with ready(tiny_bundle) as (served, client), ThreadPoolExecutor() as pool:
        request = pool.submit(client.post, "/v1/tag", json={"text": LONG_TEXT})
        while "\nnomen_queue_requests 1.0" not in client.get("/metrics").text:
            assert not request.done()

        assert served.end(signal.SIGTERM) == 0
        assert request.result().status_code == 200
        assert request.result().headers["connection"] == "close"


def test_draining_is_not_ready_but_serves(tiny_bundle: Path) -> None:
    with ready(tiny_bundle, NOMEN_DRAIN_SECONDS="60") as (served, client):
        served.process.send_signal(signal.SIGTERM)
        served.wait_for("leaving")

        assert client.get("/readyz").status_code == 503
        assert client.post("/v1/tag", json={"text": "Harry"}).status_code == 200
        assert served.end(signal.SIGTERM) == 0


def test_d5_connections_are_kept_longer_than_by_common_proxies() -> None:
    assert KEEP_ALIVE_SECONDS > 60


def test_ctrl_c_does_not_wait(tiny_bundle: Path) -> None:
    with ready(tiny_bundle, NOMEN_DRAIN_SECONDS="60") as (served, _):
        started = time.monotonic()

        assert served.end(signal.SIGINT) == 0
        assert time.monotonic() - started < 10


def test_d2_sigterm_while_loading_ends_with_0(tiny_bundle: Path) -> None:
    with serve(tiny_bundle) as served:
        served.wait_for("listening")

        assert served.end(signal.SIGTERM) == 0
        assert not any(line["level"] == "error" for line in served.lines)


def test_d3_a_second_signal_answers_what_waits_with_503(tiny_bundle: Path) -> None:
    with ready(tiny_bundle, NOMEN_DRAIN_SECONDS="60") as (served, client):
        os.kill(served.engine, signal.SIGSTOP)
        with send(client, b'{"tokens": ["Harry"]}') as waiting:
            served.process.send_signal(signal.SIGTERM)
            served.wait_for("leaving")
            assert served.end(signal.SIGTERM) == 0

            answer = waiting.makefile("rb").read()
    assert answer.startswith(b"HTTP/1.1 503")
    assert b"/problems/draining" in answer


def test_sighup_ends_nothing_while_loading_and_none_when_leaving(tiny_bundle: Path) -> None:
    with serve(tiny_bundle) as served:
        served.wait_for("listening")
        served.process.send_signal(signal.SIGHUP)
        served.wait_for("reload ignored")
        served.wait_for("ready")

        assert served.end(signal.SIGTERM, signal.SIGHUP) == 0


def test_a_closed_terminal_drains(tiny_bundle: Path) -> None:
    ours, theirs = os.openpty()
    environ = {**os.environ, "NOMEN_BUNDLE": str(tiny_bundle), "NOMEN_PORT": "0"}
    command = [sys.executable, "-c", IN_A_TERMINAL, str(NOMEN)]
    with subprocess.Popen(command, env=environ, stdin=theirs, stderr=theirs) as process:
        os.close(theirs)
        said = b""
        while b'"event":"ready"' not in said:
            said += os.read(ours, 65_536)

        os.close(ours)

        assert process.wait(timeout=20) == 0


def test_d6_a_frozen_engine_ends_the_service_though_there_is_nothing_to_do(
    tiny_bundle: Path,
) -> None:
    with ready(tiny_bundle, NOMEN_STUCK_SECONDS="1") as (served, _):
        os.kill(served.engine, signal.SIGSTOP)

        assert served.process.wait(timeout=20) == 1
        assert "stuck" in served.wait_for("engine ended")["reason"]


def test_d6_a_request_to_a_stuck_engine_is_answered_when_the_service_ends(
    tiny_bundle: Path,
) -> None:
    with ready(tiny_bundle, NOMEN_STUCK_SECONDS="1") as (served, client):
        os.kill(served.engine, signal.SIGSTOP)
        answer = client.post("/v1/tag", json={"text": "Harry"})

        assert (answer.status_code, answer.json()["type"]) == (503, "/problems/engine-ended")
        assert served.process.wait(timeout=20) == 1


def test_d6_when_the_engine_is_killed_the_service_ends_with_1(tiny_bundle: Path) -> None:
    with ready(tiny_bundle) as (served, client):
        assert client.post("/v1/tag", json={"text": "Harry"}).status_code == 200
        os.kill(served.engine, signal.SIGKILL)

        assert served.process.wait(timeout=20) == 1
        assert served.wait_for("engine ended")["code"] == -9


def send(client: httpx2.Client, body: bytes) -> socket.socket:
    """Send a request and do not wait for its answer; what is sent later is read later."""
    raw = socket.create_connection((client.base_url.host, client.base_url.port or 0), timeout=20)
    raw.sendall(b"POST /v1/tag HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n")
    raw.sendall(b"Content-Length: %d\r\n\r\n" % len(body) + body)
    client.get("/livez")
    return raw


@contextmanager
def stopped(process: int) -> Iterator[None]:
    os.kill(process, signal.SIGSTOP)
    try:
        yield
    finally:
        os.kill(process, signal.SIGCONT)


def test_what_a_client_left_behind_is_not_run(tiny_bundle: Path) -> None:
    with ready(tiny_bundle) as (served, client):
        with stopped(served.engine):
            first = send(client, b'{"tokens": ["Harry"]}')
            with send(client, b'{"tokens": ["Ron"]}'):
                assert "\nnomen_queue_requests 1.0" in client.get("/metrics").text
            wait_until(lambda: "\nnomen_queue_requests 0.0" in client.get("/metrics").text)
        with first:
            assert first.recv(100).startswith(b"HTTP/1.1 200")

        assert "\nnomen_tokens_total 1.0" in client.get("/metrics").text
        assert 'reason="client_gone"} 1.0' in client.get("/metrics").text


def test_the_engine_ends_with_a_killed_service(tiny_bundle: Path) -> None:
    with ready(tiny_bundle) as (served, _), os.fdopen(os.pidfd_open(served.engine)) as engine:
        served.end(signal.SIGKILL)

        wait_for_end(engine.fileno())


def test_a_body_that_is_too_large_gets_its_answer_over_a_socket(tiny_bundle: Path) -> None:
    with (
        ready(tiny_bundle, NOMEN_MAX_BODY_BYTES="100") as (_, client),
        socket.create_connection((client.base_url.host, client.base_url.port or 0), 10) as raw,
    ):
        head = b"POST /v1/tag HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
        raw.sendall(head + b"Transfer-Encoding: chunked\r\n\r\n")
        raw.sendall(b"1\r\n \r\n" * 101)

        answer = raw.makefile("rb").read()

    assert answer.startswith(b"HTTP/1.1 413")
    assert b"/problems/body-too-large" in answer


def serve_and_end(**settings: str) -> subprocess.CompletedProcess[str]:
    """Serve with settings that cannot be used."""
    return subprocess.run(
        [NOMEN, "serve"],
        env={**os.environ, "NOMEN_PORT": "0", **settings},
        capture_output=True,
        text=True,
        timeout=20,
        check=False,
    )


def fail_to_serve(**settings: str) -> tuple[int, str]:
    """Give the exit code and the one line that is no log."""
    ended = serve_and_end(**settings)
    (line,) = [line for line in ended.stderr.splitlines() if not line.startswith("{")]
    return ended.returncode, line


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"NOMEN_BUNDLE": "/nowhere"}, "nomen: /nowhere: expected the folder of a bundle"),
        ({"NOMEN_BUNDLES": "en,/nowhere"}, "nomen: /nowhere: expected the folder of a bundle"),
        ({"NOMEN_BUNDLES": "en,en"}, "nomen: en: expected bundles with different names"),
        ({"NOMEN_BUNDLE_SHA256": "0" * 64}, "expected a checksum of NOMEN_BUNDLE_SHA256, found"),
        ({"NOMEN_PORT": "tcp://10.0.0.1:8000"}, "enableServiceLinks: false"),
        (
            {"NOMEN_QUEUE_TOKENS": "99"},
            "nomen: NOMEN_MAX_TOKENS: expected at most NOMEN_QUEUE_TOKENS",
        ),
        ({"NOMEN_HOST": ""}, "nomen: NOMEN_HOST: String should have at least 1 character"),
        ({"NOMEN_HOST": "no such host"}, "nomen: NOMEN_HOST: expected an address or a host name"),
        ({"NOMEN_HOST": "a..b"}, "nomen: NOMEN_HOST: expected an address or a host name"),
    ],
)
def test_m1_unusable_settings_end_with_2_and_one_line(
    settings: dict[str, str], message: str
) -> None:
    code, line = fail_to_serve(**settings)

    assert code == 2
    assert message in line


@pytest.mark.parametrize("bundles", ["en,/nowhere", "en,en"])
def test_no_address_is_told_where_a_bundle_cannot_be_served(bundles: str) -> None:
    assert "listening" not in serve_and_end(NOMEN_BUNDLES=bundles).stderr


def test_a_port_in_use_ends_with_1_and_one_line() -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        code, line = fail_to_serve(NOMEN_PORT=str(other.getsockname()[1]))

    assert code == 1
    assert "Address already in use" in line
