"""Workers say that they are there, how they isolate, what they take: one row each, kept fresh, gone at a clean stop.

A worker has no port of its own; pages and `holdout doctor` learn of it from its row. A row that is not refreshed
stands for a worker that died: it is overlooked at once and removed later. With each row a worker learns what the
database's time is and whether it is to take nothing new.
"""

import asyncio
import contextlib
import itertools
import os
import socket
from collections.abc import AsyncIterator, Awaitable, Callable, Collection, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncSession

from app.attempts import presence_repository as repository
from app.attempts.grading import HEARTBEAT, SILENT_AFTER
from app.attempts.lines import Place
from app.attempts.models import WorkerPresence
from app.attempts.record import GRADER_VERSION
from app.errors import NotFound
from app.kit.clock import SharedClock
from app.kit.db import SessionMaker
from app.kit.lasting import lasting
from app.kit.log import log
from sandbox.errors import SandboxFault
from sandbox.images.catalogue import JUDGE
from sandbox.job import met

FORGOTTEN_AFTER = timedelta(hours=1)
STARTING = "the sandbox is starting"
HANGS = "the Docker engine does not answer. Restart it, and look at its log (`journalctl -u docker`)."
PATIENT_BEATS = 3  # so long a look at the sandbox may take
NOBODY = "no worker: submissions wait"


Told = tuple[str | None, dict[str, Any]]
Standing = Callable[[], Awaitable[dict[str, Any]]]
"""Gives jail, runtime, engine, slots, memory_mb and environments; a SandboxFault when the sandbox cannot grade."""


@dataclass(frozen=True, slots=True)
class Takers:
    """What the workers that are there take: gradings of which needs, each of them.

    Those `before` are of the release without lines: they look into its queues, for whatever environment.
    """

    each: Sequence[Collection[str]]
    before: Sequence[Collection[str]]

    def queue(self, place: Place) -> str:
        """Where to put a job: into its line, unless nobody but workers of the release before can grade it."""
        environment = place.need.partition(".")[0]
        older = not self.take(place.need) and any(environment in one for one in self.before)
        return place.older_queue if older else place.queue

    def take(self, need: str) -> bool:
        """Whether one of them takes gradings that need this from the lines."""
        return any(need in one for one in self.each)


@asynccontextmanager
async def told(
    standing: Standing, sessionmaker: SessionMaker, clock: SharedClock, stop: asyncio.Event
) -> AsyncIterator["Presence"]:
    """For as long as it lasts this worker has a row, and its clock is set. A lost database is waited for.

    From `stop` on the row says that nothing new is taken.
    """
    presence = Presence(standing, sessionmaker, clock)
    tasks = [asyncio.create_task(lasting("presence", presence.beat)), asyncio.create_task(presence.leave(stop))]
    try:
        yield presence
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await presence.forget()


class Presence:
    """This worker's row, and what an administrator wants of it: `draining` to take nothing new, else `taking`.

    `takes` are the needs it can meet now, none while its sandbox is not ready; `changed` says that they did. It is
    `known` from its first row on: before that its clock has not been set.
    """

    def __init__(self, standing: Standing, sessionmaker: SessionMaker, clock: SharedClock) -> None:
        self.id = uuid4()
        self.takes: frozenset[str] = frozenset()
        self._standing = standing
        self._sessionmaker = sessionmaker
        self._clock = clock
        self.changed, self.known = asyncio.Event(), asyncio.Event()
        self.draining, self.taking = asyncio.Event(), asyncio.Event()
        self.taking.set()
        self._said: Told | None = None
        self._now: Told = STARTING, {}
        self._stopping = False
        self._writing = asyncio.Lock()  # so that nothing older is written after that it is stopping

    async def beat(self) -> None:
        """Look at the sandbox and write what is so, again and again; a look that hangs costs no beat."""
        await self._write()
        while True:
            looking = asyncio.create_task(self._look())
            try:
                await self._beat_while(looking)
            finally:
                looking.cancel()
            await self._write()
            await asyncio.sleep(HEARTBEAT.total_seconds())

    async def leave(self, stop: asyncio.Event) -> None:
        """Say that nothing new is taken as soon as this worker is to stop: what runs in it may take a while."""
        await stop.wait()
        self._stopping = True
        await self._write()

    def trouble(self) -> str | None:
        """What keeps this worker from grading now, for whoever watches over its process."""
        return self._now[0]

    async def _beat_while(self, looking: asyncio.Task[Told]) -> None:
        for beats in itertools.count(1):
            done, _ = await asyncio.wait({looking}, timeout=HEARTBEAT.total_seconds())
            if done:
                break
            if beats >= PATIENT_BEATS and self._now[0] is None:
                self._now = HANGS, {}
                self._can_take(frozenset())
            await self._write()
        self._now = looking.result()

    async def _write(self) -> None:
        async with self._writing:
            trouble, sandbox = self._now
            takes = [] if self._stopping else sorted(self.takes)
            await self._see(trouble, {**sandbox, "takes": takes, "stopping": self._stopping})

    async def _see(self, trouble: str | None, sandbox: dict[str, Any]) -> None:
        values = {"id": self.id, "host": socket.gethostname(), "pid": os.getpid(), "version": GRADER_VERSION}
        told = {**sandbox, "clock_ahead": self._clock.ahead}
        try:
            async with self._sessionmaker.begin() as session:
                await session.connection()  # what it takes to have one is no part of the look at the clock
                heard = self._clock.asking()
                wanted, theirs = await repository.see_worker(session, {**values, "trouble": trouble, "sandbox": told})
                heard(theirs)
        except (SQLAlchemyError, OSError) as error:  # missing beats are told by their absence
            log.warning("presence_not_written", error=str(error))
        else:
            self.known.set()
            for event, due in ((self.draining, wanted), (self.taking, not wanted)):
                event.set() if due else event.clear()

    async def _look(self) -> Told:
        """What keeps the sandbox from working, if anything, and what it is; a change is logged once."""
        try:
            trouble, sandbox = None, await self._standing()
        except SandboxFault as error:
            trouble, sandbox = str(error), {}
        except Exception as error:  # noqa: BLE001 - without a word of it the worker would seem dead and go on
            trouble, sandbox = f"the sandbox cannot be looked at ({error!r}). Look at the worker's log.", {}
        there = frozenset(sandbox.get("environments", ())) - sandbox.get("failing", {}).keys()
        self._can_take(frozenset(met(there - {JUDGE}, sandbox["memory_mb"]) if JUDGE in there else ()))
        lasting = {name: value for name, value in sandbox.items() if name != "slots"}
        if self._said != (trouble, lasting):
            self._said = trouble, lasting
            if trouble is None:
                log.info("sandbox_ready", **sandbox)
            else:
                log.warning("sandbox_not_ready", error=trouble)
        return trouble, sandbox

    def _can_take(self, needs: frozenset[str]) -> None:
        if needs != self.takes:
            self.takes = needs
            self.changed.set()

    async def forget(self) -> None:
        """Leave no row behind, nor those of workers that died long ago."""
        with contextlib.suppress(SQLAlchemyError):  # without a database the row grows stale by itself
            async with self._sessionmaker.begin() as session:
                await repository.forget_worker(session, self.id, FORGOTTEN_AFTER)


async def overview(session: AsyncSession) -> dict[str, Any]:
    """What anybody may know of the workers: how many can grade, in which jails, under which runtimes."""
    live = await repository.live_workers(session, SILENT_AFTER)
    ready = [worker.sandbox for worker in live if worker.trouble is None and not is_leaving(worker)]
    found: dict[str, Any] = {"workers": len(ready)}
    if ready:
        found |= {name: sorted({str(sandbox.get(name)) for sandbox in ready}) for name in ("jail", "runtime")}
    else:
        found["note"] = "no worker is ready to grade: submissions wait" if live else NOBODY
    return found


def is_leaving(worker: WorkerPresence) -> bool:
    """Whether it takes nothing new, since it is drained or being stopped."""
    return worker.draining or bool(worker.sandbox.get("stopping"))


async def takers(session: AsyncSession) -> Takers:
    """What the workers that are there take."""
    return Takers(*await repository.takers(session, SILENT_AFTER))


async def workers(session: AsyncSession) -> list[WorkerPresence]:
    """The rows of all workers there are, also of one that fell silent within the hour."""
    return await repository.live_workers(session, FORGOTTEN_AFTER)


async def drain(session: AsyncSession, worker_id: UUID, *, draining: bool) -> str:
    """Have a worker take nothing new, or work again; it hears of it within a heartbeat. NotFound."""
    host = await repository.drain_worker(session, worker_id, draining=draining)
    if host is None:
        raise NotFound
    return host
