"""nginx with the reference configuration, in front of two running services."""

import json
import os
import shutil
import signal
import socket
import subprocess
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import httpx2
import pytest

from nomen.service.client.client import Client
from nomen.service.client.results import Tagged
from tests.service.http.certificates import make_certificate, needs_openssl, trusting
from tests.service.http.test_server import Served, serve
from tests.waiting import wait_until

REFERENCE = Path(__file__).parents[2] / "deploy" / "nginx" / "nginx.conf"
NGINX, CURL = shutil.which("nginx"), shutil.which("curl")
CANARY = "Quillfeather"

pytestmark = [
    pytest.mark.slow,
    needs_openssl,
    pytest.mark.skipif(NGINX is None, reason="needs nginx: make packages"),
]


class Front:
    """A running nginx, the services behind it, and what it wrote."""

    def __init__(self, url: str, folder: Path, services: list[Served]) -> None:
        self.url, self.folder, self.services = url, folder, services
        self.certificate = folder / "tls.crt"

    def client(self) -> httpx2.Client:
        return httpx2.Client(base_url=self.url, verify=trusting(self.certificate), timeout=20)

    @property
    def written(self) -> str:
        files = [path for path in self.folder.rglob("*") if path.is_file()]
        return "".join(file.read_text(errors="replace") for file in files)


@contextmanager
def front(folder: Path, bundle: Path) -> Iterator[Front]:
    """Run the reference with other addresses and folders, and two services behind it."""
    certificate = make_certificate(folder, "tls")[0]
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    with serve(bundle, NOMEN_DRAIN_SECONDS="1") as one, serve(bundle) as two:
        content = REFERENCE.read_text().replace("/tmp/", f"{folder}/")  # noqa: S108  # what stands there
        for number, each in enumerate((one, two), 1):
            address = each.wait_for("listening")["url"].removeprefix("http://")
            each.wait_for("ready")
            content = content.replace(f"nomen-{number}:8000", address)
        content = content.replace("listen 8443", f"listen 127.0.0.1:{port}")
        content = content.replace("/etc/nginx/tls", str(folder))
        (folder / "nginx.conf").write_text(content)
        with nginx(folder), socket.socket() as probe:
            wait_until(lambda: probe.connect_ex(("127.0.0.1", port)) == 0)
            assert certificate.exists()
            yield Front(f"https://127.0.0.1:{port}", folder, [one, two])


@contextmanager
def nginx(folder: Path) -> Iterator[None]:
    more = "daemon off;" + (" user root;" if os.getuid() == 0 else "")
    command = [str(NGINX), "-c", str(folder / "nginx.conf"), "-g", more]
    with (
        (folder / "log").open("wb") as log,
        subprocess.Popen(command, stdout=log, stderr=log) as process,
    ):
        try:
            yield
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(timeout=20)


@pytest.fixture(scope="module")
def behind(tmp_path_factory: pytest.TempPathFactory, tiny_bundle: Path) -> Iterator[Front]:
    with front(tmp_path_factory.mktemp("nginx"), tiny_bundle) as made:
        yield made


@pytest.mark.skipif(CURL is None, reason="needs curl")
def test_http_2_reaches_the_service(behind: Front) -> None:
    told = subprocess.run(
        [
            *[str(CURL), "-sS", "--http2", "--cacert", str(behind.certificate)],
            *["-H", "Content-Type: application/json", "-d", '{"text": "Harry"}'],
            *["-w", "\n%{http_version} %{http_code}", f"{behind.url}/v1/tag"],
        ],
        check=True,
        capture_output=True,
        text=True,
        timeout=20,
    ).stdout.splitlines()

    assert told[1] == "2 200"
    assert json.loads(told[0])["tokens"] == ["Harry"]


def test_r7_a_body_that_is_too_large_gets_a_problem_each_time(behind: Front) -> None:
    body = b'{"text": "' + b"x" * 1_500_000 + b'"}'
    with behind.client() as client:
        answers = [
            client.post("/v1/tag", content=body, headers={"Content-Type": "application/json"})
            for _ in range(20)
        ]

    assert [answer.status_code for answer in answers] == [413] * 20
    assert {answer.json()["type"] for answer in answers} == {"/problems/body-too-large"}
    assert {answer.headers["content-type"] for answer in answers} == {"application/problem+json"}


def test_a_body_of_the_limit_passes_and_is_refused_by_the_service_alone(behind: Front) -> None:
    body = b'{"text": "' + b" " * 1_048_563 + b'"}'
    assert len(body) == 1_048_575
    with behind.client() as client:
        kind = {"Content-Type": "application/json"}
        assert client.post("/v1/tag", content=body, headers=kind).status_code == 200
        assert client.post("/v1/tag", content=body + b"  ", headers=kind).status_code == 413


def test_a_stream_passes_both_ways_at_once(behind: Front) -> None:
    context = trusting(behind.certificate)
    answered = threading.Semaphore(0)

    def documents() -> Iterator[str]:
        for number in range(5):
            yield f"Harry {number} waved."
            assert answered.acquire(timeout=10)

    with Client(behind.url, ssl_context=context) as client:
        tokens = []
        for answer in client.stream(documents()):
            assert isinstance(answer, Tagged)
            tokens.append(answer.tokens)
            answered.release()

    assert tokens == [("Harry", str(number), "waved", ".") for number in range(5)]


def test_s8_metrics_and_admin_stay_inside(behind: Front) -> None:
    with behind.client() as client:
        answer = client.get("/readyz")
        codes = [client.get(path).status_code for path in ("/metrics", "/admin/reload")]

    assert codes == [404, 404]
    assert "server" not in answer.headers or answer.headers["server"] == "nginx"
    assert answer.headers["strict-transport-security"] == "max-age=31536000"
    assert answer.headers["x-content-type-options"] == "nosniff"


def test_a_head_that_is_too_large_is_refused(behind: Front) -> None:
    with behind.client() as client:
        assert client.get("/livez", headers={"X": "x" * 40_000}).status_code in {400, 431}


@pytest.mark.skipif(CURL is None, reason="needs curl")
def test_a_flood_from_one_address_gets_429_with_a_problem(behind: Front) -> None:
    """Over one connection with HTTP/2, more than 100 requests are in flight at once."""
    told = subprocess.run(
        [
            *[str(CURL), "-sS", "--http2", "--cacert", str(behind.certificate), "--parallel"],
            *["--parallel-max", "128", "-w", "\n%{http_code}\n", f"{behind.url}/readyz?[1-900]"],
        ],
        check=True,
        capture_output=True,
        text=True,
        timeout=20,
    ).stdout.splitlines()

    codes = {line for line in told if line.isdigit()}
    assert codes == {"200", "429"}
    assert any("/problems/queue-full" in line for line in told)


def test_d1_a_replica_may_drain_or_be_killed_without_one_failed_request(
    tmp_path: Path, tiny_bundle: Path
) -> None:
    with front(tmp_path, tiny_bundle) as behind, behind.client() as client:

        def ask(number: int) -> int:
            text = {"text": f"{CANARY} waved {number} times."}
            return client.post(f"/v1/tag?threshold=0.{number % 9}1", json=text).status_code

        with ThreadPoolExecutor(4) as pool:
            codes = list(pool.map(ask, range(20)))
            behind.services[0].process.send_signal(signal.SIGTERM)
            going = [pool.submit(ask, number) for number in range(200)]
            assert behind.services[0].process.wait(timeout=20) == 0
            codes += [each.result() for each in going]
            codes += list(pool.map(ask, range(40)))
        assert set(codes) == {200}

        behind.services[1].process.kill()
        behind.services[1].process.wait(timeout=20)
        left = client.post(f"/v1/tag?q={CANARY}", json={"text": CANARY})

        assert (left.status_code, left.headers["retry-after"]) == (503, "1")
        assert left.json()["status"] == 503
        assert '"upstream_status"' in behind.written
        assert CANARY not in behind.written
