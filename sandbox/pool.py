"""Warm pairs of one environment: started ahead, leased one job at a time, replaced when unfit or worn.

Leases are handed out first come, first served. A place whose refill failed is filled by the next lease, which then
reports why it cannot.
"""

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager

import docker

from sandbox.errors import SandboxFault
from sandbox.images import catalogue
from sandbox.images.catalogue import Image
from sandbox.jail_choice import JailChoice
from sandbox.pair import Images, Pair
from sandbox.settings import EngineSettings


class Pool:
    """The pairs of one environment, at most ``settings.slots`` at a time."""

    def __init__(
        self, client: docker.DockerClient, candidate: Image, owner: str, settings: EngineSettings, choice: JailChoice
    ) -> None:
        self._client = client
        self._images = Images(catalogue.image(catalogue.JUDGE), candidate)
        self._choice = choice
        self._owner = owner
        self._settings = settings
        self._idle: deque[Pair] = deque()
        self._leased = 0
        self._places = asyncio.Semaphore(settings.slots)
        self._background: set[asyncio.Task[None]] = set()
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
        """A pair for one job; an unfit or worn one is replaced afterwards, in the background.

        Raises:
            SandboxFault: no pair could be started.
        """
        async with self._places:
            self._leased += 1
            try:
                pair = self._take_idle() or await self._start()
                try:
                    yield pair
                finally:
                    self._give_back(pair)
            finally:
                self._leased -= 1
                self._in_background(self._refill())

    def _take_idle(self) -> Pair | None:
        while self._idle:
            pair = self._idle.popleft()
            if pair.alive:
                return pair
            self._in_background(pair.close())
        return None

    def _give_back(self, pair: Pair) -> None:
        if pair.fit and pair.served < self._settings.recycle_after and not self._closed:
            self._idle.append(pair)
        else:
            self._in_background(pair.close())

    async def _refill(self) -> None:
        if self._full():
            return
        try:
            fresh = await self._start()
        except SandboxFault:
            return
        if self._full():
            await fresh.close()
        else:
            self._idle.append(fresh)

    def _full(self) -> bool:
        return self._closed or len(self._idle) + self._leased >= self._settings.slots

    def _in_background(self, work: Coroutine[None, None, None]) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._background.add(task)
        task.add_done_callback(self._background.discard)

    async def _start(self) -> Pair:
        return await Pair.start(self._client, self._images, self._owner, self._settings, self._choice)

    async def close(self) -> None:
        """Remove every container."""
        self._closed = True
        while self._background:  # emptied first: ended tasks leave it only when the loop turns, and gather may not wait
            ending, self._background = self._background, set()
            await asyncio.gather(*ending, return_exceptions=True)
        await asyncio.gather(*(pair.close() for pair in self._idle))
        self._idle.clear()
