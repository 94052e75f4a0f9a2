"""What a process tells Prometheus: what every part has, and the port all of it is read at.

A slice defines its own metrics beside what they measure. A label's values are names from the code or the settings,
never an id and never what somebody typed, so that their number is bounded: docs/operations.md lists them all.
"""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable, Iterable, Iterator

from prometheus_client import CONTENT_TYPE_LATEST, REGISTRY, CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncEngine
from sqlalchemy.pool import QueuePool
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.kit.db import OVERFLOW
from app.kit.log import log
from app.kit.waiting import at_most

READ_SECONDS = 5.0
LAG_SECONDS = 0.25
QUICK = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})

HTTP = Histogram(
    "holdout_http_seconds",
    "From a request to the beginning of its answer.",
    ["method", "route", "status"],
    buckets=QUICK,
)
LAG = Histogram("holdout_loop_lag_seconds", "How much later than asked for the event loop comes back.", buckets=QUICK)
UNREAD = Counter("holdout_metrics_unread_total", "Sources that could not be read when the metrics were.", ["source"])

Source = Callable[[], Awaitable[Iterable[Metric]]]
"""What is looked up in the moment the metrics are read."""
_sources: list[tuple[str, Source]] = []
Trouble = Callable[[], str | None]
"""What keeps a part of the process, which has no port of its own, from doing its work now."""
_troubles: dict[str, Trouble] = {}


@contextlib.contextmanager
def read_from(name: str, source: Source) -> Iterator[None]:
    """For as long as it lasts, what `source` gives is part of the metrics."""
    known = (name, source)
    _sources.append(known)
    try:
        yield
    finally:
        _sources.remove(known)


@contextlib.contextmanager
def answers_for(name: str, trouble: Trouble) -> Iterator[None]:
    """For as long as it lasts, `/readyz` beside the metrics tells how a part of the process is."""
    _troubles[name] = trouble
    try:
        yield
    finally:
        _troubles.pop(name, None)


def pool_of(part: str, engine: AsyncEngine) -> Source:
    """The connections to the database that a part of the process holds."""

    async def read() -> Iterable[Metric]:
        pool = engine.pool
        family = GaugeMetricFamily("holdout_database_connections", "In the pool.", labels=["part", "state"])
        most = GaugeMetricFamily("holdout_database_connections_most", "That the pool may hold.", labels=["part"])
        if isinstance(pool, QueuePool):
            family.add_metric([part, "in_use"], pool.checkedout())
            family.add_metric([part, "idle"], pool.checkedin())
            most.add_metric([part], pool.size() + OVERFLOW)
        return [family, most]

    return read


async def text() -> bytes:
    """All metrics of this process, as Prometheus reads them. A source that fails is counted and left out."""
    families: dict[str, Metric] = {}
    for name, source in _sources:
        try:
            async with at_most(READ_SECONDS):
                found = list(await source())
        except (SQLAlchemyError, OSError) as error:  # TimeoutError is an OSError
            UNREAD.labels(name).inc()
            log.warning("metrics_unread", source=name, error=str(error))
            continue
        for family in found:
            if family.name in families:
                families[family.name].samples += family.samples
            else:
                families[family.name] = family
    registry = CollectorRegistry(auto_describe=False)
    registry.register(_Looked(list(families.values())))
    return generate_latest(REGISTRY) + generate_latest(registry)


class _Looked:
    def __init__(self, families: list[Metric]) -> None:
        self._families = families

    def collect(self) -> Iterable[Metric]:
        """What was found."""
        return self._families


def application() -> Starlette:
    """What answers at the port of the metrics: they, and the health of a part that has no port of its own."""

    async def answer(_: Request) -> Response:
        return Response(await text(), media_type=CONTENT_TYPE_LATEST)

    async def healthz(_: Request) -> Response:
        return PlainTextResponse("ok")

    async def readyz(_: Request) -> Response:
        found = {name: trouble() for name, trouble in _troubles.items()}
        ready = not any(found.values())
        told = {name: trouble or "ok" for name, trouble in found.items()}
        return JSONResponse({"ready": ready, **told}, 404 if not found else 200 if ready else 503)

    return Starlette(routes=[Route("/metrics", answer), Route("/healthz", healthz), Route("/readyz", readyz)])


async def watch_loop() -> None:
    """Measure for ever how late the event loop is."""
    loop = asyncio.get_running_loop()
    while True:
        due = loop.time() + LAG_SECONDS
        await asyncio.sleep(LAG_SECONDS)
        LAG.observe(max(0.0, loop.time() - due))


class RequestTimes:
    """ASGI middleware: how long each route takes to begin its answer. A stream's end is nobody's waiting time."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one connection."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        began = asyncio.get_running_loop().time()

        async def timed(message: Message) -> None:
            if message["type"] == "http.response.start":
                method = scope["method"] if scope["method"] in METHODS else "other"
                seconds = asyncio.get_running_loop().time() - began
                HTTP.labels(method, route_of(scope), message["status"]).observe(seconds)
            await send(message)

        await self.app(scope, receive, timed)


def route_of(scope: Scope) -> str:
    """The template of the route that answers, such as `/api/drill/turns/{turn_id}`; of a plain one its function."""
    path = getattr(scope.get("route"), "path", None) or getattr(scope.get("endpoint"), "__name__", None)
    return path if isinstance(path, str) else "(none)"
