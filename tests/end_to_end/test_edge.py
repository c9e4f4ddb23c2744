"""The edge of a running service, against hostile and careless clients and against nginx."""

import http.client
import random
import re
import resource
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import httpx2
import pytest

from tests.service.http.test_server import CANARY, Served, ready
from tests.waiting import wait_until

pytestmark = pytest.mark.slow

JAVA_COMMAND = shutil.which("java")
NGINX_COMMAND = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
MEBIBYTE = 2**20
MAX_BODY = 100_000
ROUTES = (
    b"/v1/tag",
    b"/v1/tag/batch",
    b"/v1/tag/stream",
    b"/v1/redact",
    b"/v1/model",
    b"/livez",
    b"/metrics",
    b"/docs",
    b"/nowhere",
)
HEAD = b"POST /v1/tag HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
JAVA = """
import java.net.URI;
import java.net.http.*;

public class Ask {
    public static void main(String[] given) throws Exception {
        var request = HttpRequest.newBuilder(URI.create(given[0]))
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString("{\\"text\\": \\"Harry Potter waved.\\"}"))
            .build();
        var answer = HttpClient.newHttpClient()
            .send(request, HttpResponse.BodyHandlers.ofString());
        System.out.println(answer.statusCode() + " " + answer.body());
    }
}
"""
NGINX = """
daemon off;
master_process off;
worker_processes 1;
pid {folder}/nginx.pid;
error_log {folder}/error.log;
events {{ worker_connections 64; }}
http {{
    access_log off;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    client_max_body_size 0;
    server {{
        listen 127.0.0.1:{port};
        location / {{ proxy_pass {url}; }}
    }}
}}
"""


@pytest.fixture(scope="module")
def service(tiny_bundle: Path) -> Iterator[tuple[Served, httpx2.Client]]:
    with ready(tiny_bundle, NOMEN_MAX_BODY_BYTES=str(MAX_BODY)) as (served, client):
        yield served, client


def connect(client: httpx2.Client) -> socket.socket:
    return socket.create_connection((client.base_url.host, client.base_url.port or 0), timeout=20)


def exchange(client: httpx2.Client, *pieces: bytes, is_last: bool = True) -> bytes:
    """Send, and read to the end of the connection, which the service may close first."""
    with connect(client) as raw:
        try:
            for piece in pieces:
                raw.sendall(piece)
            if is_last:
                raw.shutdown(socket.SHUT_WR)
        except OSError:
            pass
        answer = b""
        try:
            while data := raw.recv(65_536):
                answer += data
        except ConnectionResetError:
            pass
        return answer


def memory(served: Served) -> int:
    status = Path(f"/proc/{served.process.pid}/status").read_text()
    found = re.search(r"VmRSS:\s+(\d+) kB", status)
    assert found is not None
    return int(found[1]) * 1024


def metric(client: httpx2.Client, name: str) -> float:
    found = re.search(rf"^{re.escape(name)} (\S+)$", client.get("/metrics").text, re.MULTILINE)
    return 0.0 if found is None else float(found[1])


def test_a_head_of_many_mebibytes_costs_no_memory(service: tuple[Served, httpx2.Client]) -> None:
    served, client = service
    before = memory(served)
    lines = b"A: " + b"a" * 1000 + b"\r\n"
    for flood in (lines * 1000, b"A: " + b"a" * MEBIBYTE):
        answer = exchange(client, HEAD, *[flood] * 39)
        assert b" 431 " in answer or answer == b""
    assert client.get("/livez").status_code == 200
    assert memory(served) - before < 16 * MEBIBYTE
    assert metric(client, 'nomen_rejected_total{reason="large_head"}') == 2


def mutated(draw: random.Random) -> bytes:
    """Give a request with one or more faults, often at the level of bytes."""
    body = b'{"text": "%s waved."}' % CANARY.encode()
    lines = [
        b"%s %s HTTP/1.1" % (draw.choice([b"POST", b"GET", b"PUT", b"BREW"]), draw.choice(ROUTES)),
        b"Host: x",
        b"Content-Type: application/json",
        draw.choice(
            [
                b"Content-Length: %d" % (len(body) + draw.choice([-5, -1, 0, 0, 1, 2**40])),
                b"Transfer-Encoding: chunked",
                b"Transfer-Encoding: chunked\r\nContent-Length: 3",
                b"Connection: Upgrade\r\nUpgrade: h2c\r\nContent-Length: %d" % len(body),
                b"Expect: 100-continue\r\nContent-Length: %d" % len(body),
                b"X: \xff\x00",
                b"",
            ]
        ),
    ]
    if draw.random() < 0.3:
        draw.shuffle(lines)
    if draw.random() < 0.3:
        body = b"%x\r\n%s\r\n0\r\n%s\r\n" % (len(body), body, draw.choice([b"", b"A: b\r\n"]))
    data = bytearray(b"\r\n".join(lines) + b"\r\n\r\n" + body)
    for _ in range(draw.choice([0, 0, 1, 3, 20])):
        place = draw.randrange(len(data))
        match draw.randrange(3):
            case 0:
                data[place] = draw.randrange(256)
            case 1:
                del data[place : place + draw.randrange(1, 9)]
            case _:
                data[place:place] = draw.randbytes(draw.randrange(1, 9))
    return bytes(data)


@pytest.mark.parametrize("count", [300, pytest.param(10_000, marks=pytest.mark.long)])
def test_r2_no_request_of_any_bytes_crashes_or_fails_the_service(
    service: tuple[Served, httpx2.Client], count: int
) -> None:
    served, client = service
    draw = random.Random(count)
    codes = set()
    for _ in range(count):
        answer = exchange(client, mutated(draw))
        codes |= {int(code) for code in re.findall(rb"HTTP/1\.1 (\d{3}) ", answer)}

    assert codes >= {200, 400, 404, 405}
    assert not [code for code in codes if code >= 500 and code != 505]
    assert client.post("/v1/tag", json={"text": "Harry"}).status_code == 200
    wait_until(lambda: metric(client, "nomen_connections") == 1)
    assert metric(client, "nomen_held_body_bytes") == 0
    assert {line["event"] for line in served.lines} <= {"listening", "ready", "request", "refused"}
    assert CANARY not in str(served.lines)


def padded(size: int) -> bytes:
    text = b'{"text": "Harry waved."}'
    return text + b" " * (size - len(text))


@pytest.mark.parametrize(
    ("size", "code"), [(MAX_BODY - 1, 200), (MAX_BODY, 200), (MAX_BODY + 1, 413)]
)
def test_r7_the_limit_of_a_body_is_exact(
    service: tuple[Served, httpx2.Client], size: int, code: int
) -> None:
    _, client = service
    body = padded(size)
    chunks = b"".join(b"%x\r\n%s\r\n" % (len(part), part) for part in (body[:9], body[9:]))
    known = exchange(client, HEAD + b"Content-Length: %d\r\n\r\n" % size, body)
    chunked = exchange(client, HEAD + b"Transfer-Encoding: chunked\r\n\r\n", chunks, b"0\r\n\r\n")

    assert {int(answer.split()[1]) for answer in (known, chunked)} == {code}


def test_r7_a_length_that_is_too_small_leaves_a_malformed_request(
    service: tuple[Served, httpx2.Client],
) -> None:
    _, client = service
    answer = exchange(client, HEAD + b"Content-Length: 24\r\n\r\n" + padded(24) + b"tail\r\n\r\n")

    assert re.findall(rb"HTTP/1\.1 (\d+)", answer) == [b"200", b"400"]


@pytest.mark.parametrize("count", [50_000, pytest.param(1_000_000, marks=pytest.mark.long)])
def test_r7_chunks_of_one_byte_take_no_more_memory_than_one(tiny_bundle: Path, count: int) -> None:
    with ready(tiny_bundle) as (served, client):
        assert client.post("/v1/tag", json={"text": "Harry"}).status_code == 200
        before, seconds = memory(served), served.cpu_seconds
        chunks = b"".join(b"1\r\n%c\r\n" % byte for byte in padded(count))
        answer = exchange(
            client, HEAD + b"Transfer-Encoding: chunked\r\n\r\n", chunks, b"0\r\n\r\n"
        )

        assert b" 200 " in answer
        assert memory(served) - before < 30 * MEBIBYTE
        print(f"{count} chunks: {served.cpu_seconds - seconds:.2f} s of CPU time")  # noqa: T201


@pytest.mark.parametrize(
    ("count", "seconds"), [(60, 1.0), pytest.param(500, 10.0, marks=pytest.mark.long)]
)
def test_s1_slow_senders_are_closed_and_good_ones_served(
    tiny_bundle: Path, count: int, seconds: float
) -> None:
    settings = {"NOMEN_HEAD_SECONDS": str(seconds), "NOMEN_BODY_SECONDS": str(seconds)}
    beginnings = (b"", b"POST /v1/tag HT", HEAD + b"Content-Length: 99\r\n\r\n{")
    with ready(tiny_bundle, **settings) as (_, client), ExitStack() as stack:
        started = time.monotonic()
        slow = [stack.enter_context(connect(client)) for _ in range(count)]
        for i, raw in enumerate(slow):
            raw.sendall(beginnings[i % 3])
        assert metric(client, "nomen_connections") == count + 1
        for _ in range(20):
            assert client.post("/v1/tag", json={"text": "Harry"}).status_code == 200
        answers = [raw.recv(100).split(b" ")[1:2] for raw in slow]

        assert time.monotonic() - started < 15
        assert [code for code in answers[1::3] + answers[2::3] if code != [b"408"]] == []
        assert [code for code in answers[::3] if code] == []
        for raw in slow:
            raw.close()
        wait_until(lambda: metric(client, "nomen_connections") == 1)


def test_unfinished_bodies_do_not_fill_the_memory(tiny_bundle: Path) -> None:
    settings = {"NOMEN_HELD_BODY_BYTES": str(16 * MEBIBYTE)}
    with ready(tiny_bundle, **settings) as (served, client), ExitStack() as stack:
        before = memory(served)
        head = HEAD + b"Content-Length: %d\r\n\r\n" % MEBIBYTE
        for _ in range(100):
            raw = stack.enter_context(connect(client))
            raw.sendall(head + b" " * (MEBIBYTE - 1))

        assert metric(client, "nomen_held_body_bytes") <= 16 * MEBIBYTE
        assert metric(client, 'nomen_rejected_total{reason="busy"}') > 50
        assert memory(served) - before < 64 * MEBIBYTE
        assert client.get("/livez").status_code == 200


def test_connections_up_to_the_file_limit_leave_room_for_the_service(tiny_bundle: Path) -> None:
    with few_files(256), ready(tiny_bundle) as (_, client), few_files(512), ExitStack() as stack:
        for _ in range(300):
            stack.enter_context(connect(client))
        # The oldest of them give way once they have been idle for a second.
        wait_until(lambda: is_served(client))
        assert metric(client, "nomen_connections") <= 128 + 64 + 1


def is_served(client: httpx2.Client) -> bool:
    try:
        return client.post("/v1/tag", json={"text": "Harry"}).status_code == 200
    except httpx2.TransportError:
        return False


@contextmanager
def few_files(number: int) -> Iterator[None]:
    """Lower the limit of open files, for processes that begin in the block."""
    kept = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (number, kept[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, kept)


@pytest.mark.skipif(shutil.which("curl") is None, reason="needs curl")
def test_curl_that_offers_http_2_gets_its_answer(service: tuple[Served, httpx2.Client]) -> None:
    _, client = service
    command = ["curl", "-s", "-m20", "--http2", "-H", "Content-Type: application/json", "-d"]
    answered = subprocess.run(
        [*command, '{"text": "Harry Potter"}', str(client.base_url.join("/v1/tag"))],
        capture_output=True,
        check=True,
    )

    assert b'"tokens":["Harry","Potter"]' in answered.stdout


@pytest.mark.skipif(JAVA_COMMAND is None, reason="needs java")
def test_java_that_offers_http_2_gets_its_answer(
    service: tuple[Served, httpx2.Client], tmp_path: Path
) -> None:
    _, client = service
    (tmp_path / "Ask.java").write_text(JAVA)
    answered = subprocess.run(
        [
            str(JAVA_COMMAND),
            "-Xmx64m",
            str(tmp_path / "Ask.java"),
            str(client.base_url.join("/v1/tag")),
        ],
        capture_output=True,
        text=True,
        check=True,
    )

    assert answered.stdout.startswith("200 ")


def test_the_standard_library_reads_413_after_it_has_sent_all(
    service: tuple[Served, httpx2.Client],
) -> None:
    _, client = service
    for _ in range(5):
        connection = http.client.HTTPConnection(
            client.base_url.host, client.base_url.port, timeout=20
        )
        connection.request(
            "POST", "/v1/tag", b" " * 5 * MEBIBYTE, {"Content-Type": "application/json"}
        )
        assert connection.getresponse().status == 413
        connection.close()


@contextmanager
def nginx(folder: Path, url: str) -> Iterator[str]:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    (folder / "nginx.conf").write_text(NGINX.format(folder=folder, port=port, url=url))
    command = [str(NGINX_COMMAND), "-p", str(folder), "-c", str(folder / "nginx.conf")]
    with subprocess.Popen(command, stderr=subprocess.DEVNULL) as process:
        try:
            wait_until(lambda: is_open(port))
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()


def is_open(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port), timeout=1).close()
    except OSError:
        return False
    return True


@pytest.mark.skipif(NGINX_COMMAND is None, reason="needs nginx")
def test_nginx_passes_413_on(service: tuple[Served, httpx2.Client], tmp_path: Path) -> None:
    _, client = service
    with nginx(tmp_path, str(client.base_url)) as url, httpx2.Client(base_url=url) as through:
        codes = [
            through.post("/v1/tag", json={"text": " " * 5 * MEBIBYTE}).status_code
            for _ in range(20)
        ]

    assert codes == [413] * 20
