"""OpenTelemetry traces, sent where `HOLDOUT_OTLP_ENDPOINT` says. Without it nothing of it is imported and this is idle.

A trace begins with a request and goes on wherever its `traceparent` is kept. Spans have names and ids, never texts.
"""

import contextlib
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.kit.metrics import route_of

if TYPE_CHECKING:
    from opentelemetry.trace import Span, Tracer

Attributes = Mapping[str, str | int | float | bool]
_NANO = 1_000_000_000
_tracer: "Tracer | None" = None


@contextlib.contextmanager
def sent_to(endpoint: str | None, part: str, version: str) -> Iterator[None]:
    """For as long as it lasts, spans are sent to an OTLP collector by HTTP; what is left is sent at the end."""
    global _tracer  # noqa: PLW0603 - one for the process, as the log is
    if endpoint is None:
        yield
        return
    from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter  # noqa: PLC0415 - only when set
    from opentelemetry.sdk.resources import Resource  # noqa: PLC0415 - only when set
    from opentelemetry.sdk.trace import TracerProvider  # noqa: PLC0415 - only when set
    from opentelemetry.sdk.trace.export import BatchSpanProcessor  # noqa: PLC0415 - only when set

    resource = Resource.create({"service.name": f"holdout-{part}", "service.version": version})
    provider = TracerProvider(resource=resource, shutdown_on_exit=False)
    provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter(f"{endpoint.rstrip('/')}/v1/traces")))
    _tracer = provider.get_tracer("holdout")
    try:
        yield
    finally:
        _tracer = None
        provider.shutdown()


class Part:
    """A part of a trace that lasts until `end`; idle when there are no traces."""

    def __init__(self, name: str, *, parent: "Part | str | None" = None, began: datetime | None = None) -> None:
        """Without a parent it belongs to the request at hand, or begins a trace."""
        self.span: Span | None = None
        if _tracer is not None:
            self.span = _tracer.start_span(name, context=_context(parent), start_time=_nano(began))

    def note(self, **attributes: str | float | bool | None) -> None:
        """Facts about it; those that are None are left out."""
        if self.span is not None:
            self.span.set_attributes({name: value for name, value in attributes.items() if value is not None})

    def happened(self, name: str, facts: Attributes) -> None:
        """Something at one moment of it."""
        if self.span is not None:
            self.span.add_event(name, facts)

    def end(self, at: datetime | None = None) -> None:
        """It is over."""
        if self.span is not None:
            self.span.end(_nano(at))


def here() -> str | None:
    """The `traceparent` of what is being done, to be kept with work that is done later; None without traces."""
    if _tracer is None:
        return None
    from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator  # noqa: PLC0415 - only when set

    carrier: dict[str, str] = {}
    TraceContextTextMapPropagator().inject(carrier)
    return carrier.get("traceparent")


@contextlib.contextmanager
def doing(name: str) -> Iterator[Part]:
    """A part of the trace that surrounds what is done meanwhile."""
    part = Part(name)
    if part.span is None:
        yield part
        return
    from opentelemetry.trace import use_span  # noqa: PLC0415 - only when set

    with use_span(part.span, end_on_exit=True, record_exception=False):
        yield part


class RequestTraces:
    """ASGI middleware: each request is the beginning of a trace. What a client sends as its own is not believed."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one connection."""
        if _tracer is None or scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        with doing("request") as part:

            async def noted(message: Message) -> None:
                if message["type"] == "http.response.start":
                    part.note(**{"http.response.status_code": message["status"], "http.route": route_of(scope)})
                await send(message)

            part.note(**{"http.request.method": scope["method"], "request_id": scope["state"]["request_id"]})
            await self.app(scope, receive, noted)


def _context(parent: Part | str | None) -> Any:
    from opentelemetry.trace import set_span_in_context  # noqa: PLC0415 - only with traces
    from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator  # noqa: PLC0415 - only when set

    if isinstance(parent, str):
        return TraceContextTextMapPropagator().extract({"traceparent": parent})
    return None if parent is None or parent.span is None else set_span_in_context(parent.span)


def _nano(at: datetime | None) -> int | None:
    return None if at is None else int(at.timestamp() * _NANO)
