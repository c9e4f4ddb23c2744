"""A name goes through every path of a running service, and is left nowhere."""

import os
import signal
import socket
import subprocess
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import httpx2
import pytest

from tests.service.http.test_server import NOMEN, Served
from tests.service.keys.test_key_ring import line
from tests.waiting import wait_for_end

pytestmark = pytest.mark.slow

CANARY = "Quillfeather"
KEY, BAD_KEY = "good-secret", "Featherquill"
TEXT = f"{CANARY} waved at {CANARY} of Oslo."
BODIES = [
    f'{{"text": "{TEXT}"}}',
    f'{{"tokens": ["{CANARY}", ""]}}',
    f'{{"text": "{CANARY}", "{CANARY}": "{CANARY}"}}',
    f'{{"text": "{CANARY}", "threshold": "{CANARY}", "operator": {{"kind": "{CANARY}"}}}}',
    f'{{"text": "{CANARY} \\ud800"}}',
    f'{{"{CANARY}": NaN}}',
    f'{{"documents": [{{"id": "{CANARY}", "text": "{CANARY}", "{CANARY}": 1}}]}}',
    f'"{CANARY}"',
    CANARY,
    f'{{"text": "{f"{CANARY} " * 500}"}}',
]
ROUTES = (
    "/v1/tag",
    "/v1/tag/batch",
    "/v1/tag/stream",
    "/v1/redact",
    "/v1/redact/batch",
    "/v1/redact/stream",
    "/analyze",
    "/anonymize",
    f"/v1/{CANARY}",
    f"/v1/tag?{CANARY}={CANARY}",
)
KINDS = ("application/json", "application/jsonl", "text/plain", f"text/{CANARY}")
RAW = [
    f"{CANARY} /v1/tag HTTP/1.1\r\nHost: {CANARY}\r\n\r\n",
    f"GET /{CANARY} HTTP/9.{CANARY}\r\n\r\n",
    f"POST /v1/tag HTTP/1.1\r\nHost: x\r\n{CANARY} {CANARY}\r\n\r\n",
    f"POST /v1/tag HTTP/1.1\r\nHost: x\r\nContent-Length: {CANARY}\r\n\r\n",
    f"GET /livez HTTP/1.1\r\nHost: x\r\nX-Request-ID: \x1b[31m{CANARY}\r\n\r\n",
]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The only folder that the service may write to; its own temporary files and dumps are here."""
    (tmp_path / "keys").write_text(line("web", KEY))
    (tmp_path / "written").mkdir()
    return tmp_path / "written"


@pytest.fixture
def served(tiny_bundle: Path, folder: Path) -> Iterator[Served]:
    environ = {
        **os.environ,
        "NOMEN_BUNDLE": str(tiny_bundle),
        "NOMEN_PORT": "0",
        "NOMEN_DRAIN_SECONDS": "0",
        "NOMEN_LOG_LEVEL": "debug",
        "NOMEN_MAX_BODY_BYTES": "2000",
        "NOMEN_KEYS_FILE": str(folder.parent / "keys"),
        "TMPDIR": str(folder),
        "HOME": str(folder),
    }
    with subprocess.Popen(
        [NOMEN, "serve"], env=environ, cwd=folder, stderr=subprocess.PIPE, text=True
    ) as process:
        made = Served(process)
        try:
            yield made
        finally:
            process.kill()
            made.end()


def send_everything(client: httpx2.Client) -> list[httpx2.Response]:
    """Send each body as each media type to each route, without a key, with a bad and a good one."""
    keys = [{}, {"Authorization": f"Bearer {BAD_KEY}"}, {"Authorization": f"Bearer {KEY}"}]
    return [
        client.post(
            route,
            content=body.encode(),
            headers={"Content-Type": kind, "X-Request-ID": CANARY, **k},
        )
        for route in ROUTES
        for kind in KINDS
        for body in BODIES
        for k in (keys if body is BODIES[0] else keys[2:])
    ]


def send_raw(url: httpx2.URL) -> None:
    for request in RAW:
        with socket.create_connection((url.host, url.port or 0), 10) as raw:
            raw.sendall(request.encode())
            raw.shutdown(socket.SHUT_WR)
            with suppress(ConnectionResetError):
                while raw.recv(65_536):
                    pass


def crash_with_the_text_in_flight(served: Served, client: httpx2.Client) -> None:
    """Abort the engine, then the service, while a text is on its way."""
    engine = served.engine
    os.kill(engine, signal.SIGSTOP)
    ending = os.pidfd_open(engine)
    with socket.create_connection((client.base_url.host, client.base_url.port or 0), 10) as raw:
        head = f"POST /v1/tag HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {KEY}\r\n"
        kind = f"Content-Type: application/json\r\nContent-Length: {len(BODIES[0])}\r\n\r\n"
        raw.sendall((head + kind + BODIES[0]).encode())
        client.get("/livez")
        os.kill(engine, signal.SIGABRT)
        os.kill(served.process.pid, signal.SIGABRT)
        os.kill(engine, signal.SIGCONT)
        assert served.end() == -signal.SIGABRT
    with os.fdopen(ending) as descriptor:
        wait_for_end(descriptor.fileno())


def core_limits(pid: int) -> list[str]:
    limits = Path(f"/proc/{pid}/limits").read_text().splitlines()
    return next(row.split()[4:6] for row in limits if row.startswith("Max core file size"))


def test_s4_a_name_is_left_in_no_log_metric_error_file_or_dump(
    served: Served, folder: Path
) -> None:
    url = served.wait_for("listening")["url"]
    served.wait_for("ready")
    with httpx2.Client(base_url=url, timeout=20) as client:
        answers = send_everything(client)
        send_raw(client.base_url)
        metrics = client.get("/metrics", headers={"Authorization": f"Bearer {KEY}"}).text
        limits = [core_limits(pid) for pid in (served.process.pid, served.engine)]
        crash_with_the_text_in_flight(served, client)

    refused = [answer for answer in answers if answer.is_error]
    assert {401, 404, 413, 415, 422, 429} <= {answer.status_code for answer in refused}
    assert any(answer.is_success for answer in answers)
    told = f"{served.lines}{metrics}" + "".join(answer.text for answer in refused)
    assert KEY not in told
    assert BAD_KEY not in told
    assert CANARY not in told.replace(f"'request_id': '{CANARY}'", "")
    assert limits == [["0", "0"], ["0", "0"]]
    assert list(folder.rglob("core*")) == []
    left = [path for path in folder.rglob("*") if path.is_file()]
    assert [path for path in left if CANARY.encode() in path.read_bytes()] == []
