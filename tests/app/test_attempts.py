import asyncio
import json
from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import DBAPIError

from app.attempts import grading
from app.attempts.grading import Worker
from app.attempts.models import Attempt, Execution, Report
from app.attempts.schemas import MAX_CODE_BYTES
from app.events.models import TimelineEvent
from app.identity.actor import Role
from app.problems import upgrades
from app.problems.models import ProblemVersion
from app.problems.package_error import PackageError
from tests.app import packages
from tests.app.packages import PROBLEM, RIGHT
from tests.app.standin import ACCEPTED, StandIn
from tests.app.workspace import open_workspace, save, submit


async def count(sessions, model) -> int:
    async with sessions() as session:
        return (await session.execute(select(func.count()).select_from(model))).scalar_one()


async def count_jobs(sessions) -> int:
    async with sessions() as session:
        query = text("SELECT count(*) FROM procrastinate_jobs WHERE task_name = 'attempts:grade'")
        return (await session.execute(query)).scalar_one()


async def test_the_first_visit_begins_an_attempt_with_the_starter(ada, problem, sessions):
    boot = await open_workspace(ada.browser, problem)
    assert "NotImplementedError" in boot["draft"]["solution"]
    assert boot["attempt"]["id"] == (await open_workspace(ada.browser, problem))["attempt"]["id"]
    assert 1 == await count(sessions, Attempt)
    assert ["attempt_started"] == await kinds(sessions)


async def kinds(sessions) -> list[str]:
    async with sessions() as session:
        return list((await session.execute(select(TimelineEvent.kind).order_by(TimelineEvent.id))).scalars())


async def test_two_tabs_opened_at_once_share_one_attempt(ada, problem, sessions):
    boots = await asyncio.gather(*(open_workspace(ada.browser, problem) for _ in range(4)))
    assert 1 == len({boot["attempt"]["id"] for boot in boots})
    assert 1 == await count(sessions, Attempt)


async def test_a_number_leads_to_the_slug(ada, problem):
    answer = await ada.browser.get("/problems/metrics/7")
    assert (307, problem) == (answer.status_code, answer.headers["location"])
    for path in ("/problems/metrics/8", "/problems/metrics/nothing", "/problems/metrics/9999999999999999999999"):
        assert 404 == (await ada.browser.get(path)).status_code


async def test_what_is_typed_is_there_after_a_reload(ada, problem):
    boot = await open_workspace(ada.browser, problem)
    await save(ada.browser, boot, "x = 1\n", "assert True\n")
    again = (await open_workspace(ada.browser, problem))["draft"]
    assert ("x = 1\n", "assert True\n") == (again["solution"], again["checks"])


async def test_a_stale_tab_gets_both_texts_to_choose_from_and_loses_none(ada, problem):
    boot = await open_workspace(ada.browser, problem)
    revision = await save(ada.browser, boot, "first tab", "its checks")
    path = f"/api/attempts/{boot['attempt']['id']}/draft"
    old = {"revision": boot["draft"]["revision"], "solution": "second tab", "checks": ""}
    refused = await ada.browser.put(path, json=old)
    assert (409, "about:holdout:stale-revision") == (refused.status_code, refused.json()["type"])
    assert {"revision": revision, "solution": "first tab", "checks": "its checks"}.items() <= refused.json().items()
    assert "first tab" == (await ada.browser.get(path)).json()["solution"]
    merged = await ada.browser.put(path, json={**old, "revision": revision, "solution": "first tab\nsecond tab"})
    assert 200 == merged.status_code


async def test_of_two_saves_at_once_one_wins_and_the_other_is_told(ada, problem):
    boot = await open_workspace(ada.browser, problem)
    path = f"/api/attempts/{boot['attempt']['id']}/draft"
    bodies = [{"revision": boot["draft"]["revision"], "solution": str(number), "checks": ""} for number in range(5)]
    answers = await asyncio.gather(*(ada.browser.put(path, json=body) for body in bodies))
    assert [200, 409, 409, 409, 409] == sorted(answer.status_code for answer in answers)
    winner = next(number for number, answer in enumerate(answers) if answer.status_code == 200)
    assert str(winner) == (await ada.browser.get(path)).json()["solution"]


@pytest.mark.parametrize("code", ["a\x00b", "\x01\x02\x7f", "é\u2028\U0001f600", "\r\nx\r", "", " " * 1000, "\udc80"])
async def test_binary_and_odd_text_survives_as_it_was_typed(ada, problem, code):
    boot = await open_workspace(ada.browser, problem)
    path = f"/api/attempts/{boot['attempt']['id']}/draft"
    body = json.dumps({"revision": boot["draft"]["revision"], "solution": code, "checks": code})
    saved = await ada.browser.put(path, content=body, headers={"content-type": "application/json"})
    assert 200 == saved.status_code, saved.text
    stored = (await ada.browser.get(path)).json()
    expected = code.replace("\udc80", "?")  # half a character cannot be stored anywhere
    assert (expected, expected) == (stored["solution"], stored["checks"])
    assert (await ada.browser.get(problem)).status_code == 200


async def test_code_over_256_kib_is_refused_and_the_draft_stays(ada, problem):
    boot = await open_workspace(ada.browser, problem)
    path = f"/api/attempts/{boot['attempt']['id']}/draft"
    for field in ("solution", "checks"):
        body = {"revision": boot["draft"]["revision"], "solution": "x", "checks": "x"}
        refused = await ada.browser.put(path, json={**body, field: "é" * (MAX_CODE_BYTES // 2 + 1)})
        assert (413, "about:holdout:code-too-large", field) == (
            refused.status_code,
            refused.json()["type"],
            refused.json()["field"],
        )
    assert boot["draft"]["solution"] == (await ada.browser.get(path)).json()["solution"]
    largest = await ada.browser.put(
        path, json={**body, "solution": "x" * MAX_CODE_BYTES, "checks": "\n" * MAX_CODE_BYTES}
    )
    assert 200 == largest.status_code


async def test_a_submission_is_row_event_and_job_together(ada, problem, sessions):
    execution = await submit(ada.browser, problem)
    view = (await ada.browser.get(f"/api/executions/{execution}")).json()
    assert ("submission", "queued", RIGHT, None) == tuple(
        view[key] for key in ("kind", "status", "solution", "verdict")
    )
    assert [{"seq": 1, "type": "queued", "data": {"position": 1, "taken": False}}] == view["events"]
    assert 1 == await count_jobs(sessions)
    assert ["attempt_started", "submission_requested"] == await kinds(sessions)


async def test_a_submission_that_is_rolled_back_leaves_no_job_and_no_event(ada, problem, sessions, clock, monkeypatch):
    boot = await open_workspace(ada.browser, problem)
    revision = await save(ada.browser, boot)

    async def broken(*_: object):
        raise RuntimeError

    with monkeypatch.context() as patched:
        patched.setattr("app.attempts.repository.events_after", broken)  # after everything was written
        path = f"/api/attempts/{boot['attempt']['id']}/submissions"
        assert 500 == (await ada.browser.post(path, json={"revision": revision})).status_code
    assert (0, 0) == (await count(sessions, Execution), await count_jobs(sessions))
    assert ["attempt_started"] == await kinds(sessions)
    assert 201 == (await ada.browser.post(path, json={"revision": revision})).status_code


async def test_of_two_submissions_at_once_one_runs_and_the_other_learns_which(ada, problem, sessions):
    boot = await open_workspace(ada.browser, problem)
    revision = await save(ada.browser, boot)
    path = f"/api/attempts/{boot['attempt']['id']}/submissions"
    answers = await asyncio.gather(*(ada.browser.post(path, json={"revision": revision}) for _ in range(4)))
    assert [201, 409, 409, 409] == sorted(answer.status_code for answer in answers)
    running = next(answer.json()["id"] for answer in answers if answer.status_code == 201)
    refused = [answer.json() for answer in answers if answer.status_code == 409]
    assert {("about:holdout:already-running", running)} == {(each["type"], each["execution_id"]) for each in refused}
    assert 1 == await count_jobs(sessions)
    run = await ada.browser.post(f"/api/attempts/{boot['attempt']['id']}/runs", json={"revision": revision})
    assert 201 == run.status_code  # a run beside a submission is fine


async def test_submitting_an_outdated_revision_is_refused_with_the_newer_text(ada, problem, sessions):
    boot = await open_workspace(ada.browser, problem)
    await save(ada.browser, boot, "newer")
    path = f"/api/attempts/{boot['attempt']['id']}/submissions"
    refused = await ada.browser.post(path, json={"revision": boot["draft"]["revision"]})
    assert (409, "newer") == (refused.status_code, refused.json()["solution"])
    assert 0 == await count_jobs(sessions)


@pytest.mark.parametrize("code", ["", "  \n\t "])
async def test_nothing_is_not_submitted(ada, problem, sessions, code):
    boot = await open_workspace(ada.browser, problem)
    revision = await save(ada.browser, boot, code)
    for kind in ("submissions", "runs"):
        refused = await ada.browser.post(f"/api/attempts/{boot['attempt']['id']}/{kind}", json={"revision": revision})
        assert (422, "about:holdout:empty-submission") == (refused.status_code, refused.json()["type"])
    assert 0 == await count_jobs(sessions)


async def test_too_many_in_a_minute_have_to_wait(app, ada, problem, sessions, clock):
    boot = await open_workspace(ada.browser, problem)
    revision = await save(ada.browser, boot)
    path = f"/api/attempts/{boot['attempt']['id']}/submissions"
    async with sessions.begin() as session:
        for _ in range(app.state.settings.executions_per_minute):
            session.add(finished_execution(boot["attempt"]["id"], clock.now()))
    refused = await ada.browser.post(path, json={"revision": revision})
    assert (429, "about:holdout:too-many-requests") == (refused.status_code, refused.json()["type"])
    assert 1 <= int(refused.headers["retry-after"]) <= 61
    clock.advance(timedelta(minutes=1, seconds=1))
    assert 201 == (await ada.browser.post(path, json={"revision": revision})).status_code


def finished_execution(attempt_id, at) -> Execution:
    return Execution(
        attempt_id=attempt_id, kind="run", status="finished", revision=1, solution="", checks="", seed="", created_at=at
    )


async def test_another_persons_work_is_not_there(ada, sign_in, problem):
    execution = await submit(ada.browser, problem)
    attempt = (await open_workspace(ada.browser, problem))["attempt"]["id"]
    eve = (await sign_in("eve@example.com")).browser
    body = {"revision": 1, "solution": "", "checks": ""}
    answers = [
        await eve.get(f"/attempts/{attempt}"),
        await eve.get(f"/api/attempts/{attempt}/draft"),
        await eve.put(f"/api/attempts/{attempt}/draft", json=body),
        await eve.post(f"/api/attempts/{attempt}/runs", json={"revision": 1}),
        await eve.post(f"/api/attempts/{attempt}/submissions", json={"revision": 1}),
        await eve.get(f"/api/attempts/{attempt}/executions"),
        await eve.get(f"/api/executions/{execution}"),
        await eve.get(f"/api/executions/{execution}/events"),
        await eve.post(f"/api/attempts/{attempt}/reports", json={"about": "platform", "text": "hm"}),
    ]
    assert [404] * len(answers) == [answer.status_code for answer in answers]
    nothing = await eve.get(f"/api/executions/{uuid4()}")
    assert answers[6].json()["detail"] == nothing.json()["detail"]


async def test_not_even_an_administrator_reads_candidates_attempts_here(ada, sign_in, problem):
    attempt = (await open_workspace(ada.browser, problem))["attempt"]["id"]
    admin = await sign_in("root@example.com", Role.ADMIN)
    assert 404 == (await admin.browser.get(f"/attempts/{attempt}")).status_code


async def test_starting_over_keeps_the_old_attempt_readable_but_closed(ada, problem):
    boot = await open_workspace(ada.browser, problem)
    revision = await save(ada.browser, boot, "old work")
    answer = await ada.browser.post(f"{problem}/attempts")
    assert (303, problem) == (answer.status_code, answer.headers["location"])
    fresh = await open_workspace(ada.browser, problem)
    assert fresh["attempt"]["id"] != boot["attempt"]["id"]
    old = await open_workspace(ada.browser, f"/attempts/{boot['attempt']['id']}")
    assert (True, "old work") == (old["attempt"]["readonly"], old["draft"]["solution"])
    path = f"/api/attempts/{boot['attempt']['id']}"
    closed = await ada.browser.put(f"{path}/draft", json={"revision": revision, "solution": "x", "checks": ""})
    assert (409, "about:holdout:attempt-closed") == (closed.status_code, closed.json()["type"])
    assert 409 == (await ada.browser.post(f"{path}/submissions", json={"revision": revision})).status_code


async def test_reports_are_kept_with_their_execution(ada, problem, sessions):
    execution = await submit(ada.browser, problem)
    attempt = (await open_workspace(ada.browser, problem))["attempt"]["id"]
    path = f"/api/attempts/{attempt}/reports"
    body = {"about": "question", "text": " the table is wrong \x00", "execution_id": str(execution)}
    assert 201 == (await ada.browser.post(path, json=body)).status_code
    assert 422 == (await ada.browser.post(path, json={"about": "question", "text": "  "})).status_code
    assert 422 == (await ada.browser.post(path, json={"about": "me", "text": "x"})).status_code
    assert 404 == (await ada.browser.post(path, json={**body, "execution_id": str(uuid4())})).status_code
    async with sessions() as session:
        kept = (await session.execute(select(Report))).scalar_one()
    assert ("the table is wrong \u2400", execution) == (kept.text, kept.execution_id)
    assert "fault_reported" == (await kinds(sessions))[-1]


async def test_an_attempt_pins_its_version_and_a_pinned_version_never_changes(ada, problem, sessions):
    boot = await open_workspace(ada.browser, problem)
    edited = packages.package(**{"statement.md": "Other words."})
    async with sessions() as session:
        with pytest.raises(PackageError, match="is published and differs"):
            await upgrades.sync_package(session, edited)
    newer = packages.package(
        **{"statement.md": "Other words.", "problem.yaml": PROBLEM.replace("version: 1.0.0", "version: 1.0.1")}
    )
    async with sessions.begin() as session:
        assert "added" == (await upgrades.sync_package(session, newer)).outcome
    assert "Other words." not in (await ada.browser.get(f"/attempts/{boot['attempt']['id']}")).text
    assert "Other words." not in (await ada.browser.get(problem)).text
    await ada.browser.post(f"{problem}/attempts")
    assert "Other words." in (await ada.browser.get(problem)).text
    async with sessions() as session:
        pinned = await session.execute(select(ProblemVersion.version).where(ProblemVersion.pinned_at.isnot(None)))
        assert ["1.0.0", "1.0.1"] == sorted(pinned.scalars())


async def test_the_timeline_and_verdicts_cannot_be_rewritten(ada, problem, sessions, clock):
    await grading.grade(Worker(sessions, clock, StandIn(ACCEPTED)), await submit(ada.browser, problem))
    for statement in ("UPDATE timeline_events SET kind = 'x'", "DELETE FROM timeline_events", "DELETE FROM verdicts"):
        async with sessions() as session:
            with pytest.raises(DBAPIError, match="never change"):
                await session.execute(text(statement))


async def test_the_lint_underlines_name_line_code_and_severity(ada):
    source = "import os\n\ndef f(x=[]):\n    return y\n"
    found = (await ada.browser.post("/api/lint", json={"source": source})).json()["diagnostics"]
    assert {("F401", 1, "warning"), ("B006", 3, "warning"), ("F821", 4, "error")} == {
        (each["code"], each["line"], each["severity"]) for each in found
    }
    broken = (await ada.browser.post("/api/lint", json={"source": "def f(:\n"})).json()["diagnostics"]
    assert {"error"} == {each["severity"] for each in broken}
    for odd in ("", "\x00", "\udc80", "é" * 1000, "(" * 5000):
        body = json.dumps({"source": odd})
        answer = await ada.browser.post("/api/lint", content=body, headers={"content-type": "application/json"})
        assert 200 == answer.status_code
    assert 413 == (await ada.browser.post("/api/lint", json={"source": "x" * (MAX_CODE_BYTES + 1)})).status_code


async def test_browsing_shows_how_far_one_got_and_filters_by_it(ada, problem, sign_in):
    assert "Double every number" in (await ada.browser.get("/practice?status=new")).text
    await submit(ada.browser, problem)
    assert "Double every number" not in (await ada.browser.get("/practice?status=new")).text
    assert "Double every number" in (await ada.browser.get("/practice?status=submitted")).text
    eve = (await sign_in("eve@example.com")).browser
    assert "Double every number" in (await eve.get("/practice?status=new")).text


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("pattern=metrics", True),
        ("pattern=windows", False),
        ("level=junior&minutes=10", True),
        ("minutes=5", False),
        ("q=dOUBLE", True),
        ("q=smallest", True),
        ("q=%25", False),
        ("q=%00", False),
        ("pattern=nonsense&level=%F0%9F%98%80&minutes=-3&status=?", True),
        ("minutes=99999999999999999999", True),
    ],
)
async def test_filters_are_part_of_the_address(ada, problem, query, shown):
    page = await ada.browser.get(f"/practice?{query}")
    assert 200 == page.status_code
    assert shown == (f'href="{problem}"' in page.text)


async def test_saving_needs_a_revision_that_is_a_number(ada, problem):
    boot = await open_workspace(ada.browser, problem)
    path = f"/api/attempts/{boot['attempt']['id']}/draft"
    for revision in (-1, 2**63, "x", None):
        body = {"revision": revision, "solution": "", "checks": ""}
        assert 422 == (await ada.browser.put(path, json=body)).status_code
    assert 404 == (await ada.browser.get("/api/attempts/not-an-id/draft")).status_code
