"""After a submission in practice: what is shown, who may see it, and what is tried in the background, once."""

import asyncio
import io
import json
import re
import zipfile
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from fastapi.sse import ServerSentEvent
from sqlalchemy import select, text

from app.attempts import grading
from app.attempts.grading import Worker
from app.attempts.models import Execution, OpenedSolution
from app.attempts.stream import follow
from app.debrief import service, tasks
from app.identity.actor import Role
from app.kit.db import libpq_url
from app.kit.jobs import new_app
from app.problems import upgrades
from sandbox import events
from sandbox.job import Job
from tests.app import interview, packages
from tests.app.packages import RIGHT
from tests.app.standin import ACCEPTED, StandIn, done, finished
from tests.app.workspace import open_workspace, save, submit, work

GUARDED = """\
import numpy as np


def double(x):
    # nothing in, an empty result out
    if len(x) == 0:
        return np.zeros(0)
    return 2.0 * np.asarray(x, dtype=float)
"""
CHECKS = "def test_zero():\n    assert double([0.0])[0] == 0\n"
LEAKS = [
    events.Compiled(ok=True),
    done("oracle/random", "failed_silently"),
    done("oracle/secret", "failed_silently"),
    done("edge/zero"),
    finished("rejected"),
]
WITHOUT = [
    events.Compiled(ok=True),
    done("oracle/random", "failed_loudly"),
    done("oracle/secret", "failed_loudly"),
    done("edge/zero"),
    finished("rejected"),
]


class Grades(StandIn):
    """Grades submissions as told, and own checks by the source they run on; `broken` gradings fall over first."""

    def __init__(self, *gradings: Any, broken: int = 0) -> None:
        super().__init__(*gradings)
        self.broken = broken

    async def grade(self, job: Job):
        if job.owner.startswith("debrief") and self.broken:
            self.broken -= 1
            self.jobs.append(job)
            yield events.PlatformError(message="the slot fell over")
        elif job.mode == "run":
            self.jobs.append(job)
            state = "failed" if "np.where" in job.source or "+ 1" in job.source else "passed"
            yield events.Compiled(ok=True)
            yield events.OwnCheckDone(name="test_zero", state=state, message="", line=1, output="")
            yield finished("completed")
        else:
            async for event in super().grade(job):
                yield event


@pytest.fixture
def worker(sessions, clock):
    return Worker(sessions, clock, Grades(ACCEPTED, WITHOUT, WITHOUT))


async def graded(person, problem, worker, solution=RIGHT, checks=""):
    boot = await open_workspace(person.browser, problem)
    revision = await save(person.browser, boot, solution, checks)
    address = f"/api/attempts/{boot['attempt']['id']}/submissions"
    execution = UUID((await person.browser.post(address, json={"revision": revision})).json()["id"])
    await grading.grade(worker, execution)
    return execution


async def shown(person, execution):
    answer = await person.browser.get(f"/api/executions/{execution}/debrief")
    assert 200 == answer.status_code, answer.text
    return answer.json()


async def page(person, execution, path="debrief"):
    answer = await person.browser.get(f"/executions/{execution}/{path}")
    assert 200 == answer.status_code, answer.text
    return answer.text


async def ask(person, execution, **query: Any):
    return await person.browser.post(f"/api/executions/{execution}/debrief", params=query, json={})


async def test_what_broke_is_told_as_properties_with_mistake_and_recovery(ada, problem, sessions, clock):
    execution = await graded(ada, problem, Worker(sessions, clock, StandIn(LEAKS)))
    found = await shown(ada, execution)
    assert [("oracle/random", "Every value is doubled.", "failed_silently")] == [
        (each["check"], each["property"], each["state"]) for each in found["broke"]
    ]
    mistakes = {each["id"]: each for each in found["mistakes"]}
    assert {"pure_coding": False, "no_validation": True} == {name: each["proxy"] for name, each in mistakes.items()}
    assert ["Every value is doubled."] == mistakes["pure_coding"]["showed"]
    assert mistakes["pure_coding"]["aloud"]
    assert mistakes["pure_coding"]["recovery"]
    assert None is found["stop"]


async def test_nothing_hidden_is_on_any_of_it(ada, problem, sessions, clock):
    all_passed = [done(each) for each in ("oracle/random", "oracle/secret", "edge/zero")]
    worker = Worker(sessions, clock, Grades([ACCEPTED[0], *all_passed, finished()], WITHOUT))
    execution = await graded(ada, problem, worker, GUARDED, CHECKS)
    await ask(ada, execution)
    await tasks.work(worker, execution)
    told = [await shown(ada, execution)]
    assert ["oracle/random"] == [each["check"] for each in told[0]["guards"][0]["broke"]]
    told += [await page(ada, execution, part) for part in ("debrief", "debrief/part")]
    for each in told:
        text_of = json.dumps(each)
        for secret in ("HIDDEN", "only staff", "oracle/secret", "solutions/", "np.where(x == 0"):
            assert secret not in text_of


async def test_a_decision_is_told_beside_what_was_said_of_it(ada, problem, worker):
    execution = await graded(ada, problem, worker, GUARDED)
    decision = (await shown(ada, execution))["decisions"][0]
    assert ("empty", "an empty result") == (decision["id"], decision["meaning"])
    assert "unstated_but_consistent" == decision["word"]


async def test_a_decision_that_was_stated_and_not_kept_is_quoted(ada, problem, worker):
    said = GUARDED.replace("nothing in, an empty result out", "nothing in the list: raise ValueError <b>loudly</b>")
    execution = await graded(ada, problem, worker, said)
    decision = (await shown(ada, execution))["decisions"][0]
    assert ("stated_but_contradicted", "raises ValueError", 5) == (
        decision["word"],
        decision["stated"],
        decision["said"]["line"],
    )
    assert "raise ValueError &lt;b&gt;loudly&lt;/b&gt;" in await page(ada, execution)


async def test_what_was_said_to_the_coach_counts_as_it_stood_when_it_was_handed_in(ada, problem, worker, clock):
    boot = await open_workspace(ada.browser, problem)
    outline = f"/api/attempts/{boot['attempt']['id']}/statements/outline"
    await ada.browser.put(outline, json={"text": "With nothing in the list I raise ValueError."})
    clock.advance(timedelta(seconds=30))
    execution = await graded(ada, problem, worker, GUARDED)
    decision = (await shown(ada, execution))["decisions"][0]
    assert ("stated_but_contradicted", "outline", None) == (
        decision["word"],
        decision["said"]["kind"],
        decision["said"]["line"],
    )
    clock.advance(timedelta(seconds=30))
    await ada.browser.put(outline, json={"text": "With nothing in the list an empty result comes out."})
    assert (await shown(ada, execution))["decisions"][0]["said"] is None


async def test_solved_says_stop_and_going_on_is_told(ada, problem, sessions, clock):
    worker = Worker(sessions, clock, StandIn(ACCEPTED, ACCEPTED))
    first = await graded(ada, problem, worker)
    assert "stop" in (await shown(ada, first))["stop"]
    clock.advance(timedelta(seconds=30))
    second = await graded(ada, problem, worker, GUARDED)
    assert [("overrun", True)] == [(each["id"], each["proxy"]) for each in (await shown(ada, second))["mistakes"]]


async def test_what_was_asked_long_before_still_counts(ada, problem, sessions, clock):
    """A hundred runs later the accepted submission of the beginning is remembered."""
    worker = Worker(sessions, clock, StandIn(ACCEPTED, ACCEPTED))
    first = await graded(ada, problem, worker)
    async with sessions.begin() as session:
        earlier = await session.get_one(Execution, first)
        for second in range(1, 121):
            at = {"status": "finished", "created_at": earlier.created_at + timedelta(seconds=second)}
            texts = {"revision": 1, "solution": RIGHT, "checks": "", "seed": "00"}
            session.add(Execution(id=uuid4(), attempt_id=earlier.attempt_id, kind="run", **at, **texts))
    clock.advance(timedelta(seconds=300))
    last = await graded(ada, problem, worker, GUARDED)
    assert [("overrun", True)] == [(each["id"], each["proxy"]) for each in (await shown(ada, last))["mistakes"]]


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


async def test_it_is_nobody_elses_and_of_graded_submissions_in_practice_only(ada, sign_in, problem, sessions, clock):
    worker = Worker(sessions, clock, StandIn(ACCEPTED))
    execution = await graded(ada, problem, worker)
    bob = await sign_in("bob@example.org", Role.ADMIN)
    run = await submit(ada.browser, problem, kind="runs")
    for person, asked in ((bob, execution), (ada, run), (ada, uuid4())):
        for path in ("debrief", "debrief/part", "solutions"):
            assert 404 == (await person.browser.get(f"/executions/{asked}/{path}")).status_code
        for path in ("debrief", "solutions"):
            assert 404 == (await person.browser.post(f"/api/executions/{asked}/{path}", json={})).status_code
    waiting = await submit(ada.browser, problem)
    for path in ("debrief", "solutions"):
        refused = await ada.browser.post(f"/api/executions/{waiting}/{path}", json={})
        assert (409, "wrong-state") == (refused.status_code, refused.json()["type"].rpartition(":")[2])


async def test_it_is_closed_while_an_interview_holds_the_problem(planned, sessions, clock):
    candidate = planned.people["candidate"]
    address = f"/problems/{interview.package().name}"
    execution = await graded(candidate, address, Worker(sessions, clock, StandIn(ACCEPTED)))
    await planned.start()
    for path in ("debrief", "solutions"):
        assert 409 == (await candidate.browser.get(f"/executions/{execution}/{path}")).status_code
        assert 409 == (await candidate.browser.post(f"/api/executions/{execution}/{path}", json={})).status_code


async def test_solutions_are_shown_on_request_only_and_make_the_problem_familiar(ada, problem, worker, session):
    execution = await graded(ada, problem, worker, GUARDED)
    closed = await ada.browser.get(f"/executions/{execution}/solutions")
    assert (303, f"/executions/{execution}/debrief#solutions") == (closed.status_code, closed.headers["location"])
    assert [] == (await session.execute(select(OpenedSolution))).scalars().all()
    opened = await ada.browser.post(f"/executions/{execution}/solutions")
    assert (303, f"/executions/{execution}/solutions") == (opened.status_code, opened.headers["location"])
    text_of = await page(ada, execution, "solutions")
    for told in ("Multiply by two.", "One way.", "It decides: raises ValueError.", "Only in yours: "):
        assert told in text_of
    assert "Caught by" not in text_of
    assert 1 == len((await session.execute(select(OpenedSolution))).scalars().all())
    listed = (await ada.browser.post(f"/api/executions/{execution}/solutions", json={})).json()
    assert ["Plain", "Strict", "Sum"] == [each["name"] for each in listed["alternatives"]]
    assert "-    if len(x) == 0:" in listed["alternatives"][0]["diff"]


async def test_the_page_asks_for_a_counterexample_by_a_form(ada, problem, sessions, clock):
    worker = Worker(sessions, clock, StandIn(LEAKS))
    execution = await graded(ada, problem, worker)
    address = f"/executions/{execution}/debrief"
    assert "Show a counterexample" in await page(ada, execution)
    answer = await ada.browser.post(f"{address}/counterexamples", data={"check": "oracle/random"})
    assert (303, f"{address}#broke") == (answer.status_code, answer.headers["location"])
    answer = await ada.browser.post(f"{address}/counterexamples", data={"check": "oracle/secret"})
    assert 404 == answer.status_code


async def test_what_a_person_wrote_is_never_markup(ada, problem, worker):
    hostile = GUARDED.replace("if len(x) == 0:", "if len(x) == 0:  # <script>alert(1)</script>")
    execution = await graded(ada, problem, worker, hostile)
    await ask(ada, execution)
    text_of = await page(ada, execution)
    assert "&lt;script&gt;alert(1)" in text_of
    assert "<script>alert" not in text_of


async def test_a_check_that_is_told_only_afterwards_is_named_only_then(ada, sessions, clock):
    later = packages.changed(
        "visibility: {candidate: never, staff: during}", "visibility: {candidate: after, staff: during}"
    )
    async with sessions.begin() as session:
        await upgrades.sync_package(session, later)
    rejected = await graded(ada, "/problems/metrics/double", Worker(sessions, clock, StandIn(LEAKS)))
    assert ["oracle/random"] == [each["check"] for each in (await shown(ada, rejected))["broke"]]
    clock.advance(timedelta(seconds=30))
    await graded(ada, "/problems/metrics/double", Worker(sessions, clock, StandIn(ACCEPTED)))
    assert ["oracle/random", "oracle/secret"] == [each["check"] for each in (await shown(ada, rejected))["broke"]]


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


async def test_a_submission_we_could_not_grade_says_so_and_does_not_count(ada, problem, sessions, clock, monkeypatch):
    monkeypatch.setattr(grading, "MAX_TRIES", 1)
    execution = await graded(ada, problem, Worker(sessions, clock, StandIn([events.PlatformError(message="gone")])))
    assert "a fault on our side. It does not count" in await page(ada, execution)
    assert [] == (await shown(ada, execution))["mistakes"]
