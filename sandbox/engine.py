"""The engine: a job in, a stream of events out.

Owns admission, the pools and retries on faults of ours. Every job that is let in ends with exactly one `Finished`
or `PlatformError`.
"""

import asyncio
import logging
import math
import secrets
import time
from collections.abc import AsyncGenerator
from contextlib import aclosing, nullcontext
from datetime import UTC, datetime

from pydantic import ValidationError

from sandbox import events
from sandbox.admission import LIVE, Admission
from sandbox.budget import Budget
from sandbox.errors import (
    EngineBusy,
    EngineClosed,
    EngineUnavailable,
    HostLimit,
    ImageMissing,
    LimitTooHigh,
    NotRetried,
    SandboxFault,
)
from sandbox.giving_way import GivingWay
from sandbox.host import Host
from sandbox.images import catalogue
from sandbox.jail_choice import JailChoice
from sandbox.job import NOBODY_WAITS, Job, Limits, PackageFiles
from sandbox.pair import Images, Pair
from sandbox.pool import SHARED, Pool
from sandbox.settings import EngineSettings
from sandbox.status import EngineStatus

__all__ = [
    "Engine",
    "EngineBusy",
    "EngineClosed",
    "EngineSettings",
    "EngineUnavailable",
    "HostLimit",
    "ImageMissing",
    "Job",
    "LimitTooHigh",
    "Limits",
    "PackageFiles",
    "SandboxFault",
]

_log = logging.getLogger(__name__)
_TICK_SECONDS = 1.0
_ORPHANS_SECONDS = 300.0
_LAST_PAUSE_SECONDS = 1.0  # whatever broke one sandbox after the other has time to be over


class Engine:
    """Grades jobs in warm containers. `start` before use, `close` at the end."""

    def __init__(self, settings: EngineSettings | None = None) -> None:
        self.id = secrets.token_hex(8)
        self.settings = settings or EngineSettings()
        self.jail = JailChoice(self.settings)
        self._since = datetime.now(UTC)
        self._host = Host(self.settings)
        self._budget = Budget(self.settings)
        self._admission = Admission(
            self.settings.places, reserved=self.settings.live_slots, waiting=self.settings.waiting
        )
        self._giving_way = GivingWay()
        self._pools: dict[str, Pool] = {}
        self._upkeep: asyncio.Task[None] | None = None

    async def start(self, environments: tuple[str, ...] = ("numpy",)) -> None:
        """Connect and warm the pools of these environments; others warm at their first job.

        Returns when the first pair of each can be used. After an error it may be used all the same: what was
        missing is tried again with growing pauses, and by every job.

        Raises:
            EngineUnavailable, ImageMissing, UnknownEnvironment, HostLimit, SandboxFault
        """
        pools = [self._pool(environment) for environment in environments]
        for pool in pools:
            pool.permanent = True
        await self._host.connect()
        for pool in pools:
            await pool.warm_up()

    async def close(self, grace_seconds: float = 10.0) -> None:
        """Let gradings under way end, for so long at most, then remove every container of this engine."""
        self._admission.close()
        await self._admission.emptied(grace_seconds)
        if self._upkeep is not None:
            self._upkeep.cancel()
            await asyncio.gather(self._upkeep, return_exceptions=True)
        await asyncio.gather(*(pool.close() for pool in self._pools.values()))
        self._host.close()

    async def grade(self, job: Job) -> AsyncGenerator[events.Event]:
        """Grade one job when its turn comes. A fault of ours is retried elsewhere, at most ``platform_retries`` times.

        The last time after a pause, in a pair that was seen to work after it.

        Raises:
            EngineBusy: too many wait already. EngineClosed: the engine was closed before its turn.
        """
        way = self._giving_way.urgent() if job.priority in LIVE else nullcontext()
        async with self._admission.place(job.priority, job.owner), way:
            yield events.Started()
            fault, away, last, since = "", False, self.settings.platform_retries, -math.inf
            for attempt in range(last + 1):
                if attempt:
                    yield events.Retrying(attempt=attempt, message=fault)
                if attempt and attempt == last:
                    await asyncio.sleep(_LAST_PAUSE_SECONDS)
                    since = time.monotonic()
                finished = False
                try:
                    async with aclosing(self._attempt(job, since)) as stream:
                        async for event in stream:
                            yield event
                            finished = finished or isinstance(event, events.Finished)
                except (SandboxFault, ValidationError) as error:
                    fault, away = str(error), isinstance(error, EngineUnavailable)
                    if finished:  # the sandbox broke only after its verdict
                        return
                    if isinstance(error, NotRetried):
                        break
                else:
                    return
            yield events.PlatformError(message=fault, away=away)

    def status(self) -> EngineStatus:
        """What the engine is doing, without asking Docker."""
        facts = self._host.facts
        return EngineStatus(
            id=self.id,
            since=self._since,
            connected=facts is not None,
            version=facts and facts.version,
            runtime=self._host.runtime,
            jail=self.jail.current,
            jail_refused=self.jail.refused,
            memory_budget_mb=self._budget.limit_mb,
            memory_used_mb=self._budget.used_mb,
            running=self._admission.running,
            waiting=self._admission.waiting,
            orphans_removed=self._host.orphans_removed,
            pools=[pool.status() for pool in self._pools.values()],
        )

    async def _attempt(self, job: Job, since: float) -> AsyncGenerator[events.Event]:
        if job.limits.memory_mb > self.settings.memory_mb:
            raise LimitTooHigh(
                f"the problem wants {job.limits.memory_mb} MiB, a slot has {self.settings.memory_mb}. Lower the "
                "problem's limits.memory_mb or raise HOLDOUT_SANDBOX_SLOT_MEMORY_MB."
            )
        pool = self._pool(job.environment)
        async with (
            pool.lease(self._key(job), since) as pair,
            self._giving_way.giving(pair.hold) if job.priority in NOBODY_WAITS else nullcontext(),
            aclosing(pair.serve(job)) as messages,
        ):
            async for message in messages:
                event = events.parse(message)
                if isinstance(event, events.Finished):
                    event = event.model_copy(update={"sandbox": self._sandbox(job.environment, pair)})
                yield event

    def _key(self, job: Job) -> str:
        """Whose pair it takes: an interview's own, everybody's, or the owner's own where pairs are not shared."""
        if job.lease is not None:
            return f"lease {job.lease}"
        return SHARED if self.settings.share else f"owner {job.owner}"

    def _sandbox(self, environment: str, pair: Pair) -> events.Sandbox:
        """What a verdict says of where it was formed."""
        judge_digest, digest = pair.digests
        return events.Sandbox(
            environment=environment,
            fingerprint=catalogue.candidate_image(environment).fingerprint,
            digest=digest,
            judge_fingerprint=catalogue.image(catalogue.JUDGE).fingerprint,
            judge_digest=judge_digest,
            jail=pair.jail,
            runtime=self._host.runtime or "",
        )

    def _pool(self, environment: str) -> Pool:
        if environment not in self._pools:
            images = Images(catalogue.image(catalogue.JUDGE), catalogue.candidate_image(environment))

            async def new_pair() -> Pair:
                client, facts = await self._host.connect()
                self._budget.check(environment, facts.memory_mb)
                return await Pair.start(client, images, self.id, self.settings, self.jail)

            self._pools[environment] = Pool(environment, self.settings, self._budget, new_pair)
            self._budget.pools.append(self._pools[environment])
            self._upkeep = self._upkeep or asyncio.get_running_loop().create_task(self._look_after())
        return self._pools[environment]

    async def _look_after(self) -> None:
        loop = asyncio.get_running_loop()
        orphans_at = loop.time() + _ORPHANS_SECONDS
        while True:
            await asyncio.sleep(_TICK_SECONDS)
            try:
                for pool in list(self._pools.values()):
                    pool.look_after()
                    await pool.probe()
                if loop.time() > orphans_at:
                    orphans_at = loop.time() + _ORPHANS_SECONDS
                    await self._host.remove_orphans()
            except Exception:  # noqa: BLE001 - logged; if it ended here, nobody would replace what breaks from then on
                _log.exception("looking after the sandboxes failed")
