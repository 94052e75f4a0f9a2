"""What each thing that people do costs in processor time, by part; and so what a thousand interviews cost.

Each kind is done many times on a system that does nothing else; what the idle system takes is subtracted. Money is no
measurement: the price of a machine's hour is given by whoever asks.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable
from typing import Any

import httpx
from sqlalchemy import text

from app.attempts.queueing import GRADE_TASK
from app.evidence.tasks import COMPUTE, SHADOW
from app.identity.actor import Role
from app.identity.gate import COOKIE
from benchmarks.capacity import cast
from benchmarks.capacity.cast import Interview
from benchmarks.capacity.counters import Counters, Used
from benchmarks.capacity.progress import say
from benchmarks.capacity.rooms import Habits, Rooms
from benchmarks.capacity.system import System, running

IDLE_SECONDS = 15.0
ROOMS = 6
KEYS_PER_SECOND, KEY_SECONDS = 10.0, 15.0
CORES = 2
LONGEST_SECONDS = 180.0
QUIET_CORES = 0.15
USED_SHARE = 0.6  # of a machine, so that there is room for what comes at once
PROFILE = {  # one interview of 45 minutes; an assumption, to be changed to yours
    "a room begins": 1,
    "live run": 20,
    "live submission": 3,
    "1,000 keystrokes": 3.5,
    "a replay": 3,
    "what is graded after the end": 1,
}
NOTICED_SECONDS = 12.0  # a worker looks for what has ended every five
_WORK_LEFT = text(
    "SELECT count(*) FROM procrastinate_jobs WHERE status IN ('todo', 'doing') AND task_name = ANY (:tasks)"
)
_TASKS = [GRADE_TASK, SHADOW, COMPUTE]
Cost = dict[str, float]


class Bill:
    """Milliseconds of processor time of one of each kind, by part."""

    def __init__(self, system: System) -> None:
        self._counters, self._sessions = Counters(system), system.sessions
        self._idle: Cost = {}
        self.of: dict[str, Cost] = {}

    async def idle(self) -> None:
        """Learn what is taken by doing nothing."""
        self._idle = (await self._used(lambda: asyncio.sleep(IDLE_SECONDS))).cores

    async def add(self, kind: str, count: float, do: Callable[[], Awaitable[Any]], still: float = 1.0) -> None:
        """Do it, so many in all, and wait until for some seconds nothing of it is left."""

        async def through() -> None:
            await do()
            await self.through(still)

        used = await self._used(through)
        more = {name: (cores - self._idle.get(name, 0.0)) * used.seconds for name, cores in used.cores.items()}
        self.of[kind] = {name: round(1000 * seconds / count, 2) for name, seconds in more.items()}
        say(f"{kind}: {together(self.of[kind], quiet=self.quiet):.1f} ms")

    @property
    def quiet(self) -> bool:
        """Whether nothing else ran; otherwise what no part accounts for is mostly other programs."""
        return self._idle["rest"] < QUIET_CORES

    async def _used(self, do: Callable[[], Awaitable[Any]]) -> Used:
        before = await asyncio.to_thread(self._counters.read)
        await do()
        return Used().fill(before, await asyncio.to_thread(self._counters.read))

    async def through(self, still: float) -> None:
        """Wait until the system has had no work for so long."""
        began = quiet_since = time.monotonic()
        while (now := time.monotonic()) - quiet_since < still and now - began < LONGEST_SECONDS:
            await asyncio.sleep(0.5)
            async with self._sessions() as session:
                if await session.scalar(_WORK_LEFT, {"tasks": _TASKS}):
                    quiet_since = time.monotonic()


def together(cost: Cost, *, quiet: bool) -> float:
    """Without what makes the load, and on a machine that was not quiet without `rest`."""
    return sum(value for name, value in cost.items() if name != "load" and (quiet or name != "rest"))


async def measure(system: System) -> tuple[dict[str, Cost], bool]:
    """One of each kind, and whether the machine was quiet."""
    bill, rooms = Bill(system), Rooms(system.port, Habits())
    recording = (await cast.recordings(system.sessions, 1))[0]
    practising = await cast.person(system.sessions, "Practising", Role.CANDIDATE)
    held = [await cast.interview(system.sessions, number) for number in range(ROOMS)]
    await bill.through(NOTICED_SECONDS)  # with what the recording's end has caused
    await bill.idle()
    await _in_rooms(bill, rooms, held)
    await _outside(bill, rooms.http, practising, recording)

    async def end() -> None:
        for each in held:
            headers = {"Cookie": f"{COOKIE}={each.lead.token}"}
            answer = await rooms.http.post(f"/api/interviews/{each.id}/steps", json={"step": "end"}, headers=headers)
            answer.raise_for_status()

    await bill.add("what is graded after the end", ROOMS, end, NOTICED_SECONDS)
    if rooms.seen.errors:
        raise RuntimeError(f"what was measured did not work: {rooms.seen.errors}")
    await rooms.leave()
    return bill.of, bill.quiet


async def _in_rooms(bill: Bill, rooms: Rooms, held: list[Interview]) -> None:
    people = []

    async def begin() -> None:
        for each in held:
            people.extend(await rooms.join(each))
            await rooms.ask(each, "runs", rooms.seen.first_runs)

    async def ask(what: str, times: int) -> None:
        for _ in range(times):
            for each in held:
                await rooms.ask(each, what, [])

    async def write() -> None:
        until = time.perf_counter() + KEY_SECONDS
        await asyncio.gather(*(person.type(KEYS_PER_SECOND, until) for person in people[::2]))

    await bill.add("a room begins", ROOMS, begin)
    await bill.add("live run", 10 * ROOMS, lambda: ask("runs", 10))
    await bill.add("live submission", 5 * ROOMS, lambda: ask("submissions", 5))
    await bill.add("1,000 keystrokes", ROOMS * KEYS_PER_SECOND * KEY_SECONDS / 1000, write)


async def _outside(bill: Bill, http: httpx.AsyncClient, person: cast.Seated, recording: Interview) -> None:
    async def get(token: str, *paths: str) -> None:
        for path in paths:
            (await http.get(path, headers={"Cookie": f"{COOKIE}={token}"})).raise_for_status()

    async def practise(what: str, times: int) -> None:
        for number in range(times):
            await _practise(http, person.token, what, cast.PROBLEMS[number % len(cast.PROBLEMS)])

    base = f"/api/interviews/{recording.id}"
    replay = (f"/interviews/{recording.id}/replay", *(f"{base}/{part}" for part in ("room", "timeline", "log")))
    await bill.add("practice run", 20, lambda: practise("runs", 20))
    await bill.add("practice submission", 20, lambda: practise("submissions", 20))
    await bill.add("a page of practice", 40, lambda: get(person.token, *("/practice",) * 40))
    await bill.add("a replay", 10, lambda: get(recording.lead.token, *replay * 10))


async def _practise(http: httpx.AsyncClient, token: str, what: str, problem: str) -> None:
    """Begin, save, ask, and wait for the end."""
    headers = {"Cookie": f"{COOKIE}={token}"}
    attempt = (await http.post(f"/api/problems/{problem}/attempts", headers=headers)).raise_for_status().json()["id"]
    body = {"revision": 1, "solution": cast.solution(problem), "checks": ""}
    saved = (await http.put(f"/api/attempts/{attempt}/draft", json=body, headers=headers)).raise_for_status().json()
    ask = {"revision": saved["revision"]}
    asked = (await http.post(f"/api/attempts/{attempt}/{what}", json=ask, headers=headers)).raise_for_status().json()
    (await http.get(f"/api/executions/{asked['id']}/events", headers=headers)).raise_for_status()


def thousand(of: dict[str, Cost], price: float | None, *, quiet: bool) -> dict[str, Any]:
    """What a thousand interviews of the profile cost: seconds of processor by kind and part, hours of a machine."""
    kinds = {kind: together(of[kind], quiet=quiet) * times for kind, times in PROFILE.items()}
    parts = {part: sum(of[kind].get(part, 0.0) * times for kind, times in PROFILE.items()) for part in of["live run"]}
    parts.pop("load")
    hours = sum(kinds.values()) / 3600 / (CORES * USED_SHARE)
    return {
        "processor_seconds_by_kind": {kind: round(value) for kind, value in kinds.items()},
        "processor_seconds_by_part": {part: round(value) for part, value in parts.items()},
        "machine_hours": round(hours, 2),
        "machine": f"{CORES} cores, used to {USED_SHARE:.0%}",
        "rest_is_counted": quiet,
        "profile": PROFILE,
        **({} if price is None else {"price": round(hours * price, 2)}),
    }


def hold(price: float | None, **settings: str) -> dict[str, Any]:
    """The whole of it on a system of its own."""
    with running("web", "worker", **settings) as system:
        of, quiet = system.run(measure(system))
    return {"milliseconds_of_one": of, "a_thousand_interviews": thousand(of, price, quiet=quiet)}
