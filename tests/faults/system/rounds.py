"""One fault after the other under load, and what is true after each."""

import asyncio
import contextlib
import os
import random
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from app.identity.actor import Role
from tests.faults.system import people, typists
from tests.faults.system.installation import Installation
from tests.faults.system.journal import OVER, Journal
from tests.faults.system.keeper import Keeper
from tests.faults.system.strikes import STRIKES

PEOPLE, ROOMS = 4, 2
BEFORE, AFTER = 1.5, 0.5  # seconds at most from the first grading under way to a strike, and of load after it
SOMETHING_SECONDS = 10.0
SETTLE_SECONDS = 180.0
TWO_AT_ONCE = 0.25  # of the rounds
COUNT = int(os.environ.get("FAULTS", "200"))
_UNDER_WAY = text("SELECT id FROM executions WHERE status = 'running'")
_LEFT = text("SELECT id FROM executions WHERE id = ANY (:ids) AND status NOT IN ('finished', 'platform_error')")


@dataclass(frozen=True)
class Round:
    """How one went: `settled` is the time from the end of the strike until nothing was under way any more."""

    names: Sequence[str]
    told: str
    settled: float
    recovered: float | None  # from a worker's death until all it may have held was graded


class Load:
    """People who practise and rooms in which people type. `going` lets them begin something new."""

    def __init__(self, installation: Installation, journal: Journal) -> None:
        self.installation, self.journal = installation, journal
        self.going = asyncio.Event()
        self.pairs: list[typists.Pair] = []
        self.people: list[people.Practitioner] = []
        self._tasks: list[asyncio.Task[None]] = []

    async def begin(self, chance: random.Random) -> None:
        for _ in range(ROOMS):
            pair = await typists.pair(self.installation, self.journal, self.going, chance)
            self.pairs.append(pair)
            self._do(pair.execute(), *(typist.type() for typist in pair.typists))
        for _ in range(PEOPLE):
            _, token = await people.account(self.installation.sessions, Role.CANDIDATE)
            own = random.Random(chance.random())  # noqa: S311 - no secret
            browser = people.Browser(self.installation.web, token, self.journal, own)
            self.people.append(people.Practitioner(browser, self.going, own))
            self._do(self.people[-1].practise())
        _, token = await people.account(self.installation.sessions, Role.ADMIN)
        self._keeper = Keeper(self.installation, people.Browser(self.installation.web, token, self.journal, chance))
        self._do(self._keeper.keep())

    def _do(self, *work: Any) -> None:
        self._tasks += [asyncio.create_task(each) for each in work]

    @property
    def settled(self) -> bool:
        """Whether everybody has the end of all they asked for, and all that was typed is acknowledged."""
        failed = [task for task in self._tasks if task.done()]
        if failed:
            failed[0].result()
        idle = all(person.idle.is_set() for person in (*self.people, *self.pairs))
        return idle and all(pair.settled for pair in self.pairs)

    def promised(self) -> tuple[int, int]:
        """How many runs and submissions, and how many keystrokes, were acknowledged so far."""
        keys = sum(len(typist.peer.acknowledged) for pair in self.pairs for typist in pair.typists)
        return len(self.journal.acknowledged), keys

    def what_is_left(self) -> str:
        """For whoever has to find out why it did not settle."""
        shown = self.journal.shown
        waiting = [str(each) for each in self.journal.acknowledged if shown.get(each, ("", None))[0] not in OVER]
        typing = [typist.told() for pair in self.pairs for typist in pair.typists]
        return f"executions {waiting[-8:]}, rooms {[pair.settled for pair in self.pairs]} {typing}"

    async def end(self) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        for pair in self.pairs:
            for typist in pair.typists:
                if typist.peer.socket is not None:
                    typist.peer.socket.transport.abort()
                await typist.peer.leave()
        for person in (*self.people, *self.pairs, self._keeper):
            await person.browser.close()


@asynccontextmanager
async def loaded(installation: Installation, seed: int) -> AsyncIterator[Load]:
    """Load on an installation; nothing is begun yet."""
    load = Load(installation, Journal(people.TRUTH))
    await load.begin(random.Random(seed))  # noqa: S311 - no secret
    try:
        yield load
    finally:
        await load.end()


async def strike(load: Load, names: Sequence[str], chances: Sequence[random.Random]) -> Round:
    """Load, the strikes at random moments, the way back to a whole installation at rest; then everything is judged."""
    journal = load.journal
    load.going.set()
    struck = await asyncio.gather(
        *(_one(load.installation, name, each) for name, each in zip(names, chances, strict=False))
    )
    await asyncio.sleep(AFTER)
    load.going.clear()
    began = time.monotonic()
    await load.installation.whole()
    await _settle(load, names)
    settled = time.monotonic() - began
    recovered = [await each for _, each in struck if each is not None]
    await journal.judge(load.installation.sessions)
    for pair in load.pairs:
        await pair.judge(load.installation.sessions)
    return Round(names, "; ".join(told for told, _ in struck), settled, max(recovered, default=None))


async def _one(installation: Installation, name: str, chance: random.Random) -> tuple[str, asyncio.Task[float] | None]:
    await _something_runs(installation)
    moment = chance.uniform(0.0, BEFORE)
    await asyncio.sleep(moment)
    recovering = None
    if name == "worker killed":
        held = await _held(installation)
        recovering = asyncio.create_task(_recovery(installation, held)) if held else None
    return f"{name} at {moment:.1f} s ({await STRIKES[name](installation, chance)})", recovering


async def _something_runs(installation: Installation) -> None:
    """Wait for a grading under way; not for ever, since another fault may be at work already."""
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(SOMETHING_SECONDS):
            while not await _held(installation):  # noqa: ASYNC110 - it happens in the database
                await asyncio.sleep(0.05)


async def _held(installation: Installation) -> list[UUID]:
    with contextlib.suppress(SQLAlchemyError, OSError):  # another fault has the database
        async with installation.sessions() as session:
            return list((await session.execute(_UNDER_WAY)).scalars())
    return []


async def _recovery(installation: Installation, held: list[UUID]) -> float:
    began = time.monotonic()
    while held:
        await asyncio.sleep(0.2)
        with contextlib.suppress(SQLAlchemyError, OSError):
            async with installation.sessions() as session:
                held = list((await session.execute(_LEFT, {"ids": held})).scalars())
    return time.monotonic() - began


async def _settle(load: Load, names: Sequence[str]) -> None:
    deadline = time.monotonic() + SETTLE_SECONDS
    while not load.settled:
        if time.monotonic() > deadline:
            left, logs = load.what_is_left(), load.installation.logs()
            raise AssertionError(f"after {names} it did not settle: {left}\n{logs}\n{load.journal.complaints}")
        await asyncio.sleep(0.1)


def drawn(seed: int, number: int) -> tuple[list[str], list[random.Random]]:
    """What strikes in a round, with the chance of the details of each: by the seed and the number alone."""
    chance = random.Random(f"{seed} {number}")  # noqa: S311 - no secret
    names = sorted(STRIKES)
    struck = [names[(number + seed) % len(names)], *chance.choices(names, k=chance.random() < TWO_AT_ONCE)]
    return struck, [random.Random(chance.random()) for _ in struck]  # noqa: S311 - the same
