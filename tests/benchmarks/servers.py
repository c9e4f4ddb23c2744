"""Starts servers, each in its own process, and puts load on them with wrk and hey."""

import json
import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from http import HTTPStatus
from http.client import HTTPConnection
from itertools import cycle
from pathlib import Path
from typing import NamedTuple

import numpy as np

from tests.waiting import wait_until

READY_SECONDS = 30.0
_LUA = """
local bodies = {%s}
local next = 0
wrk.method = "POST"
wrk.headers["Content-Type"] = "application/json"
request = function()
  next = next %% #bodies + 1
  return wrk.format(nil, "%s", nil, bodies[next])
end
"""
_PAUSES = """
function delay()
  return math.floor(-%f * math.log(1 - math.random()) + math.random())
end
"""
_MILLISECONDS = {"us": 1e-3, "ms": 1.0, "s": 1e3}
_JSON = {"Content-Type": "application/json"}


def free_port() -> int:
    """Give a port that is free now."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port: int = listener.getsockname()[1]
        return port


class Server(NamedTuple):
    """A server that is ready for requests."""

    port: int
    process: int


@contextmanager
def nomen(**variables: str) -> Iterator[Server]:
    """Serve the default bundle as `nomen serve` does."""
    port = free_port()
    own = {"NOMEN_PORT": str(port), "NOMEN_DRAIN_SECONDS": "0", "NOMEN_WORKERS": "1", **variables}
    command = [str(Path(sys.executable).with_name("nomen")), "serve"]
    with _serving(command, port, own) as server:
        yield server


@contextmanager
def null_route() -> Iterator[Server]:
    """Serve a FastAPI app whose one route does nothing."""
    port = free_port()
    command = [sys.executable, "-m", "tests.benchmarks.null_app", str(port)]
    with _serving(command, port, {}) as server:
        yield server


@contextmanager
def _serving(command: Sequence[str], port: int, variables: dict[str, str]) -> Iterator[Server]:
    inherited = {key: value for key, value in os.environ.items() if not key.startswith("NOMEN_")}
    process = subprocess.Popen(
        command,
        env={**inherited, **variables},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        _wait(process, port)
        yield Server(port, process.pid)
    finally:
        process.terminate()
        process.wait(timeout=READY_SECONDS)


def _wait(process: subprocess.Popen[bytes], port: int) -> None:
    wait_until(lambda: process.poll() is not None or _is_ready(port), seconds=READY_SECONDS)
    if process.poll() is not None:
        raise RuntimeError(f"expected a server, found exit code {process.returncode}")


def _is_ready(port: int) -> bool:
    try:
        with closing(HTTPConnection("127.0.0.1", port)) as connection:
            connection.request("GET", "/readyz")
            return connection.getresponse().status == HTTPStatus.OK
    except OSError:
        return False


def _has_client(port: int) -> bool:
    """Tell whether the kernel's table of connections has an established one to a local port."""
    rows = Path("/proc/net/tcp").read_text(encoding="ascii").splitlines()[1:]
    return any(row.split()[2:4] == [f"0100007F:{port:04X}", "01"] for row in rows)


class Load(NamedTuple):
    """What clients measured: answers per second, and the milliseconds until an answer."""

    per_second: float
    median: float
    percentile_99: float


def load(
    port: int,
    path: str,
    bodies: Sequence[str],
    *,
    clients: int,
    seconds: int,
    pause_milliseconds: float = 0.0,
) -> Load:
    """Let wrk send the bodies in rotation; a client waits for each answer before the next body.

    Args:
        port: The port of the server.
        path: The path of the route.
        bodies: Request bodies in JSON.
        clients: Number of concurrent clients.
        seconds: Duration of the load.
        pause_milliseconds: Mean pause between an answer and the client's next request. Pauses are
            exponentially distributed, so requests arrive at random.

    Raises:
        RuntimeError: When wrk is missing or an answer has no 2xx status.
    """
    with tempfile.NamedTemporaryFile("w", suffix=".lua") as script:
        script.write(_LUA % (",".join(json.dumps(body) for body in bodies), path))
        if pause_milliseconds:
            script.write(_PAUSES % pause_milliseconds)
        script.flush()
        options = ["-t1", f"-c{clients}", f"-d{seconds}s", "--latency", "-s", script.name]
        printed = _run("wrk", [*options, f"http://127.0.0.1:{port}"])
    rate = re.search(r"Requests/sec:\s+([\d.]+)", printed)
    times = {
        share: float(value) * _MILLISECONDS[unit]
        for share, value, unit in re.findall(r"(\d+)%\s+([\d.]+)(us|ms|s)\b", printed)
    }
    if rate is None or not {"50", "99"} <= times.keys() or "Non-2xx" in printed:
        raise RuntimeError(f"wrk: expected only 2xx answers from {path}")
    return Load(float(rate[1]), times["50"], times["99"])


def _run(program: str, arguments: Sequence[str]) -> str:
    if shutil.which(program) is None:
        raise RuntimeError(f"expected {program}: apt-get install {program}")
    done = subprocess.run([program, *arguments], check=True, capture_output=True, text=True)
    return done.stdout


def one_after_another(
    port: int, path: str, bodies: Sequence[str], *, seconds: float
) -> list[float]:
    """Send the bodies in rotation on one connection and give the milliseconds of each request."""
    found = []
    end = time.monotonic() + seconds
    with closing(HTTPConnection("127.0.0.1", port)) as connection:
        for body in cycle(bodies):
            if time.monotonic() >= end:
                break
            start = time.perf_counter()
            connection.request("POST", path, body, _JSON)
            answer = connection.getresponse()
            answer.read()
            found.append(1000 * (time.perf_counter() - start))
            if answer.status != HTTPStatus.OK:
                raise RuntimeError(f"expected 200 from {path}, found {answer.status}")
    return found


@contextmanager
def sending(port: int, path: str, body: str) -> Iterator[None]:
    """Send a body repeatedly from another process, one request at a time."""
    with tempfile.NamedTemporaryFile("w", suffix=".json") as file:
        file.write(body)
        file.flush()
        what = ["-m", "POST", "-T", "application/json", "-D", file.name]
        load = ["-z", "600s", "-c", "1"]
        process = subprocess.Popen(
            ["hey", *load, *what, f"http://127.0.0.1:{port}{path}"], stdout=subprocess.DEVNULL
        )
        try:
            wait_until(lambda: _has_client(port))
            yield
        finally:
            process.terminate()
            process.wait()


def percentile(values: Sequence[float], share: float) -> float:
    """Give the value below which a share of the values lies, 0 to 1."""
    return float(np.quantile(values, share))
