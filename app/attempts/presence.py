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
from app.attempts.grading import GRADER_VERSION, HEARTBEAT, SILENT_AFTER
from app.attempts.lines import Place
from app.attempts.models import WorkerPresence
from app.errors import NotFound
from app.kit.clock import SharedClock
from app.kit.db import SessionMaker
from app.kit.log import log
from sandbox.errors import SandboxFault
from sandbox.images.catalogue import JUDGE

FORGOTTEN_AFTER = timedelta(hours=1)
STARTING = "the sandbox is starting"
HANGS = "the Docker engine does not answer. Restart it, and look at its log (`journalctl -u docker`)."
PATIENT_BEATS = 3  # so long a look at the sandbox may take
NOBODY = "no worker: submissions wait"


Told = tuple[str | None, dict[str, Any]]
Standing = Callable[[], Awaitable[dict[str, Any]]]
"""Gives jail, runtime, engine, slots and environments; raises a SandboxFault when the sandbox cannot grade."""


@dataclass(frozen=True, slots=True)
class Takers:
    """What the workers that are there take: the environments of each, whose lines it looks into.

    Those `before` are of the release without lines: they look into its queues, for whatever environment.
    """

    each: Sequence[Collection[str]]
    before: Sequence[Collection[str]]

    def queue(self, place: Place) -> str:
        """Where to put a job: into its line, unless nobody but workers of the release before can grade it."""
        older = not self.take(place.environment) and any(place.environment in one for one in self.before)
        return place.older_queue if older else place.queue

    def take(self, environment: str) -> bool:
        """Whether one of them takes gradings from the lines of this environment."""
        return any(environment in one for one in self.each)


@asynccontextmanager
async def told(standing: Standing, sessionmaker: SessionMaker, clock: SharedClock) -> AsyncIterator["Presence"]:
    """For as long as it lasts this worker has a row, and its clock is set. A lost database is waited for."""
    presence = Presence(standing, sessionmaker, clock)
    beating = asyncio.create_task(presence.beat())
    try:
        yield presence
    finally:
        beating.cancel()
        await asyncio.gather(beating, return_exceptions=True)
        await presence.forget()


class Presence:
    """This worker's row, and what an administrator wants of it: `draining` to take nothing new, else `taking`.

    `environments` are those whose gradings it can take now, none while its sandbox is not ready; `changed` says that
    they did. It is `known` from its first row on: before that its clock has not been set.
    """

    def __init__(self, standing: Standing, sessionmaker: SessionMaker, clock: SharedClock) -> None:
        self.id = uuid4()
        self.environments: frozenset[str] = frozenset()
        self._standing = standing
        self._sessionmaker = sessionmaker
        self._clock = clock
        self.changed, self.known = asyncio.Event(), asyncio.Event()
        self.draining, self.taking = asyncio.Event(), asyncio.Event()
        self.taking.set()
        self._said: tuple[str | None, dict[str, Any]] | None = None
        self._trouble: str | None = STARTING

    async def beat(self) -> None:
        """Look at the sandbox and write what is so, again and again; a look that hangs costs no beat."""
        told: Told = STARTING, {}
        await self._write(*told)
        while True:
            looking = asyncio.create_task(self._look())
            try:
                told = await self._beat_while(looking, told)
            finally:
                looking.cancel()
            await self._write(*told)
            await asyncio.sleep(HEARTBEAT.total_seconds())

    def trouble(self) -> str | None:
        """What keeps this worker from grading now, for whoever watches over its process."""
        return self._trouble

    async def _beat_while(self, looking: asyncio.Task[Told], told: Told) -> Told:
        for beats in itertools.count(1):
            done, _ = await asyncio.wait({looking}, timeout=HEARTBEAT.total_seconds())
            if done:
                break
            if beats >= PATIENT_BEATS and told[0] is None:
                told = HANGS, {}
                self._can_grade_in(frozenset())
            await self._write(*told)
        return looking.result()

    async def _write(self, trouble: str | None, sandbox: dict[str, Any]) -> None:
        self._trouble = trouble
        values = {"id": self.id, "host": socket.gethostname(), "pid": os.getpid(), "version": GRADER_VERSION}
        told = {**sandbox, "takes": sorted(self.environments), "clock_ahead": self._clock.ahead}
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
        self._can_grade_in(there - {JUDGE} if JUDGE in there else frozenset())
        lasting = {name: value for name, value in sandbox.items() if name != "slots"}
        if self._said != (trouble, lasting):
            self._said = trouble, lasting
            if trouble is None:
                log.info("sandbox_ready", **sandbox)
            else:
                log.warning("sandbox_not_ready", error=trouble)
        return trouble, sandbox

    def _can_grade_in(self, environments: frozenset[str]) -> None:
        if environments != self.environments:
            self.environments = environments
            self.changed.set()

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
