"""A day's work at growing size until something is full: practice, live rooms, runs, submissions, replays.

Each size adds rooms to those that are at work, with twice as many people who practise, and is measured for a while.
"""

import asyncio
import time
from pathlib import Path
from typing import Any

from benchmarks.capacity import cast, live, locusts, stretch
from benchmarks.capacity.counters import Counters
from benchmarks.capacity.progress import say
from benchmarks.capacity.rooms import Habits, Rooms
from benchmarks.capacity.system import System, running

HABITS = Habits(keys=2.0, every=60.0, submit=8)
PRACTISING = 2  # people for each room; every eleventh visitor replays
RECORDINGS = 4
MOST_PEOPLE = 600


async def grow(system: System, start: int, step: int, seconds: float, budget: float) -> list[dict[str, Any]]:
    """Sizes until an aim is missed or the time is used up."""
    until = time.monotonic() + budget
    said = await _cast(system, system.folder)
    rooms, counters, sizes = Rooms(system.port, HABITS), Counters(system), []
    size, took = start, 0.0
    while time.monotonic() + took < until and size * PRACTISING <= MOST_PEOPLE:
        began = time.monotonic()
        sizes.append(await _size(system, rooms, counters, said, size=size, seconds=seconds))
        say(f"{size} rooms: {sizes[-1]['missed'] or 'all aims held'}; full: {sizes[-1]['took']['full']}")
        if sizes[-1]["missed"]:
            break
        size, took = size + step, time.monotonic() - began
    await rooms.leave()
    return sizes


async def _cast(system: System, folder: Path) -> Path:
    say("people and recordings")
    recordings = await cast.recordings(system.sessions, RECORDINGS)
    people = [await cast.person(system.sessions, f"Person {n}", cast.Role.CANDIDATE) for n in range(MOST_PEOPLE)]
    return cast.write_down(folder, people, recordings)


async def _size(
    system: System, rooms: Rooms, counters: Counters, said: Path, *, size: int, seconds: float
) -> dict[str, Any]:
    begun_in = await live.fill(system, rooms, size - len(rooms.interviews))
    whole = seconds + locusts.SPAWN_SECONDS
    visiting = asyncio.create_task(locusts.visit(system, counters, said, size * PRACTISING, whole))
    await asyncio.sleep(locusts.SPAWN_SECONDS)
    rooms.measure()
    async with counters.watch() as used:
        await asyncio.sleep(seconds)
    found = stretch.seen_in(rooms) | pages(await visiting) | {"begun_in_s": round(begun_in, 1)}
    return found | {"visitors": size * PRACTISING, "missed": stretch.missed(found), "took": stretch.took(used)}


def pages(entries: list[dict[str, Any]]) -> dict[str, Any]:
    """What visitors saw: requests but streams, and results of practice."""
    asked = locusts.added_up(each for each in entries if not locusts.is_result(each) and not locusts.is_stream(each))
    results = locusts.added_up(each for each in entries if locusts.is_result(each))
    return {
        "requests": asked.requests,
        "page_p50_ms": asked.share(0.5),
        "page_p95_ms": asked.share(0.95),
        "page_errors": asked.failures + results.failures,
        "practice_results": results.requests,
        "practice_result_p50_ms": results.share(0.5),
        "practice_result_p95_ms": results.share(0.95),
        "slowest_requests_ms": {
            entry["name"]: locusts.added_up([entry]).share(0.95)
            for entry in sorted(entries, key=lambda each: -each["total_response_time"] / max(each["num_requests"], 1))[
                :4
            ]
        },
    }


def hold(start: int, step: int, seconds: float, minutes: float, **settings: str) -> dict[str, Any]:
    """The whole of it on a system of its own."""
    with running("web", "worker", **settings) as system:
        return {"sizes": system.run(grow(system, start, step, seconds, 60 * minutes))}
