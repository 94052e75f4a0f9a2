"""So many live rooms on one machine, each with a run every half minute: results and keystrokes."""

import asyncio
import time
from typing import Any

from benchmarks.capacity import cast, memory, stretch
from benchmarks.capacity.counters import Counters
from benchmarks.capacity.progress import say
from benchmarks.capacity.rooms import Habits, Rooms, share
from benchmarks.capacity.system import System, running

AT_ONCE = 2  # rooms whose first pair is being started
SETTLE_SECONDS = 15.0


async def fill(system: System, rooms: Rooms, count: int) -> float:
    """Let so many more rooms begin, each when one before it has its first result; gives the seconds it took."""
    began, place = time.monotonic(), asyncio.Semaphore(AT_ONCE)
    first = len(rooms.interviews)

    async def one(number: int) -> None:
        async with place:
            await rooms.enter(await cast.interview(system.sessions, number))
            if not len(rooms.interviews) % 20:
                say(f"{len(rooms.interviews)} rooms after {time.monotonic() - began:.0f} s")

    await asyncio.gather(*(one(number) for number in range(first, first + count)))
    return time.monotonic() - began


async def measure(system: System, habits: Habits, rooms: int, seconds: float) -> dict[str, Any]:
    """All rooms at work for so long."""
    working, counters = Rooms(system.port, habits), Counters(system)
    begun_in = await fill(system, working, rooms)
    await asyncio.sleep(SETTLE_SECONDS)
    working.measure()
    async with counters.watch() as used:
        await asyncio.sleep(seconds)
    found = stretch.seen_in(working)
    mib = await asyncio.to_thread(memory.footprint, system)
    found["keys_never_arrived"] = await working.leave()
    return found | {
        "missed": stretch.missed(found),
        "first_run_p50_ms": share(working.seen.first_runs, 0.5),
        "first_run_p95_ms": share(working.seen.first_runs, 0.95),
        "begun_in_s": round(begun_in, 1),
        "keys_per_second": round(found["keys"] / used.seconds, 1),
        "mib": mib,
        "took": stretch.took(used),
    }


def hold(rooms: int, seconds: float, habits: Habits, parts: tuple[str, ...], **settings: str) -> dict[str, Any]:
    """The whole of it on a system of its own."""
    with running(*parts, **settings) as system:
        return {"parts": parts, "settings": settings, **system.run(measure(system, habits, rooms, seconds))}
