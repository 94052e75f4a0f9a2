"""Warm pairs of one environment: started ahead, handed out for one job at a time, replaced when unfit or worn.

A pair belongs to the first key it serves and never to another: a lease, an owner, or everybody (`SHARED`). Pairs
that served nobody yet are the spares. Every start happens in the background and ends here, whoever waits for it.
"""

import asyncio
import math
import random
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from sandbox import probe
from sandbox.budget import Budget
from sandbox.errors import EngineClosed, SandboxFault
from sandbox.pair import Pair
from sandbox.settings import EngineSettings
from sandbox.status import PoolStatus

SHARED = ""
_FIRST_PAUSE_SECONDS, _LONGEST_PAUSE_SECONDS = 0.5, 30.0
_DUE_SECONDS = 10.0  # within which a pause that is over has led to another start, where there is memory for it
_USUAL_GAP_SECONDS = 30.0  # from one grading of an interview to its next, before its own is known


@dataclass(eq=False)
class _Slot:
    pair: Pair
    key: str | None = None  # None: a spare
    idle_since: float = field(default_factory=time.monotonic)
    seen_well: float = field(default_factory=time.monotonic)
    gap: float = _USUAL_GAP_SECONDS  # how long its interview last paused between two gradings
    removed: bool = False

    @property
    def leased(self) -> bool:
        return self.key is not None and self.key != SHARED

    def wanted_in(self, now: float) -> float:
        """A guess: after as long a pause as the last; what is overdue stays away for as long again.

        More interviews than there is memory for come round in turns. Whichever was used longest ago is then always
        the next to be wanted: were it the one to go, each would find its pair gone.
        """
        return abs(self.idle_since + self.gap - now)


@dataclass(frozen=True, eq=False)
class _Waiter:
    key: str | None  # None: nothing but a spare will do
    since: float = -math.inf
    slot: asyncio.Future[_Slot] = field(default_factory=lambda: asyncio.get_running_loop().create_future())

    @property
    def waits(self) -> bool:
        """Not so from the moment of a cancellation, although whoever waited leaves only when the loop turns."""
        return not self.slot.done()


class Pool:
    """The pairs of one environment; ``new_pair`` starts one.

    A permanent pool always has its spares; another one only while it is in use. One that is down, since a start failed
    and no pair is left, tries again by itself in any case: nobody may be given to it meanwhile.
    """

    def __init__(
        self,
        environment: str,
        settings: EngineSettings,
        budget: Budget,
        new_pair: Callable[[], Awaitable[Pair]],
    ) -> None:
        self.environment = environment
        self.permanent = False
        self._settings = settings
        self._budget = budget
        self._new_pair = new_pair
        self._idle: list[_Slot] = []
        self._busy: set[_Slot] = set()
        self._starting = 0
        self._waiting: list[_Waiter] = []
        self._background: set[asyncio.Task[None]] = set()
        self._used_at = time.monotonic()
        self._left_at: dict[str, float] = {}
        self._failures, self._error = 0, ""
        self._started, self._recycled = 0, 0
        self._pause_until = 0.0
        self._closed = False

    @asynccontextmanager
    async def lease(self, key: str, since: float = -math.inf) -> AsyncIterator[Pair]:
        """A pair for one job of this key. One that is unfit or worn afterwards is replaced in the background.

        ``since`` (`time.monotonic`) asks for a pair that was started, or seen to work, later than this: what broke
        one pair may have broken all that were there.

        Raises:
            SandboxFault: no pair could be started.
        """
        slot = self._take(key, since) or await self._wait_for_one(key, since)
        slot.key, slot.gap = key, self._pause_of(key)
        self._busy.add(slot)
        self._used_at = time.monotonic()
        self.refill()
        try:
            yield slot.pair
        finally:
            self._busy.discard(slot)
            self._give_back(slot)

    async def warm_up(self) -> None:
        """Wait until one spare is there (if any is wanted); the others follow in the background.

        Raises:
            SandboxFault: it could not be started.
        """
        self.permanent = True
        if self._settings.spares_wanted and not self._idle:
            self._keep(await self._wait_for_one(None))
        self.refill()

    def refill(self) -> None:
        """Start a spare if one is missing. One at a time, and after failures only once their pause is over."""
        now = time.monotonic()
        in_use = self.permanent or self._down or now - self._used_at < self._settings.idle_seconds
        wanted = max(self._settings.spares_wanted, int(self._down))
        missing = sum(slot.key is None for slot in self._idle) < wanted
        if in_use and missing and not self._starting and not self._closed and now >= self._pause_until:
            self._start(spare=True)

    def look_after(self) -> None:
        """Remove idle pairs that ended or whose time is over, and refill."""
        now = time.monotonic()
        for slot in list(self._idle):
            if not slot.pair.alive or now - slot.idle_since > self._keep_seconds(slot):
                self._idle.remove(slot)
                self._remove(slot)
        forgotten = now - self._settings.lease_idle_seconds
        self._left_at = {key: at for key, at in self._left_at.items() if at > forgotten}
        self.refill()

    async def probe(self) -> None:
        """Let the idle pair that was not heard of for longest grade something, if that is long enough ago."""
        due = time.monotonic() - self._settings.probe_seconds
        slot = min(self._idle, key=lambda slot: slot.seen_well, default=None)
        if slot is None or slot.seen_well > due:
            return
        self._idle.remove(slot)
        self._busy.add(slot)
        well = False
        try:
            well = await probe.is_well(slot.pair)
        finally:
            self._busy.discard(slot)
            self._keep_or_replace(slot, well=well)

    def worth(self) -> tuple[int, float] | None:
        """How much the pool's least valuable idle pair is worth: its kind, then how soon it may be wanted."""
        return min((self._worth_of(slot) for slot in self._idle), default=None)

    def evict(self) -> None:
        """Remove that pair."""
        slot = min(self._idle, key=self._worth_of)
        self._idle.remove(slot)
        self._remove(slot)

    def status(self) -> PoolStatus:
        """What there is."""
        spare, leased = sum(slot.key is None for slot in self._idle), sum(slot.leased for slot in self._idle)
        return PoolStatus(
            environment=self.environment,
            spare=spare,
            idle=len(self._idle) - spare - leased,
            leased=leased,
            running=len(self._busy),
            starting=self._starting,
            failures=self._failures,
            error=self._error,
            resting=self._down and (bool(self._starting) or time.monotonic() < self._pause_until + _DUE_SECONDS),
            started=self._started,
            recycled=self._recycled,
        )

    async def close(self) -> None:
        """Remove every container, also under a job that is still at work."""
        self._closed = True
        for slot in [*self._idle, *self._busy]:
            self._remove(slot)
        self._idle.clear()
        for waiter in self._waiting:
            if waiter.waits:
                waiter.slot.set_exception(EngineClosed())
        self._waiting.clear()
        while self._background:  # emptied first: ended tasks leave it only when the loop turns, and gather may not wait
            ending, self._background = self._background, set()
            await asyncio.gather(*ending, return_exceptions=True)

    @property
    def _down(self) -> bool:
        return self._failures > 0 and not self._idle and not self._busy

    def _take(self, key: str, since: float) -> _Slot | None:
        """An idle pair of this key, the last used first, else a spare."""
        for wanted in (key, None):
            for slot in reversed([slot for slot in self._idle if slot.key == wanted and slot.seen_well >= since]):
                self._idle.remove(slot)
                if slot.pair.alive:
                    return slot
                self._remove(slot)
        return None

    async def _wait_for_one(self, key: str | None, since: float = -math.inf) -> _Slot:
        """A pair that comes up or is given back. At least as many starts are under way as there are waiting here."""
        if self._closed:
            raise EngineClosed
        waiter = _Waiter(key, since)
        self._waiting.append(waiter)
        if self._starting < len(self._waiting):
            self._start(spare=False)
        try:
            return await waiter.slot
        except asyncio.CancelledError:
            if waiter in self._waiting:
                self._waiting.remove(waiter)
            elif waiter.slot.exception() is None:  # it came in the moment of the cancellation
                self._offer(waiter.slot.result())
            raise

    def _start(self, *, spare: bool) -> None:
        if self._budget.claim(self.environment, spare=spare):
            self._starting += 1
            self._in_background(self._start_one())

    async def _start_one(self) -> None:
        began = time.monotonic()
        try:
            slot = _Slot(await self._new_pair())
        except SandboxFault as error:
            self._failed(error, began)
        except Exception as error:  # noqa: BLE001 - whatever it was, whoever waits must hear of it
            self._failed(SandboxFault(f"a sandbox did not start: {error!r}"), began)
        else:
            self._starting -= 1
            self._started += 1
            self._failures, self._error, self._pause_until = 0, "", 0.0
            self._offer(slot)

    def _failed(self, error: SandboxFault, began: float) -> None:
        """One who waits hears of it, unless whatever they want to be over may have broken this start too."""
        self._starting -= 1
        self._budget.release(self.environment)
        self._failures, self._error = self._failures + 1, str(error)
        longest = min(_LONGEST_PAUSE_SECONDS, _FIRST_PAUSE_SECONDS * 2 ** min(self._failures, 16))
        self._pause_until = time.monotonic() + longest * random.uniform(0.5, 1.0)  # noqa: S311 - no secret
        if self._starting >= len(self._waiting):
            return
        told = next((waiter for waiter in self._waiting if waiter.waits and waiter.since <= began), None)
        if told is None:
            self._start(spare=False)
        else:
            self._waiting.remove(told)
            told.slot.set_exception(error)

    def _give_back(self, slot: _Slot) -> None:
        slot.idle_since = time.monotonic()
        if slot.leased and slot.key is not None:
            self._left_at[slot.key] = slot.idle_since
        self._keep_or_replace(slot, well=slot.pair.fit)

    def _pause_of(self, key: str) -> float:
        """Known also of an interview whose pair had to go meanwhile."""
        now = time.monotonic()
        return now - self._left_at.get(key, now - _USUAL_GAP_SECONDS)

    def _keep_or_replace(self, slot: _Slot, *, well: bool) -> None:
        if well and not self._worn(slot):
            slot.seen_well = time.monotonic()
            self._offer(slot)
        else:
            self._recycled += 1
            self._remove(slot)
            self.refill()

    def _offer(self, slot: _Slot) -> None:
        """To the first who waits for such a pair, else it is kept."""
        fitting = (
            waiter
            for waiter in self._waiting
            if waiter.waits and slot.key in {None, waiter.key} and slot.seen_well >= waiter.since
        )
        waiter = next(fitting, None)
        if waiter is None or slot.removed:
            self._keep(slot)
        else:
            self._waiting.remove(waiter)
            waiter.slot.set_result(slot)

    def _keep(self, slot: _Slot) -> None:
        if self._closed:
            self._remove(slot)
        else:
            self._idle.append(slot)
            self.refill()

    def _worn(self, slot: _Slot) -> bool:
        return slot.pair.served >= self._settings.recycle_after

    def _keep_seconds(self, slot: _Slot) -> float:
        if slot.leased:
            return self._settings.lease_idle_seconds
        return float("inf") if slot.key is None and self.permanent else self._settings.idle_seconds

    def _worth_of(self, slot: _Slot) -> tuple[int, float]:
        if slot.leased:
            return 2, -slot.wanted_in(time.monotonic())
        kind = 1 if slot.key == SHARED else 3
        return kind if self.permanent else 0, slot.idle_since

    def _remove(self, slot: _Slot) -> None:
        if not slot.removed:
            slot.removed = True
            self._budget.release(self.environment)
            self._in_background(slot.pair.close())

    def _in_background(self, work: Coroutine[None, None, None]) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._background.add(task)
        task.add_done_callback(self._background.discard)
