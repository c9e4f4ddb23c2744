"""HTTP: the null route, the tagging routes under load, and small requests beside large ones."""

import json
import time
from collections.abc import Iterator, Sequence

import numpy as np
import uvloop

from model.tagger import load_tagger
from tests.benchmarks import servers
from tests.benchmarks.client import arrivals
from tests.benchmarks.samples import SENTENCE, Samples
from tests.benchmarks.timing import Row, compare

TAG, BATCH, NULL = "/v1/tag", "/v1/tag/batch", "/null"
CLIENTS = (1, 8, 64)
NUM_BODIES = 400
DOCUMENTS, DOCUMENT_TOKENS, SMALL_TOKENS, LONG_TOKENS = 32, 512, 10, 100_000


def measure(samples: Samples, *, rounds: int, seconds: int) -> Iterator[Row]:
    """Give the rows of HTTP; each server and its load share the machine's CPUs."""
    bodies = [json.dumps({"text": text}) for text in samples.sentences[:NUM_BODIES]]
    with servers.null_route() as null, servers.nomen() as server:
        port = server.port
        for clients in CLIENTS:
            values: dict[str, list[float]] = {"null route": [], TAG: []}
            for _ in range(rounds):
                for name, own, path in (("null route", null.port, NULL), (TAG, port, TAG)):
                    found = servers.requests_per_second(
                        own, path, bodies, clients=clients, seconds=seconds
                    )
                    values[name].append(found)
            yield from compare(f"sentences over HTTP, {clients} clients", values, unit="requests/s")
        most = float(np.median(values[TAG]))
        yield from _under_half_load(port, bodies, most, seconds=seconds)
        yield from _batches(port, samples, seconds=seconds)
    with servers.nomen() as server:
        yield from _beside(server.port, seconds=seconds)


def _under_half_load(
    port: int, bodies: Sequence[str], most: float, *, seconds: int
) -> Iterator[Row]:
    single = servers.one_after_another(port, TAG, bodies, seconds=seconds)
    alone = servers.percentile(single, 0.5)
    sent = [body.encode() for body in bodies]
    work = arrivals(port, sent, per_second=most / 2, seconds=seconds)
    found = uvloop.run(work)
    busy = servers.percentile(found, 0.99)
    group = "sentences over HTTP"
    yield Row(group=group, name="median of one client", value=alone, unit="ms")
    name = f"99 % at {len(found) / seconds:.0f} requests/s, half of the most"
    yield Row(group=group, name=name, value=busy, unit="ms", ratio=busy / alone)


def _batches(port: int, samples: Samples, *, seconds: int) -> Iterator[Row]:
    texts = samples.sentences[:DOCUMENTS]
    body = json.dumps({"documents": [{"text": text} for text in texts]})
    found = servers.requests_per_second(port, BATCH, [body], clients=2, seconds=seconds)
    group = f"batches of {DOCUMENTS} sentences over HTTP, 2 clients"
    yield Row(group=group, name=BATCH, value=found * DOCUMENTS, unit="documents/s")


def _beside(port: int, *, seconds: int) -> Iterator[Row]:
    """Send small requests alone, then beside large ones."""
    tagger = load_tagger()
    words = (SENTENCE.replace(" .", "") + " ").split() * (LONG_TOKENS // 20)
    document = " ".join(words[:DOCUMENT_TOKENS])
    start = time.perf_counter()
    for _ in range(5):
        tagger.tag([document])
    one_pass = 1000 * (time.perf_counter() - start) / 5
    small = json.dumps({"tokens": words[:SMALL_TOKENS]})
    batch = json.dumps({"documents": [{"text": document}] * DOCUMENTS})
    text = json.dumps({"text": " ".join(words[: LONG_TOKENS - 1])})
    group = f"{SMALL_TOKENS} tokens over HTTP, 99 %"
    idle = servers.percentile(servers.one_after_another(port, TAG, [small], seconds=seconds), 0.99)
    yield Row(group=group, name="alone", value=idle, unit="ms")
    yield Row(group=group, name="one pass over 512 tokens", value=one_pass, unit="ms")
    for name, path, body in (
        (f"beside batches of {DOCUMENTS} x {DOCUMENT_TOKENS} tokens", BATCH, batch),
        (f"beside texts of {LONG_TOKENS} tokens", TAG, text),
    ):
        with servers.sending(port, path, body):
            found = servers.one_after_another(port, TAG, [small], seconds=seconds)
        busy = servers.percentile(found, 0.99)
        passes = (busy - idle) / one_pass
        yield Row(group=group, name=f"{name}: {passes:.1f} passes more", value=busy, unit="ms")
