"""The lines that gradings wait in: who goes before whom, how long they may get, and what those who wait are told."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from uuid import UUID, uuid4

import pytest
from sqlalchemy import func, select, text

from app.attempts import background, lines, presence, presence_repository, tasks
from app.attempts.background import Material
from app.attempts.grading import Worker
from app.attempts.lines import LINES, TURN, place
from app.attempts.models import Attempt, Execution
from app.errors import QueueFull, TooManyRequests
from app.kit.clock import SystemClock
from app.kit.db import libpq_url
from app.kit.jobs import new_app
from app.problems import service as problems
from sandbox.job import MEMORY_STEPS, met, need
from tests.app import hosts, packages
from tests.app.hosts import version
from tests.app.standin import ACCEPTED, StandIn
from tests.app.workspace import open_workspace, save, submit, view, work

__all__ = ["version"]
NOW = datetime(2026, 11, 26, tzinfo=UTC)


async def plant_worker(sessions, takes: list[str] | None, *, trouble: str | None = None) -> None:
    """One that takes gradings of these environments, or one of the release before, which has one for numpy."""
    sandbox = {"jail": "userns", **({"environments": {"numpy": "abc"}} if takes is None else {"takes": takes})}
    row = {"id": uuid4(), "host": "h", "pid": 1, "version": "1", "trouble": trouble, "sandbox": sandbox}
    async with sessions.begin() as session:
        await presence_repository.see_worker(session, row)


async def waiting(sessions) -> list[tuple[str, UUID, str]]:
    """Queue, person and kind of each job that waits, in the order in which they are taken."""
    async with sessions() as session:
        rows = await session.execute(
            text("SELECT queue_name, args ->> 'execution_id' AS of FROM procrastinate_jobs ORDER BY priority DESC, id")
        )
        asked = select(Execution.id, Attempt.user_id, Execution.kind).join(Execution.attempt)
        of = {str(each.id): (each.user_id, each.kind) for each in await session.execute(asked)}
        return [(row.queue_name, *of[row.of]) for row in rows]


def test_each_line_goes_before_the_next_for_as_long_as_anything_can_wait():
    for urgent, other in pairwise(LINES):
        late = place(urgent, "numpy", NOW + timedelta(days=365), turn=lines.MOST_OF_ONE)
        assert late.priority > place(other, "numpy", NOW - timedelta(days=365)).priority
    far = [place(line, "numpy", datetime(2042, 1, 1, tzinfo=UTC)).priority for line in LINES]
    assert all(-(2**31) <= priority < 2**31 for priority in far)


def test_in_a_line_what_was_asked_first_goes_first_and_each_further_one_of_an_owner_a_turn_later():
    ages = [place("practice", "numpy", NOW + timedelta(seconds=age)).priority for age in range(3)]
    assert sorted(ages, reverse=True) == ages
    third = place("practice", "numpy", NOW, turn=2).priority
    assert third == place("practice", "data", NOW + 2 * TURN).priority


@pytest.mark.parametrize(
    ("memory_mb", "needs"),
    [(64, "numpy"), (256, "numpy"), (257, "numpy.512"), (600, "numpy.1024"), (2048, "numpy.2048")],
)
def test_what_a_grading_needs_is_its_environment_and_the_step_of_its_memory(memory_mb, needs):
    assert needs == need("numpy", memory_mb)
    smaller = [each for each in MEMORY_STEPS if each < memory_mb]
    assert needs not in met(["numpy"], max(smaller, default=0))
    assert needs in met(["data", "numpy"], 2048)
    assert f"regrade.{needs}" in lines.queues()


async def test_a_twist_may_need_more_than_its_problem(sessions):
    twist = packages.TWIST["twists/thrice/twist.yaml"].replace("minutes: 5", "minutes: 5\nlimits: {memory_mb: 600}")
    package = packages.package(**{**packages.TWIST, "twists/thrice/twist.yaml": twist})
    version = await hosts.sync(sessions, package)
    async with sessions() as session:
        assert "numpy" == await problems.need_of(session, version)
        assert "numpy.1024" == await problems.need_of(session, version, "thrice")
    assert 600 == package.memory_mb


async def test_one_persons_many_submissions_do_not_hold_up_anothers_first(ada, sign_in, sessions, clock, version):
    bob = await sign_in("bob@example.com")
    for _ in range(lines.MOST_OF_ONE):
        await hosts.ask(sessions, clock, ada.actor, version)
    clock.advance(timedelta(seconds=5))
    await hosts.ask(sessions, clock, bob.actor, version)
    order = [person for _, person, _ in await waiting(sessions)]
    assert [ada.actor.id, bob.actor.id, ada.actor.id] == order[:3]


async def test_what_waits_long_goes_before_what_comes_much_later(ada, sign_in, sessions, clock, version):
    bob = await sign_in("bob@example.com")
    for _ in range(3):
        await hosts.ask(sessions, clock, ada.actor, version)
    clock.advance(3 * TURN)
    await hosts.ask(sessions, clock, bob.actor, version)
    assert [ada.actor.id] * 3 + [bob.actor.id] == [person for _, person, _ in await waiting(sessions)]


async def test_an_interview_with_many_background_gradings_does_not_hold_up_anothers(
    *, ada, sign_in, sessions, clock, version
):
    bob = await sign_in("bob@example.com")
    for person, many in ((ada, 4), (bob, 2)):
        asked = await hosts.ask(sessions, clock, person.actor, version, interview=uuid4())
        async with sessions.begin() as session:
            attempt = await session.get_one(Attempt, (await session.get_one(Execution, asked)).attempt_id)
            for turn in range(many):
                await background.put_in(session, clock, attempt, Material("snapshot", packages.RIGHT, turn=turn))
        clock.advance(timedelta(seconds=1))
    order = [person for queue, person, _ in await waiting(sessions) if queue == "shadow.numpy"]
    assert [ada.actor.id, bob.actor.id] * 2 + [ada.actor.id] * 2 == order


async def test_a_run_goes_before_a_submission_and_interviews_before_practice(*, ada, sign_in, sessions, clock, version):
    bob = await sign_in("bob@example.com")
    for interview in (None, uuid4()):
        await hosts.ask(sessions, clock, ada.actor, version, interview=interview)
    for interview in (None, uuid4()):
        await hosts.ask(sessions, clock, bob.actor, version, kind="run", interview=interview)
    order = [(queue, kind) for queue, _, kind in await waiting(sessions)]
    assert [
        ("live_run.numpy", "run"),
        ("live_submit.numpy", "submission"),
        ("practice.numpy", "run"),
        ("practice.numpy", "submission"),
    ] == order


async def test_whoever_has_as_much_waiting_as_one_may_is_told_when_to_try_again(
    *, ada, sign_in, sessions, clock, version, monkeypatch
):
    monkeypatch.setattr(lines, "MOST_OF_ONE", 2)
    for _ in range(2):
        await hosts.ask(sessions, clock, ada.actor, version)
    with pytest.raises(TooManyRequests, match="2 runs and submissions of yours wait already"):
        await hosts.ask(sessions, clock, ada.actor, version)
    await hosts.ask(sessions, clock, (await sign_in("bob@example.com")).actor, version)
    assert 3 == await count(sessions)


async def count(sessions) -> int:
    async with sessions() as session:
        return (await session.execute(select(func.count()).select_from(Execution))).scalar_one()


async def test_a_full_line_refuses_with_when_to_try_again_and_leaves_interviews_alone(
    *, ada, sign_in, sessions, clock, problem, monkeypatch
):
    boot = await open_workspace(ada.browser, problem)
    revision = await save(ada.browser, boot)
    monkeypatch.setattr(lines, "MOST", 1)
    bob = await sign_in("bob@example.com")
    await submit(bob.browser, problem)
    path = f"/api/attempts/{boot['attempt']['id']}/submissions"
    refused = await ada.browser.post(path, json={"revision": revision})
    assert (503, "60") == (refused.status_code, refused.headers["retry-after"])
    assert refused.json()["type"].endswith("queue-full")
    assert "what you typed is saved" in refused.json()["detail"]
    assert packages.RIGHT == (await open_workspace(ada.browser, problem))["draft"]["solution"]
    version = await hosts.sync(sessions)
    await hosts.ask(sessions, clock, ada.actor, version, interview=uuid4())
    with pytest.raises(QueueFull):
        await hosts.ask(sessions, clock, ada.actor, version)


async def test_a_place_is_told_by_who_really_goes_before(*, ada, sign_in, sessions, clock, version, problem):
    for _ in range(3):
        await hosts.ask(sessions, clock, ada.actor, version)
    bob = await sign_in("bob@example.com")
    queued = (await view(bob.browser, await submit(bob.browser, problem)))["events"][0]["data"]
    assert {"position": 2, "taken": False} == queued


@pytest.mark.parametrize(
    ("takes", "trouble", "taken"),
    [(["numpy"], None, True), (["data"], None, False), ([], "no Docker engine answers", False), (None, None, True)],
)
async def test_whoever_asks_is_told_whether_a_worker_is_there_that_takes_it(
    *, ada, sessions, problem, takes, trouble, taken
):
    await plant_worker(sessions, takes, trouble=trouble)
    queued = (await view(ada.browser, await submit(ada.browser, problem)))["events"][0]["data"]
    assert taken == queued["taken"]


@pytest.mark.parametrize(
    ("workers", "queue"),
    [
        ([None], "grading"),
        ([None, ["numpy"]], "practice.numpy"),
        ([], "practice.numpy"),
        ([None, []], "grading"),
        ([None, ["data"]], "grading"),
    ],
)
async def test_jobs_go_where_workers_of_the_release_before_look_while_only_they_can_grade_them(
    ada, sessions, problem, workers, queue
):
    for takes in workers:
        await plant_worker(sessions, takes)
    await submit(ada.browser, problem)
    assert [queue] == [name for name, *_ in await waiting(sessions)]


async def test_what_a_web_node_of_the_release_before_put_in_is_graded_from_its_line(
    ada, sessions, problem, worker_of, database_url
):
    execution = await submit(ada.browser, problem)
    async with sessions.begin() as session:
        await session.execute(text("UPDATE procrastinate_jobs SET queue_name = 'grading', priority = 10"))
    app = new_app(libpq_url(database_url), pool_size=4)
    tasks.register(app)
    worker = worker_of(ACCEPTED)
    async with app.open_async():
        await work(app, worker)
    assert "accepted" == (await view(ada.browser, execution))["verdict"]
    assert 1 == len(worker.grader.jobs)


async def test_a_new_worker_that_cannot_grade_leaves_jobs_to_one_of_the_release_before(
    ada, sessions, problem, database_url
):
    await plant_worker(sessions, None)
    await plant_worker(sessions, [], trouble="no image")
    await submit(ada.browser, problem)
    app = new_app(libpq_url(database_url), pool_size=4)
    tasks.register(app)
    worker = Worker(sessions, SystemClock(), StandIn(ACCEPTED))
    async with app.open_async():
        await work(app, worker)
    assert [] == worker.grader.jobs
    async with sessions() as session:
        job = (
            "SELECT queue_name, status, scheduled_at < now() + interval '5 s' "
            "FROM procrastinate_jobs WHERE task_name = 'attempts:grade'"
        )
        assert ("grading", "todo", True) == tuple((await session.execute(text(job))).one())


async def test_an_environment_that_only_new_workers_have_waits_for_one_in_its_line(ada, sessions, clock):
    await plant_worker(sessions, None)
    await hosts.ask(sessions, clock, ada.actor, await hosts.sync_other(sessions))
    assert ["practice.data"] == [name for name, *_ in await waiting(sessions)]


async def test_who_takes_what_is_read_from_the_workers_that_work(sessions):
    await plant_worker(sessions, ["numpy"])
    await plant_worker(sessions, ["data"])
    async with sessions.begin() as session:
        await session.execute(text("UPDATE workers SET draining = true WHERE sandbox -> 'takes' ? 'data'"))
    async with sessions() as session:
        found = await presence.takers(session)
    assert (True, False) == (found.take("numpy"), found.take("data"))
