"""`Idempotency-Key`: a creating call that a program sends again is done once, and answered as it was the first time.

The key is written down before the call begins and its answer after it ended, each in a transaction of its own. A call
that was cut off in between, or lost the database while it committed, leaves a key without an answer: whether it was
done cannot be known, so that key is refused until it expires, and never done twice.
"""

import asyncio
import hashlib
import re
from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from sqlalchemy import delete, select, update
from sqlalchemy.dialects.postgresql import insert
from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.errors import HoldoutError, Invalid, KeyInUse, KeyReused
from app.identity.gate import who_asks
from app.kit.clock import Clock
from app.kit.db import SessionMaker
from app.rendering import IN_DOUBT, answer_with
from app.trust.models import IdempotencyKey

KEPT = timedelta(hours=24)
MOST_KEY = 255
MOST_BODY = 1024 * 1024  # a larger answer is given, and not kept
# Their answers hold what is told once and is nowhere else: tokens, secrets, links that open an account.
SECRET = re.compile(
    r"/api/(?:(?:tokens|webhooks|people|account|passkeys)(?:/.*)?|mocks|interviews/[^/]+/people/[^/]+/link)"
)
REPEATED = (b"idempotency-replayed", b"true")
_KEPT_HEADERS = frozenset({b"content-type", b"location"})
SERVER_ERROR, TOO_FAST = 500, 429


class Idempotency:
    """ASGI middleware: looks at POST requests to /api that bring a key, and leaves all others alone."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one connection."""
        if scope["type"] != "http" or scope["method"] != "POST" or not scope["path"].startswith("/api/"):
            await self.app(scope, receive, send)
            return
        key = Headers(scope=scope).get("idempotency-key")
        person_id = await who_asks(Request(scope)) if key is not None else None
        if key is None or person_id is None:  # the gate says what is wrong with whoever is not known
            await self.app(scope, receive, send)
            return
        body, receive = await _read(receive)
        state = scope["app"].state
        call = _Call(
            state.sessionmaker,
            state.clock,
            person_id=person_id,
            key=key,
            path=scope["path"],
            request=_digest(scope, body),
        )
        try:
            kept = await call.begin()
        except HoldoutError as error:
            await answer_with(error)(scope, receive, send)
            return
        if kept is not None:
            await _repeat(kept, send)
            return
        await self._do(call, scope, receive, send)

    async def _do(self, call: "_Call", scope: Scope, receive: Receive, send: Send) -> None:
        """Do it and keep the answer; what failed on our side or came too fast may be tried again."""
        sent: list[Message] = []
        state = scope.setdefault("state", {})
        cut_off = False
        try:
            await self.app(scope, receive, _kept(sent, send))
        except asyncio.CancelledError:  # too late, or the server stops: it may have been done in this very moment
            cut_off = True
            raise
        finally:
            if _is_whole(sent) and sent[0]["status"] < SERVER_ERROR and sent[0]["status"] != TOO_FAST:
                await call.keep(sent)
            elif not cut_off and not state.get(IN_DOUBT):
                await call.forget()


class _Call:
    """One call of a person under a key."""

    def __init__(
        self, sessionmaker: SessionMaker, clock: Clock, *, person_id: UUID, key: str, path: str, request: bytes
    ) -> None:
        self._sessions, self._clock, self._path, self._request = sessionmaker, clock, path, request
        self._known = {"person_id": person_id, "key": key}
        self._row = IdempotencyKey.person_id == person_id, IdempotencyKey.key == key

    async def begin(self) -> IdempotencyKey | None:
        """The answer of the first time, None when this is it. Invalid, KeyReused, KeyInUse."""
        key = str(self._known["key"])
        if SECRET.fullmatch(self._path):
            raise Invalid("The answer holds a secret, which is not kept to be repeated: leave the Idempotency-Key out.")
        if not 0 < len(key) <= MOST_KEY or not key.isascii() or not key.isprintable():
            raise Invalid(f"An Idempotency-Key has 1 to {MOST_KEY} printable ASCII characters.")
        now = self._clock.now()
        async with self._sessions.begin() as session:
            await session.execute(delete(IdempotencyKey).where(*self._row, IdempotencyKey.at < now - KEPT))
            fresh = insert(IdempotencyKey).values(**self._known, request=self._request, at=now)
            made = await session.execute(fresh.on_conflict_do_nothing().returning(IdempotencyKey.key))
            if made.scalar_one_or_none() is not None:
                return None
            kept = (await session.execute(select(IdempotencyKey).where(*self._row))).scalar_one_or_none()
        if kept is None:
            raise KeyInUse  # it was forgotten in this very moment
        if kept.request != self._request:
            raise KeyReused
        if kept.status is None:
            raise KeyInUse
        return kept

    async def keep(self, sent: Sequence[Message]) -> None:
        headers = {name.decode(): value.decode() for name, value in sent[0]["headers"] if name in _KEPT_HEADERS}
        values = {"status": sent[0]["status"], "headers": headers, "body": _body(sent)}
        async with self._sessions.begin() as session:
            await session.execute(update(IdempotencyKey).where(*self._row).values(values))

    async def forget(self) -> None:
        async with self._sessions.begin() as session:
            await session.execute(delete(IdempotencyKey).where(*self._row))


def _digest(scope: Scope, body: bytes) -> bytes:
    asked = f"{scope['method']} {scope['path']}?{scope['query_string'].decode('latin-1')}\n"
    return hashlib.sha256(asked.encode() + body).digest()


async def _read(receive: Receive) -> tuple[bytes, Receive]:
    """The whole body (limited further out), and a way to read it again."""
    body, more, first = b"", True, True
    while more:
        message = await receive()
        if message["type"] != "http.request":
            break
        body, more = body + message.get("body", b""), message.get("more_body", False)

    async def again() -> Message:
        nonlocal first
        if first:
            first = False
            return {"type": "http.request", "body": body, "more_body": False}
        return await receive()

    return body, again


def _kept(sent: list[Message], send: Send) -> Send:
    async def keeping(message: Message) -> None:
        if sum(len(each.get("body", b"")) for each in sent) <= MOST_BODY:
            sent.append(message)
        await send(message)

    return keeping


def _is_whole(sent: Sequence[Message]) -> bool:
    return len(sent) > 1 and not sent[-1].get("more_body", False) and len(_body(sent)) <= MOST_BODY


def _body(sent: Sequence[Message]) -> bytes:
    return b"".join(each.get("body", b"") for each in sent[1:])


async def _repeat(kept: IdempotencyKey, send: Send) -> None:
    headers = [(name.encode(), value.encode()) for name, value in (kept.headers or {}).items()]
    await send({"type": "http.response.start", "status": kept.status, "headers": [*headers, REPEATED]})
    await send({"type": "http.response.body", "body": kept.body or b""})
