"""The way of a job through the queue, and of its events to whoever watches."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
from sqlalchemy import text, update
from sqlalchemy.exc import OperationalError
from sqlalchemy.ext.asyncio import AsyncSession

from app.attempts import grading, record, repository, stream, tasks
from app.attempts.lines import QUEUE
from app.attempts.models import Execution
from app.attempts.stream import follow
from app.identity import resets
from app.kit.db import create_engine, create_sessionmaker, libpq_url, request_session
from app.kit.jobs import enqueue, new_app
from app.kit.notify import NotifyHub
from sandbox import events
from tests.app.standin import ACCEPTED
from tests.app.workspace import submit, view, work

BROKEN = [events.Compiled(ok=True), events.PlatformError(message="the slot fell over")]


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
    seen = asyncio.Event()
    working = asyncio.create_task(grading.grade(worker_of([*ACCEPTED[:2], seen, *ACCEPTED[2:]]), execution))
    async with asyncio.timeout(30):
        while "check_started" not in types:  # noqa: ASYNC110 - the stream under test is what fills it
            await asyncio.sleep(0.02)
    assert "finished" not in types
    seen.set()
    await working
    await asyncio.wait_for(watching, 30)
    assert "finished" == types[-1]


async def test_a_database_lost_just_before_a_stream_begins_is_said_in_place_of_it(app, ada, problem, sessions):
    execution = await submit(ada.browser, problem)

    async def lost() -> AsyncIterator[AsyncSession]:
        async with sessions() as session:
            yield session
        raise OperationalError("COMMIT", {}, Exception("terminating connection"))

    app.dependency_overrides[request_session] = lost
    try:
        answer = await ada.browser.get(f"/api/executions/{execution}/events")
    finally:
        app.dependency_overrides.clear()
    assert (503, "about:holdout:unavailable") == (answer.status_code, answer.json()["type"])


async def test_one_stream_too_many_of_a_person_is_refused_and_disturbs_no_other(
    *, app, ada, sign_in, problem, worker_of, monkeypatch
):
    monkeypatch.setattr(stream, "PER_PERSON", 1)
    bob = await sign_in("bob@example.com")
    ids = [await submit(person.browser, problem) for person in (ada, bob)]
    following = [
        asyncio.create_task(person.browser.get(f"/api/executions/{execution}/events"))
        for person, execution in zip((ada, bob), ids, strict=True)
    ]
    async with asyncio.timeout(30):
        while len(app.state.streams._open) < 2:  # noqa: ASYNC110 - the streams under test fill it
            await asyncio.sleep(0.02)
    refused = await ada.browser.get(f"/api/executions/{ids[0]}/events")
    assert (429, "2") == (refused.status_code, refused.headers["retry-after"])
    assert refused.json()["type"].endswith("too-many-requests")
    for execution in ids:
        await grading.grade(worker_of(ACCEPTED), execution)
    assert all("event: finished" in answer.text for answer in await asyncio.gather(*following))
    assert 200 == (await ada.browser.get(f"/api/executions/{ids[0]}/events")).status_code
    assert {} == app.state.streams._open


async def test_streams_end_when_the_server_stops(database_url, ada, problem, sessions):
    execution = await submit(ada.browser, problem)
    hub = NotifyHub(libpq_url(database_url), record.CHANNEL)
    hub.start()
    stream = follow(sessions, hub, execution, 0)
    assert "queued" == (await anext(stream)).event
    waiting = asyncio.create_task(anext(stream, None))
    await asyncio.sleep(0.1)
    hub.stop_waiting()
    assert None is await asyncio.wait_for(waiting, 30)
    await hub.close()


async def test_a_stream_whose_database_is_lost_ends_and_can_be_opened_again(app, ada, problem, sessions):
    execution = await submit(ada.browser, problem)
    nowhere = create_engine("postgresql://nobody@127.0.0.1:1/nothing")
    hub = app.state.hub
    assert [] == [event async for event in follow(create_sessionmaker(nowhere), hub, execution, 0)]
    assert "queued" == (await anext(follow(sessions, hub, execution, 0))).event
    await nowhere.dispose()


@pytest.fixture
async def queue(database_url):
    app = new_app(libpq_url(database_url), pool_size=4)
    tasks.register(app)
    async with app.open_async():
        yield app


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


async def test_the_rescue_ends_what_dead_workers_held_of_every_other_line(queue, worker_of, session):
    """A periodic task that hangs in a dead worker's hands would keep its next turns waiting for ever."""
    silent = "INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now() - interval '1 hour') RETURNING id"
    values = {"worker": (await session.execute(text(silent))).scalar_one()}
    for name in ("studio:rescue", "mail:sweep", "trust:deliver", resets.TASK):
        await enqueue(session, name, queue=name.partition(":")[0], priority=0)
    await session.execute(text("UPDATE procrastinate_jobs SET status = 'doing', worker_id = :worker"), values)
    await session.commit()
    await queue.configure_task("attempts:rescue").defer_async(timestamp=0)
    await work(queue, worker_of())
    held = text("SELECT task_name FROM procrastinate_jobs WHERE status = 'doing'")
    assert [] == (await session.execute(held)).scalars().all()
    # Nobody would look for a wish for a new password whose job is gone.
    kept = text("SELECT status FROM procrastinate_jobs WHERE task_name = :task")
    assert ["todo"] == (await session.execute(kept, {"task": resets.TASK})).scalars().all()


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
    assert {"position": 2, "taken": False} == (await view(bob, second))["events"][0]["data"]


async def test_a_beat_of_an_older_try_says_nothing(ada, problem, sessions, clock):
    execution = await submit(ada.browser, problem)
    async with sessions.begin() as session:
        await session.execute(update(Execution).values(status="running", tries=2))
    async with sessions.begin() as session:
        assert [False, True] == [await repository.beat(session, execution, tries, clock.now()) for tries in (1, 2)]


async def test_a_job_of_another_release_waits_for_a_worker_that_knows_it(app, worker_of, queue, sessions):
    async with sessions.begin() as session:
        job = await enqueue(session, "newer:thing", queue=QUEUE, priority=0, new_argument="x")
    await work(queue, worker_of())
    told = "SELECT status, attempts, scheduled_at > now() FROM procrastinate_jobs WHERE id = :job"
    async with sessions() as session:
        assert ("todo", 1, True) == tuple((await session.execute(text(told), {"job": job})).one())
    done = []

    async def thing(new_argument):
        done.append(new_argument)

    queue.task(name="newer:thing", queue=QUEUE)(thing)
    async with sessions.begin() as session:
        await session.execute(text("UPDATE procrastinate_jobs SET scheduled_at = now()"))
    await work(queue, worker_of())
    assert ["x"] == done


async def test_a_job_that_no_worker_has_known_for_an_hour_is_stuck(app, worker_of, queue, sessions):
    async with sessions.begin() as session:
        job = await enqueue(session, "older:thing", queue=QUEUE, priority=0)
        await session.execute(text("UPDATE procrastinate_jobs SET attempts = 360 WHERE id = :job"), {"job": job})
    await work(queue, worker_of())
    async with sessions() as session:
        status = await session.execute(text("SELECT status FROM procrastinate_jobs WHERE id = :job"), {"job": job})
        assert "failed" == status.scalar_one()
