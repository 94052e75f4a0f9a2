"""Keeps those who are in a room up to date: on every event of an interview, this node's connections are told to look.

Told is only that something happened, to candidates only when it is something they may know of: what it was is read from
`/events`, with the reader's own rights. Nothing is lost when a notification is: a client asks again when it reconnects.
"""

import asyncio
import contextlib
from uuid import UUID

from sqlalchemy.exc import SQLAlchemyError

from app.events import service as events
from app.events.service import CHANNEL
from app.interviews import told
from app.kit.db import SessionMaker, libpq_url
from app.kit.lasting import lasting
from app.kit.log import log
from app.kit.notify import listen
from app.rooms.registry import Rooms

MOST_LOOKED_AT = 200
HAPPENED = {"type": "happened"}
_SEATS = ("interview_", "clock_", "person_", "invitation_", "lobby_")


class News:
    """Listens for a process. `start` with the application, `close` before its rooms."""

    def __init__(self, rooms: Rooms, sessionmaker: SessionMaker, database_url: str) -> None:
        self._rooms, self._sessionmaker = rooms, sessionmaker
        self._conninfo = libpq_url(database_url)
        self.connected = asyncio.Event()
        self._told: dict[UUID, int] = {}
        self._waiting: dict[UUID, None] = {}
        self._wake = asyncio.Event()
        self._tasks: list[asyncio.Task[None]] = []

    def start(self) -> None:
        """Begin listening in the background."""
        ear = lambda: listen(self._conninfo, CHANNEL, self._heard, self.connected)  # noqa: E731 - it is begun again
        listening = lasting("news ear", ear)
        telling = lasting("news", self._tell_for_ever)
        self._tasks = [asyncio.create_task(listening), asyncio.create_task(telling)]

    async def close(self) -> None:
        """Stop."""
        for task in self._tasks:
            task.cancel()
        for task in self._tasks:
            with contextlib.suppress(asyncio.CancelledError):
                await task

    def _heard(self, payload: str) -> None:
        if payload:
            self._waiting[UUID(payload)] = None
        else:
            self._waiting.update(dict.fromkeys(self._told))  # what was told meanwhile was not heard
        self._wake.set()

    async def _tell_for_ever(self) -> None:
        while True:
            await self._wake.wait()
            self._wake.clear()
            waiting, self._waiting = self._waiting, {}
            self._told = {each: cursor for each, cursor in self._told.items() if self._rooms.is_open(each)}
            for interview_id in filter(self._rooms.is_open, waiting):
                await self._tell_or_have_all_look(interview_id)

    async def _tell_or_have_all_look(self, interview_id: UUID) -> None:
        """Tell the news of one interview. What keeps them from being told is that interview's and not the others'."""
        try:
            try:
                await self._tell(interview_id)
            except (SQLAlchemyError, OSError) as error:
                log.warning("news_not_told", interview=str(interview_id), error=str(error))
                await self._rooms.announce(interview_id, HAPPENED, seats=True)
        except Exception:  # noqa: BLE001 - a fault of ours: the next event of the interview is told again
            log.exception("news_failed", interview=str(interview_id))

    async def _tell(self, interview_id: UUID) -> None:
        """Say that there is something to read, to those who may read it; look seats up again where they changed."""
        before = self._told.get(interview_id)
        async with self._sessionmaker() as session:
            if before is None:
                found = []
                self._told[interview_id] = await events.last_of_interview(session, interview_id)
            else:
                found = list(await events.of_interview(session, interview_id, after=before, limit=MOST_LOOKED_AT))
        unknown = before is None or len(found) == MOST_LOOKED_AT
        if found:
            self._told[interview_id] = found[-1].id
        if not found and not unknown:
            return
        shown = unknown or any(told.is_shown(event) for event in found)
        moved = unknown or any(event.kind.startswith(_SEATS) for event in found)
        await self._rooms.announce(interview_id, HAPPENED, staff_only=not shown, seats=moved)
