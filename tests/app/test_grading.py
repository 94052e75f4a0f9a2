import asyncio
import json
from uuid import UUID

from sqlalchemy import select

from app.attempts import grading
from app.attempts.models import Execution, StaffDetail, Verdict
from sandbox import events
from tests.app.packages import RIGHT
from tests.app.standin import ACCEPTED, done, finished
from tests.app.workspace import open_workspace, submit, view


async def seen(browser, execution: UUID) -> list[str]:
    return [event["type"] for event in (await browser.get(f"/api/executions/{execution}")).json()["events"]]


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
    assert {"position": 2, "taken": False} == queued["data"]
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
    listed = (await ada.browser.get(f"/api/attempts/{boot['attempt']['id']}")).json()["problem"]["check_ids"]
    assert ["oracle/random", "edge/zero"] == [check["id"] for check in listed]
    execution = await submit(ada.browser, problem, "def double(:")
    error = events.CodeError(state="syntax_error", kind="SyntaxError", line=1, message="invalid syntax")
    unreached = [done("oracle/random", "not_reached"), done("edge/zero", "not_reached")]
    await grading.grade(
        worker_of([events.Compiled(ok=False, error=error), *unreached, finished("rejected")]), execution
    )
    told = json.dumps([boot, listed]) + json.dumps(await view(ada.browser, execution))
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
