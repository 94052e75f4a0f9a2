"""Who may run next: a gate with a bounded number of places and a waiting line in front of it.

Within a priority and owner it is first come, first served; owners of one priority take turns, so fifty submissions
of one person delay another's by one. Priorities go in their order, except that a line that has had no turn for its
share of ``patience_seconds`` gets one. Some places are kept for live runs, and while an interview is held, what nobody
waits for has half of the others. Knows neither containers nor Docker.
"""

import asyncio
import math
import time
from collections import OrderedDict, deque
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from typing import get_args

from sandbox.errors import EngineBusy, EngineClosed
from sandbox.job import NOBODY_WAITS, Priority

PRIORITIES: tuple[Priority, ...] = get_args(Priority)
URGENT: Priority = "live_run"
LIVE: frozenset[Priority] = frozenset({"live_run", "live_submit"})
LIVELY_SECONDS = 60.0  # after the last grading of an interview
_Waiter = asyncio.Future[None]


class _Line:
    """Those who wait at one priority, by owner."""

    def __init__(self) -> None:
        self.owners: OrderedDict[str, deque[_Waiter]] = OrderedDict()
        self.length = 0
        self.no_turn_since = 0.0

    def join(self, owner: str, waiter: _Waiter, now: float) -> None:
        if not self.length:
            self.no_turn_since = now
        self.owners.setdefault(owner, deque()).append(waiter)
        self.length += 1

    def leave(self, owner: str, waiter: _Waiter) -> None:
        self.owners[owner].remove(waiter)
        if not self.owners[owner]:
            del self.owners[owner]
        self.length -= 1

    def next(self, now: float) -> _Waiter:
        """Take the next out of the line; its owner's further ones wait until every other owner had a turn."""
        owner, waiters = next(iter(self.owners.items()))
        waiter = waiters[0]
        self.leave(owner, waiter)
        if owner in self.owners:
            self.owners.move_to_end(owner)
        self.no_turn_since = now
        return waiter


class Admission:
    """``places`` in all, ``reserved`` of them for live runs (none when there is one place in all).

    ``waiting`` is how many may wait at each priority. A priority's share of the patience grows with its rank:
    `live_submit` gets a turn at the latest one ``patience_seconds`` after its last, `regrade` after four.
    """

    def __init__(
        self,
        places: int,
        *,
        reserved: int,
        waiting: int,
        patience_seconds: float = 15.0,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._places = places
        self._ordinary = max(1, places - reserved)
        self._limit = waiting
        self._patience = patience_seconds
        self._clock = clock
        self._lines: dict[Priority, _Line] = {priority: _Line() for priority in PRIORITIES}
        self._running: dict[Priority, int] = dict.fromkeys(PRIORITIES, 0)
        self._empty = asyncio.Event()
        self._empty.set()
        self._closed = False
        self._lively_until = -math.inf

    @property
    def running(self) -> int:
        """How many hold a place."""
        return sum(self._running.values())

    @property
    def waiting(self) -> dict[Priority, int]:
        """How many wait at each priority."""
        return {priority: line.length for priority, line in self._lines.items()}

    @asynccontextmanager
    async def place(self, priority: Priority, owner: str) -> AsyncIterator[None]:
        """Hold a place. Whoever is cancelled while waiting leaves no trace.

        Raises:
            EngineBusy: too many wait already. EngineClosed
        """
        waiter = self._join(priority, owner)
        try:
            await waiter
        except BaseException:
            if waiter.cancelled() or waiter.exception() is not None:
                self._forget(priority, owner, waiter)
            else:  # cancelled in the moment it was let in
                self._release(priority)
            raise
        try:
            yield
        finally:
            self._release(priority)

    def close(self) -> None:
        """Let nobody in any more; those who wait are told."""
        self._closed = True
        for line in self._lines.values():
            while line.length:
                waiter = line.next(self._clock())
                if not waiter.done():
                    waiter.set_exception(EngineClosed())

    async def emptied(self, seconds: float) -> bool:
        """Wait at most so long until no place is held; whether that came about."""
        with suppress(TimeoutError):
            await asyncio.wait_for(self._empty.wait(), seconds)
        return not self.running

    def _join(self, priority: Priority, owner: str) -> _Waiter:
        line = self._lines[priority]
        if self._closed:
            raise EngineClosed
        if line.length >= self._limit:
            raise EngineBusy(
                f"{line.length} gradings of priority {priority} wait already. Try again later; if this happens often, "
                "add a worker or give this one more slots."
            )
        if priority in LIVE:
            self._lively_until = self._clock() + LIVELY_SECONDS
        waiter = asyncio.get_running_loop().create_future()
        line.join(owner, waiter, self._clock())
        self._let_in()
        return waiter

    def _forget(self, priority: Priority, owner: str, waiter: _Waiter) -> None:
        line = self._lines[priority]
        if waiter in line.owners.get(owner, ()):
            line.leave(owner, waiter)

    def _release(self, priority: Priority) -> None:
        self._running[priority] -= 1
        if not self.running:
            self._empty.set()
        self._let_in()

    def _let_in(self) -> None:
        while (priority := self._next()) is not None:
            waiter = self._lines[priority].next(self._clock())
            if waiter.done():  # cancelled in this very turn of the loop: whoever waited has not left the line yet
                continue
            self._running[priority] += 1
            self._empty.clear()
            waiter.set_result(None)

    def _next(self) -> Priority | None:
        """Whose turn it is: the line that is due first, among those that have a place left."""
        if self.running >= self._places:
            return None
        full = self.running - self._running[URGENT] >= self._ordinary
        background = sum(self._running[priority] for priority in NOBODY_WAITS)
        held_back = self._clock() < self._lively_until and background >= max(1, self._ordinary // 2)
        due = {
            priority: line.no_turn_since + rank * self._patience
            for rank, (priority, line) in enumerate(self._lines.items())
            if line.length and not (full and priority != URGENT) and not (held_back and priority in NOBODY_WAITS)
        }
        return min(due, key=lambda priority: due[priority], default=None)
