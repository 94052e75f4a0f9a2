"""Workers say that they are there; pages tell anybody how many and how they isolate, and no more."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any
from uuid import uuid4

import httpx
import pytest
from sqlalchemy import func, select, update

from app import worker
from app.attempts import presence, presence_repository
from app.attempts.grading import SILENT_AFTER
from app.attempts.models import WorkerPresence
from app.kit import metrics
from app.kit.clock import SharedClock
from app.kit.db import create_engine, create_sessionmaker
from app.settings import Settings
from sandbox.diagnosis import standing
from sandbox.engine import Engine, EngineSettings
from sandbox.errors import EngineUnavailable, SandboxFault
from sandbox.images import build, catalogue
from sandbox.status import EngineStatus, PoolStatus

SANDBOX = {"jail": "userns", "jail_refused": None, "runtime": "runc", "engine": "20.10.24", "slots": 2}
SANDBOX |= {"environments": {"numpy": "abc", "judge": "def"}, "memory_mb": 1000}
TAKES = ["numpy", "numpy.512"]


async def rows(sessions) -> list[WorkerPresence]:
    async with sessions() as session:
        return list((await session.execute(select(WorkerPresence))).scalars())


async def until(condition) -> None:
    async with asyncio.timeout(30):
        while not await condition():  # noqa: ASYNC110 - what is waited for is a row
            await asyncio.sleep(0.05)


async def well() -> dict[str, Any]:
    return SANDBOX


async def ill() -> dict[str, Any]:
    raise EngineUnavailable("no Docker engine answers. Start it.")


@asynccontextmanager
async def a_worker(sessions, how, stop: asyncio.Event | None = None) -> AsyncIterator[presence.Presence]:
    """A worker that has looked at its sandbox."""
    async with presence.told(how, sessions, SharedClock(), stop or asyncio.Event()) as mine:

        async def looked() -> bool:
            return [presence.STARTING] != [row.trouble for row in await rows(sessions) if row.id == mine.id] != []

        await until(looked)
        yield mine


async def test_a_worker_has_a_row_for_as_long_as_it_works(sessions):
    async with a_worker(sessions, well) as mine:
        (row,) = await rows(sessions)
        told = {**SANDBOX, "takes": TAKES, "stopping": False, "clock_ahead": 0}
        assert (mine.id, told, None) == (row.id, row.sandbox, row.trouble)
    assert [] == await rows(sessions)


async def test_whoever_watches_over_a_workers_process_is_told_beside_its_metrics_what_keeps_it(sessions):
    async with httpx.AsyncClient(
        transport=httpx.ASGITransport(metrics.application()), base_url="http://here"
    ) as asking:
        assert 404 == (await asking.get("/readyz")).status_code  # nothing here that has no port of its own
        async with a_worker(sessions, well) as mine:
            with metrics.answers_for("sandbox", mine.trouble):
                answer = await asking.get("/readyz")
                assert (200, {"ready": True, "sandbox": "ok"}) == (answer.status_code, answer.json())
        async with a_worker(sessions, ill) as mine:
            with metrics.answers_for("sandbox", mine.trouble):
                answer = await asking.get("/readyz")
                said = {"ready": False, "sandbox": "no Docker engine answers. Start it."}
                assert (503, said) == (answer.status_code, answer.json())
        assert 404 == (await asking.get("/readyz")).status_code


async def test_anybody_may_know_how_many_and_how_they_isolate_and_no_more(anybody, sessions):
    async with a_worker(sessions, well), a_worker(sessions, well):
        ready = (await anybody.get("/readyz")).json()
        assert {"workers": 2, "jail": ["userns"], "runtime": ["runc"]} == ready["sandbox"]


async def test_a_web_node_is_ready_without_workers_and_says_that_submissions_wait(anybody):
    answer = await anybody.get("/readyz")
    assert (200, True) == (answer.status_code, answer.json()["ready"])
    assert {"workers": 0, "note": presence.NOBODY} == answer.json()["sandbox"]


async def test_a_process_that_grades_is_ready_when_a_sandbox_is(app, anybody, sessions):
    app.state.grades_here = True
    try:
        assert 503 == (await anybody.get("/readyz")).status_code
        async with a_worker(sessions, ill):
            answer = await anybody.get("/readyz")
            assert 503 == answer.status_code
            assert "no worker is ready to grade" in answer.json()["sandbox"]["note"]
            assert "Docker" not in answer.text
        async with a_worker(sessions, well):
            assert 200 == (await anybody.get("/readyz")).status_code
    finally:
        app.state.grades_here = False


async def test_a_worker_that_died_is_overlooked_and_later_removed(anybody, sessions):
    dead = {"id": uuid4(), "host": "h", "pid": 1, "version": "0", "trouble": None, "sandbox": SANDBOX}
    async with sessions.begin() as session:
        await presence_repository.see_worker(session, dead)
        old = func.now() - SILENT_AFTER - timedelta(seconds=1)
        await session.execute(update(WorkerPresence).values(seen_at=old))
    assert 0 == (await anybody.get("/readyz")).json()["sandbox"]["workers"]
    async with a_worker(sessions, well):
        pass
    assert [dead["id"]] == [row.id for row in await rows(sessions)]
    async with sessions.begin() as session:
        await session.execute(update(WorkerPresence).values(seen_at=func.now() - timedelta(hours=2)))
    async with a_worker(sessions, well):
        pass
    assert [] == await rows(sessions)


async def test_a_look_that_breaks_in_an_unknown_way_is_told_and_looked_at_again(sessions, monkeypatch):
    monkeypatch.setattr(presence, "HEARTBEAT", timedelta(seconds=0.05))
    broken = asyncio.Event()
    broken.set()

    async def odd() -> dict[str, Any]:
        if broken.is_set():
            raise KeyError("Version")
        return SANDBOX

    async with a_worker(sessions, odd) as mine:
        (row,) = await rows(sessions)
        assert "cannot be looked at (KeyError('Version'))" in row.trouble
        broken.clear()
        async with asyncio.timeout(30):
            await mine.changed.wait()
        assert {"numpy", "numpy.512"} == mine.takes


async def test_a_look_that_hangs_costs_no_beat_and_takes_the_worker_out(sessions, monkeypatch):
    monkeypatch.setattr(presence, "HEARTBEAT", timedelta(seconds=0.05))
    hangs = asyncio.Event()

    async def well_then_hanging() -> dict[str, Any]:
        if not hangs.is_set():
            return SANDBOX
        await asyncio.sleep(3600)
        return SANDBOX

    async def said() -> bool:
        (row,) = await rows(sessions)
        return row.trouble == presence.HANGS

    async with a_worker(sessions, well_then_hanging) as mine:
        assert set(TAKES) == mine.takes
        hangs.set()
        await until(said)
        assert set() == mine.takes
        (before,) = await rows(sessions)

        async def beaten() -> bool:
            (after,) = await rows(sessions)
            return before.seen_at < after.seen_at

        await until(beaten)


class Standing:
    """An engine in which some environments do not start."""

    settings = EngineSettings(slots=1)

    def __init__(self, *resting: str) -> None:
        values = dict.fromkeys(("spare", "idle", "leased"), 0)
        pools = [
            PoolStatus.model_construct(environment=each, error="too little memory", resting=each in resting, **values)
            for each in ("numpy", "data")
        ]
        more = {"jail": "uid", "jail_refused": None, "runtime": "runc", "running": 0, "waiting": {}}
        self._status = EngineStatus.model_construct(connected=True, pools=pools, **more)

    def status(self) -> EngineStatus:
        return self._status


async def test_an_environment_that_does_not_start_takes_no_other_one_out(sessions, monkeypatch):
    facts = {"engine": "27", "environments": {"judge": "j", "numpy": "n", "data": "d"}}
    monkeypatch.setattr(standing, "_facts", lambda: facts)
    async with a_worker(sessions, lambda: standing.of(Standing("data"))) as mine:
        assert {"numpy", "numpy.512"} == mine.takes
        (row,) = await rows(sessions)
        assert (None, ["numpy", "numpy.512"]) == (row.trouble, row.sandbox["takes"])
        assert {"data": "too little memory"} == row.sandbox["failing"]
    with pytest.raises(SandboxFault, match="too little memory"):
        await standing.of(Standing("numpy", "data"))
    facts["environments"] = {"judge": "j", "data": "d"}  # it was never built here
    assert {} == (await standing.of(Standing("numpy")))["failing"]


async def test_a_worker_that_is_to_stop_says_at_once_that_it_takes_nothing_new(anybody, sessions, monkeypatch):
    monkeypatch.setattr(presence, "HEARTBEAT", timedelta(hours=1))  # it waits for no beat
    stop = asyncio.Event()
    async with a_worker(sessions, well, stop):
        stop.set()
        await until(lambda: takes(sessions, []))
        assert 0 == (await anybody.get("/readyz")).json()["sandbox"]["workers"]
        async with sessions() as session:
            assert not (await presence.takers(session)).take("numpy")


async def takes(sessions, needs: list[str]) -> bool:
    return [needs] == [row.sandbox["takes"] for row in await rows(sessions)]


async def test_a_drained_worker_is_none_that_can_grade(anybody, sessions):
    async with a_worker(sessions, well) as mine:
        async with sessions.begin() as session:
            await presence.drain(session, mine.id, draining=True)
        told = (await anybody.get("/readyz")).json()["sandbox"]
        assert {"workers": 0, "note": "no worker is ready to grade: submissions wait"} == told


async def test_a_lost_database_ends_no_worker(app):
    nowhere = create_engine("postgresql://nobody@127.0.0.1:1/nothing")
    try:
        async with presence.told(well, create_sessionmaker(nowhere), SharedClock(), asyncio.Event()):
            await asyncio.sleep(0.1)
    finally:
        await nowhere.dispose()


async def test_a_real_engine_says_how_it_stands():
    build.build(["numpy", "judge"], lambda _: None)
    engine = Engine(EngineSettings(slots=1))
    try:
        found = await standing.of(engine)
    finally:
        await engine.close()
    assert (engine.jail.current, 1, 512) == (found["jail"], found["slots"]["total"], found["memory_mb"])
    assert catalogue.image("numpy").fingerprint == found["environments"]["numpy"]
    assert found["engine"][0].isdigit()


async def test_a_real_worker_tells_and_leaves(app, anybody, sessions, database_url):
    stop = asyncio.Event()
    working = asyncio.create_task(worker.run(Settings(sandbox_slots=1), database_url, stop))

    async def told() -> bool:
        return bool((await anybody.get("/readyz")).json()["sandbox"]["workers"])

    await until(told)
    stop.set()
    await asyncio.wait_for(working, 60)
    assert [] == await rows(sessions)
