"""An attempt with a clock: the script, the hint ladder, the twist and its grading, and that only the server's clock counts."""

import asyncio
from datetime import datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy import func, select

from app.attempts import grading
from app.attempts.grading import Worker
from app.attempts.models import Attempt, Execution, OpenedSolution
from app.coach.models import CoachLine, TimedSession
from app.problems import upgrades
from tests.app import packages
from tests.app.packages import RIGHT
from tests.app.standin import ACCEPTED, REJECTED, StandIn, done
from tests.app.workspace import open_workspace, save

MINUTES = 10
PROBLEM = "/problems/metrics/double"


@pytest.fixture
async def problem(sessions) -> str:
    """The one problem there is, with a twist."""
    async with sessions.begin() as session:
        await upgrades.sync_package(session, packages.package(**packages.TWIST))
    return PROBLEM


@pytest.fixture
async def plain(sessions) -> str:
    """The same without a twist."""
    async with sessions.begin() as session:
        await upgrades.sync_package(session, packages.package())
    return PROBLEM


async def begin(person) -> str:
    answer = await person.browser.post(f"/api{PROBLEM}/timed")
    assert 201 == answer.status_code, answer.text
    return answer.json()["attempt"]


async def coach(person, attempt: str) -> dict:
    answer = await person.browser.get(f"/api/attempts/{attempt}/coach")
    assert 200 == answer.status_code, answer.text
    return answer.json()


async def kinds(person, attempt: str) -> list[str]:
    return [line["kind"] for line in (await coach(person, attempt))["lines"]]


class Playing:
    """Types and submits; the verdicts come as given."""

    def __init__(self, person, sessions, clock) -> None:
        self.person = person
        self.sessions, self.clock = sessions, clock

    async def type(self, text: str = RIGHT) -> int:
        return await save(self.person.browser, await open_workspace(self.person.browser, PROBLEM), text)

    async def submit(self, outcome: list, text: str = RIGHT) -> StandIn:
        boot = await open_workspace(self.person.browser, PROBLEM)
        revision = await save(self.person.browser, boot, text)
        answer = await self.person.browser.post(
            f"/api/attempts/{boot['attempt']['id']}/submissions", json={"revision": revision}
        )
        assert 201 == answer.status_code, answer.text
        engine = StandIn(outcome)
        await grading.grade(Worker(self.sessions, self.clock, engine), UUID(answer.json()["id"]))
        return engine


@pytest.fixture
def play(ada, sessions, clock) -> Playing:
    return Playing(ada, sessions, clock)


async def test_it_begins_with_the_minutes_of_the_problem_and_opening_words(ada, problem, clock) -> None:
    attempt = await begin(ada)
    found = await coach(ada, attempt)
    assert ["opening"] == [line["kind"] for line in found["lines"]]
    assert f"You have {MINUTES} minutes" in found["lines"][0]["text"]
    assert (MINUTES, MINUTES * 60) == (found["timed"]["minutes"], found["timed"]["seconds_left"])
    clock.advance(timedelta(minutes=7))
    assert (MINUTES - 7) * 60 == (await coach(ada, attempt))["timed"]["seconds_left"]


async def test_a_fresh_attempt_is_used_and_one_with_work_is_left_readable(ada, problem, play) -> None:
    first = (await open_workspace(ada.browser, problem))["attempt"]["id"]
    assert first == await begin(ada)
    assert first == await begin(ada)  # two clicks, or two tabs
    await ada.browser.post(f"/api/attempts/{first}/coach/end")
    second = await begin(ada)
    assert second != first
    assert 200 == (await ada.browser.get(f"/attempts/{first}")).status_code
    await ada.browser.post(f"{problem}/attempts")
    await play.type()
    third = (await open_workspace(ada.browser, problem))["attempt"]["id"]
    assert third not in {first, second, await begin(ada)}


async def test_two_tabs_that_begin_at_once_share_one_clock(ada, problem, session) -> None:
    both = await asyncio.gather(begin(ada), begin(ada))
    assert 1 == len(set(both))
    assert 1 == (await session.execute(select(func.count()).select_from(TimedSession))).scalar_one()


async def test_an_editor_who_said_nothing_is_asked_and_one_who_did_is_not(ada, problem, play) -> None:
    attempt = await begin(ada)
    await play.type()
    assert ["opening", "silent"] == await kinds(ada, attempt)
    await ada.browser.post(f"{problem}/attempts")
    attempt = await begin(ada)
    await ada.browser.put(f"/api/attempts/{attempt}/statements/restate", json={"text": "Twice each number."})
    await play.type()
    assert ["opening"] == await kinds(ada, attempt)


async def test_after_the_first_version_comes_a_question_of_the_pattern(ada, problem, play) -> None:
    attempt = await begin(ada)
    await play.submit(REJECTED)
    found = await coach(ada, attempt)
    assert ["opening", "baseline"] == [line["kind"] for line in found["lines"]]
    assert "not defined" in found["lines"][1]["text"]


async def test_an_accepted_submission_brings_the_twist_whose_grader_judges_from_then_on(
    ada, problem, play, session
) -> None:
    attempt = await begin(ada)
    await play.submit(ACCEPTED)
    found = await coach(ada, attempt)
    assert ["opening", "baseline", "twist"] == [line["kind"] for line in found["lines"]]
    assert "Three times" == found["twist"]["title"]
    assert found["timed"]["ended_at"] is None
    now = (await ada.browser.get(f"/api/attempts/{attempt}")).json()["problem"]
    assert {"oracle/random", "edge/zero", "oracle/whole"} == {each["id"] for each in now["check_ids"]}
    assert "Triple it instead" in (await ada.browser.get(problem)).text
    engine = await play.submit(ACCEPTED, "def double(x):\n    return 3.0 * x\n")
    assert "3.0 * x" in engine.jobs[0].package.files["twist/grader.py"]
    twists = select(Execution.twist_id).order_by(Execution.created_at, Execution.revision)
    assert [None, "thrice"] == list((await session.execute(twists)).scalars())
    found = await coach(ada, attempt)
    assert "stop" == found["lines"][-1]["kind"]
    assert found["timed"]["ended_at"] is not None


async def test_a_first_version_is_not_called_solved_once_the_requirements_have_changed(
    ada, problem, play, clock
) -> None:
    attempt = await begin(ada)

    async def solved() -> list[bool]:
        boot, api = await open_workspace(ada.browser, problem), await ada.browser.get(f"/api/attempts/{attempt}")
        badge = 'class="solved"' in (await ada.browser.get(problem)).text
        return [boot["attempt"]["solved"], api.json()["solved"], (await coach(ada, attempt))["solved"], badge]

    async def submitted() -> dict:
        newest = (await ada.browser.get(f"/api/attempts/{attempt}/executions")).json()[0]["id"]
        of_it = (await ada.browser.get(f"/api/executions/{newest}")).json()
        return of_it | (await ada.browser.get(f"/api/executions/{newest}/debrief")).json()

    await play.submit(ACCEPTED)
    first = await submitted()
    assert (None, False) == (first["stop"], first["changed"])  # the clock runs: the script says what comes next
    await coach(ada, attempt)
    assert [False] * 4 == await solved()
    again = await submitted()
    assert (None, True, None) == (again["stop"], again["changed"], again["change"])
    assert ["oracle/random", "edge/zero"] == [each["id"] for each in again["check_ids"]]
    page = await ada.browser.get(f"/executions/{again['id']}/debrief")
    assert "The requirements have changed since" in page.text
    clock.advance(timedelta(seconds=30))
    await play.submit(ACCEPTED, "def double(x):\n    return 3.0 * x\n")
    assert [True] * 4 == await solved()
    last = await submitted()
    assert (True, False, "Three times") == (bool(last["stop"]), last["changed"], last["change"])
    assert "oracle/whole" in {each["id"] for each in last["check_ids"]}
    assert "overrun" not in {each["id"] for each in last["mistakes"]}


async def test_a_check_for_afterwards_of_the_changed_problem_is_told_once_that_is_solved(ada, sessions, play) -> None:
    """That the problem was solved as it was before says nothing of what the change has in store."""
    path = "twists/thrice/twist.yaml"
    line = "      property: Whole numbers are tripled.\n"
    late = packages.TWIST[path].replace(line, line + "      visibility: {candidate: after, staff: during}\n")
    async with sessions.begin() as session:
        await upgrades.sync_package(session, packages.package(**{**packages.TWIST, path: late}))
    attempt = await begin(ada)
    await play.submit(ACCEPTED)
    assert "twist" in await kinds(ada, attempt)
    play.clock.advance(timedelta(seconds=1))
    await play.submit([*REJECTED[:-1], done("oracle/whole", "failed_silently"), REJECTED[-1]])
    rejected = (await ada.browser.get(f"/api/attempts/{attempt}/executions")).json()[0]["id"]
    assert [] == await told_afterwards(ada, rejected)
    refused = await ada.browser.post(f"/api/executions/{rejected}/counterexamples", json={"check": "oracle/whole"})
    assert 404 == refused.status_code
    await play.submit(ACCEPTED, "def double(x):\n    return 3.0 * x\n")
    assert ["oracle/whole"] == await told_afterwards(ada, rejected)


async def told_afterwards(person, execution: str) -> list[str]:
    return [each["id"] for each in (await person.browser.get(f"/api/executions/{execution}")).json()["afterwards"]]


async def test_the_twist_comes_at_two_thirds_of_the_time_and_only_once(ada, problem, clock, session) -> None:
    attempt = await begin(ada)
    clock.advance(timedelta(minutes=MINUTES) * 2 / 3 - timedelta(seconds=1))
    assert ["opening"] == await kinds(ada, attempt)
    clock.advance(timedelta(seconds=1))
    await asyncio.gather(*[coach(ada, attempt) for _ in range(4)])
    assert ["opening", "twist"] == await kinds(ada, attempt)
    assert (
        1
        == (
            await session.execute(select(func.count()).select_from(CoachLine).where(CoachLine.kind == "twist"))
        ).scalar_one()
    )


async def test_what_was_asked_for_before_the_twist_was_told_is_graded_without_it(ada, problem, clock, play) -> None:
    await begin(ada)
    clock.advance(timedelta(minutes=MINUTES - 1))
    engine = await play.submit(ACCEPTED)
    assert "twist/grader.py" not in engine.jobs[0].package.files


async def test_without_a_twist_an_accepted_submission_is_the_end(ada, plain, clock, play) -> None:
    attempt = await begin(ada)
    clock.advance(timedelta(minutes=5))
    await play.submit(ACCEPTED)
    clock.advance(timedelta(minutes=2))
    found = await coach(ada, attempt)
    assert ["opening", "baseline", "stop"] == [line["kind"] for line in found["lines"]]
    assert (MINUTES - 5) * 60 == found["timed"]["seconds_left"]
    clock.advance(timedelta(hours=1))
    assert (MINUTES - 5) * 60 == (await coach(ada, attempt))["timed"]["seconds_left"]


async def test_time_up_is_soft_and_a_late_submission_is_said_to_be_late(ada, plain, clock, play) -> None:
    attempt = await begin(ada)
    clock.advance(timedelta(minutes=MINUTES + 3))
    found = await coach(ada, attempt)
    assert "time_up" == found["lines"][-1]["kind"]
    assert -180 == found["timed"]["seconds_left"]
    await play.submit(ACCEPTED)
    found = await coach(ada, attempt)
    assert [180] == [each["seconds"] for each in found["timed"]["late"]]
    assert "stop" == found["lines"][-1]["kind"]
    assert "3 min late" in (await ada.browser.get(f"/attempts/{attempt}/coach")).text


async def test_no_twist_comes_after_the_time(ada, problem, clock, play) -> None:
    attempt = await begin(ada)
    clock.advance(timedelta(minutes=MINUTES + 1))
    await play.submit(ACCEPTED)
    assert "twist" not in await kinds(ada, attempt)


async def test_the_clock_can_be_stopped_once(ada, problem, clock) -> None:
    attempt = await begin(ada)
    clock.advance(timedelta(minutes=4))
    ended = (await ada.browser.post(f"/api/attempts/{attempt}/coach/end")).json()["timed"]["ended_at"]
    assert clock.now() == datetime.fromisoformat(ended)
    clock.advance(timedelta(minutes=4))
    again = await ada.browser.post(f"/attempts/{attempt}/coach/end")
    assert 303 == again.status_code
    assert ended == (await coach(ada, attempt))["timed"]["ended_at"]


async def test_an_attempt_without_a_clock_has_no_script_and_cannot_be_stopped(ada, problem, play, session) -> None:
    boot = await open_workspace(ada.browser, problem)
    await play.submit(ACCEPTED)
    found = await coach(ada, boot["attempt"]["id"])
    assert ([], None, None) == (found["lines"], found["timed"], found["twist"])
    assert found["solved"]
    assert 404 == (await ada.browser.post(f"/api/attempts/{boot['attempt']['id']}/coach/end")).status_code
    assert [None] == list((await session.execute(select(Attempt.twist_id))).scalars())


async def test_hints_come_one_at_a_time_and_the_last_makes_the_problem_familiar(ada, problem, session) -> None:
    attempt = (await open_workspace(ada.browser, problem))["attempt"]["id"]
    hints = f"/api/attempts/{attempt}/hints"
    assert {"shown": [], "next": 1} == (await coach(ada, attempt))["hints"]
    assert 409 == (await ada.browser.post(hints, json={"number": 2})).status_code
    for _ in range(2):  # two tabs ask for the same
        shown = (await ada.browser.post(hints, json={"number": 1})).json()["hints"]
        assert {"shown": ["First hint."], "next": 2} == shown
    opened = select(func.count()).select_from(OpenedSolution)
    await ada.browser.post(hints, json={"number": 2})
    assert 0 == (await session.execute(opened)).scalar_one()
    await session.rollback()
    assert 303 == (await ada.browser.post(f"/attempts/{attempt}/coach/hints", data={"number": "3"})).status_code
    assert {"shown": ["First hint.", "Second hint.", "Third hint."], "next": None} == (await coach(ada, attempt))[
        "hints"
    ]
    assert 1 == (await session.execute(opened)).scalar_one()
    assert 409 == (await ada.browser.post(hints, json={"number": 4})).status_code


async def test_no_hint_is_told_before_it_is_asked_for(ada, problem) -> None:
    attempt = await begin(ada)
    for page in (f"/attempts/{attempt}/coach", f"/api/attempts/{attempt}/coach", f"/attempts/{attempt}"):
        told = (await ada.browser.get(page)).text
        assert "First hint." not in told
        assert "Three times" not in told
        assert "Triple it" not in told


async def test_nobody_else_begins_stops_or_reads_it(ada, problem, sign_in) -> None:
    attempt = await begin(ada)
    eve = await sign_in("eve@example.com")
    assert 404 == (await eve.browser.post(f"/api/attempts/{attempt}/coach/end")).status_code
    assert 404 == (await eve.browser.post(f"/api/attempts/{attempt}/hints", json={"number": 1})).status_code
    assert attempt != await begin(eve)


async def test_a_replaced_attempt_says_nothing_more(ada, problem, clock) -> None:
    attempt = await begin(ada)
    await ada.browser.post(f"{problem}/attempts")
    clock.advance(timedelta(minutes=MINUTES))
    assert ["opening"] == await kinds(ada, attempt)


async def test_the_form_beside_the_statement_leads_back_to_the_workspace(ada, problem) -> None:
    assert f'action="{problem}/timed"' in (await ada.browser.get(problem)).text
    answer = await ada.browser.post(f"{problem}/timed")
    assert (303, problem) == (answer.status_code, answer.headers["location"])
