"""Waiting for the first of several things, no longer than so long, and in no longer a line than so many."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from app.errors import TooManyRequests

INSIST_SECONDS = 1.0


async def first_of(*events: asyncio.Event) -> None:
    """Until one of them is set."""
    waiting = [asyncio.ensure_future(event.wait()) for event in events]
    try:
        await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for each in waiting:
            each.cancel()


class Places:
    """Room for so many at once, and a line of so many: costly work neither piles up nor keeps others waiting for it."""

    def __init__(self, at_once: int, *, waiting: int, retry_after: int = 2) -> None:
        self._at_once = asyncio.Semaphore(at_once)
        self._all = asyncio.Semaphore(at_once + waiting)
        self._retry_after = retry_after

    @asynccontextmanager
    async def one(self) -> AsyncIterator[None]:
        """A place, once one is free.

        Raises:
            TooManyRequests: as many as may are waiting.
        """
        if self._all.locked():
            raise TooManyRequests(retry_after=self._retry_after)
        async with self._all, self._at_once:
            yield


@asynccontextmanager
async def at_most(seconds: float) -> AsyncIterator[asyncio.Timeout]:
    """`asyncio.timeout` for what may hang at a database: cancels once more after INSIST_SECONDS.

    At the first time psycopg asks the server to end the statement and waits for that, up to ten seconds where the
    server hangs; at the second it gives the connection up.

    Raises:
        TimeoutError: the time is over.
    """
    async with asyncio.timeout(seconds) as timer:
        insistence = _Insistence(timer)
        try:
            yield timer
        except asyncio.CancelledError:
            insistence.take_back()
            raise
        finally:
            insistence.end()


class _Insistence:
    """Cancels the current task again when it is still there some time after its timer has."""

    def __init__(self, timer: asyncio.Timeout) -> None:
        self._task, self._timer, self._insisted = asyncio.current_task(), timer, False
        self._loop = asyncio.get_running_loop()
        self._look_later()

    def _look_later(self) -> None:
        due = self._timer.when()
        self._next = None if due is None else self._loop.call_at(due + INSIST_SECONDS, self._look)

    def _look(self) -> None:
        if self._timer.expired() and self._task is not None:
            self._insisted = self._task.cancel()
        else:
            self._look_later()

    def take_back(self) -> None:
        """The timer knows of one cancellation only, and takes that back itself."""
        if self._insisted and self._task is not None:
            self._task.uncancel()

    def end(self) -> None:
        """Nothing is left to wait for."""
        if self._next is not None:
            self._next.cancel()
