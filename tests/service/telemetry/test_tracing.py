import io
import json
import logging
import signal
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from opentelemetry.trace import SpanKind, StatusCode
from starlette.testclient import TestClient

from nomen.model.tagger import Tagger
from nomen.service.http.app import create_app
from nomen.service.settings import Settings, SettingsError
from nomen.service.telemetry.access_record import AccessRecord
from nomen.service.telemetry.tracing import Tracing, open_tracing
from tests.service.http.test_access_log import CANARY, BrokenTagger, send_all
from tests.service.http.test_server import ready
from tests.waiting import wait_until

TRACE_ID = "0af7651916cd43dd8448eb211c80319c"
TRACEPARENT = f"00-{TRACE_ID}-b7ad6b7169203331-01"
"""The W3C's own example."""


@pytest.fixture
def memory() -> InMemorySpanExporter:
    return InMemorySpanExporter()


@pytest.fixture
def tracing(memory: InMemorySpanExporter) -> Tracing:
    return Tracing(SimpleSpanProcessor(memory))


@pytest.fixture
def traced(tagger: Tagger, tracing: Tracing) -> Iterator[TestClient]:
    app = create_app(Settings(), tagger, tracing=tracing)
    with TestClient(app, raise_server_exceptions=False) as client:
        yield client


def test_a_request_has_a_span_and_one_for_each_stage(
    traced: TestClient, memory: InMemorySpanExporter
) -> None:
    traced.post("/v1/tag", json={"text": "Harry Potter met Hermione."})

    *stages, request = memory.get_finished_spans()
    assert [span.name for span in stages] == ["tokenize", "queue", "forward", "encode"]
    assert (request.name, request.kind) == ("POST /v1/tag", SpanKind.SERVER)
    assert request.attributes == {
        "http.request.method": "POST",
        "http.route": "/v1/tag",
        "http.response.status_code": 200,
        "nomen.num_tokens": 5,
    }


def test_the_stages_lie_within_the_request_one_after_the_other(
    traced: TestClient, memory: InMemorySpanExporter
) -> None:
    before = time.time_ns()
    traced.post("/v1/tag", json={"text": "Harry Potter met Hermione."})

    *stages, request = memory.get_finished_spans()
    times = [before, request.start_time]
    times += [t for span in stages for t in (span.start_time, span.end_time)]
    times += [request.end_time, time.time_ns()]
    assert times == sorted(times, key=lambda value: value or 0)
    assert all(span.parent == request.context for span in stages)


def test_a_callers_trace_goes_on_without_what_else_it_says(
    traced: TestClient, memory: InMemorySpanExporter, log_lines: io.StringIO
) -> None:
    headers = {"traceparent": TRACEPARENT, "tracestate": f"vendor={CANARY}"}
    traced.get("/v1/model", headers=headers)

    (span,) = memory.get_finished_spans()
    assert span.parent is not None
    assert f"{span.parent.trace_id:032x}" == TRACE_ID
    assert CANARY not in span.to_json()
    lines = [json.loads(line) for line in log_lines.getvalue().splitlines()]
    assert [each["trace_id"] for each in lines if each["event"] == "request"] == [TRACE_ID]


@pytest.mark.parametrize("header", ["", "00-zz", f"00-{TRACE_ID}-0000000000000000-01", CANARY])
def test_a_malformed_trace_is_no_parent(
    traced: TestClient, memory: InMemorySpanExporter, header: str
) -> None:
    traced.get("/livez", headers={"traceparent": header})

    (span,) = memory.get_finished_spans()
    assert span.parent is None


def test_a_fault_is_an_error_and_a_callers_mistake_is_none(
    tagger: Tagger, tracing: Tracing, memory: InMemorySpanExporter
) -> None:
    app = create_app(Settings(), BrokenTagger(tagger.bundle, tagger.engine), tracing=tracing)
    with TestClient(app, raise_server_exceptions=False) as client:
        client.post("/v1/tag", json={"text": "Harry"})
        client.post("/v1/tag", json={})

    fault, mistake = (s for s in memory.get_finished_spans() if s.kind is SpanKind.SERVER)
    assert fault.status.status_code is StatusCode.ERROR
    assert mistake.status.status_code is StatusCode.UNSET


@pytest.mark.parametrize("is_broken", [False, True])
def test_s4_no_span_holds_a_text_whatever_happens(
    tagger: Tagger, tracing: Tracing, memory: InMemorySpanExporter, *, is_broken: bool
) -> None:
    served = BrokenTagger(tagger.bundle, tagger.engine) if is_broken else tagger
    app = create_app(Settings(), served, tracing=tracing)
    with TestClient(app, raise_server_exceptions=False) as client:
        send_all(client)

    found = memory.get_finished_spans()
    assert len(found) > 40
    assert CANARY not in "".join(span.to_json() for span in found)


def test_without_tracing_a_log_line_has_no_trace(
    client: TestClient, log_lines: io.StringIO
) -> None:
    client.get("/livez")

    assert "trace_id" not in log_lines.getvalue()


class Collector(BaseHTTPRequestHandler):
    """Keeps what is sent to it."""

    received: list[tuple[str, bytes]]

    def do_POST(self) -> None:  # as http.server has it
        length = int(self.headers["Content-Length"])
        self.received.append((self.path, self.rfile.read(length)))
        self.send_response(200)
        self.end_headers()

    def log_message(self, *_args: object) -> None:
        pass


@contextmanager
def collecting() -> Iterator[tuple[str, list[tuple[str, bytes]]]]:
    """Run a collector; give its address and what it gets."""
    received: list[tuple[str, bytes]] = []
    handler = type("Handler", (Collector,), {"received": received})
    with HTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}", received
        server.shutdown()
        thread.join()


def test_spans_reach_a_collector_over_otlp(tagger: Tagger, monkeypatch: pytest.MonkeyPatch) -> None:
    with collecting() as (address, received):
        monkeypatch.setenv("OTEL_EXPORTER_OTLP_ENDPOINT", address)
        app = create_app(Settings(tracing=True), tagger)
        with TestClient(app) as client:
            client.post("/v1/tag", json={"text": "Harry Potter waved."})
        wait_until(lambda: bool(received))

    ((path, content),) = received
    found = ExportTraceServiceRequest.FromString(content).resource_spans[0]
    resource = {each.key: each.value.string_value for each in found.resource.attributes}
    assert path == "/v1/traces"
    assert resource["service.name"] == "nomen"
    names = [span.name for span in found.scope_spans[0].spans]
    assert names == ["tokenize", "queue", "forward", "encode", "POST /v1/tag"]


@pytest.mark.anyio
async def test_a_collector_that_is_away_does_not_hold_up_the_end(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("OTEL_EXPORTER_OTLP_ENDPOINT", "http://127.0.0.1:9")
    logging.getLogger("opentelemetry").setLevel(logging.CRITICAL)
    tracing = open_tracing()
    tracing.record(AccessRecord("a"), method="GET", route="/livez", code=200, traceparent="")

    started = time.monotonic()
    await tracing.close()

    assert time.monotonic() - started < 10


@pytest.mark.slow
def test_a_service_without_its_collector_serves_logs_and_ends(tiny_bundle: Path) -> None:
    nowhere = {"NOMEN_TRACING": "true", "OTEL_EXPORTER_OTLP_ENDPOINT": "http://127.0.0.1:9"}
    with ready(tiny_bundle, **nowhere) as (served, client):
        answer = client.post("/v1/tag", json={"text": f"{CANARY} waved."})
        code = served.end(signal.SIGTERM)

    requests = [line for line in served.lines if line["event"] == "request"]
    assert (answer.status_code, code) == (200, 0)
    assert len(requests[-1]["trace_id"]) == 32
    assert CANARY not in json.dumps(served.lines)


def test_without_the_extra_one_line_says_what_is_needed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "opentelemetry.exporter.otlp.proto.http.trace_exporter", None)

    with pytest.raises(SettingsError, match=r"needs pip install 'nomen\[tracing\]'"):
        create_app(Settings(tracing=True))
