"""Turns every error into what its reader can use: problem+json under `/api`, a page for a person."""

import http
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from sqlalchemy.exc import InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from starlette.exceptions import HTTPException
from starlette.responses import RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.errors import (
    BodyTooLarge,
    HoldoutError,
    InDoubt,
    Invalid,
    NotFound,
    PasskeyRequired,
    SignInRequired,
    TooManyRequests,
    Unavailable,
)
from app.identity import sessions
from app.identity.gate import COOKIE
from app.kit.db import CommitInDoubt
from app.kit.log import log, shown_path
from app.kit.templates import pages_of

_LOST = (OperationalError, InterfaceError, PoolTimeout)  # the database is away
IN_DOUBT = "in_doubt"  # of a request's state: whether what it asked for was done cannot be known
FAULT_TITLE = "Something broke on our side"
FAULT_DETAIL = "It was recorded. Nothing you saved is lost; go back and try again."


def install(app: FastAPI) -> None:
    """Have the application render every error here."""
    app.add_exception_handler(HoldoutError, _on_error)
    app.add_exception_handler(HTTPException, _on_http)
    app.add_exception_handler(RequestValidationError, _on_invalid)
    for lost in _LOST:
        app.add_exception_handler(lost, _on_database_lost)


class ErrorPages:
    """ASGI middleware around the routes: what nobody expected becomes a readable answer, and a line in the log."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one connection."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        started = False

        async def watched(message: Message) -> None:
            nonlocal started
            started = True
            await send(message)

        try:
            await self.app(scope, receive, watched)
        except Exception as error:  # the last resort: whatever went wrong becomes an answer and a line in the log
            response = await _last_answer(Request(scope, receive), error)
            if started:
                raise
            await response(scope, receive, send)


async def _last_answer(request: Request, error: Exception) -> Response:
    """What the request's session raises while a stream begins comes in a group, so no handler has seen it."""
    only: BaseException = error
    while isinstance(only, ExceptionGroup) and len(only.exceptions) == 1:
        only = only.exceptions[0]
    if isinstance(only, _LOST):
        return await _on_database_lost(request, only)
    log.exception("request_failed", path=shown_path(request.url.path))
    return await _render(request, 500, "fault", FAULT_TITLE, FAULT_DETAIL)


def refusal(error: type[HoldoutError]) -> ASGIApp:
    """An application that answers everything with this error: for middleware that turns requests away."""
    return answer_with(error())


def answer_with(error: HoldoutError) -> ASGIApp:
    """The same, for an error that knows more than its kind."""

    async def answer(scope: Scope, receive: Receive, send: Send) -> None:
        response = await _on_error(Request(scope, receive), error)
        await response(scope, receive, send)

    return answer


def too_many(seconds: int) -> ASGIApp:
    """The answer to an address that asks too often; nobody is looked up for it."""

    async def answer(scope: Scope, receive: Receive, send: Send) -> None:
        scope.setdefault("state", {})["actor"] = None
        await answer_with(TooManyRequests(retry_after=seconds))(scope, receive, send)

    return answer


async def too_late(scope: Scope, receive: Receive, send: Send) -> None:
    """The answer to what took too long; nobody is looked up for it, since that may be what takes so long."""
    log.error("answer_too_late", path=shown_path(scope["path"]))
    scope.setdefault("state", {})["actor"] = None
    await answer_with(Unavailable())(scope, receive, send)


async def _on_error(request: Request, error: Exception) -> Response:
    assert isinstance(error, HoldoutError)  # noqa: S101 - registered for this class only
    if isinstance(error, SignInRequired | PasskeyRequired) and not _is_api(request):
        way = "/signin" if isinstance(error, SignInRequired) else "/account/passkey"
        target = request.url.path + (f"?{request.url.query}" if request.url.query else "")
        next_page = target if request.method in {"GET", "HEAD"} else "/practice"
        return RedirectResponse(f"{way}?{urlencode({'next': next_page})}", 303)
    return await _render(
        request, error.status, error.slug, error.title, error.message, fields=error.fields, headers=error.headers
    )


async def _on_http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)  # noqa: S101 - registered for this class only
    known: dict[int, type[HoldoutError]] = {404: NotFound, 413: BodyTooLarge}
    if error.status_code in known:
        return await _on_error(request, known[error.status_code]())
    phrase = http.HTTPStatus(error.status_code).phrase
    slug = phrase.lower().replace(" ", "-")
    detail = (
        "Go back and try again."
        if error.status_code != http.HTTPStatus.METHOD_NOT_ALLOWED
        else (f"This address does not take {request.method}.")
    )
    return await _render(request, error.status_code, slug, phrase, detail, headers=error.headers or {})


async def _on_invalid(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)  # noqa: S101 - registered for this class only
    if any(item["loc"][0] == "path" for item in error.errors()):
        return await _on_error(request, NotFound())
    errors = [
        {"field": ".".join(str(part) for part in item["loc"][1:]), "message": item["msg"]} for item in error.errors()
    ]
    return await _on_error(request, Invalid(errors=errors))


async def _on_database_lost(request: Request, error: Exception) -> Response:
    log.error("database_unavailable", path=shown_path(request.url.path), error=str(error))
    in_doubt = isinstance(error, CommitInDoubt)
    request.scope.setdefault("state", {})[IN_DOUBT] = in_doubt
    return await _on_error(request, InDoubt() if in_doubt else Unavailable())


def _is_api(request: Request) -> bool:
    return request.url.path.startswith("/api/")


async def _render(
    request: Request,
    status: int,
    slug: str,
    title: str,
    detail: str,
    *,
    fields: Mapping[str, Any] | None = None,
    headers: Mapping[str, str] | None = None,
) -> Response:
    request_id = request.scope.get("state", {}).get("request_id", "")
    response: Response
    if _is_api(request):
        body = {"type": f"about:holdout:{slug}", "title": title, "status": status, "detail": detail}
        response = JSONResponse(
            {**body, "request_id": request_id, **(fields or {})}, status, media_type="application/problem+json"
        )
    else:
        await _ensure_actor(request)
        context = {"status": status, "title": title, "detail": detail, "request_id": request_id}
        context["interview"] = (fields or {}).get("interview", "")
        response = pages_of(request).render(request, "error.html", context, code=status)
    response.headers.update(headers or {})
    return response


async def _ensure_actor(request: Request) -> None:
    """Errors outside any route (no such address) have not passed the gate: look who asks, for the page's head."""
    state = request.scope.setdefault("state", {})
    if "actor" in state:
        return
    state["actor"] = None
    try:
        async with request.app.state.sessionmaker() as session:
            state["actor"] = await sessions.actor_of(session, request.app.state.clock, request.cookies.get(COOKIE))
    except (*_LOST, OSError) as error:
        log.warning("error_page_without_actor", error=str(error))
