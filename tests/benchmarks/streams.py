"""Measures the stream route beside the batch route, with as many documents at once."""

import json
import socket
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from itertools import cycle
from threading import Thread

from tests.benchmarks.samples import Samples
from tests.benchmarks.timing import Row, compare

BATCH, STREAM = "/v1/tag/batch", "/v1/tag/stream"
DOCUMENTS, CLIENTS = 32, 2
RECEIVED_BYTES = 1 << 18

Client = Callable[[int, Sequence[bytes], float], int]


def measure(port: int, samples: Samples, *, rounds: int, seconds: int) -> Iterator[Row]:
    """Give the rows of both routes; each of two clients sends 32 documents at once."""
    texts = [json.dumps({"text": text}) for text in samples.sentences]
    groups = [texts[i : i + DOCUMENTS] for i in range(0, len(texts) - DOCUMENTS + 1, DOCUMENTS)]
    batches = [_request(f'{{"documents": [{",".join(group)}]}}'.encode()) for group in groups]
    chunks = [_chunk(("\n".join(group) + "\n").encode()) for group in groups]
    values: dict[str, list[float]] = {BATCH: [], STREAM: []}
    for _ in range(rounds):
        values[BATCH].append(_rate(_send_batches, port, batches, seconds=seconds))
        values[STREAM].append(_rate(_send_stream, port, chunks, seconds=seconds))
    group = f"sentences over HTTP, {DOCUMENTS} at once, {CLIENTS} clients"
    yield from compare(group, values, unit="documents/s")


def _rate(client: Client, port: int, pieces: Sequence[bytes], *, seconds: int) -> float:
    """Give the documents that are answered in a second."""
    with ThreadPoolExecutor(CLIENTS) as pool:
        running = [
            pool.submit(client, port, pieces, time.monotonic() + seconds) for _ in range(CLIENTS)
        ]
        return sum(each.result() for each in running) / seconds


def _send_batches(port: int, requests: Sequence[bytes], end: float) -> int:
    """Send one batch after the other; give the documents that were answered in time."""
    num_answered = 0
    with socket.create_connection(("127.0.0.1", port)) as connection:
        for request in cycle(requests):
            connection.sendall(request)
            head, _, body = connection.recv(RECEIVED_BYTES).partition(b"\r\n\r\n")
            _check(head)
            length = int(head.lower().partition(b"content-length:")[2].split(b"\r\n", 1)[0])
            num_missing = length - len(body)
            while num_missing > 0:
                num_missing -= len(connection.recv(RECEIVED_BYTES))
            if time.monotonic() >= end:
                return num_answered
            num_answered += DOCUMENTS
    return num_answered


def _send_stream(port: int, chunks: Sequence[bytes], end: float) -> int:
    """Send one long stream, and leave it; give the documents that were answered in time."""
    num_answered = 0
    with socket.create_connection(("127.0.0.1", port)) as connection:
        sender = Thread(target=_send_chunks, args=(connection, chunks))
        sender.start()
        received = connection.recv(RECEIVED_BYTES)
        _check(received)
        while time.monotonic() < end:
            num_answered += received.count(b'{"id":')
            received = connection.recv(RECEIVED_BYTES)
        connection.shutdown(socket.SHUT_RDWR)
        sender.join()
    return num_answered


def _send_chunks(connection: socket.socket, chunks: Sequence[bytes]) -> None:
    """Send chunks until the connection is closed."""
    connection.sendall(
        f"POST {STREAM} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/jsonl\r\n"
        "Transfer-Encoding: chunked\r\n\r\n".encode()
    )
    with suppress(OSError):
        for chunk in cycle(chunks):
            connection.sendall(chunk)


def _request(body: bytes) -> bytes:
    head = (
        f"POST {BATCH} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
        f"Content-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body


def _chunk(data: bytes) -> bytes:
    return b"%x\r\n%s\r\n" % (len(data), data)


def _check(head: bytes) -> None:
    if not head.startswith(b"HTTP/1.1 200 "):
        raise RuntimeError("expected only 200 answers")
