"""What an operator sees and does: queues, workers, faults; drain a worker, put a job back. Real rows, a real queue."""

import asyncio
import json
from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import func, select, text

from app import worker as working
from app.attempts import grading, lines, presence, tasks
from app.attempts.models import WorkerPresence
from app.audit.models import AuditEntry
from app.identity.actor import Role
from app.kit import jobs
from app.kit.db import libpq_url
from app.kit.notify import listen
from app.settings import Settings
from sandbox.events import PlatformError
from tests.app.standin import ACCEPTED
from tests.app.workspace import submit

SANDBOX = {
    "jail": "userns",
    "jail_refused": None,
    "runtime": "runc",
    "engine": "27.1",
    "slots": {"total": 4, "running": 1, "waiting": 2, "idle": 3},
    "environments": {"judge": "def", "numpy": "abc"},
    "memory_mb": 512,
}


@pytest.fixture
async def operator(sign_in):
    return await sign_in("operator@example.com", Role.ADMIN)


@pytest.fixture
def grade_all(database_url, worker_of):
    """Works off the queue as a worker does."""

    async def work() -> None:
        queue = jobs.new_app(libpq_url(database_url), pool_size=3)
        tasks.register(queue)
        async with queue.open_async():
            await queue.run_worker_async(
                queues=list(lines.queues()),
                wait=False,
                install_signal_handlers=False,
                listen_notify=False,
                additional_context={"worker": worker_of(ACCEPTED)},
            )

    return work


@pytest.fixture
async def a_worker(app, database_url, monkeypatch):
    """The real worker's loop with its queue; only the engine is taken for ready and never starts anything."""

    async def well(_engine) -> dict:
        return SANDBOX

    monkeypatch.setattr(working.standing, "of", well)
    stop = asyncio.Event()
    running = asyncio.create_task(working.run(Settings(sandbox_slots=1), database_url, stop))
    yield
    stop.set()
    await running


async def told(operator) -> dict:
    answer = await operator.browser.get("/api/operator")
    assert 200 == answer.status_code, answer.text
    return answer.json()


async def plant_worker(sessions, *, silent: int = 0, trouble: str | None = None) -> str:
    row = WorkerPresence(id=uuid4(), host="grader-1", pid=7, version="0.1.0", trouble=trouble, sandbox=SANDBOX)
    row.started_at, row.seen_at = func.now(), func.now() - timedelta(seconds=silent)
    async with sessions.begin() as session:
        session.add(row)
    return str(row.id)


async def test_what_pages_tell_of_proxies_is_counted_and_shown_for_a_week(ada, operator, clock):
    for _ in range(2):
        told_by_a_page = await ada.browser.post("/api/connection-troubles", json={"kind": "events_held_back"})
        assert 204 == told_by_a_page.status_code, told_by_a_page.text
    assert [("events_held_back", 2)] == [(each["kind"], each["times"]) for each in (await told(operator))["troubles"]]
    page = (await operator.browser.get("/operator")).text
    assert "Results are held back" in page
    assert "2 times" in page
    clock.advance(timedelta(days=8))
    assert [] == (await told(operator))["troubles"]


async def test_a_page_tells_of_nothing_else(ada):
    assert 422 == (await ada.browser.post("/api/connection-troubles", json={"kind": "<b>"})).status_code


async def failed_job(sessions) -> int:
    async with sessions.begin() as session:
        job = await jobs.enqueue(session, "mail:send", queue="mail", priority=0)
        await session.execute(
            text("UPDATE procrastinate_jobs SET status = 'failed', attempts = 3 WHERE id = :id"), {"id": job}
        )
    return job


async def test_what_waits_is_told_by_line_with_its_oldest(operator, ada, problem):
    await submit(ada.browser, problem)
    await submit(ada.browser, problem, kind="runs")
    (line,) = (await told(operator))["lines"]
    assert ("grading", "practice", 2, 0) == (line["queue"], line["priority"], line["waiting"], line["failed"])
    assert 0 <= line["oldest_seconds"] < 60


async def test_workers_are_told_with_slots_jail_and_what_keeps_them(operator, sessions):
    await plant_worker(sessions)
    await plant_worker(sessions, trouble="no Docker engine answers. Start it.")
    await plant_worker(sessions, silent=100)
    found = (await told(operator))["workers"]
    assert {"ready", "troubled", "silent"} == {each["state"] for each in found}
    ready = next(each for each in found if each["state"] == "ready")
    assert (SANDBOX["slots"], "userns", SANDBOX["environments"], None) == tuple(
        ready[name] for name in ("slots", "jail", "environments", "silent_seconds")
    )
    assert 100 <= next(each["silent_seconds"] for each in found if each["state"] == "silent") < 200


async def test_a_grading_that_is_held_and_one_that_broke_are_told_without_their_texts(
    operator, ada, problem, worker_of, sessions
):
    broken = await submit(ada.browser, problem, "SECRET = 1")
    async with sessions.begin() as session:
        await session.execute(text("UPDATE executions SET tries = :most"), {"most": grading.MAX_TRIES - 1})
    await grading.grade(worker_of([PlatformError(message="no engine")]), broken)
    held = await submit(ada.browser, problem, "SECRET = 2")
    async with sessions.begin() as session:
        await session.execute(text("UPDATE executions SET status = 'running' WHERE id = :id"), {"id": held})
    answer = await operator.browser.get("/api/operator")
    assert [str(held)] == [each["execution"] for each in answer.json()["held"]]
    (fault,) = answer.json()["faults"]
    assert (str(broken), grading.MAX_TRIES, 16) == (fault["execution"], fault["tries"], len(fault["request_id"]))
    page = await operator.browser.get("/operator")
    for text_ in (answer.text, page.text):
        assert "SECRET" not in text_
        assert "ada" not in text_.replace("dataset", "")


async def test_the_database_is_told_with_its_schema_and_rooms_by_number(operator):
    found = await told(operator)
    assert found["database"]["revision"] == found["database"]["newest_revision"]
    assert found["database"]["megabytes"] > 0
    assert 0 < found["database"]["connections"] <= found["database"]["most_connections"]
    assert {"open": 0, "connections": 0} == found["rooms"]


async def test_the_page_costs_nothing_while_nothing_changes(operator, ada, problem, sessions):
    first = await operator.browser.get("/operator")
    tag = {"if-none-match": first.headers["etag"]}
    for _ in range(5):  # the number of connections may have changed meanwhile
        again = await operator.browser.get("/operator", headers=tag)
        if again.status_code == 304:
            break
        tag = {"if-none-match": again.headers["etag"]}
    assert (304, b"") == (again.status_code, again.content)
    await plant_worker(sessions)
    changed = await operator.browser.get("/operator", headers=tag)
    assert 200 == changed.status_code
    assert "grader-1" in changed.text


async def test_a_drain_is_on_record_and_can_be_taken_back(operator, sessions):
    worker_id = await plant_worker(sessions)
    assert 303 == (await operator.browser.post(f"/operator/workers/{worker_id}/drain")).status_code
    assert ["draining"] == [each["state"] for each in (await told(operator))["workers"]]
    body = {"draining": False}
    assert 204 == (await operator.browser.put(f"/api/operator/workers/{worker_id}/draining", json=body)).status_code
    assert ["ready"] == [each["state"] for each in (await told(operator))["workers"]]
    async with sessions() as session:
        entries = (await session.execute(select(AuditEntry).order_by(AuditEntry.number))).scalars().all()
    acts = [(entry.action, entry.subject_id, entry.facts) for entry in entries if entry.subject_kind == "worker"]
    assert [(name, worker_id, {"host": "grader-1"}) for name in ("worker_drained", "worker_resumed")] == acts


async def test_a_job_that_is_put_back_is_told_to_workers_at_once(operator, sessions, database_url):
    job = await failed_job(sessions)
    heard, listening = asyncio.Queue(), asyncio.Event()
    told = asyncio.create_task(
        listen(libpq_url(database_url), "procrastinate_queue_v1#mail", heard.put_nowait, listening)
    )
    await listening.wait()
    assert "" == await heard.get()
    assert 204 == (await operator.browser.post(f"/api/operator/jobs/{job}/requeue")).status_code
    assert {"type": "job_inserted", "job_id": job} == json.loads(await asyncio.wait_for(heard.get(), 30))
    told.cancel()


async def test_a_job_that_failed_waits_again_and_no_other_can_be_put_back(operator, ada, problem, sessions):
    job = await failed_job(sessions)
    await submit(ada.browser, problem)
    (stuck,) = (await told(operator))["stuck"]
    assert (job, "mail:send", "failed", 3) == tuple(stuck[name] for name in ("job", "task", "state", "attempts"))
    assert 204 == (await operator.browser.post(f"/api/operator/jobs/{job}/requeue")).status_code
    assert [] == (await told(operator))["stuck"]
    async with sessions() as session:
        states = (await session.execute(text("SELECT status FROM procrastinate_jobs ORDER BY id"))).scalars().all()
        waiting = (
            await session.execute(text("SELECT id FROM procrastinate_jobs WHERE id <> :id"), {"id": job})
        ).scalar()
        actions = (await session.execute(select(AuditEntry.action))).scalars().all()
    assert {"todo"} == set(states)
    assert "job_requeued" in actions
    for other in (job, waiting, 10**9, 10**17):
        assert 404 == (await operator.browser.post(f"/api/operator/jobs/{other}/requeue")).status_code


async def test_a_job_in_the_hands_of_a_worker_that_lives_is_not_stuck(operator, ada, problem, sessions, grade_all):
    """One whose worker is gone is, and after it was put back it is graded."""
    execution = await submit(ada.browser, problem)
    async with sessions.begin() as session:
        await session.execute(text("INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now())"))
        await session.execute(
            text(
                "UPDATE procrastinate_jobs SET status = 'doing', worker_id = (SELECT max(id) FROM procrastinate_workers)"
            )
        )
    assert [] == (await told(operator))["stuck"]
    async with sessions.begin() as session:
        await session.execute(text("UPDATE procrastinate_workers SET last_heartbeat = now() - interval '1 hour'"))
    (stuck,) = (await told(operator))["stuck"]
    assert ("silent", str(execution)) == (stuck["state"], stuck["execution"])
    assert 303 == (await operator.browser.post(f"/operator/jobs/{stuck['job']}/requeue")).status_code
    await grade_all()
    assert "accepted" == (await ada.browser.get(f"/api/executions/{execution}")).json()["verdict"]


async def test_a_drained_worker_takes_nothing_until_it_may_again(operator, ada, problem, a_worker):
    worker_id = await _until(operator, "ready")
    await operator.browser.post(f"/operator/workers/{worker_id}/drain")
    await asyncio.sleep(presence.HEARTBEAT.total_seconds() + 3)
    execution = await submit(ada.browser, problem)
    await asyncio.sleep(2)
    address = f"/api/executions/{execution}"
    assert "queued" == (await ada.browser.get(address)).json()["status"]
    await operator.browser.post(f"/operator/workers/{worker_id}/resume")
    async with asyncio.timeout(60):
        while (await ada.browser.get(address)).json()["status"] == "queued":  # noqa: ASYNC110 - a row is waited for
            await asyncio.sleep(0.2)


async def _until(operator, state: str) -> str:
    async with asyncio.timeout(60):
        while not (found := [each["id"] for each in (await told(operator))["workers"] if each["state"] == state]):  # noqa: ASYNC110 - the same
            await asyncio.sleep(0.2)
    return found[0]


async def test_only_administrators_operate(sign_in, sessions):
    worker_id, job = await plant_worker(sessions), await failed_job(sessions)
    for role in (Role.AUTHOR, Role.INTERVIEWER, Role.REVIEWER, Role.CANDIDATE):
        person = await sign_in(f"{role}@example.com", role)
        for method, path in (
            ("GET", "/operator"),
            ("GET", "/api/operator"),
            ("POST", f"/operator/workers/{worker_id}/drain"),
            ("POST", f"/api/operator/jobs/{job}/requeue"),
        ):
            assert 403 == (await person.browser.request(method, path)).status_code, (role, path)
