"""Workers that go: what runs ends or is given back, and nothing is lost or counted as a fault."""

from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import select, text

from app import worker
from app.attempts.grading import SILENT_AFTER
from app.attempts.models import Execution
from tests.app import hosts
from tests.app.hosts import Host, ask, begun, execution_of, through, until, verdicts, version, who

__all__ = ["version"]


async def test_a_worker_that_stops_ends_what_runs_and_gives_the_rest_back_at_once(
    ada, sessions, clock, version, database_url
):
    going, staying = Host("numpy", slots=1), Host("numpy", slots=1)
    going.going.clear()
    ids = [await ask(sessions, clock, ada.actor, version) for _ in range(5)]
    async with hosts.working(database_url, going):
        await until(lambda: held_by_workers(sessions, 3))
        (running,) = who(going, ids)
        going.stop.set()
        async with hosts.working(database_url, staying):
            rest = [each for each in ids if each != running]
            await through(sessions, rest)
            assert "running" == (await execution_of(sessions, running)).status
            going.going.set()
            await through(sessions, [running])
    assert [running] == who(going, ids)
    assert {1} == {(await execution_of(sessions, each)).tries for each in ids}
    assert 5 == len(await verdicts(sessions))


async def held_by_workers(sessions, number: int) -> bool:
    async with sessions() as session:
        rows = await session.execute(select(Execution.id).where(Execution.status == "running"))
        return number == len(rows.all())


@pytest.fixture
def told_only(monkeypatch):
    """Workers look for jobs when they are told of some, and never by themselves."""
    real = worker.QueueWorker
    monkeypatch.setattr(
        worker, "QueueWorker", lambda *args, **more: real(*args, **more, fetch_job_polling_interval=3600)
    )
    monkeypatch.setattr(worker.studio, "register", lambda *_, **__: None)  # its upkeep is told of


async def listening(sessions, workers: int) -> bool:
    """Whether so many workers hear what they are told; what is told before they listen they find by looking."""
    idle = text(
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND query LIKE 'LISTEN \"procrastinate%'"
        " AND state = 'idle' AND state_change < now() - interval '0.3 s'"
    )
    async with sessions() as session:
        return (await session.execute(idle)).scalar_one() >= workers * (1 + len(worker.GENERAL))


@pytest.mark.usefixtures("told_only")
async def test_what_a_stopping_worker_gives_back_is_told_to_the_others(ada, sessions, clock, version, database_url):
    going, staying = Host("numpy", slots=1), Host("numpy", slots=1)
    going.turn.clear()
    ids = [await ask(sessions, clock, ada.actor, version) for _ in range(5)]
    async with hosts.working(database_url, going):
        await until(lambda: held_by_workers(sessions, 3))
        async with hosts.working(database_url, staying):
            await until(lambda: graded(sessions, 2))
            await until(lambda: listening(sessions, 2))
            going.stop.set()
            await through(sessions, ids)
    assert set(ids) == set(who(staying, ids))
    assert dict.fromkeys(ids, "accepted") == await verdicts(sessions)


async def graded(sessions, number: int) -> bool:
    return number == len(await verdicts(sessions))


@pytest.mark.usefixtures("told_only")
async def test_what_a_dead_worker_held_is_told_to_the_others(ada, sessions, clock, version, database_url):
    execution = await ask(sessions, clock, ada.actor, version)
    host = Host("numpy")
    async with sessions.begin() as session:
        await session.execute(text("UPDATE procrastinate_jobs SET scheduled_at = now() + interval '1 day'"))
    async with hosts.working(database_url, host):
        await until(lambda: listening(sessions, 1))
        async with sessions.begin() as session:  # by nobody who is there
            await session.execute(
                text(
                    "UPDATE procrastinate_jobs SET scheduled_at = NULL, status = 'doing' WHERE task_name = 'attempts:grade'"
                )
            )
        await through(sessions, [execution])
    assert [execution] == who(host, [execution])


async def test_what_does_not_end_in_time_is_given_back_and_graded_elsewhere(
    *, ada, sessions, clock, version, database_url, monkeypatch
):
    assert timedelta(seconds=worker.GRACE_SECONDS) < SILENT_AFTER  # or others would take what is not through yet
    monkeypatch.setattr(worker, "GRACE_SECONDS", 0.3)
    stuck, other = Host("numpy", slots=1), Host("numpy", slots=1)
    stuck.going.clear()
    execution = await ask(sessions, clock, ada.actor, version)
    async with hosts.working(database_url, stuck):
        await until(lambda: begun([stuck], 1))
        stuck.stop.set()
        await until(lambda: in_state(sessions, execution, "queued"))
        async with hosts.working(database_url, other):
            await through(sessions, [execution])
    assert {execution: "accepted"} == await verdicts(sessions)
    assert 2 == (await execution_of(sessions, execution)).tries


async def in_state(sessions, execution: UUID, status: str) -> bool:
    return status == (await execution_of(sessions, execution)).status


async def test_being_given_back_unbegun_again_and_again_is_no_fault(ada, sessions, clock, version, database_url):
    execution = await ask(sessions, clock, ada.actor, version)
    for _ in range(8):
        busy = Host("numpy")
        busy.turn.clear()
        async with hosts.working(database_url, busy):
            await until(lambda: in_state(sessions, execution, "running"))
        found = await execution_of(sessions, execution)
        assert ("queued", 0) == (found.status, found.tries)
    async with hosts.working(database_url, Host("numpy")):
        await through(sessions, [execution])
    assert {execution: "accepted"} == await verdicts(sessions)
