"""Measures the CPU time of requests in both processes, and models machines of any size from it:
`python -m tests.benchmarks.capacity`. CPU time hardly changes with what else the machine does.
"""

import argparse
import json
import re
import threading
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager, nullcontext
from dataclasses import dataclass
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, HTTPServer

from tests.benchmarks import servers
from tests.benchmarks.samples import Samples

NUM_BODIES, WORDS = 64, 500
"""Bodies in rotation, and the words of a document of about 500 tokens."""
MILLION, SECONDS_OF_HOUR = 1_000_000, 3600
SHAPES: dict[str, tuple[str, str, dict[str, object]]] = {
    "a sentence": ("/v1/tag", "sentence", {}),
    "500 tokens": ("/v1/tag", "document", {}),
    "500 tokens, names alone": ("/v1/tag", "document", {"fields": ["names"]}),
    "500 tokens, redacted": ("/v1/redact", "document", {}),
    "16 documents of 500 tokens": ("/v1/tag/batch", "batch", {}),
}
"""The route, what is sent, and the options."""
HEAD = """\
| request | tokens | service, ms | engine, ms | 1 CPU, a second | 2 CPUs | CPU hours a million |
| --- | --- | --- | --- | --- | --- | --- |"""


def bodies(kind: str, options: dict[str, object], samples: Samples) -> list[str]:
    """Make different request bodies of one kind."""
    words = " ".join(samples.sentences).split()
    starts = range(0, NUM_BODIES * WORDS, WORDS)
    documents = [" ".join((words + words)[i % len(words) :][:WORDS]) for i in starts]
    match kind:
        case "sentence":
            made: list[dict[str, object]] = [{"text": text} for text in samples.sentences[:2000]]
        case "document":
            made = [{"text": text} for text in documents]
        case _:
            groups = (documents[i : i + 16] for i in range(0, NUM_BODIES, 16))
            made = [{"documents": [{"text": text} for text in group]} for group in groups]
    return [json.dumps({**body, **options}) for body in made]


@dataclass(frozen=True, slots=True)
class Usage:
    """What the service has used and done since its start.

    Attributes:
        service: CPU seconds of the service's process.
        engine: CPU seconds of the engine's process.
        requests: Answered requests that tag or redact.
        tokens: Tagged tokens.
        memory_bytes: Resident memory of both processes.
    """

    service: float
    engine: float
    requests: float
    tokens: float
    memory_bytes: float

    @classmethod
    def read(cls, port: int) -> "Usage":
        """Ask the service's metrics."""
        with closing(HTTPConnection("127.0.0.1", port)) as connection:
            connection.request("GET", "/metrics")
            text = connection.getresponse().read().decode()

        def total(metric: str) -> float:
            return sum(map(float, re.findall(rf"^{metric} (\S+)$", text, re.MULTILINE)))

        memory = "process_resident_memory_bytes"
        return cls(
            total("process_cpu_seconds_total"),
            total("nomen_engine_process_cpu_seconds_total"),
            total(r'nomen_requests_total\{code="200",route="/v1/[a-z/]+"\}'),
            total("nomen_tokens_total"),
            total(memory) + total(f"nomen_engine_{memory}"),
        )


@dataclass(frozen=True, slots=True)
class Cost:
    """The CPU milliseconds of one request in each process, its tokens, the memory of both."""

    service: float
    engine: float
    tokens: float
    memory_bytes: float

    @classmethod
    def measure(
        cls, port: int, path: str, bodies: Sequence[str], *, clients: int, seconds: int
    ) -> "Cost":
        """Send bodies in rotation."""
        servers.load(port, path, bodies, clients=clients, seconds=1)
        before = Usage.read(port)
        servers.load(port, path, bodies, clients=clients, seconds=seconds)
        after = Usage.read(port)
        number = after.requests - before.requests
        return cls(
            1000 * (after.service - before.service) / number,
            1000 * (after.engine - before.engine) / number,
            (after.tokens - before.tokens) / number,
            after.memory_bytes,
        )

    def per_second(self, num_cpus: int) -> float:
        """Give the requests a second of one instance on 1 or 2 CPUs, if nothing else costs."""
        both, slower = self.service + self.engine, max(self.service, self.engine)
        return 1000 / (both if num_cpus == 1 else slower)

    def cpu_hours_of_a_million(self) -> float:
        """Give the CPU hours of a million requests."""
        return (self.service + self.engine) / 1000 * MILLION / SECONDS_OF_HOUR


@contextmanager
def sink() -> Iterator[str]:
    """Run a collector of spans that keeps nothing; give its address."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_args: object) -> None:
            pass

    with HTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


def main() -> None:
    """Print a row for each shape of request."""
    parser = argparse.ArgumentParser(prog="tests.benchmarks.capacity", description=__doc__)
    parser.add_argument("--tracing", action="store_true", help="send spans of every request")
    parser.add_argument("--only", choices=SHAPES, action="append", help="this shape; repeatable")
    parser.add_argument("--clients", type=int, default=2, help="concurrent requests")
    parser.add_argument("--seconds", type=int, default=4, help="duration of each shape")
    chosen = parser.parse_args()
    samples = Samples.load(number=2_000)
    print(f"Sentences of {samples.name}\n")
    print(HEAD)
    with sink() if chosen.tracing else nullcontext("") as collector:
        traced = {"OTEL_EXPORTER_OTLP_ENDPOINT": collector, "NOMEN_TRACING": "true"}
        with servers.nomen(**traced if chosen.tracing else {}) as server:
            for shape in chosen.only or SHAPES:
                path, kind, options = SHAPES[shape]
                cost = Cost.measure(
                    server.port,
                    path,
                    bodies(kind, options, samples),
                    clients=chosen.clients,
                    seconds=chosen.seconds,
                )
                print(
                    f"| {shape} | {cost.tokens:,.0f} | {cost.service:.3f} | {cost.engine:.3f} "
                    f"| {cost.per_second(1):,.0f} | {cost.per_second(2):,.0f} "
                    f"| {cost.cpu_hours_of_a_million():.2f} |",
                    flush=True,
                )
    print(f"\nMemory of both processes after it: {cost.memory_bytes / MILLION:.0f} MB")


if __name__ == "__main__":
    main()
