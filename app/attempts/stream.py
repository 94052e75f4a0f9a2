"""The live view of one piece of work as server-sent events: from where the client left off to the end."""

import asyncio
from collections import Counter
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable, Iterator, Sequence
from contextlib import aclosing, contextmanager
from typing import Any, Protocol
from uuid import UUID

from fastapi import Depends, Request
from fastapi.sse import ServerSentEvent
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncSession

from app.attempts import repository
from app.errors import TooManyRequests
from app.identity.gate import ActorDep
from app.kit.db import SessionMaker
from app.kit.log import log
from app.kit.notify import NotifyHub

LAST_TYPES = frozenset({"finished", "platform_error", "cancelled"})
LOOK_AGAIN_SECONDS = 10.0  # should a notification get lost
PER_PERSON = 16  # streams of one person in this process: each holds a connection, and asks the database
FULL_SECONDS = 2


class Event(Protocol):
    """A step that is told; the last one of a piece of work has one of `LAST_TYPES`."""

    @property
    def seq(self) -> int:
        """Its place among the events."""
        ...

    @property
    def type(self) -> str:
        """What kind of step it is."""
        ...

    @property
    def data(self) -> dict[str, Any]:
        """What is told of it."""
        ...


class Streams:
    """How many streams each person has open in this process.

    The newest is refused, not the oldest ended: a browser opens what ended again, and two tabs would take turns for
    ever. A page that is refused asks for the plain results, every other second.
    """

    def __init__(self) -> None:
        self._open: Counter[UUID] = Counter()

    @contextmanager
    def one_more(self, person: UUID) -> Iterator[None]:
        """For as long as a stream is open. TooManyRequests when it is one too many."""
        if self._open[person] >= PER_PERSON:
            message = f"{PER_PERSON} pages of yours follow results at this moment, which is the limit. Close some."
            raise TooManyRequests(message, retry_after=FULL_SECONDS)
        self._open[person] += 1
        try:
            yield
        finally:
            self._open[person] -= 1
            if not self._open[person]:
                del self._open[person]


async def _counted(request: Request, actor: ActorDep) -> AsyncIterator[None]:
    streams: Streams = request.app.state.streams
    with streams.one_more(actor.id):
        yield


COUNTED = Depends(_counted)  # of every route that streams
Read = Callable[[AsyncSession, UUID, int], Awaitable[Sequence[Event]]]
Waits = Callable[[AsyncSession, UUID], Awaitable[dict[str, Any] | None]]


async def follow(
    sessionmaker: SessionMaker,
    hub: NotifyHub,
    work_id: UUID,
    seen: int,
    *,
    read: Read = repository.events_after,
    waits: Waits | None = None,
) -> AsyncIterator[ServerSentEvent]:
    """Events after `seen`, then new ones as they are committed; ends after the last, or when the server stops.

    A lost database ends it as well: a client opens what ended early again, at a node that reaches one.

    `read` gives the events of the work after a number; the work is an execution unless something else is read. `waits`
    tells how things stand while nothing happens (None: it does not wait): that is sent when it changes, kept nowhere.
    """
    try:
        async with aclosing(_told(sessionmaker, hub, work_id, seen, read=read, waits=waits)) as events:
            async for event in events:
                yield event
    except (SQLAlchemyError, OSError) as error:
        log.warning("stream_lost", work=str(work_id), error=str(error))


async def _told(
    sessionmaker: SessionMaker, hub: NotifyHub, work_id: UUID, seen: int, *, read: Read, waits: Waits | None
) -> AsyncGenerator[ServerSentEvent]:
    told: dict[str, Any] | None = None
    with hub.subscribe(str(work_id)) as woken:
        while True:
            woken.clear()
            async with sessionmaker() as session:
                events = await read(session, work_id, seen)
            for event in events:
                yield ServerSentEvent(id=str(event.seq), event=event.type, data=event.data, retry=1000)
                seen = event.seq
                if event.type in LAST_TYPES:
                    return
            if hub.closed:
                return
            try:
                async with asyncio.timeout(LOOK_AGAIN_SECONDS):
                    await woken.wait()
            except TimeoutError:
                now = await _standing(sessionmaker, work_id, waits)
                if now is not None and now != told:
                    yield ServerSentEvent(event="waiting", data=now, retry=1000)
                told = now


async def _standing(sessionmaker: SessionMaker, work_id: UUID, waits: Waits | None) -> dict[str, Any] | None:
    if waits is None:
        return None
    async with sessionmaker() as session:
        return await waits(session, work_id)
