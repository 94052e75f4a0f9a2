"""Warm pairs per environment: started ahead, leased one job at a time, replaced when unfit or worn.

Leases are handed out first come, first served. What cannot be refilled is reported by the next lease.
"""

import asyncio
from collections import deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import docker

from sandbox.errors import SandboxFault
from sandbox.images import catalogue
from sandbox.images.catalogue import Image
from sandbox.pair import Pair
from sandbox.settings import EngineSettings


class Pool:
    """The pairs of one environment, at most ``settings.slots`` at a time."""

    def __init__(self, client: docker.DockerClient, candidate: Image, owner: str, settings: EngineSettings) -> None:
        self._client = client
        self._images = (catalogue.image("judge").tag, candidate.tag)
        self._owner = owner
        self._settings = settings
        self._idle: deque[Pair] = deque()
        self._places = asyncio.Semaphore(settings.slots)
        self._refills: set[asyncio.Task[None]] = set()
        self._closed = False

    async def warm_up(self) -> None:
        """Start every slot.

        Raises:
            SandboxFault: none could be started.
        """
        started = await asyncio.gather(*(self._start() for _ in range(self._settings.slots)), return_exceptions=True)
        self._idle.extend(pair for pair in started if isinstance(pair, Pair))
        failures = [error for error in started if isinstance(error, BaseException)]
        if failures and not self._idle:
            raise failures[0]

    @asynccontextmanager
    async def lease(self) -> AsyncIterator[Pair]:
        """A pair for one job; an unfit or worn one is removed afterwards and replaced in the background.

        Raises:
            SandboxFault: no pair could be started.
        """
        async with self._places:
            pair = self._idle.popleft() if self._idle else await self._start()
            try:
                yield pair
            except BaseException:
                pair.fit = False
                raise
            finally:
                if pair.fit and pair.served < self._settings.recycle_after and not self._closed:
                    self._idle.append(pair)
                else:
                    self._replace(pair)

    def _replace(self, pair: Pair) -> None:
        task = asyncio.get_running_loop().create_task(self._renew(pair))
        self._refills.add(task)
        task.add_done_callback(self._refills.discard)

    async def _renew(self, pair: Pair) -> None:
        await pair.close()
        if self._closed:
            return
        try:
            fresh = await self._start()
        except SandboxFault:
            return
        self._idle.append(fresh)
        if self._closed or len(self._idle) > self._settings.slots:
            await self._idle.pop().close()

    async def _start(self) -> Pair:
        return await Pair.start(self._client, self._images, self._owner, self._settings)

    async def close(self) -> None:
        """Remove every container."""
        self._closed = True
        if self._refills:
            await asyncio.gather(*self._refills, return_exceptions=True)
        await asyncio.gather(*(pair.close() for pair in self._idle))
        self._idle.clear()
