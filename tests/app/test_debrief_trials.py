"""After a submission in practice: what is tried in the background, once, and how it is told."""

import asyncio
import io
import json
import re
import zipfile
from datetime import timedelta

import pytest
from fastapi.sse import ServerSentEvent
from sqlalchemy import text

from app.attempts.grading import Worker
from app.attempts.stream import follow
from app.debrief import service, tasks
from app.kit.db import libpq_url
from app.kit.jobs import TryLater, new_app
from sandbox import events
from sandbox.job import Job
from tests.app.debriefing import CHECKS, GUARDED, WITHOUT, Grades, ask, graded, page, shown, worker
from tests.app.standin import ACCEPTED, StandIn, finished
from tests.app.workspace import work

__all__ = ["worker"]


async def test_guards_and_own_checks_are_tried_once_however_often_it_is_asked(ada, problem, worker, database_url):
    execution = await graded(ada, problem, worker, GUARDED, CHECKS)
    assert "unasked" == (await shown(ada, execution))["work"]["state"]
    first = (await ask(ada, execution)).json()
    assert {"state": "working", "done": 0, "total": 10, "failed": 0} == first["work"]
    await ask(ada, execution)
    queue = new_app(libpq_url(database_url), pool_size=4)
    tasks.register(queue, queue="background")
    async with queue.open_async():
        await work(queue, worker)
    await ask(ada, execution)
    found = await shown(ada, execution)
    assert {"state": "done", "done": 10, "total": 10, "failed": 0} == found["work"]
    assert [(6, "matters", ["oracle/random"])] == [
        (each["line"], each["state"], [check["check"] for check in each["broke"]]) for each in found["guards"]
    ]
    own = found["own"]
    assert (3, 3, [], 6) == (own["right"], own["accepted"], own["alarms"], own["wrong"])
    assert {"Zero_is_one.": ["test_zero"], "One_more.": ["test_zero"]} == {
        each["trap"]: each["by"] for each in own["caught"]
    }
    assert "Absolute." == own["hunt"]
    jobs = [job for job in worker.grader.jobs if job.owner.startswith("debrief")]
    assert {"practice"} == {job.priority for job in jobs}
    assert [worker.grader.jobs[0].seed] * 10 == [job.seed for job in jobs]
    assert 10 == len(jobs)


async def test_a_line_that_decides_what_was_left_open_is_told_as_such(ada, problem, sessions, clock):
    raises = events.PolicyOutcome(option="raise", state="inferred", staff={})
    otherwise = finished().model_copy(update={"policies": {"empty": raises}})
    worker = Worker(sessions, clock, Grades(ACCEPTED, [*ACCEPTED[:-1], otherwise]))
    execution = await graded(ada, problem, worker, GUARDED)
    await ask(ada, execution)
    await tasks.work(worker, execution)
    guard = (await shown(ada, execution))["guards"][0]
    assert ("decides", ["nothing has no double"]) == (guard["state"], guard["decides"])
    assert "decides otherwise: nothing has no double" in await page(ada, execution)


async def test_what_breaks_on_our_side_is_tried_again_and_then_told_as_ours(ada, problem, sessions, clock):
    grader = Grades(ACCEPTED, WITHOUT, broken=tasks.TRIES)
    worker = Worker(sessions, clock, grader)
    execution = await graded(ada, problem, worker, GUARDED)
    await ask(ada, execution)
    await tasks.work(worker, execution)
    found = await shown(ada, execution)
    assert (1, ["platform_error"]) == (found["work"]["failed"], [each["state"] for each in found["guards"]])
    assert "1 of 1 broke on our side" in await page(ada, execution)
    await ask(ada, execution)
    await tasks.work(worker, execution)
    assert 1 == (await shown(ada, execution))["work"]["failed"]
    await ask(ada, execution, again=True)
    await tasks.work(worker, execution)
    assert ["matters"] == [each["state"] for each in (await shown(ada, execution))["guards"]]


async def test_while_there_is_no_engine_trials_wait(ada, problem, sessions, clock):
    grader = Grades(ACCEPTED, WITHOUT, broken=1, away=True)
    worker = Worker(sessions, clock, grader)
    execution = await graded(ada, problem, worker, GUARDED)
    await ask(ada, execution)
    with pytest.raises(TryLater):
        await tasks.work(worker, execution)
    assert "working" == (await shown(ada, execution))["work"]["state"]
    await tasks.work(worker, execution)
    assert ["matters"] == [each["state"] for each in (await shown(ada, execution))["guards"]]


async def test_what_cannot_be_read_out_of_a_grading_is_told_as_ours_and_not_tried_for_ever(
    ada, problem, worker, monkeypatch
):
    def defect(*_: object):
        raise KeyError("oracle/gone")

    execution = await graded(ada, problem, worker, GUARDED)
    await ask(ada, execution)
    with monkeypatch.context() as patch:
        patch.setattr(tasks.trials, "found", defect)
        await tasks.work(worker, execution)
    assert "done" == (await shown(ada, execution))["work"]["state"]
    assert 1 == (await shown(ada, execution))["work"]["failed"]


async def test_what_a_stopped_worker_left_is_tried_by_another_without_anybody_looking(ada, problem, worker, session):
    execution = await graded(ada, problem, worker, GUARDED)
    await ask(ada, execution)
    assert [] == await tasks.rescue_abandoned(worker)
    await session.execute(text("UPDATE procrastinate_jobs SET status = 'failed' WHERE task_name = 'debrief:work'"))
    await session.commit()
    assert [execution] == await tasks.rescue_abandoned(worker)
    assert [] == await tasks.rescue_abandoned(worker)
    waiting = text("SELECT count(*) FROM procrastinate_jobs WHERE task_name = 'debrief:work' AND status = 'todo'")
    assert 1 == (await session.execute(waiting)).scalar_one()
    await session.execute(text("DELETE FROM procrastinate_jobs"))
    await session.commit()
    worker.clock.advance(tasks.RESCUED_FOR)
    assert [] == await tasks.rescue_abandoned(worker)


class Telling(Grades):
    """Own checks that make a name of what they read in the code beside them."""

    async def grade(self, job: Job):
        async for event in super().grade(job):
            read = {"name": "test_return_2_times_x", "state": "failed"}
            yield event.model_copy(update=read) if isinstance(event, events.OwnCheckDone) else event


async def test_a_name_that_is_not_written_down_tells_nothing_of_other_solutions(ada, problem, sessions, clock):
    worker = Worker(sessions, clock, Telling(ACCEPTED))
    execution = await graded(ada, problem, worker, checks=CHECKS)
    await ask(ada, execution)
    await tasks.work(worker, execution)
    told = await shown(ada, execution)
    assert ["a check whose name is not written down"] == told["own"]["alarms"]
    assert "return_2" not in json.dumps(told["own"])


async def test_what_is_tried_is_told_as_it_happens_until_nothing_more_is_to_come(
    *, app, ada, problem, worker, sessions, monkeypatch
):
    monkeypatch.setattr("app.attempts.stream.LOOK_AGAIN_SECONDS", 600.0)  # only being told makes it look
    execution = await graded(ada, problem, worker, GUARDED, CHECKS)
    address = f"/api/executions/{execution}/debrief/events"
    assert ["finished"] == re.findall(r"^event: (\w+)$", (await ada.browser.get(address)).text, re.MULTILINE)
    await ask(ada, execution)

    async def listen() -> list[ServerSentEvent]:
        return [event async for event in follow(sessions, app.state.hub, execution, 0, read=service.steps)]

    listening = asyncio.create_task(listen())
    await app.state.hub.connected.wait()
    await tasks.work(worker, execution)
    told = await asyncio.wait_for(listening, 60)
    assert ("finished", {"state": "done", "done": 10, "total": 10, "failed": 0}) == (told[-1].event, told[-1].data)
    assert {"tried"} == {event.event for event in told[:-1]}
    done = [event.data["done"] for event in told]
    assert sorted(done) == done
    again = await ada.browser.get(address, headers={"Last-Event-ID": told[-1].id})
    assert "event: finished" in again.text


async def test_a_lost_job_is_written_again_when_somebody_looks(ada, problem, worker, session):
    execution = await graded(ada, problem, worker, GUARDED)
    await ask(ada, execution)
    count = text("SELECT count(*) FROM procrastinate_jobs WHERE task_name = 'debrief:work'")
    await ask(ada, execution)
    assert 1 == (await session.execute(count)).scalar_one()
    await session.execute(text("DELETE FROM procrastinate_jobs WHERE task_name = 'debrief:work'"))
    await session.commit()
    await ask(ada, execution)
    assert 1 == (await session.execute(count)).scalar_one()


async def test_a_person_has_a_few_under_way_and_then_waits(ada, problem, sessions, clock):
    worker = Worker(sessions, clock, StandIn(*[ACCEPTED] * 4))
    answers = []
    for _ in range(4):
        execution = await graded(ada, problem, worker, GUARDED)
        clock.advance(timedelta(seconds=30))
        answers.append(await ask(ada, execution))
    assert [200, 200, 200, 429] == [answer.status_code for answer in answers]
    assert "10" == answers[-1].headers["Retry-After"]


async def test_without_guards_and_checks_there_is_nothing_to_try(ada, problem, worker):
    execution = await graded(ada, problem, worker)
    await ask(ada, execution)
    found = await shown(ada, execution)
    assert ("done", 0, False) == (found["work"]["state"], found["work"]["total"], found["own"]["written"])


async def test_what_was_tried_is_in_the_person_s_export_without_a_package_s_names(ada, problem, worker):
    execution = await graded(ada, problem, worker, GUARDED, CHECKS)
    await ask(ada, execution)
    await tasks.work(worker, execution)
    with zipfile.ZipFile(io.BytesIO((await ada.browser.get(f"/api/people/{ada.actor.id}/export")).content)) as zipped:
        name = next(name for name in zipped.namelist() if name.endswith("tried.json"))
        tried = json.loads(zipped.read(name))
    assert "if len(x) == 0:" == tried[0]["code"]
    assert ["test_zero"] in [each["failing"] for each in tried]
    assert "oracle/secret" not in json.dumps(tried)
    assert "solutions/" not in json.dumps(tried)
