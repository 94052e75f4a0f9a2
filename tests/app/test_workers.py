"""Several workers on one queue: each takes what it can grade, and everything is graded once, whoever comes and goes."""

import asyncio
import threading
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select, text

from app import worker
from app.attempts import lines, queueing
from app.attempts.grading import Worker
from app.attempts.models import WorkerPresence
from app.attempts.taking import Taking
from app.identity.actor import Role
from app.settings import Settings
from sandbox.images import build
from tests.app import hosts, packages
from tests.app.desk import Desk
from tests.app.hosts import Host, ask, begun, execution_of, through, until, verdicts, version, who
from tests.app.standin import StandIn
from tests.app.workspace import submit, view
from tests.sandbox.test_reach import Answering

__all__ = ["version"]


@pytest.fixture
async def of_data(sessions):
    """A version of another problem, whose code runs in the environment `data`."""
    return await hosts.sync_other(sessions)


# --- only what it can grade ---------------------------------------------------------------------------------------


def test_a_worker_takes_from_the_lines_it_can_grade_and_has_room_in():
    there: set[str] = set()
    taking = Taking(lambda: there, 2, {"verifying": 1})
    assert [] == taking.open_queues()
    there |= {"numpy"}
    assert [*lines.queues(), "verifying"] == taking.names()
    assert [*(f"{line}.numpy" for line in lines.LINES), "verifying"] == taking.open_queues()
    taking._held["practice"] = 2
    assert "practice.numpy" not in taking.open_queues()
    assert 11 == taking.most


async def test_each_worker_takes_the_environments_it_has(*, ada, sessions, clock, version, of_data, database_url):
    numpy, both = Host("numpy"), Host("numpy", "data")
    of_numpy = [await ask(sessions, clock, ada.actor, version) for _ in range(6)]
    of_other = [await ask(sessions, clock, ada.actor, of_data) for _ in range(6)]
    async with hosts.working(database_url, numpy, both):
        await through(sessions, [*of_numpy, *of_other])
    assert [] == who(numpy, of_other)
    assert set(of_other) == set(who(both, of_other))
    assert {"numpy"} == {job.environment for job in numpy.jobs}
    assert 12 == len((await verdicts(sessions)).keys()) == len(numpy.jobs) + len(both.jobs)


async def test_a_worker_that_cannot_grade_takes_nothing_and_breaks_nothing(ada, sessions, clock, version, database_url):
    broken, well = Host("numpy"), Host("numpy", seconds=0.05)
    broken.trouble = "no Docker engine answers. Start it."
    async with hosts.working(database_url, broken, well):
        ids = [await ask(sessions, clock, ada.actor, version) for _ in range(12)]
        await through(sessions, ids)
        assert [] == broken.jobs
        broken.trouble = None
        well.going.clear()
        more = [await ask(sessions, clock, ada.actor, version) for _ in range(8)]
        await until(lambda: some(broken, more))
        well.going.set()
        await through(sessions, more)
    assert {1} == {(await execution_of(sessions, each)).tries for each in (*ids, *more)}


async def some(host: Host, ids: list[UUID]) -> bool:
    return bool(who(host, ids))


async def test_what_nobody_can_grade_waits_and_is_graded_when_somebody_comes(
    *, ada, sign_in, sessions, clock, of_data, database_url
):
    operator = await sign_in("operator@example.com", Role.ADMIN)
    numpy, late = Host("numpy"), Host("data")
    async with hosts.working(database_url, numpy):
        await until(lambda: takes(sessions, ["numpy", "numpy.512"]))
        waits = await ask(sessions, clock, ada.actor, of_data)
        page = (await operator.browser.get("/operator")).text
        assert "Nobody grades in data at this moment" in page
        assert "holdout images build data" in page
        told = (await operator.browser.get("/api/operator")).json()["lines"]
        (line,) = [each for each in told if each["environment"]]  # mail and upkeep may wait for a moment as well
        assert ("practice", "data", 1, False) == tuple(
            line[key] for key in ("priority", "environment", "waiting", "taken")
        )
        async with hosts.working(database_url, late):
            await through(sessions, [waits])
    assert ([], "finished") == (numpy.jobs, (await execution_of(sessions, waits)).status)


async def test_what_asks_for_more_memory_than_any_worker_gives_costs_no_try_and_runs_on_a_larger_one(
    *, ada, sign_in, sessions, clock, database_url
):
    operator = await sign_in("operator@example.com", Role.ADMIN)
    asks = packages.PROBLEM.replace("memory_mb: 256", "memory_mb: 600")
    version = await hosts.sync(sessions, packages.package(**{"problem.yaml": asks}))
    small, large = Host("numpy"), Host("numpy", memory_mb=1024)
    async with hosts.working(database_url, small):
        await until(lambda: takes(sessions, ["numpy", "numpy.512"]))
        waits = await ask(sessions, clock, ada.actor, version)
        assert {"taken": False} == await waiting(sessions, waits)
        page = (await operator.browser.get("/operator")).text
        assert "HOLDOUT_SANDBOX_SLOT_MEMORY_MB=1024" in page
        assert "holdout images build" not in page
        told = (await operator.browser.get("/api/operator")).json()["lines"]
        (line,) = [each for each in told if each["waiting"] and each["environment"]]
        assert ("numpy", 1024, False) == (line["environment"], line["memory_mb"], line["taken"])
        async with hosts.working(database_url, large):
            await through(sessions, [waits])
    assert ([], 1) == (small.jobs, (await execution_of(sessions, waits)).tries)


async def waiting(sessions, execution: UUID) -> dict[str, bool] | None:
    """What whoever waits for it is told."""
    async with sessions() as session:
        return await queueing.waits(session, execution)


@pytest.fixture(params=[None, "1.40"], ids=["none", "too old"])
def no_engine(request, tmp_path):
    """There is no Docker engine that will do, until what this gives is called."""
    build.build(["numpy", "judge"], lambda _: None)
    address = tmp_path / "engine.sock"
    server = request.param and Answering(address, {"ApiVersion": request.param})
    if server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DOCKER_HOST", f"unix://{address}")
        yield "too old" if server else "no socket at", patch.undo
    if server:
        server.shutdown()
        server.server_close()


async def test_a_real_worker_without_an_engine_that_will_do_says_why_and_grades_when_there_is_one(
    *, no_engine, ada, sign_in, sessions, problem, database_url
):
    said, mend = no_engine
    operator = await sign_in("operator@example.com", Role.ADMIN)
    stop = asyncio.Event()
    working = asyncio.create_task(worker.run(Settings(sandbox_slots=1), database_url, stop))
    try:
        await until(lambda: troubled(operator, said))
        execution = await submit(ada.browser, problem)
        await asyncio.sleep(1)
        shown = await view(ada.browser, execution)
        assert ("queued", False) == (shown["status"], shown["events"][0]["data"]["taken"])
        mend()
        await through(sessions, [execution], seconds=60)
        assert 1 == (await execution_of(sessions, execution)).tries
    finally:
        stop.set()
        await working


async def troubled(operator, said: str) -> bool:
    workers = (await operator.browser.get("/api/operator")).json()["workers"]
    return any(said in (each["trouble"] or "") for each in workers)


async def takes(sessions, needs: list[str]) -> bool:
    async with sessions() as session:
        rows = (await session.execute(select(WorkerPresence.sandbox))).scalars()
        return needs in [row.get("takes") for row in rows]


async def test_a_draft_is_verified_by_a_worker_that_has_its_environment(sign_in, sessions, clock, database_url):
    """On another one every grading would break, and the draft would be called ungradable."""
    desk = Desk(sessions, clock, await sign_in("author@example.com", Role.AUTHOR), Worker(sessions, clock, StandIn()))
    changed = packages.PROBLEM.replace("environment: numpy", "environment: data")
    await desk.ask(await desk.open(**{"problem.yaml": changed}))

    async def looked_at() -> bool:
        async with sessions() as session:
            job = text("SELECT attempts FROM procrastinate_jobs WHERE task_name = 'studio:verify'")
            return (await session.execute(job)).scalar_one_or_none() != 0

    async def is_begun() -> bool:
        return bool(data.jobs)

    numpy, data = Host("numpy"), Host("data")
    async with hosts.working(database_url, numpy):
        await until(looked_at)
    assert [] == numpy.jobs
    async with hosts.working(database_url, data):
        await until(is_begun)


# --- once, whoever works ------------------------------------------------------------------------------------------


async def test_many_workers_grade_everything_exactly_once(*, ada, sign_in, sessions, clock, version, database_url):
    people = [ada, await sign_in("bob@example.com"), await sign_in("eve@example.com")]
    right = [await ask(sessions, clock, each.actor, version) for each in people for _ in range(10)]
    wrong = [await ask(sessions, clock, each.actor, version, solution="x = 1") for each in people for _ in range(5)]
    machines = [Host("numpy", slots=2) for _ in range(4)]
    async with hosts.working(database_url, *machines):
        await through(sessions, [*right, *wrong])
    assert {**dict.fromkeys(right, "accepted"), **dict.fromkeys(wrong, "rejected")} == await verdicts(sessions)
    assert 45 == sum(len(each.jobs) for each in machines)


async def test_a_job_that_is_delivered_many_times_is_graded_once(ada, sessions, clock, version, database_url):
    ids = [await ask(sessions, clock, ada.actor, version) for _ in range(5)]
    copy = """
        INSERT INTO procrastinate_jobs (queue_name, task_name, priority, args)
        SELECT queue_name, task_name, priority, args FROM procrastinate_jobs, generate_series(1, 4)
        WHERE task_name = 'attempts:grade'
    """
    async with sessions.begin() as session:
        await session.execute(text(copy))
    machines = [Host("numpy", seconds=0.1), Host("numpy", seconds=0.1)]
    async with hosts.working(database_url, *machines):
        await through(sessions, ids)
        await until(lambda: nothing_waits(sessions))
    assert sorted(ids) == sorted(each for host in machines for each in who(host, ids))
    assert dict.fromkeys(ids, "accepted") == await verdicts(sessions)


async def nothing_waits(sessions) -> bool:
    async with sessions() as session:
        left = "SELECT count(*) FROM procrastinate_jobs WHERE task_name = 'attempts:grade'"
        return not (await session.execute(text(left))).scalar_one()


# --- whose turn it is, on all of them together -----------------------------------------------------------------------


async def test_nobodys_first_waits_behind_anothers_many(*, ada, sign_in, sessions, clock, version, database_url):
    bob = await sign_in("bob@example.com")
    machines = [Host("numpy", slots=1), Host("numpy", slots=1)]
    for each in machines:
        each.going.clear()
    many = [await ask(sessions, clock, ada.actor, version) for _ in range(lines.MOST_OF_ONE)]
    async with hosts.working(database_url, *machines):
        await until(lambda: begun(machines, 2))
        clock.advance(timedelta(seconds=5))
        first = await ask(sessions, clock, bob.actor, version)
        for each in machines:
            each.going.set()
        await through(sessions, [*many, first])
    (place,) = [who(host, [*many, first]).index(first) for host in machines if first in who(host, [first])]
    assert place <= 3  # the places of the line in a worker of one slot: those had been taken before


async def test_a_live_run_is_with_a_worker_at_once_however_much_else_waits(
    *, ada, sign_in, sessions, clock, version, database_url
):
    bob, host = await sign_in("bob@example.com"), Host("numpy", slots=2)
    host.going.clear()
    async with hosts.working(database_url, host):
        for actor in (ada.actor, bob.actor):
            for _ in range(10):
                await ask(sessions, clock, actor, version)
        await until(lambda: begun([host], 2))
        run = await ask(sessions, clock, ada.actor, version, kind="run", interview=uuid4())
        await until(lambda: some(host, [run]))
        assert 3 == len(host.jobs)


async def test_background_gradings_come_to_their_turn_beside_practice_without_end(
    *, ada, sign_in, sessions, clock, version, database_url, monkeypatch
):
    monkeypatch.setattr(hosts, "PATIENCE_SECONDS", 0.1)
    host, stop = Host("numpy", slots=1, seconds=0.02), asyncio.Event()
    bob = await sign_in("bob@example.com")
    background = [await ask(sessions, clock, ada.actor, version) for _ in range(2)]
    async with sessions.begin() as session:
        for job, line in zip(background, ("shadow", "regrade"), strict=True):
            await session.execute(
                text("UPDATE procrastinate_jobs SET queue_name = :queue WHERE args ->> 'execution_id' = :id"),
                {"queue": f"{line}.numpy", "id": str(job)},
            )

    async def practise() -> None:
        while not stop.is_set():
            ids = [await ask(sessions, clock, bob.actor, version) for _ in range(4)]
            await through(sessions, ids[:1])

    async with hosts.working(database_url, host):
        practising = asyncio.create_task(practise())
        await through(sessions, background)
        stop.set()
        await practising
    assert 2 < len(host.jobs)


async def test_two_workers_of_one_name_are_told_apart(*, ada, sign_in, sessions, clock, version, database_url):
    operator = await sign_in("operator@example.com", Role.ADMIN)
    machines = [Host("numpy", seconds=0.1), Host("numpy", seconds=0.1)]
    async with hosts.working(database_url, *machines):
        await until(lambda: begun_by_each(sessions, clock, ada.actor, version, machines))
        told = (await operator.browser.get("/api/operator")).json()["workers"]
        assert 1 == len({(each["host"], each["process"]) for each in told})
        assert 2 == len({each["id"] for each in told})
        page = (await operator.browser.get("/operator")).text
        assert all(each["id"][:8] in page for each in told)


async def begun_by_each(sessions, clock, actor, version, machines: list[Host]) -> bool:
    await through(sessions, [await ask(sessions, clock, actor, version) for _ in range(4)])
    return all(each.jobs for each in machines)
