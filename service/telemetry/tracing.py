"""OpenTelemetry traces: a span for each request and each stage of tagging, without any text.

The spans are made from the access record once the request has ended, so tracing never holds up its
work. The OpenTelemetry SDK reads its own variables OTEL_*: where spans are sent, and how many.
"""

import asyncio
import os
import threading
import time
from importlib.metadata import version
from typing import TYPE_CHECKING

from nomen.service.settings import SettingsError
from nomen.service.telemetry.access_record import AccessRecord

if TYPE_CHECKING:
    from opentelemetry.context import Context
    from opentelemetry.sdk.trace import SpanProcessor

CLOSE_SECONDS = 2.0
"""How long the end of the service waits for the last spans to be sent."""
FIRST_FAULT = 500
"""From this status on, the service has failed."""
NANOSECONDS = 1_000_000_000


class Tracing:
    """Makes the spans of one app.

    Args:
        processor: Gets the spans.
    """

    def __init__(self, processor: "SpanProcessor") -> None:
        from opentelemetry.sdk.resources import Resource  # noqa: PLC0415  # an extra
        from opentelemetry.sdk.trace import TracerProvider  # noqa: PLC0415

        release = version("nomen")
        name = os.environ.get("OTEL_SERVICE_NAME", "nomen")
        resource = Resource.create({"service.name": name, "service.version": release})
        self._provider = TracerProvider(resource=resource, shutdown_on_exit=False)
        self._provider.add_span_processor(processor)
        self._tracer = self._provider.get_tracer("nomen", release)

    def record(
        self, record: AccessRecord, *, method: str, route: str, code: int, traceparent: str
    ) -> str:
        """Make the spans of a request that ends now; give the id of its trace, 32 hex digits.

        The stages stand one after the other in the order that they have in the record. A document
        of several passes waits between them; its span `queue` has all of its waiting, and its span
        `forward` all of its passes.

        Args:
            record: What is known of the request.
            method: Its method, one of HTTP's own.
            route: The template of its route.
            code: The status of its answer.
            traceparent: The header of that name, or "". *Source:* W3C Trace Context.
        """
        from opentelemetry import trace  # noqa: PLC0415  # an extra

        origin = time.time_ns() - int(time.perf_counter() * NANOSECONDS)  # of perf_counter
        span = self._tracer.start_span(
            f"{method} {route}",
            context=_parent(traceparent),
            kind=trace.SpanKind.SERVER,
            attributes={
                "http.request.method": method,
                "http.route": route,
                "http.response.status_code": code,
                "nomen.num_tokens": record.num_tokens,
            },
            start_time=origin + int(record.started * NANOSECONDS),
        )
        if code >= FIRST_FAULT:
            span.set_status(trace.StatusCode.ERROR)
        if span.is_recording():
            self._add_stages(record, trace.set_span_in_context(span), origin)
        span.end()
        return trace.format_trace_id(span.get_span_context().trace_id)

    async def close(self) -> None:
        """Send the last spans, for at most `CLOSE_SECONDS`."""
        # A thread that the process does not wait for: an exporter may try for half a minute.
        closing = threading.Thread(target=self._provider.shutdown, daemon=True)
        closing.start()
        await asyncio.to_thread(closing.join, CLOSE_SECONDS)

    def _add_stages(self, record: AccessRecord, within: "Context", origin: int) -> None:
        start = origin + int(record.tagging_started * NANOSECONDS)
        for stage, seconds in record.stage_seconds.items():
            end = start + int(seconds * NANOSECONDS)
            self._tracer.start_span(stage, context=within, start_time=start).end(end_time=end)
            start = end


def open_tracing() -> Tracing:
    """Send spans over OTLP, as the variables OTEL_EXPORTER_OTLP_* say.

    Raises:
        SettingsError: When the extra `tracing` is not installed.
    """
    try:
        from opentelemetry.exporter.otlp.proto.http.trace_exporter import (  # noqa: PLC0415
            OTLPSpanExporter,
        )
        from opentelemetry.sdk.trace.export import BatchSpanProcessor  # noqa: PLC0415
    except ImportError as error:
        raise SettingsError("NOMEN_TRACING: needs pip install 'nomen[tracing]'") from error
    return Tracing(BatchSpanProcessor(OTLPSpanExporter()))


def _parent(traceparent: str) -> "Context":
    """Read a caller's trace. `tracestate`, which may hold any text, is not read."""
    from opentelemetry.context import Context  # noqa: PLC0415  # an extra
    from opentelemetry.trace.propagation.tracecontext import (  # noqa: PLC0415
        TraceContextTextMapPropagator,
    )

    return TraceContextTextMapPropagator().extract({"traceparent": traceparent}, Context())
