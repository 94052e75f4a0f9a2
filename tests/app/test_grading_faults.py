"""Gradings that are tried again: each job leaves one verdict, and a fault of ours is never one."""

import asyncio
import json
from datetime import timedelta
from uuid import UUID

import pytest
import structlog
from prometheus_client import REGISTRY
from sqlalchemy import select, text, update
from sqlalchemy.exc import IntegrityError

from app.attempts import grading, rescue, tasks
from app.attempts.grading import MAX_TRIES, SILENT_AFTER
from app.attempts.models import Execution, Verdict
from app.problems.models import ProblemVersion
from sandbox import events
from tests.app.packages import RIGHT
from tests.app.standin import ACCEPTED, done, finished
from tests.app.workspace import open_workspace, submit, view

BROKEN = [events.Compiled(ok=True), events.PlatformError(message="the slot fell over")]


async def seen(browser, execution: UUID) -> list[str]:
    return [event["type"] for event in (await browser.get(f"/api/executions/{execution}")).json()["events"]]


async def until(browser, execution: UUID, kind: str) -> None:
    async with asyncio.timeout(30):
        while kind not in await seen(browser, execution):  # noqa: ASYNC110 - it happens in the database, not here
            await asyncio.sleep(0.05)


async def test_the_same_job_twice_leaves_one_verdict(ada, problem, worker_of):
    execution = await submit(ada.browser, problem)
    worker = worker_of(ACCEPTED, [*ACCEPTED[:-1], finished("rejected")])
    assert [None, None] == [await grading.grade(worker, execution) for _ in range(2)]
    assert 1 == len(worker.grader.jobs)
    assert "accepted" == (await view(ada.browser, execution))["verdict"]


async def test_a_worker_that_was_taken_for_dead_cannot_finish_what_another_has_taken_up(ada, problem, worker_of, clock):
    execution = await submit(ada.browser, problem)
    taken_up = asyncio.Event()
    wakes_late = worker_of([ACCEPTED[0], taken_up, *ACCEPTED[1:-1], finished("rejected")])
    first = asyncio.create_task(grading.grade(wakes_late, execution))
    await until(ada.browser, execution, "compiled")
    woken = asyncio.Event()
    second = worker_of([ACCEPTED[0], woken, *ACCEPTED[1:]])
    assert None is await grading.grade(second, execution)
    assert [] == second.grader.jobs  # the first one is alive: nothing to do
    clock.advance(SILENT_AFTER)
    again = asyncio.create_task(grading.grade(second, execution))
    async with asyncio.timeout(30):
        while not second.grader.jobs:  # noqa: ASYNC110 - the worker under test fills it
            await asyncio.sleep(0.02)
    taken_up.set()
    await first
    woken.set()
    await again
    result = await view(ada.browser, execution)
    assert ("finished", "accepted") == (result["status"], result["verdict"])
    assert ["queued", "started", "compiled", "retrying", "started", "compiled"] == [
        event["type"] for event in result["events"] if not event["type"].startswith("check")
    ][:6]
    assert 1 == [event["type"] for event in result["events"]].count("finished")


async def test_what_hangs_once_it_has_begun_is_given_back_and_graded(ada, problem, worker_of, monkeypatch):
    monkeypatch.setattr(grading, "MOST_SECONDS", 0.5)
    execution = await submit(ada.browser, problem)
    worker = worker_of([ACCEPTED[0], 3600.0, *ACCEPTED[1:]], ACCEPTED)
    async with asyncio.timeout(20):
        assert timedelta(seconds=1) == await grading.grade(worker, execution)
    assert "queued" == (await view(ada.browser, execution))["status"]
    assert None is await grading.grade(worker, execution)
    assert "accepted" == (await view(ada.browser, execution))["verdict"]


async def test_what_the_engine_got_over_is_in_the_log(ada, problem, worker_of):
    execution = await submit(ada.browser, problem)
    with structlog.testing.capture_logs() as said:
        await grading.grade(worker_of([events.Retrying(attempt=1, message="the slot fell over"), *ACCEPTED]), execution)
    told = {"event": "grading_retried", "log_level": "warning", "execution": str(execution), "attempt": 1}
    assert told | {"error": "the slot fell over"} in said
    assert "fell over" not in json.dumps(await view(ada.browser, execution))


async def test_a_fault_of_ours_is_retried_and_said_and_then_graded(ada, problem, worker_of):
    execution = await submit(ada.browser, problem)
    worker = worker_of(BROKEN, [events.Compiled(ok=True), OSError("docker is gone")], ACCEPTED)
    waits = [await grading.grade(worker, execution) for _ in range(3)]
    assert [timedelta(seconds=1), timedelta(seconds=2), None] == waits
    types = await seen(ada.browser, execution)
    assert (2, 3, 1) == tuple(types.count(kind) for kind in ("retrying", "started", "finished"))
    assert "accepted" == (await view(ada.browser, execution))["verdict"]


async def test_after_the_last_try_it_is_our_fault_never_a_rejection(ada, problem, worker_of, sessions):
    execution = await submit(ada.browser, problem)
    worker = worker_of(*[BROKEN] * MAX_TRIES)
    waits = [await grading.grade(worker, execution) for _ in range(MAX_TRIES)]
    assert waits[-1] is None
    assert all(waits[:-1])
    result = await view(ada.browser, execution)
    assert ("platform_error", None) == (result["status"], result["verdict"])
    last = result["events"][-1]
    assert "platform_error" == last["type"]
    assert "does not count against you" in last["data"]["message"]
    assert "fell over" not in json.dumps(result)
    assert RIGHT == (await open_workspace(ada.browser, problem))["draft"]["solution"]
    assert (
        201
        == (
            await ada.browser.post(
                f"/api/attempts/{await attempt_of(sessions, execution)}/submissions", json={"revision": 2}
            )
        ).status_code
    )


async def attempt_of(sessions, execution: UUID) -> UUID:
    async with sessions() as session:
        row = await session.get(Execution, execution)
    return row.attempt_id


async def test_an_engine_that_ends_without_a_word_or_with_the_wrong_one_is_a_fault(ada, problem, worker_of):
    execution = await submit(ada.browser, problem)
    worker = worker_of([events.Compiled(ok=True)], [finished("completed")], ACCEPTED)
    assert [True, True, False] == [bool(await grading.grade(worker, execution)) for _ in range(3)]
    assert 1 == (await seen(ada.browser, execution)).count("finished")


async def test_checks_of_a_void_try_do_not_count(ada, problem, worker_of, sessions):
    execution = await submit(ada.browser, problem)
    void = [done("edge/zero", "failed_loudly"), events.Retrying(attempt=1)]
    await grading.grade(worker_of([*void, *ACCEPTED]), execution)
    assert 0 == (await view(ada.browser, execution))["events"][-1]["data"]["failed"]
    async with sessions() as session:
        assert "passed" == (await session.execute(select(Verdict))).scalar_one().checks["edge/zero"]


def told_faults() -> float | None:
    return REGISTRY.get_sample_value("holdout_platform_errors_total", {"kind": "submission"})


async def test_what_this_release_cannot_read_ends_as_a_fault_of_ours(ada, problem, worker_of, monkeypatch):
    """A text of an earlier release, say: without an end somebody would wait for it for ever."""
    execution = await submit(ada.browser, problem)
    worker = worker_of()

    def unreadable(_: object):
        raise KeyError("primitive")

    told = told_faults()
    with monkeypatch.context() as patch:
        patch.setattr(grading.problems, "package_of", unreadable)
        waits = [await grading.grade(worker, execution) for _ in range(MAX_TRIES)]
    assert told + 1 == told_faults()
    assert [timedelta(seconds=2**tries) for tries in range(MAX_TRIES - 1)] == waits[:-1]
    assert None is waits[-1]
    assert "platform_error" == (await view(ada.browser, execution))["status"]
    assert [] == worker.grader.jobs


async def test_a_stopped_worker_hands_its_grading_on_at_once(ada, problem, worker_of):
    execution = await submit(ada.browser, problem)
    working = asyncio.create_task(grading.grade(worker_of([ACCEPTED[0], 30.0]), execution))
    await until(ada.browser, execution, "compiled")
    working.cancel()
    with pytest.raises(asyncio.CancelledError):
        await working
    assert "queued" == (await view(ada.browser, execution))["status"]
    await grading.grade(worker_of(ACCEPTED), execution)
    assert "accepted" == (await view(ada.browser, execution))["verdict"]


async def test_what_a_dead_worker_held_is_queued_again(ada, problem, worker_of, sessions, clock):
    execution = await submit(ada.browser, problem)
    working = asyncio.create_task(grading.grade(worker_of([ACCEPTED[0], 30.0]), execution))
    await until(ada.browser, execution, "compiled")
    worker = worker_of(ACCEPTED)
    assert [] == await tasks.rescue_abandoned(worker)
    clock.advance(SILENT_AFTER + timedelta(seconds=1))
    assert [execution] == await tasks.rescue_abandoned(worker)
    assert [] == await tasks.rescue_abandoned(worker)  # once is enough
    assert ("queued", "retrying") == (
        (await view(ada.browser, execution))["status"],
        (await seen(ada.browser, execution))[-1],
    )
    await grading.grade(worker, execution)
    assert "accepted" == (await view(ada.browser, execution))["verdict"]
    working.cancel()
    await asyncio.gather(working, return_exceptions=True)
    assert "accepted" == (await view(ada.browser, execution))["verdict"]


async def test_many_that_are_left_at_once_get_another_job_some_at_a_time(
    *, ada, sign_in, problem, worker_of, sessions, monkeypatch
):
    monkeypatch.setattr(rescue, "AT_ONCE", 1)
    bob = await sign_in("bob@example.com")
    left = [await submit(each.browser, problem) for each in (ada, bob)]
    async with sessions.begin() as session:
        await session.execute(text("DELETE FROM procrastinate_jobs"))
    found = [await tasks.rescue_abandoned(worker_of()) for _ in left]
    assert [1, 1] == [len(each) for each in found]
    assert set(left) == {*found[0], *found[1]}


async def test_one_row_that_cannot_be_put_back_keeps_no_other_waiting(
    *, ada, sign_in, problem, worker_of, sessions, monkeypatch
):
    bob = await sign_in("bob@example.com")
    broken, whole = [await submit(each.browser, problem) for each in (ada, bob)]
    async with sessions.begin() as session:
        await session.execute(text("DELETE FROM procrastinate_jobs"))
    real = tasks.enqueue_grading

    async def enqueue(session, execution, **more: int):
        if execution.id == broken:
            raise KeyError("primitive")
        return await real(session, execution, **more)

    monkeypatch.setattr(tasks, "enqueue_grading", enqueue)
    assert [whole] == await tasks.rescue_abandoned(worker_of())
    monkeypatch.undo()
    assert [broken] == await tasks.rescue_abandoned(worker_of())


async def test_a_twist_that_cannot_be_read_waits_where_its_problem_does(ada, problem, sessions, monkeypatch):
    async with sessions() as session:
        version = (await session.execute(select(ProblemVersion.id))).scalar_one()
        usual = await grading.problems.need_of(session, version)
        assert usual == await grading.problems.need_of(session, version, "no such twist")


async def test_an_execution_whose_job_was_lost_gets_another(ada, problem, worker_of, sessions):
    execution = await submit(ada.browser, problem)
    async with sessions.begin() as session:
        await session.execute(text("DELETE FROM procrastinate_jobs"))
    assert [execution] == await tasks.rescue_abandoned(worker_of())
    async with sessions() as session:
        jobs = (await session.execute(text("SELECT id, status FROM procrastinate_jobs"))).all()
        row = await session.get(Execution, execution)
    assert [(row.job_id, "todo")] == [tuple(job) for job in jobs]


async def test_a_grading_that_kills_every_worker_ends_all_the_same(ada, problem, worker_of, sessions, clock):
    execution = await submit(ada.browser, problem)
    async with sessions.begin() as session:
        await session.execute(
            update(Execution).values(status="running", tries=MAX_TRIES, heartbeat_at=clock.now() - SILENT_AFTER)
        )
    assert None is await grading.grade(worker_of(), execution)
    assert "platform_error" == (await view(ada.browser, execution))["status"]


async def test_only_one_execution_of_a_kind_can_be_active_whatever_the_code_does(ada, problem, sessions):
    execution = await submit(ada.browser, problem)
    async with sessions() as session:
        row = await session.get(Execution, execution)
        columns = {
            column.name: getattr(row, column.name) for column in Execution.__table__.columns if column.name != "id"
        }
        session.add(Execution(**columns))
        with pytest.raises(IntegrityError):
            await session.flush()
