import asyncio
import json
from datetime import timedelta
from uuid import UUID

import pytest
from procrastinate import App
from sqlalchemy import select, text, update
from sqlalchemy.exc import IntegrityError

from app.attempts import grading, repository, tasks
from app.attempts.grading import MAX_TRIES, SILENT_AFTER, Worker
from app.attempts.models import Execution, StaffDetail, Verdict
from app.attempts.stream import follow
from app.kit.db import libpq_url
from app.kit.jobs import new_app
from app.kit.notify import NotifyHub
from sandbox import events
from tests.app.packages import RIGHT
from tests.app.standin import ACCEPTED, StandIn, done, finished
from tests.app.workspace import open_workspace, submit

BROKEN = [events.Compiled(ok=True), events.PlatformError(message="the slot fell over")]


@pytest.fixture
def worker_of(sessions, clock):
    return lambda *gradings: Worker(sessions, clock, StandIn(*gradings))


async def seen(browser, execution: UUID) -> list[str]:
    return [event["type"] for event in (await browser.get(f"/api/executions/{execution}")).json()["events"]]


async def until(browser, execution: UUID, kind: str) -> None:
    async with asyncio.timeout(10):
        while kind not in await seen(browser, execution):  # noqa: ASYNC110 - it happens in the database, not here
            await asyncio.sleep(0.05)


async def view(browser, execution: UUID) -> dict:
    return (await browser.get(f"/api/executions/{execution}")).json()


async def test_a_grading_becomes_events_one_verdict_and_a_solved_attempt(ada, problem, worker_of, sessions):
    execution = await submit(ada.browser, problem)
    assert None is await grading.grade(worker_of(ACCEPTED), execution)
    result = await view(ada.browser, execution)
    assert ("finished", "accepted") == (result["status"], result["verdict"])
    assert ["queued", "started", "compiled", "check_started", "check_done", "check_done", "finished"] == [
        event["type"] for event in result["events"]
    ]
    assert list(range(1, 8)) == [event["seq"] for event in result["events"]]
    assert {"passed": 2, "failed": 0, "not_reached": 0, "total": 2}.items() <= result["events"][-1]["data"].items()
    assert (await open_workspace(ada.browser, problem))["attempt"]["solved"]
    async with sessions() as session:
        verdict = (await session.execute(select(Verdict))).scalar_one()
        execution_row = await session.get(Execution, execution)
    assert {"oracle/random": "passed", "oracle/secret": "failed_silently", "edge/zero": "passed"} == verdict.checks
    assert ("f", "d", "uid") == tuple(verdict.environment[key] for key in ("fingerprint", "digest", "jail"))
    assert execution_row.seed == verdict.seed
    assert verdict.grader_version


async def test_the_job_carries_the_source_as_submitted_and_only_the_judges_files(ada, problem, worker_of):
    execution = await submit(ada.browser, problem)
    worker = worker_of(ACCEPTED)
    await grading.grade(worker, execution)
    job = worker.grader.jobs[0]
    assert ("submit", RIGHT, "numpy") == (job.mode, job.source, job.environment)
    assert {"grader.py"} == set(job.package.files)


async def test_people_take_turns_and_practice_has_no_lease(ada, sign_in, problem, worker_of):
    worker = worker_of(ACCEPTED, ACCEPTED)
    bob = await sign_in("bob@example.org")
    for person in (ada, bob):
        await grading.grade(worker, await submit(person.browser, problem))
    first, second = worker.grader.jobs
    assert first.owner != second.owner
    assert [("practice", None)] * 2 == [(job.priority, job.lease) for job in worker.grader.jobs]


async def test_a_grading_that_waits_for_its_turn_is_told_as_waiting_and_counted(ada, sign_in, problem, worker_of):
    worker = worker_of(ACCEPTED)
    bob = await sign_in("bob@example.org")
    worker.grader.turn.clear()
    execution = await submit(ada.browser, problem)
    waiting = asyncio.create_task(grading.grade(worker, execution))
    while not worker.grader.jobs:  # noqa: ASYNC110 - taken up by another task
        await asyncio.sleep(0.01)
    assert ["queued"] == await seen(ada.browser, execution)
    (queued,) = (await view(bob.browser, await submit(bob.browser, problem)))["events"]
    assert {"position": 2} == queued["data"]
    worker.grader.turn.set()
    assert None is await waiting
    assert ["queued", "started"] == (await seen(ada.browser, execution))[:2]


async def test_nothing_for_staff_reaches_the_candidate(ada, problem, worker_of, sessions):
    execution = await submit(ada.browser, problem)
    rejected = [
        *ACCEPTED[:3],
        done("oracle/secret", "failed_silently"),
        done("edge/zero", "failed_loudly", error={"kind": "ValueError", "line": 3}, line=3),
        done("made/up", "failed_loudly"),
        finished("rejected"),
    ]
    await grading.grade(worker_of(rejected), execution)
    everything = json.dumps(await view(ada.browser, execution))
    stream = (await ada.browser.get(f"/api/executions/{execution}/events")).text
    page = (await ada.browser.get(problem)).text
    for secret in ("HIDDEN DATA", "oracle/secret", "only staff may see", "made/up", "counterexample", "from the judge"):
        assert secret not in everything
        assert secret not in stream
        assert secret not in page
    failed = next(
        e["data"] for e in (await view(ada.browser, execution))["events"] if e["data"].get("id") == "edge/zero"
    )
    assert ("Zero stays zero.", "What is twice nothing?", {"kind": "ValueError", "line": 3}, 3) == tuple(
        failed[key] for key in ("property", "hint", "error", "line")
    )
    async with sessions() as session:
        kept = (await session.execute(select(StaffDetail.data).where(StaffDetail.type == "check_done"))).scalars().all()
    assert {"HIDDEN DATA"} == {each["staff"]["counterexample"] for each in kept}
    assert {"nan"} == {each["staff"]["p"] for each in kept}


async def test_what_a_check_asks_is_told_only_once_it_ran(ada, problem, worker_of):
    boot = await open_workspace(ada.browser, problem)
    assert ["oracle/random", "edge/zero"] == [check["id"] for check in boot["problem"]["check_ids"]]
    execution = await submit(ada.browser, problem, "def double(:")
    error = events.CodeError(state="syntax_error", kind="SyntaxError", line=1, message="invalid syntax")
    unreached = [done("oracle/random", "not_reached"), done("edge/zero", "not_reached")]
    await grading.grade(
        worker_of([events.Compiled(ok=False, error=error), *unreached, finished("rejected")]), execution
    )
    told = json.dumps(boot) + json.dumps(await view(ada.browser, execution))
    assert "invalid syntax" in told
    for untold in ("Every value is doubled", "Zero stays zero", "What is twice nothing?"):
        assert untold not in told


async def test_a_run_has_no_verdict_and_solves_nothing(ada, problem, worker_of, sessions):
    execution = await submit(ada.browser, problem, kind="runs")
    example = events.ExampleDone(
        name="two numbers",
        state="passed",
        input="x = [1, 2]",
        expected="[2, 4]",
        got="[2, 4]",
        output="hello\n",
        truncated=False,
        error=None,
        note="",
    )
    await grading.grade(worker_of([events.Compiled(ok=True), example, finished("completed")]), execution)
    result = await view(ada.browser, execution)
    assert ("finished", None) == (result["status"], result["verdict"])
    assert "hello\n" == result["events"][-2]["data"]["output"]
    assert (1, 1) == (result["passed"], result["total"])
    listed = (await open_workspace(ada.browser, problem))["executions"]
    assert [(str(execution), 1, 1)] == [(each["id"], each["passed"], each["total"]) for each in listed]
    async with sessions() as session:
        assert [] == list((await session.execute(select(Verdict))).scalars())


async def test_the_same_job_twice_leaves_one_verdict(ada, problem, worker_of):
    execution = await submit(ada.browser, problem)
    worker = worker_of(ACCEPTED, [*ACCEPTED[:-1], finished("rejected")])
    assert [None, None] == [await grading.grade(worker, execution) for _ in range(2)]
    assert 1 == len(worker.grader.jobs)
    assert "accepted" == (await view(ada.browser, execution))["verdict"]


async def test_a_worker_that_was_taken_for_dead_cannot_finish_what_another_has_taken_up(ada, problem, worker_of, clock):
    execution = await submit(ada.browser, problem)
    wakes_late = worker_of([ACCEPTED[0], 1.0, *ACCEPTED[1:-1], finished("rejected")])
    first = asyncio.create_task(grading.grade(wakes_late, execution))
    await until(ada.browser, execution, "compiled")
    second = worker_of([ACCEPTED[0], 2.0, *ACCEPTED[1:]])
    assert None is await grading.grade(second, execution)
    assert [] == second.grader.jobs  # the first one is alive: nothing to do
    clock.advance(SILENT_AFTER)
    await asyncio.gather(first, grading.grade(second, execution))
    result = await view(ada.browser, execution)
    assert ("finished", "accepted") == (result["status"], result["verdict"])
    assert ["queued", "started", "compiled", "retrying", "started", "compiled"] == [
        event["type"] for event in result["events"] if not event["type"].startswith("check")
    ][:6]
    assert 1 == [event["type"] for event in result["events"]].count("finished")


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


async def test_the_stream_gives_what_happened_and_ends(ada, problem, worker_of):
    execution = await submit(ada.browser, problem)
    await grading.grade(worker_of(ACCEPTED), execution)
    answer = await ada.browser.get(f"/api/executions/{execution}/events")
    assert answer.headers["content-type"].startswith("text/event-stream")
    ids = [line.removeprefix("id: ") for line in answer.text.splitlines() if line.startswith("id: ")]
    assert [str(number) for number in range(1, 8)] == ids
    assert "event: finished" in answer.text


@pytest.mark.parametrize(("last", "first"), [("3", 4), ("0", 1), ("nonsense", 1), ("-1", 1), ("٣", 1), ("9" * 30, 1)])
async def test_the_stream_resumes_after_the_last_event_seen(ada, problem, worker_of, last, first):
    execution = await submit(ada.browser, problem)
    await grading.grade(worker_of(ACCEPTED), execution)
    headers = {"last-event-id": last.encode()}
    answer = await ada.browser.get(f"/api/executions/{execution}/events", headers=headers)
    ids = [int(line.removeprefix("id: ")) for line in answer.text.splitlines() if line.startswith("id: ")]
    assert list(range(first, 8)) == ids


async def test_the_stream_shows_events_while_they_happen(app, ada, problem, worker_of, sessions):
    execution = await submit(ada.browser, problem)
    types = []

    async def watch():
        async for event in follow(sessions, app.state.hub, execution, 1):
            types.append(event.event)  # noqa: PERF401 - looked at while it grows

    watching = asyncio.create_task(watch())
    working = asyncio.create_task(grading.grade(worker_of([*ACCEPTED[:2], 1.0, *ACCEPTED[2:]]), execution))
    async with asyncio.timeout(5):
        while "check_started" not in types:  # noqa: ASYNC110 - the stream under test is what fills it
            await asyncio.sleep(0.02)
    assert "finished" not in types
    await working
    await asyncio.wait_for(watching, 5)
    assert "finished" == types[-1]


async def test_streams_end_when_the_server_stops(database_url, ada, problem, sessions):
    execution = await submit(ada.browser, problem)
    hub = NotifyHub(libpq_url(database_url), grading.CHANNEL)
    hub.start()
    stream = follow(sessions, hub, execution, 0)
    assert "queued" == (await anext(stream)).event
    waiting = asyncio.create_task(anext(stream, None))
    await asyncio.sleep(0.1)
    hub.stop_waiting()
    assert None is await asyncio.wait_for(waiting, 5)
    await hub.close()


@pytest.fixture
async def queue(database_url):
    app = new_app(libpq_url(database_url), pool_size=4)
    tasks.register(app)
    async with app.open_async():
        yield app


async def work(queue: App, worker: Worker) -> None:
    """Work until nothing is left that is due."""
    await queue.run_worker_async(
        wait=False, install_signal_handlers=False, listen_notify=False, additional_context={"worker": worker}
    )


async def test_the_queue_brings_the_job_to_the_grader(ada, problem, worker_of, queue):
    execution = await submit(ada.browser, problem)
    await work(queue, worker_of(ACCEPTED))
    assert "accepted" == (await view(ada.browser, execution))["verdict"]


async def test_a_fault_comes_back_to_the_queue_for_later(ada, problem, worker_of, queue, sessions):
    execution = await submit(ada.browser, problem)
    await work(queue, worker_of(BROKEN))
    async with sessions.begin() as session:
        job = (
            await session.execute(
                text("SELECT status, scheduled_at > now() FROM procrastinate_jobs WHERE task_name = 'attempts:grade'")
            )
        ).one()
        await session.execute(text("UPDATE procrastinate_jobs SET scheduled_at = now()"))
    assert ("todo", True) == tuple(job)
    await work(queue, worker_of(ACCEPTED))
    assert "accepted" == (await view(ada.browser, execution))["verdict"]


async def test_the_rescue_takes_jobs_from_dead_workers(ada, problem, worker_of, queue, sessions):
    """A worker that died right after it took the job: no heartbeat of its own, nothing begun."""
    execution = await submit(ada.browser, problem)
    async with sessions.begin() as session:
        await session.execute(
            text("INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now() - interval '1 hour')")
        )
        await session.execute(
            text(
                "UPDATE procrastinate_jobs SET status = 'doing', worker_id = (SELECT max(id) FROM procrastinate_workers)"
            )
        )
    await queue.configure_task("attempts:rescue").defer_async(timestamp=0)
    await work(queue, worker_of(ACCEPTED))
    assert "accepted" == (await view(ada.browser, execution))["verdict"]


async def test_tidying_forgets_old_sessions(ada, queue, worker_of, clock):
    clock.advance(timedelta(days=30))
    await queue.configure_task("attempts:tidy").defer_async(timestamp=0)
    await work(queue, worker_of())
    clock._now -= timedelta(days=30)
    assert 303 == (await ada.browser.get("/practice")).status_code


async def test_positions_in_the_queue_are_told(ada, sign_in, problem):
    await submit(ada.browser, problem)
    bob = (await sign_in("bob@example.com")).browser
    second = await submit(bob, problem)
    assert {"position": 2} == (await view(bob, second))["events"][0]["data"]


async def test_a_beat_of_an_older_try_says_nothing(ada, problem, sessions, clock):
    execution = await submit(ada.browser, problem)
    async with sessions.begin() as session:
        await session.execute(update(Execution).values(status="running", tries=2))
    async with sessions.begin() as session:
        assert [False, True] == [await repository.beat(session, execution, tries, clock.now()) for tries in (1, 2)]
