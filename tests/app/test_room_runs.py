"""Runs and submissions in a room: of the room's text, recorded, graded as the interview has made the problem."""

import asyncio
from datetime import timedelta
from uuid import UUID, uuid4

from sqlalchemy import select, text

from app.attempts import grading
from app.attempts.grading import Worker
from app.attempts.models import Attempt, Execution, Report
from sandbox import events as sandbox_events
from tests.app.packages import RIGHT
from tests.app.standin import ACCEPTED, done, finished
from tests.app.workspace import open_workspace

RUN = [
    sandbox_events.Compiled(ok=True),
    sandbox_events.Output(text="printed by the candidate", truncated=False),
    finished("completed"),
]


async def ask(held, who="candidate", what="submissions") -> UUID:
    return UUID((await held.done(who, f"problems/0/{what}"))["id"])


async def test_a_submission_is_of_the_text_that_stands_in_the_room_and_names_its_sequence_number(held):
    seq = await held.type("candidate", RIGHT)
    await held.type("candidate", "assert True", "checks:0")
    view = await held.done("candidate", "problems/0/submissions")
    assert (RIGHT, "assert True", seq + 1, 0) == tuple(
        view[key] for key in ("solution", "checks", "revision", "problem")
    )
    assert ("candidate", "queued") == (view["by"]["part"], view["status"])


async def test_it_goes_before_practice_and_its_containers_serve_nobody_else(held, worker_of, sessions):
    await held.type("candidate", RIGHT)
    worker = worker_of(ACCEPTED, RUN)
    await grading.grade(worker, await ask(held))
    await grading.grade(worker, await ask(held, "interviewer", "runs"))
    submitted, ran = worker.grader.jobs
    assert [("live_submit", f"interview {held.id}"), ("live_run", f"interview {held.id}")] == [
        (job.priority, job.lease) for job in (submitted, ran)
    ]
    assert {str(held.people["candidate"].actor.id)} == {submitted.owner, ran.owner}
    async with sessions() as session:
        rows = await session.execute(text("SELECT queue_name FROM procrastinate_jobs ORDER BY id"))
        assert ["live_submit.numpy", "live_run.numpy"] == list(rows.scalars())
        assert 1 == len((await session.execute(select(Attempt))).scalars().all())


async def test_everybody_sees_every_run_with_its_output_and_staff_the_graders_record(held, worker_of):
    await held.type("candidate", RIGHT)
    ran, submitted = await ask(held, "lead", "runs"), await ask(held)
    await grading.grade(worker_of(RUN), ran)
    await grading.grade(worker_of(ACCEPTED), submitted)
    for who in ("candidate", "lead", "observer"):
        listed = (await held.get(who, "executions")).json()
        assert {(str(ran), "lead"), (str(submitted), "candidate")} == {
            (each["id"], each["by"]["part"]) for each in listed
        }
        seen = (await held.get(who, f"executions/{ran}")).json()
        assert "printed by the candidate" in [event["data"].get("text") for event in seen["events"]]
    candidate, staff = [(await held.get(who, f"executions/{submitted}")).json() for who in ("candidate", "observer")]
    assert "accepted" == candidate["verdict"] == staff["verdict"]
    assert {"oracle/random", "oracle/secret", "edge/zero"} == set(staff["checks_by_id"])
    assert {"seed", "record", "policies", "checks_by_id", "twist_id", "binds"} == set(staff) - set(candidate)
    assert "HIDDEN DATA" in str(staff["record"])


async def test_a_candidate_is_not_told_which_decisions_were_open(held, worker_of):
    await held.type("candidate", RIGHT)
    submitted = await ask(held)
    await grading.grade(worker_of(ACCEPTED), submitted)
    seen = (await held.get("candidate", f"executions/{submitted}")).json()
    assert {} == next(event["data"]["policies"] for event in seen["events"] if event["type"] == "finished")


async def test_after_a_twist_later_gradings_are_of_the_twisted_problem_and_earlier_ones_stay(held, worker_of):
    await held.type("candidate", RIGHT)
    before = await ask(held)
    await held.done("lead", "twists", {"problem": 0, "twist": "thrice"})
    plain = worker_of(ACCEPTED)
    await grading.grade(plain, before)
    after = await ask(held)
    twisted = worker_of([done("oracle/random"), done("oracle/whole", "failed_silently"), finished("rejected")])
    await grading.grade(twisted, after)
    (first,), (second,) = plain.grader.jobs, twisted.grader.jobs
    assert "twist/grader.py" not in first.package.files
    assert "3.0 * x" in second.package.files["twist/grader.py"]
    assert "oracle/whole" in [check["id"] for check in second.package.spec["checks"]]
    staff = (await held.get("lead", f"executions/{after}")).json()
    assert ("thrice", "failed_silently") == (staff["twist_id"], staff["checks_by_id"]["oracle/whole"])
    assert None is (await held.get("lead", f"executions/{before}")).json()["twist_id"]


async def test_what_an_answer_settled_is_what_later_gradings_expect(held, worker_of):
    await held.type("candidate", RIGHT)
    await held.done("lead", "answers", {"problem": 0, "clarification": 0})
    free = await ask(held)
    worker = worker_of(ACCEPTED, ACCEPTED)
    await grading.grade(worker, free)
    await held.done("lead", "answers", {"problem": 0, "clarification": 1})
    await grading.grade(worker, await ask(held))
    assert [{}, {"empty": "raise"}] == [job.binds for job in worker.grader.jobs]


async def test_a_real_grading_of_a_room_by_the_worker_path(held, sessions, clock, engine):
    await held.type("candidate", RIGHT)
    submitted, ran = await ask(held), await ask(held, "candidate", "runs")
    worker = Worker(sessions, clock, engine)
    for execution in (submitted, ran):
        assert None is await grading.grade(worker, execution)
    seen = (await held.get("candidate", f"executions/{submitted}")).json()
    assert ("finished", "accepted") == (seen["status"], seen["verdict"])
    shown = (await held.get("lead", f"executions/{ran}")).json()
    assert ["passed", "passed"] == [e["data"]["state"] for e in shown["events"] if e["type"] == "example_done"]


async def test_the_end_of_a_grading_is_on_the_interviews_record(held, worker_of):
    await held.type("candidate", RIGHT)
    submitted = await ask(held)
    await grading.grade(worker_of(ACCEPTED), submitted)
    kinds = [(e["kind"], e["problem"], e["data"].get("verdict")) for e in await held.events("candidate")]
    assert [("submission_requested", 0, None), ("execution_finished", 0, "accepted")] == kinds[-2:]


async def test_two_who_submit_at_once_get_one_grading(held):
    await held.type("candidate", RIGHT)
    answers = await asyncio.gather(
        *(held.post(who, "problems/0/submissions") for who in ("candidate", "lead", "candidate"))
    )
    assert [201, 409, 409] == sorted(answer.status_code for answer in answers)
    assert {"about:holdout:already-running"} == {each.json()["type"] for each in answers if each.status_code == 409}


async def test_nothing_an_absent_problem_and_too_many_are_refused(held, app, sessions, clock):
    await held.type("candidate", "  \n")
    empty = await held.post("candidate", "problems/0/runs")
    assert (422, "about:holdout:empty-submission") == (empty.status_code, empty.json()["type"])
    for position in ("1", "-1", "x"):
        assert (await held.post("candidate", f"problems/{position}/runs")).status_code in {404, 422}
    await held.type("candidate", RIGHT)
    execution = await ask(held)
    async with sessions.begin() as session:
        row = await session.get(Execution, execution)
        row.status = "finished"
        for _ in range(app.state.settings.executions_per_minute - 1):
            session.add(
                Execution(
                    attempt_id=row.attempt_id, kind="run", status="finished", revision=1, solution="", checks="",
                    seed="", created_at=clock.now(),
                )
            )  # fmt: skip
    assert 429 == (await held.post("candidate", "problems/0/submissions")).status_code
    clock.advance(timedelta(seconds=61))
    await ask(held)


async def test_the_practice_workspace_knows_nothing_of_it(held):
    problem_page = "/problems/metrics/double"
    await held.type("candidate", RIGHT)
    execution = await ask(held)
    candidate = held.browser("candidate")
    async with held.sessions() as session:
        attempt = (await session.execute(select(Attempt.id))).scalar_one()
    body = {"revision": 1, "solution": "", "checks": ""}
    answers = [
        await candidate.get(f"/attempts/{attempt}"),
        await candidate.get(f"/api/attempts/{attempt}/draft"),
        await candidate.put(f"/api/attempts/{attempt}/draft", json=body),
        await candidate.post(f"/api/attempts/{attempt}/runs", json={"revision": 1}),
        await candidate.get(f"/api/attempts/{attempt}/executions"),
        await candidate.get(f"/api/executions/{execution}"),
        await candidate.get(f"/api/executions/{execution}/events"),
        await candidate.post(f"/api/executions/{execution}/counterexamples", json={"check": "oracle/random"}),
        await candidate.get(f"/executions/{execution}/evidence"),
    ]
    assert [404] * 8 + [403] == [answer.status_code for answer in answers]
    assert "Double every number" in (await candidate.get("/practice?status=new")).text
    await held.step("lead", "end")  # until then the problem cannot be practised
    boot = await open_workspace(candidate, problem_page)  # a practice attempt of its own
    assert boot["attempt"]["id"] != str(attempt)
    assert 303 == (await candidate.post(f"{problem_page}/attempts")).status_code
    assert str(execution) in str((await held.get("candidate", "executions")).json())


async def test_a_report_reaches_the_interviews_staff_with_its_text_and_the_result_it_is_about(held):
    await held.type("candidate", RIGHT)
    body = {"about": "question", "text": "A word is missing.", "execution_id": str(await ask(held))}
    await held.done("candidate", "problems/0/reports", body)
    (reported,) = [event for event in await held.events("observer") if event["kind"] == "fault_reported"]
    assert ("A word is missing.", 0) == (reported["data"]["text"], reported["problem"])
    assert 404 == (await held.post("lead", "problems/0/reports", {**body, "execution_id": str(uuid4())})).status_code
    async with held.sessions() as session:
        kept = (await session.execute(select(Report))).scalar_one()
    assert body["execution_id"] == str(kept.execution_id)


async def test_an_execution_of_elsewhere_is_not_there(held, sign_in):
    for path in (f"executions/{uuid4()}", f"executions/{uuid4()}/events"):
        assert 404 == (await held.get("lead", path)).status_code
    await held.type("candidate", RIGHT)
    execution = await ask(held)
    assert 404 == (await held.get("outsider", f"executions/{execution}/events")).status_code
