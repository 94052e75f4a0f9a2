"""What is graded and computed once an interview is over: on the real database, with a stand-in for the engine."""

import json
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select, text

from app.attempts import grading
from app.attempts.models import Execution, ExecutionEvent
from app.evidence import repository, service
from app.evidence.models import Ablated, Caught, Snapshot
from tests.app.evidencing import (
    BROKEN,
    CAUGHT,
    CHECKS,
    REJECTED,
    RUN,
    count,
    held_to_its_end,
    read,
    whole,
)
from tests.app.interview import SECRETS
from tests.app.packages import RIGHT
from tests.app.standin import ACCEPTED


async def test_an_ended_interview_has_its_texts_graded_and_each_only_once(held, sessions, clock, drain):
    await held_to_its_end(held, sessions, clock)
    assert "pending" == (await read(held))["state"]
    grader = await drain()
    shown = await read(held)
    assert ("ready", shown["total"]) == (shown["state"], shown["done"])
    async with sessions() as session:
        rows = await repository.snapshots(session, held.id)
        assert ["run", "pause", "submission", "pause"] == [row.why for row in rows]
        kinds_of = (await session.execute(select(Execution.kind, func.count()).group_by(Execution.kind))).all()
    of_kind = dict(map(tuple, kinds_of))
    assert {"run": 1, "submission": 1, "snapshot": 3, "ablation": 1, "catch": 9} == of_kind
    jobs = len(grader.jobs)
    assert 13 == jobs == shown["total"]
    assert 0 == len((await drain()).jobs)


async def test_they_are_graded_as_the_interview_had_made_the_problem_and_give_way_to_everything_else(
    held, sessions, clock, drain
):
    await held_to_its_end(held, sessions, clock)
    grader = await drain()
    assert {("shadow", None, f"background {held.id}")} == {(job.priority, job.lease, job.owner) for job in grader.jobs}
    assert {"submit", "run"} == {job.mode for job in grader.jobs}
    assert all(job.binds == {"empty": "raise"} for job in grader.jobs)
    without = next(job for job in grader.jobs if "pass" in job.source)
    complete = next(job for job in grader.jobs if "nothing" in job.source)
    assert without.seed == complete.seed  # both meet the same hidden inputs
    assert {CHECKS} == {job.checks_source for job in grader.jobs if job.mode == "run"}


async def test_the_jobs_wait_in_a_queue_of_their_own(held, sessions, clock):
    await held_to_its_end(held, sessions, clock)
    async with sessions.begin() as session:
        await service.notice_ends(session)
        await service.prepare(session, clock, held.id)
        queued = await session.execute(
            text("SELECT DISTINCT queue_name FROM procrastinate_jobs WHERE task_name = 'attempts:grade'")
        )
        assert {"shadow.numpy", "live_run.numpy", "live_submit.numpy"} >= set(queued.scalars()) >= {"shadow.numpy"}


async def test_whoever_runs_something_meanwhile_neither_waits_for_it_nor_is_refused(held, sessions, clock):
    await held_to_its_end(held, sessions, clock)
    async with sessions.begin() as session:
        await service.notice_ends(session)
        await service.prepare(session, clock, held.id)
    assert 10 < await count(sessions, Execution, status="queued")
    steps = f"/api/interviews/{held.id}/steps"
    assert 200 == (await held.browser("lead").post(steps, json={"step": "reopen"})).status_code
    await held.step("lead", "resume")
    asked = await held.done("candidate", "problems/0/runs")
    shown = (await held.get("candidate", f"executions/{asked['id']}")).json()
    assert [{"position": 1, "taken": False}] == [event["data"] for event in shown["events"]]


async def test_no_candidate_reads_of_it_and_it_counts_for_nobody(held, sessions, clock, drain):
    await held_to_its_end(held, sessions, clock)
    listed = (await held.get("candidate", "executions")).json()
    events = await held.events("candidate")
    await drain()
    assert listed == (await held.get("candidate", "executions")).json() == (await held.get("lead", "executions")).json()
    assert events == await held.events("candidate")
    async with sessions() as session:
        graded = (await session.execute(select(Execution.id).where(Execution.kind == "snapshot"))).scalars().all()
    for execution in graded:
        assert 404 == (await held.get("candidate", f"executions/{execution}")).status_code
        assert 404 == (await held.get("lead", f"executions/{execution}/events")).status_code
    shown = (await held.get("lead", f"executions/{graded[0]}")).json()
    assert SECRETS["counterexample"] in json.dumps(shown["record"])
    assert 0 == await count(sessions, ExecutionEvent, execution_id=graded[0])
    assert "accepted" == shown["verdict"]


@pytest.mark.parametrize(("who", "read", "asked"), [
    ("lead", 200, 202), ("admin", 200, 202), ("interviewer", 200, 404), ("observer", 200, 404),
    ("candidate", 404, 404), ("outsider", 404, 404),
])  # fmt: skip
async def test_staff_read_it_once_the_interview_is_over_and_its_lead_asks_for_it_again(held, who, read, asked):
    before = await held.get(who, "evidence")
    assert (409 if read == 200 else 404) == before.status_code
    await held.step("lead", "end")
    assert read == (await held.get(who, "evidence")).status_code
    assert asked == (await held.post(who, "evidence/recompute")).status_code


async def test_an_interview_without_any_typing_run_or_statement_is_simply_ready(held, clock, drain):
    clock.advance(timedelta(seconds=400))
    await held.step("lead", "end")
    await drain()
    shown = await read(held)
    assert ("ready", 0, []) == (shown["state"], shown["total"], shown["shadow"])
    assert ["speech_not_recorded"] == [each["kind"] for each in shown["rows"]]


async def test_one_that_was_cancelled_or_never_began_is_left_alone(planned, sessions, drain):
    await planned.open_lobby()
    await planned.step("lead", "end")
    await drain()
    async with sessions() as session:
        assert None is await repository.state(session, planned.id)
    assert "pending" == (await read(planned))["state"]


async def test_reopened_and_ended_again_only_what_is_new_is_graded(held, sessions, clock, drain):
    await held_to_its_end(held, sessions, clock)
    await drain()
    kept = await count(sessions, Snapshot)
    clock.advance(timedelta(seconds=60))
    steps = f"/api/interviews/{held.id}/steps"
    assert 200 == (await held.browser("lead").post(steps, json={"step": "reopen"})).status_code
    await held.step("lead", "resume")
    await held.type("candidate", RIGHT.replace("2", "2.0"))
    clock.advance(timedelta(seconds=5))
    await held.step("lead", "end")
    grader = await drain()
    assert 1 + kept == await count(sessions, Snapshot)
    assert {RIGHT.replace("2", "2.0")} == {job.source for job in grader.jobs if job.mode == "submit"}
    assert 0 == await count(sessions, Ablated)  # of the text that was the last one before
    assert 9 == await count(sessions, Caught)
    assert "ready" == (await read(held))["state"]
    known = await whole(held)
    assert [(570, 630)] == [(round(each.at), round(each.until)) for each in known.pauses]
    assert 635 == round(known.ends_at)


async def test_a_fault_of_the_platform_leaves_a_gap_that_is_said_and_is_filled_when_asked(
    held, sessions, clock, drain, monkeypatch
):
    monkeypatch.setattr(grading, "MAX_TRIES", 1)
    await held_to_its_end(held, sessions, clock)
    await drain(lambda job: RUN if job.mode == "run" else BROKEN)
    shown = await read(held)
    assert "ready" == shown["state"]
    known = await whole(held)
    assert {"snapshot": 3, "ablation": 1} == {
        what: sum(gap.what == what for gap in known.gaps) for what in ("snapshot", "ablation")
    }
    assert ["run", "submission"] == [each.why for each in known.gradings]
    events = [event["kind"] for event in await held.events("lead")]
    assert "execution_failed" not in events
    assert 202 == (await held.post("lead", "evidence/recompute")).status_code
    assert "evidence_asked" == (await held.events("lead"))[-1]["kind"]
    grader = await drain()
    assert 4 == len(grader.jobs)
    known = await whole(held)
    assert [(), 3] == [known.gaps, sum(each.why == "snapshot" for each in known.gradings)]


async def test_the_session_has_everything_in_seconds_since_the_start(held, sessions, clock, drain):
    await held_to_its_end(held, sessions, clock)
    await drain(
        lambda job: (
            REJECTED
            if "pass" in job.source
            else CAUGHT
            if "return x\n" in job.source and job.mode == "run"
            else RUN
            if job.mode == "run"
            else ACCEPTED
        )
    )
    known = await whole(held)
    assert 570 == round(known.ends_at)
    (said,) = known.said
    (answer,) = known.answers
    assert (0, 0, "question", False) == (round(said.at), said.problem, said.said, said.aloud)
    assert (30, said.id, 1, {"empty": "raise"}) == (round(answer.at), answer.said, answer.clarification, answer.binds)
    assert [150] == [round(each.at) for each in known.hints]
    assert ["staff", *["candidate"] * 4] == [each.by for each in known.texts if each.problem == 0]
    assert [(40, "run"), (40, "snapshot"), (50, "snapshot"), (150, "submission"), (170, "snapshot")] == [
        (round(each.at), each.why) for each in known.gradings
    ]
    ran, snapshot = known.gradings[:2]
    assert ({}, {"two numbers": "failed"}, {"test_zero": "passed"}) == (ran.states, ran.examples, ran.own)
    assert {"oracle/random": "passed", "oracle/secret": "failed_silently", "edge/zero": "passed"} == snapshot.states
    assert ("inferred", "empty") == (snapshot.policies["empty"].state, snapshot.policies["empty"].option)
    (ablation,) = known.ablations
    assert (5, "if len(x) == 0:", {"edge/zero"}) == (ablation.line, ablation.code, ablation.broke)
    assert ["same"] == [each.solution.split("/")[-1][:-3] for each in known.catches if each.caught]
    assert [3, 6] == [sum(each.right for each in known.catches), sum(not each.right for each in known.catches)]
    (problem,) = known.problems
    assert ("metrics/double", "metrics", 3, 2) == (problem.name, problem.pattern, problem.hints, problem.examples)
    assert {"oracle/random", "oracle/secret"} == next(
        each.caught_by for each in problem.misconceptions if "same" in each.path
    )
    assert all(each.at <= each.until <= known.ends_at for each in known.texts)


async def test_marks_become_times_and_keep_their_explanations(held, clock):
    async def mark(kind: str, **more: Any) -> int:
        clock.advance(timedelta(seconds=10))
        return (await held.done("candidate", "marks", {"kind": kind, **more}))["cursor"]

    pasted = await mark("paste", problem=0, characters=300)
    left = await mark("left")
    await mark("returned")
    await mark("left")
    clock.advance(timedelta(seconds=10))
    await held.done("candidate", "focus", {"on": True})
    await held.step("lead", "pause")
    clock.advance(timedelta(seconds=60))
    await held.step("lead", "resume")
    await held.step("lead", "extend", minutes=5)
    await held.done("lead", "messages", {"text": "Fine."})
    for event, why in ((pasted, "My own notes."), (left, "The documentation.")):
        await held.done("candidate", "explanations", {"event": event, "text": why})
    clock.advance(timedelta(seconds=10))
    await held.step("lead", "end")
    known = await whole(held)
    rounded = lambda items: [(round(each.at), round(each.until)) for each in items]  # noqa: E731 - read three times below
    assert [(10, 300, "My own notes.")] == [(round(each.at), each.characters, each.explained) for each in known.pastes]
    assert [(20, 30), (40, 120)] == rounded(known.away)
    assert ["The documentation.", None] == [each.explained for each in known.away]
    assert [(50, 120)] == rounded(known.focus)
    assert [(50, 110)] == rounded(known.pauses)
    assert [5] == [each.minutes for each in known.extensions]
    assert [("staff", "Fine.")] == [(each.by, each.text) for each in known.messages]


async def test_the_shadow_timeline_is_shown_with_it(held, sessions, clock, drain):
    await held_to_its_end(held, sessions, clock)
    await drain(lambda job: RUN if job.mode == "run" else REJECTED if "return x\n" in job.source else ACCEPTED)
    zero = next(each for each in (await read(held))["shadow"] if each["check"] == "edge/zero")
    assert ["failed_loudly", "passed"] == [span["state"] for span in zero["spans"]]
    (change,) = zero["changes"]
    assert ("first_passed", 40, 50, ["visible_failure"]) == (
        change["what"],
        round(change["since"]),
        round(change["at"]),
        change["between"],
    )
