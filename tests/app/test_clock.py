"""Times come from the database: a machine whose clock is wrong says so, and does no harm by it."""

import asyncio
from datetime import UTC, datetime, timedelta, tzinfo

import procrastinate.utils
import pytest
from sqlalchemy import func, select, text, update
from structlog.testing import capture_logs

from app.attempts import presence_repository, tasks
from app.attempts.grading import Worker
from app.attempts.models import Execution, WorkerPresence
from app.identity.actor import Role
from app.kit import clock as clocks
from app.kit import jobs
from app.kit.clock import SharedClock, keep_set
from tests.app import hosts
from tests.app.hosts import Host, ask, through, until
from tests.app.standin import StandIn
from tests.app.workspace import submit

HOUR = timedelta(hours=1)


class Ahead(datetime):
    """The time of a machine whose clock is an hour ahead."""

    @classmethod
    def now(cls, tz: tzinfo | None = None) -> datetime:
        return datetime.now(tz) + HOUR


class Behind(datetime):
    """An hour behind."""

    @classmethod
    def now(cls, tz: tzinfo | None = None) -> datetime:
        return datetime.now(tz) - HOUR


@pytest.fixture(params=[Ahead, Behind])
def wrong(request, monkeypatch):
    """This machine's clock is wrong, for all of ours that asks it and for the queue's library."""
    for module in (clocks, jobs):
        monkeypatch.setattr(module, "datetime", request.param)
    monkeypatch.setattr(procrastinate.utils, "utcnow", lambda: request.param.now(UTC))
    return HOUR if request.param is Ahead else -HOUR


def near(moment: datetime, other: datetime) -> bool:
    return abs(moment - other) < timedelta(seconds=2)


async def test_a_clock_goes_by_the_database_and_says_once_how_wrong_the_machine_is(sessions, wrong):
    clock = SharedClock()
    assert near(clock.now(), datetime.now(UTC) + wrong)
    with capture_logs() as lines:
        for _ in range(3):
            setting = asyncio.create_task(keep_set(clock, sessions))
            await until(lambda: settled(clock))
            await ended(setting)
    assert near(clock.now(), datetime.now(UTC))
    assert wrong.total_seconds() == pytest.approx(clock.ahead, abs=2)
    (line,) = [each for each in lines if each["event"] == "clock_differs"]
    assert clock.ahead == line["seconds_ahead"]


async def ended(task: asyncio.Task[None]) -> None:
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)


async def settled(clock: SharedClock) -> bool:
    return near(clock.now(), datetime.now(UTC))


async def test_a_right_clock_is_left_alone_and_a_database_that_is_away_is_waited_for():
    clock = SharedClock()
    before = clock._zero
    told = clock.asking()
    await asyncio.sleep(0.05)
    told(datetime.now(UTC) - timedelta(milliseconds=10))
    assert (before, 0) == (clock._zero, clock.ahead)


async def test_a_web_node_with_a_wrong_clock_writes_the_databases_time(wrong, database_url, sessions):
    from app.main import create_app  # the app of the session has a clock of its own
    from app.settings import Settings

    app = create_app(Settings(rate_factor=0), database_url)
    async with app.router.lifespan_context(app):
        assert await settled(app.state.clock)  # before it serves anybody


async def test_a_worker_with_a_wrong_clock_takes_nothing_from_a_living_one(
    *, wrong, ada, sessions, clock, problem, database_url
):
    execution = await submit(ada.browser, problem)
    async with sessions.begin() as session:
        await session.execute(update(Execution).values(status="running", tries=1, heartbeat_at=func.now()))
    machine = SharedClock()
    setting = asyncio.create_task(keep_set(machine, sessions))
    await until(lambda: settled(machine))
    await ended(setting)
    assert [] == await tasks.rescue_abandoned(Worker(sessions, machine, StandIn()))
    async with sessions() as session:
        assert "running" == (await session.get_one(Execution, execution)).status


async def test_a_worker_with_a_wrong_clock_grades_and_gives_back_and_is_told_of(
    *, wrong, ada, sign_in, sessions, clock, database_url
):
    version = await hosts.sync(sessions)
    operator = await sign_in("operator@example.com", Role.ADMIN)
    host, other = Host("numpy", slots=1), Host("numpy", slots=1)
    ids = [await ask(sessions, clock, ada.actor, version) for _ in range(3)]
    host.going.clear()
    async with hosts.working(database_url, host):
        await until(lambda: told_of(sessions))
        page = (await operator.browser.get("/operator")).text
        assert f"{abs(int(wrong.total_seconds())) // 60} min {'ahead of' if wrong > timedelta(0) else 'behind'}" in page
        await until(lambda: begun(host))
        host.stop.set()
        async with hosts.working(database_url, other):
            await through(sessions, [each for each in ids if str(each) not in host.jobs[0].id])
            host.going.set()
            await through(sessions, ids)
    async with sessions() as session:
        ended = (await session.execute(select(Execution.finished_at))).scalars().all()
        now = (await session.execute(text("SELECT now()"))).scalar_one()
    assert all(timedelta(0) <= now - each < timedelta(minutes=2) for each in ended)


@pytest.mark.parametrize("wrong", [Ahead], indirect=True)
async def test_a_worker_does_nothing_before_it_knows_the_databases_time(
    *, wrong, ada, sessions, problem, database_url, monkeypatch
):
    """With an hour too much on its clock, everything that others grade would seem left."""
    execution = await submit(ada.browser, problem)
    fresh = func.now() + timedelta(seconds=30)  # as of a worker that lives for as long as this test takes
    async with sessions.begin() as session:
        await session.execute(update(Execution).values(status="running", tries=1, heartbeat_at=fresh))
        await session.execute(text("UPDATE procrastinate_jobs SET status = 'doing', worker_id = NULL"))
    told, see = asyncio.Event(), presence_repository.see_worker

    async def late(*given: object):
        await told.wait()
        return await see(*given)

    monkeypatch.setattr(presence_repository, "see_worker", late)
    host = Host("numpy", slots=1)
    async with hosts.working(database_url, host):
        await asyncio.sleep(4)  # by then it would have looked for what is left
        told.set()
        await until(lambda: looked(sessions))
    async with sessions() as session:
        found = await session.get_one(Execution, execution)
        assert ("running", 1) == (found.status, found.tries)


async def looked(sessions) -> bool:
    """Whether a rescue has run: it gives what a worker that is gone had in its hands back to the queue."""
    async with sessions() as session:
        job = text("SELECT status FROM procrastinate_jobs WHERE task_name = 'attempts:grade'")
        return "doing" != (await session.execute(job)).scalar_one_or_none()


async def begun(host: Host) -> bool:
    return bool(host.jobs)


async def told_of(sessions) -> bool:
    async with sessions() as session:
        rows = (await session.execute(select(WorkerPresence.sandbox))).scalars()
        return any(row.get("clock_ahead") for row in rows)
