"""Counterexamples in practice and reruns for staff: who may ask, what is shown, what stays hidden."""

import asyncio
import json
from uuid import uuid4

import pytest
from sqlalchemy import select

from app.attempts import grading
from app.attempts.grading import Worker
from app.attempts.models import Execution
from app.events.models import TimelineEvent
from app.identity.actor import Role
from app.problems import upgrades
from sandbox import events
from tests.app import packages
from tests.app.standin import ACCEPTED, StandIn, done, finished
from tests.app.workspace import open_workspace, submit

STAFF = {
    "statement": "2 of 4 fail",
    "seed": "5e5e",
    "class": "A",
    "texts": {"args": "x = [1.]", "got": "9", "p": "HIDDEN"},
}
REJECTED = [
    events.Compiled(ok=True),
    done("oracle/random", "failed_silently", staff=STAFF),
    done("oracle/secret", "failed_silently", staff=STAFF),
    done("edge/zero"),
    finished("rejected"),
]
AGAIN = [events.Compiled(ok=True), done("oracle/random", "failed_silently", staff=STAFF), finished("completed")]


@pytest.fixture
def worker(sessions, clock):
    return Worker(sessions, clock, StandIn(REJECTED, AGAIN, AGAIN))


@pytest.fixture
async def rejected(ada, problem, worker):
    execution = await submit(ada.browser, problem)
    await grading.grade(worker, execution)
    return execution


async def ask(person, execution, check="oracle/random"):
    return await person.browser.post(f"/api/executions/{execution}/counterexamples", json={"check": check})


async def test_a_failed_check_shows_a_counterexample_made_of_known_parts_only(ada, rejected, worker, sessions):
    rerun = (await ask(ada, rejected)).json()
    await grading.grade(worker, rerun["id"])
    told = (await ada.browser.get(f"/api/executions/{rerun['id']}")).json()
    shown = [event["data"] for event in told["events"] if event["type"] == "counterexample"]
    assert [
        {"check": "oracle/random", "parts": [{"name": "Input", "text": "x = [1.]"}, {"name": "Got", "text": "9"}]}
    ] == shown
    assert "HIDDEN" not in json.dumps(told)
    first, second = worker.grader.jobs
    assert ("check", ["oracle/random"], True) == (second.mode, second.only, second.shrink)
    assert (first.seed, first.source) == (second.seed, second.source)
    async with sessions() as session:
        kinds = list((await session.execute(select(TimelineEvent.kind).order_by(TimelineEvent.id))).scalars())
    assert "check_rerun_requested" in kinds


async def test_asking_twice_gives_the_same_rerun_and_no_run_in_the_history(ada, problem, rejected):
    first, second = (await ask(ada, rejected)).json(), (await ask(ada, rejected)).json()
    assert first["id"] == second["id"]
    assert [str(rejected)] == [each["id"] for each in (await open_workspace(ada.browser, problem))["executions"]]


async def test_what_did_not_fail_or_may_not_be_known_has_none(ada, sign_in, rejected):
    bob = await sign_in("bob@example.org", Role.ADMIN)
    assert (409, "not-failed") == _refusal(await ask(ada, rejected, "edge/zero"))
    for person, execution, check in (
        (ada, rejected, "oracle/secret"),
        (ada, rejected, "oracle/absent"),
        (ada, uuid4(), "oracle/random"),
        (bob, rejected, "oracle/random"),
    ):
        assert (404, "not-found") == _refusal(await ask(person, execution, check))
    assert 422 == (await ada.browser.post(f"/api/executions/{rejected}/counterexamples", json={})).status_code


async def test_what_is_told_only_afterwards_has_one_only_then(ada, sessions, clock):
    made = packages.changed("{candidate: never, staff: during}", "{candidate: after, staff: during}")
    async with sessions.begin() as session:
        await upgrades.sync_package(session, made)
    worker = Worker(sessions, clock, StandIn(REJECTED))
    execution = await submit(ada.browser, "/problems/metrics/double")
    await grading.grade(worker, execution)
    assert (404, "not-found") == _refusal(await ask(ada, execution, "oracle/secret"))
    await ada.browser.post("/problems/metrics/double/attempts")
    assert 201 == (await ask(ada, execution, "oracle/secret")).status_code


async def test_several_who_ask_at_once_get_one_rerun(ada, rejected):
    answers = await asyncio.gather(*(ask(ada, rejected) for _ in range(6)))
    assert [201] * 6 == [each.status_code for each in answers]
    assert 1 == len({each.json()["id"] for each in answers})


def _refusal(answer) -> tuple[int, str]:
    return answer.status_code, answer.json()["type"].rpartition("/")[2].rpartition(":")[2]


async def test_a_second_rerun_waits_for_the_first(ada, problem, sessions, clock):
    two = [events.Compiled(ok=True), done("oracle/random", "failed_silently"), done("edge/zero", "failed_loudly")]
    execution = await submit(ada.browser, problem)
    await grading.grade(Worker(sessions, clock, StandIn([*two, finished("rejected")])), execution)
    assert 201 == (await ask(ada, execution)).status_code
    assert (409, "already-running") == _refusal(await ask(ada, execution, "edge/zero"))


async def test_a_rerun_that_broke_on_our_side_can_be_asked_for_again(ada, rejected, sessions):
    first = (await ask(ada, rejected)).json()["id"]
    async with sessions.begin() as session:
        (await session.get(Execution, first)).status = "platform_error"
    assert first != (await ask(ada, rejected)).json()["id"]


async def test_planted_implementations_have_no_counterexample(ada, sessions, clock):
    kill = packages.PROBLEM.replace("id: oracle/random", "id: kill/impact").replace(
        "primitive: oracle", "primitive: kill", 1
    )
    made = packages.package(
        **{"problem.yaml": kill.replace("params: {generator: numbers, n: 4}", "params: {mode: impact}")}
        | {
            path: text.replace("oracle/random", "kill/impact")
            for path, text in packages.files().items()
            if "rejected" in path
        }
    )
    async with sessions.begin() as session:
        await upgrades.sync_package(session, made)
    worker = Worker(
        sessions,
        clock,
        StandIn(
            *[
                [events.Compiled(ok=True), done("kill/impact", "failed_silently", staff=STAFF), finished(end)]
                for end in ("rejected", "completed")
            ]
        ),
    )
    execution = await submit(ada.browser, "/problems/metrics/double")
    await grading.grade(worker, execution)
    rerun = (await ask(ada, execution, "kill/impact")).json()["id"]
    await grading.grade(worker, rerun)
    told = (await ada.browser.get(f"/api/executions/{rerun}")).json()
    assert "counterexample" not in [event["type"] for event in told["events"]]


async def test_staff_read_evidence_and_rerun_a_check(sign_in, problem, worker):
    eve = await sign_in("eve@example.org", Role.INTERVIEWER)
    execution = await submit(eve.browser, problem)
    await grading.grade(worker, execution)
    page = (await eve.browser.get(f"/executions/{execution}/evidence")).text
    for part in ("2 of 4 fail", "x = [1.]", "oracle/secret", "Class A", "5e5e", "Run again"):
        assert part in page
    answer = await eve.browser.post(f"/executions/{execution}/evidence", data={"check": "oracle/random"})
    assert 303 == answer.status_code
    assert "looks again every second" in (await eve.browser.get(answer.headers["location"])).text
    await grading.grade(worker, answer.headers["location"].split("/")[2])
    assert "The same as in the grading: failed silently." in (await eve.browser.get(answer.headers["location"])).text


async def test_candidates_have_no_evidence_page_and_staff_not_that_of_others(ada, sign_in, rejected):
    eve = await sign_in("eve@example.org", Role.ADMIN)
    path = f"/executions/{rejected}/evidence"
    assert 403 == (await ada.browser.get(path)).status_code
    assert 403 == (await ada.browser.post(path, data={"check": "oracle/random"})).status_code
    assert 404 == (await eve.browser.get(path)).status_code
    assert 404 == (await eve.browser.post(path, data={"check": "oracle/random"})).status_code


async def test_a_check_for_afterwards_is_told_once_the_attempt_is_over_and_a_hidden_one_never(
    ada, sign_in, sessions, clock
):
    late = packages.PROBLEM.replace("{candidate: never, staff: during}", "{candidate: after, staff: never}")
    async with sessions.begin() as session:
        await upgrades.sync_package(session, packages.package(**{"problem.yaml": late}))
    stand_in = StandIn(REJECTED, [*ACCEPTED], REJECTED)
    worker = Worker(sessions, clock, stand_in)
    first = await submit(ada.browser, "/problems/metrics/double")
    await grading.grade(worker, first)
    assert [] == (await ada.browser.get(f"/api/executions/{first}")).json()["afterwards"]
    second = await submit(ada.browser, "/problems/metrics/double")
    await grading.grade(worker, second)
    told = (await ada.browser.get(f"/api/executions/{second}")).json()
    assert ["oracle/secret"] == [each["id"] for each in told["afterwards"]]
    assert "oracle/secret" not in json.dumps(told["events"])
    assert "HIDDEN" not in json.dumps(told)

    eve = await sign_in("eve@example.org", Role.REVIEWER)
    execution = await submit(eve.browser, "/problems/metrics/double")
    await grading.grade(worker, execution)
    assert "oracle/secret" not in (await eve.browser.get(f"/executions/{execution}/evidence")).text
