"""The engine: a job in, a stream of events out.

Owns retries on faults of ours. Every job ends with exactly one `Finished` or `PlatformError`.
"""

import asyncio
import secrets
from collections.abc import AsyncGenerator
from contextlib import aclosing

import docker
from pydantic import ValidationError

from sandbox import containers, events
from sandbox.errors import EngineUnavailable, FingerprintMismatch, ImageMissing, SandboxFault, UnknownEnvironment
from sandbox.images import catalogue
from sandbox.jail_choice import JailChoice
from sandbox.job import Job, Limits, PackageFiles
from sandbox.pair import Pair
from sandbox.pool import Pool
from sandbox.settings import EngineSettings

__all__ = [
    "Engine",
    "EngineSettings",
    "EngineUnavailable",
    "ImageMissing",
    "Job",
    "Limits",
    "PackageFiles",
    "SandboxFault",
]


class Engine:
    """Grades jobs in warm containers. `start` before use, `close` at the end."""

    def __init__(self, settings: EngineSettings | None = None) -> None:
        self.id = secrets.token_hex(8)
        self.settings = settings or EngineSettings()
        self.jail = JailChoice(self.settings)
        self._client: docker.DockerClient | None = None
        self._pools: dict[str, Pool] = {}
        self._opening = asyncio.Lock()

    async def start(self, environments: tuple[str, ...] = ("numpy",)) -> None:
        """Connect and warm the pools of these environments; others warm at their first job.

        Raises:
            EngineUnavailable, ImageMissing, FingerprintMismatch, UnknownEnvironment, SandboxFault
        """
        for environment in environments:
            await self._pool(environment)

    async def close(self) -> None:
        """Remove every container of this engine."""
        await asyncio.gather(*(pool.close() for pool in self._pools.values()))
        self._pools.clear()
        if self._client is not None:
            self._client.close()
            self._client = None

    async def grade(self, job: Job) -> AsyncGenerator[events.Event]:
        """Grade one job. A fault of ours is retried on another slot, at most ``platform_retries`` times."""
        fault = ""
        for attempt in range(self.settings.platform_retries + 1):
            if attempt:
                yield events.Retrying(attempt=attempt)
            try:
                async with aclosing(self._attempt(job)) as stream:
                    async for event in stream:
                        yield event
            except (SandboxFault, ValidationError) as error:
                fault = str(error)
                if isinstance(error, (EngineUnavailable, FingerprintMismatch, ImageMissing, UnknownEnvironment)):
                    break
            else:
                return
        yield events.PlatformError(message=fault)

    async def _attempt(self, job: Job) -> AsyncGenerator[events.Event]:
        pool = await self._pool(job.environment)
        async with pool.lease() as pair, aclosing(pair.serve(job)) as messages:
            async for message in messages:
                event = events.parse(message)
                if isinstance(event, events.Finished):
                    event = event.model_copy(update={"sandbox": self.identity(job.environment, pair)})
                yield event

    def identity(self, environment: str, pair: Pair) -> events.Sandbox:
        """What a verdict says of where it was formed."""
        candidate, judge = catalogue.candidate_image(environment), catalogue.image(catalogue.JUDGE)
        judge_digest, digest = pair.digests
        return events.Sandbox(
            environment=environment,
            fingerprint=candidate.fingerprint,
            digest=digest,
            judge_fingerprint=judge.fingerprint,
            judge_digest=judge_digest,
            jail=self.jail.current,
            runtime=self.settings.runtime or "default",
        )

    def _connected(self) -> docker.DockerClient:
        if self._client is None:
            self._client = containers.connect()
        return self._client

    async def _pool(self, environment: str) -> Pool:
        async with self._opening:
            if environment not in self._pools:
                client = await asyncio.to_thread(self._connected)
                pool = Pool(client, catalogue.candidate_image(environment), self.id, self.settings, self.jail)
                await pool.warm_up()
                self._pools[environment] = pool
            return self._pools[environment]
