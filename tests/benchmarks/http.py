"""Measures the null route, the tagging routes under load, and small requests beside large ones."""

import json
import time
from collections.abc import Iterator, Sequence
from functools import partial

import numpy as np

from nomen.model.tagger import load_tagger
from tests.benchmarks import servers, streams
from tests.benchmarks.samples import SENTENCE, Samples
from tests.benchmarks.timing import Row, compare

TAG, BATCH, NULL = "/v1/tag", "/v1/tag/batch", "/null"
CLIENTS = (1, 8, 64)
NUM_BODIES = 400
DOCUMENTS, DOCUMENT_TOKENS, SMALL_TOKENS, LONG_TOKENS = 32, 512, 10, 100_000


def measure(samples: Samples, *, rounds: int, seconds: int) -> Iterator[Row]:
    """Give the rows of HTTP. Each server and its load share the machine's CPUs."""
    bodies = [json.dumps({"text": text}) for text in samples.sentences[:NUM_BODIES]]
    with servers.null_route() as null, servers.nomen() as server:
        port = server.port
        routes = {"null route": (null.port, NULL), TAG: (port, TAG)}
        for clients in CLIENTS:
            values: dict[str, list[float]] = {name: [] for name in routes}
            for _ in range(rounds):
                for name, (own, path) in routes.items():
                    load = servers.load(own, path, bodies, clients=clients, seconds=seconds)
                    values[name].append(load.per_second)
            yield from compare(f"sentences over HTTP, {clients} clients", values, unit="requests/s")
        half = float(np.median(values[TAG])) / 2
        for name, (own, path) in routes.items():
            times = _at_rate(own, path, bodies, half, rounds=rounds, seconds=seconds)
            group = f"sentences over HTTP, {half:.0f} requests/s, half of the maximum: {name}"
            yield from compare(group, times, unit="ms")
        yield from _batches(port, samples, seconds=seconds)
        yield from streams.measure(port, samples, rounds=rounds, seconds=seconds)
    with servers.nomen() as server:
        yield from _beside(server.port, seconds=seconds)


def _at_rate(
    port: int, path: str, bodies: Sequence[str], rate: float, *, rounds: int, seconds: int
) -> dict[str, list[float]]:
    """Give one client's median, and the 99th percentile of many that pause to reach a rate."""
    alone = partial(servers.load, port, path, bodies, clients=1, seconds=seconds)
    many = partial(servers.load, port, path, bodies, clients=CLIENTS[-1], seconds=seconds)
    pause = 1000 * CLIENTS[-1] / rate
    pause -= max(0.0, 1000 * CLIENTS[-1] / many(pause_milliseconds=pause).per_second - pause)
    values: dict[str, list[float]] = {"median, 1 client": [], "99th percentile, 64 clients": []}
    for _ in range(rounds):
        values["median, 1 client"].append(alone().median)
        values["99th percentile, 64 clients"].append(many(pause_milliseconds=pause).percentile_99)
    return values


def _batches(port: int, samples: Samples, *, seconds: int) -> Iterator[Row]:
    texts = samples.sentences[:DOCUMENTS]
    body = json.dumps({"documents": [{"text": text} for text in texts]})
    found = servers.load(port, BATCH, [body], clients=2, seconds=seconds)
    group = f"batches of {DOCUMENTS} sentences over HTTP, 2 clients"
    yield Row(group=group, name=BATCH, value=found.per_second * DOCUMENTS, unit="documents/s")


def _beside(port: int, *, seconds: int) -> Iterator[Row]:
    """Give the rows of small requests, sent alone and beside large ones."""
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
    group = f"{SMALL_TOKENS} tokens over HTTP, 99th percentile"
    idle = servers.percentile(servers.one_after_another(port, TAG, [small], seconds=seconds), 0.99)
    yield Row(group=group, name="alone", value=idle, unit="ms")
    yield Row(group=group, name="one forward pass over 512 tokens", value=one_pass, unit="ms")
    for name, path, body in (
        (f"beside batches of {DOCUMENTS} x {DOCUMENT_TOKENS} tokens", BATCH, batch),
        (f"beside texts of {LONG_TOKENS} tokens", TAG, text),
    ):
        with servers.sending(port, path, body):
            found = servers.one_after_another(port, TAG, [small], seconds=seconds)
        busy = servers.percentile(found, 0.99)
        passes = (busy - idle) / one_pass
        longer = f"{name}: {passes:.1f} passes longer"
        yield Row(group=group, name=longer, value=busy, unit="ms", ratio=busy / idle)
