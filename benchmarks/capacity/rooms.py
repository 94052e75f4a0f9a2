"""Live rooms at work: in each a candidate types and runs, the lead looks on, all over the product's own interface."""

import asyncio
import json
import random
import time
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

import httpx

from app.identity.gate import COOKIE
from benchmarks.capacity.cast import Interview
from benchmarks.rooms import typists
from benchmarks.rooms.load import FIRST_CLIENT
from benchmarks.rooms.typists import Figures, Typist

ANSWER_SECONDS = 60.0
LEAD_KEYS = 0.2
LAST = {"finished", "platform_error", "cancelled"}


@dataclass
class Seen:
    """What the people of all rooms saw. Times in seconds; `errors` by what was wrong."""

    runs: list[float] = field(default_factory=list)
    submissions: list[float] = field(default_factory=list)
    first_runs: list[float] = field(default_factory=list)
    keys: Figures = field(default_factory=Figures)
    errors: Counter[str] = field(default_factory=Counter)


@dataclass(frozen=True)
class Habits:
    """How a candidate works: keys a second, seconds from run to run, and every how many runs they submit (0: never)."""

    keys: float = 5.0
    every: float = 30.0
    submit: int = 0


class Rooms:
    """Rooms of one web node, all of which work on until `leave`."""

    def __init__(self, port: int, habits: Habits) -> None:
        self._port, self._habits = port, habits
        self.seen = Seen()
        self._struck: dict[tuple[int, int], float] = {}
        self._clients = FIRST_CLIENT
        self.interviews: list[Interview] = []
        self._people: list[Typist] = []
        self._working: list[asyncio.Task[None]] = []
        self._measuring = False
        self.http = httpx.AsyncClient(
            base_url=f"http://127.0.0.1:{port}",
            headers={"Origin": f"http://127.0.0.1:{port}", "Sec-Fetch-Site": "same-origin"},
            timeout=ANSWER_SECONDS,
            limits=httpx.Limits(max_connections=None, keepalive_expiry=2.0),  # the server lets go after five
        )

    async def enter(self, interview: Interview) -> None:
        """Both come in; the candidate runs once and then works on. Returns when the first result is there."""
        people = await self.join(interview)
        for person, keys in zip(people, (self._habits.keys, LEAD_KEYS), strict=True):
            self._working.append(asyncio.create_task(person.type(keys, float("inf"))))
        await self.ask(interview, "runs", self.seen.first_runs)
        self._working.append(asyncio.create_task(self._work(interview)))

    async def join(self, interview: Interview) -> list[Typist]:
        """Candidate and lead open the page and are connected."""
        people = []
        for token in (interview.candidate.token, interview.lead.token):
            cookie = f"{COOKIE}={token}"
            for path in (f"/interviews/{interview.id}", f"/api/interviews/{interview.id}/room"):
                (await self.http.get(path, headers={"Cookie": cookie})).raise_for_status()
            self._clients += 1
            people.append(Typist(typists.Ours(), self._clients, self._struck, self.seen.keys))
            await people[-1].come(self._port, f"/api/interviews/{interview.id}/room", cookie)
            people[-1].measuring = self._measuring
        self._people += people
        self.interviews.append(interview)
        return people

    async def _work(self, interview: Interview) -> None:
        habits, number = self._habits, 0
        await asyncio.sleep(random.uniform(0, habits.every))  # noqa: S311 - no secret
        due = time.monotonic()
        while True:
            number += 1
            submits = bool(habits.submit) and number % habits.submit == 0
            times = self.seen.submissions if submits else self.seen.runs
            await self.ask(interview, "submissions" if submits else "runs", times)
            due += habits.every
            await asyncio.sleep(max(0.0, due - time.monotonic()))

    async def ask(self, interview: Interview, what: str, times: list[float]) -> None:
        """One run or submission, from the click to its last event; what goes wrong is counted, never raised."""
        headers = {"Cookie": f"{COOKIE}={interview.candidate.token}"}
        base = f"/api/interviews/{interview.id}"
        clicked = time.perf_counter()
        try:
            asked = await self.http.post(f"{base}/problems/0/{what}", headers=headers)
            if asked.status_code != httpx.codes.CREATED:
                self.seen.errors[f"{what}: {asked.status_code} {asked.text[:80]}"] += 1
                return
            told = await self.http.get(f"{base}/executions/{asked.json()['id']}/events", headers=headers)
        except httpx.HTTPError as error:
            self.seen.errors[f"{what}: {type(error).__name__}"] += 1
            return
        times.append(time.perf_counter() - clicked)
        kind, data = last_event(told.text)
        if not right(data):
            self.seen.errors[f"{what}: {kind} {data}"[:200]] += 1

    def measure(self) -> None:
        """From now on it counts."""
        self._measuring = True
        self.seen.runs.clear()
        self.seen.submissions.clear()
        self.seen.errors.clear()
        keys = self.seen.keys
        keys.arrived.clear()
        keys.acknowledged.clear()
        keys.keys = keys.key_bytes = 0
        for person in self._people:
            person.measuring = True

    def lost(self) -> int:
        """Connections that were closed on people."""
        return sum(person.wire is not None and person.wire.closed.is_set() for person in self._people)

    async def leave(self) -> int:
        """Everybody stops, and goes a second later; gives how many keystrokes never came to the other."""
        for task in self._working:
            task.cancel()
        await asyncio.gather(*self._working, return_exceptions=True)
        await asyncio.sleep(1.0)
        for person in self._people:
            if person.wire is not None:
                person.wire.close()
        await self.http.aclose()
        return len(self._struck)


def last_event(stream: str) -> tuple[str, dict[str, Any]]:
    """Kind and data of the event that ended a stream of server-sent events."""
    kind, data = "", ""
    for line in stream.splitlines():
        if line.startswith("event: "):
            kind = line.removeprefix("event: ")
        elif line.startswith("data: ") and kind in LAST:
            data = line.removeprefix("data: ")
    return kind, json.loads(data) if data else {}


def right(finished: dict[str, Any]) -> bool:
    """Whether it is the end that a right solution has to have: not every check of one has to be passed."""
    verdict = finished.get("verdict")
    return bool(verdict == "accepted" or (verdict == "completed" and not finished.get("failed")))


def share(seconds: list[float], q: float) -> float | None:
    """The value in milliseconds below which that share of them lies."""
    ordered = sorted(seconds)
    return round(1000 * ordered[min(len(ordered) - 1, int(len(ordered) * q))], 1) if ordered else None
