"""Workers say that they are there and how they isolate: one row each, kept fresh, removed at a clean stop.

A worker has no port of its own; pages and `holdout doctor` learn of it from its row. A row that is not refreshed
stands for a worker that died: it is overlooked at once and removed later.
"""

import asyncio
import contextlib
import os
import socket
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncSession

from app.attempts import presence_repository as repository
from app.attempts.grading import GRADER_VERSION, HEARTBEAT, SILENT_AFTER
from app.attempts.models import WorkerPresence
from app.errors import NotFound
from app.kit.db import SessionMaker
from app.kit.log import log
from sandbox.errors import SandboxFault

FORGOTTEN_AFTER = timedelta(hours=1)
STARTING = "the sandbox is starting"
NOBODY = "no worker: submissions wait"


Standing = Callable[[], Awaitable[dict[str, Any]]]
"""Gives jail, runtime, engine, slots and environments; raises a SandboxFault when the sandbox cannot grade."""


@asynccontextmanager
async def told(standing: Standing, sessionmaker: SessionMaker) -> AsyncIterator["Presence"]:
    """For as long as it lasts this worker has a row. A lost database is waited for."""
    presence = Presence(standing, sessionmaker)
    beating = asyncio.create_task(presence.beat())
    try:
        yield presence
    finally:
        beating.cancel()
        await asyncio.gather(beating, return_exceptions=True)
        await presence.forget()


class Presence:
    """This worker's row, and what an administrator wants of it: `draining` to take nothing new, else `taking`."""

    def __init__(self, standing: Standing, sessionmaker: SessionMaker) -> None:
        self.id = uuid4()
        self._standing = standing
        self._sessionmaker = sessionmaker
        self.draining, self.taking = asyncio.Event(), asyncio.Event()
        self.taking.set()
        self._said: tuple[str | None, dict[str, Any]] | None = None

    async def beat(self) -> None:
        """Look at the sandbox and write what is so, again and again."""
        await self._write(STARTING, {})
        while True:
            await self._write(*await self._look())
            await asyncio.sleep(HEARTBEAT.total_seconds())

    async def _write(self, trouble: str | None, sandbox: dict[str, Any]) -> None:
        values = {"id": self.id, "host": socket.gethostname(), "pid": os.getpid(), "version": GRADER_VERSION}
        try:
            async with self._sessionmaker.begin() as session:
                wanted = await repository.see_worker(session, {**values, "trouble": trouble, "sandbox": sandbox})
        except SQLAlchemyError as error:  # missing beats are told by their absence
            log.warning("presence_not_written", error=str(error))
        else:
            for event, due in ((self.draining, wanted), (self.taking, not wanted)):
                event.set() if due else event.clear()

    async def _look(self) -> tuple[str | None, dict[str, Any]]:
        """What keeps the sandbox from working, if anything, and what it is; a change is logged once."""
        try:
            trouble, sandbox = None, await self._standing()
        except SandboxFault as error:
            trouble, sandbox = str(error), {}
        lasting = {name: value for name, value in sandbox.items() if name != "slots"}
        if self._said != (trouble, lasting):
            self._said = trouble, lasting
            if trouble is None:
                log.info("sandbox_ready", **sandbox)
            else:
                log.warning("sandbox_not_ready", error=trouble)
        return trouble, sandbox

    async def forget(self) -> None:
        """Leave no row behind, nor those of workers that died long ago."""
        with contextlib.suppress(SQLAlchemyError):  # without a database the row grows stale by itself
            async with self._sessionmaker.begin() as session:
                await repository.forget_worker(session, self.id, FORGOTTEN_AFTER)


async def overview(session: AsyncSession) -> dict[str, Any]:
    """What anybody may know of the workers: how many can grade, in which jails, under which runtimes."""
    live = await repository.live_workers(session, SILENT_AFTER)
    ready = [worker.sandbox for worker in live if worker.trouble is None]
    found: dict[str, Any] = {"workers": len(ready)}
    if ready:
        found |= {name: sorted({str(sandbox.get(name)) for sandbox in ready}) for name in ("jail", "runtime")}
    else:
        found["note"] = "no worker's sandbox is ready: submissions wait" if live else NOBODY
    return found


async def workers(session: AsyncSession) -> list[WorkerPresence]:
    """The rows of all workers there are, also of one that fell silent within the hour."""
    return await repository.live_workers(session, FORGOTTEN_AFTER)


async def drain(session: AsyncSession, worker_id: UUID, *, draining: bool) -> str:
    """Have a worker take nothing new, or work again; it hears of it within a heartbeat. NotFound."""
    host = await repository.drain_worker(session, worker_id, draining=draining)
    if host is None:
        raise NotFound
    return host
