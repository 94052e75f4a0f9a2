"""The coach of practice: what is said to the first three steps."""

import json
import zipfile
from datetime import datetime, timedelta
from io import BytesIO
from uuid import uuid4

import pytest
from sqlalchemy import func, select

from app.attempts.models import Attempt, HeldProblem
from app.coach.models import PracticeStatement
from app.coach.steps import STEPS
from app.events.models import TimelineEvent
from tests.app.workspace import open_workspace

LINE = "I take a missing price as unknown, not as zero."


@pytest.fixture
async def attempt(ada, problem) -> str:
    """The address of an attempt of Ada's, below /api or as a page."""
    boot = await open_workspace(ada.browser, problem)
    return f"/attempts/{boot['attempt']['id']}"


async def said(person, attempt: str) -> dict[str, tuple[str, str]]:
    answer = await person.browser.get(f"/api{attempt}/coach")
    assert 200 == answer.status_code, answer.text
    steps = answer.json()["steps"]
    return {step["say"]: (step["said"], step["at"]) for step in steps if step["said"] is not None}


async def say(person, attempt: str, text: str, kind: str = "clarify"):
    return await person.browser.put(f"/api{attempt}/statements/{kind}", json={"text": text})


async def test_there_are_ten_steps_and_the_first_three_can_be_said(ada, attempt) -> None:
    steps = (await ada.browser.get(f"/api{attempt}/coach")).json()["steps"]
    assert list(range(1, 11)) == [step["number"] for step in steps]
    assert ["clarify", "restate", "outline"] == [step["say"] for step in steps if step["say"]]
    assert {} == await said(ada, attempt)


async def test_a_line_is_kept_with_the_time_it_was_first_said_and_can_be_changed(ada, attempt, clock) -> None:
    first = clock.now()
    assert 200 == (await say(ada, attempt, f"  {LINE}\n")).status_code
    clock.advance(timedelta(minutes=3))
    assert 200 == (await say(ada, attempt, "Missing means unknown.")).status_code
    text, at = (await said(ada, attempt))["clarify"]
    assert "Missing means unknown." == text
    assert first == datetime.fromisoformat(at)


async def test_an_empty_line_takes_it_back(ada, attempt) -> None:
    await say(ada, attempt, LINE)
    await say(ada, attempt, "  ")
    assert {} == await said(ada, attempt)


async def test_several_lines_become_one_and_nothing_unstorable_comes_through(ada, attempt) -> None:
    await say(ada, attempt, "First\nthe\tsums.\x00", "outline")
    assert "First the sums.\u2400" == (await said(ada, attempt))["outline"][0]


@pytest.mark.parametrize(("kind", "text", "status"), [("clarify", "x" * 501, 422), ("tradeoff", "None.", 404)])
async def test_what_is_too_long_or_no_step_is_refused(ada, attempt, kind, text, status) -> None:
    assert status == (await say(ada, attempt, text, kind)).status_code
    assert {} == await said(ada, attempt)


async def test_nobody_else_reads_or_writes_it(ada, attempt, sign_in) -> None:
    await say(ada, attempt, LINE)
    eve = await sign_in("eve@example.com")
    assert 404 == (await eve.browser.get(f"/api{attempt}/coach")).status_code
    assert 404 == (await eve.browser.get(f"{attempt}/coach")).status_code
    assert 404 == (await say(eve, attempt, "Mine.")).status_code
    assert LINE == (await said(ada, attempt))["clarify"][0]


async def test_what_is_said_in_practice_is_on_no_timeline(ada, attempt, session) -> None:
    before = (await session.execute(select(func.count()).select_from(TimelineEvent))).scalar_one()
    await say(ada, attempt, LINE)
    assert before == (await session.execute(select(func.count()).select_from(TimelineEvent))).scalar_one()


async def test_a_replaced_attempt_keeps_what_was_said_and_takes_nothing_new(ada, attempt, problem) -> None:
    await say(ada, attempt, LINE)
    await ada.browser.post(f"{problem}/attempts")
    assert 409 == (await say(ada, attempt, "Something else.")).status_code
    assert LINE == (await said(ada, attempt))["clarify"][0]


async def test_the_page_does_the_same_without_a_script_and_escapes_what_was_written(ada, attempt) -> None:
    form = {"kind": "restate", "text": "<b>Given</b> prices"}
    answer = await ada.browser.post(f"{attempt}/coach/statements", data=form)
    assert 303 == answer.status_code
    page = (await ada.browser.get(answer.headers["location"])).text
    assert "&lt;b&gt;Given&lt;/b&gt; prices" in page
    assert "<b>Given" not in page
    for step in STEPS:
        assert step.title in page


async def test_the_panel_is_the_page_without_its_surroundings(ada, attempt) -> None:
    panel = (await ada.browser.get(f"{attempt}/coach?panel=true")).text
    assert 'id="coach-panel"' in panel
    assert "<html" not in panel


async def test_what_was_said_is_in_the_export_of_ones_data(ada, attempt) -> None:
    await say(ada, attempt, LINE)
    exported = zipfile.ZipFile(BytesIO((await ada.browser.get(f"/api/people/{ada.actor.id}/export")).content))
    [name] = [name for name in exported.namelist() if name.endswith("coach.json")]
    assert LINE in json.loads(exported.read(name))["said"][0]["text"]


async def test_a_problem_that_is_held_for_an_interview_has_no_coach(ada, attempt, problem, sessions) -> None:
    async with sessions.begin() as session:
        [held] = (await session.execute(select(Attempt.problem_id))).scalars()
        session.add(HeldProblem(interview_id=uuid4(), problem_id=held, user_id=ada.actor.id))
    assert 409 == (await ada.browser.get(f"/api{attempt}/coach")).status_code
    assert 409 == (await say(ada, attempt, LINE)).status_code
    assert 409 == (await ada.browser.post(f"/api{attempt}/questions", json={"text": "May it be empty?"})).status_code
    assert 409 == (await ada.browser.post(f"/api{attempt}/hints", json={"number": 1})).status_code
    assert 409 == (await ada.browser.post(f"/api{problem}/timed")).status_code


async def test_two_tabs_leave_one_line(ada, attempt, session) -> None:
    await say(ada, attempt, "One tab.")
    await say(ada, attempt, "The other.")
    assert 1 == (await session.execute(select(func.count()).select_from(PracticeStatement))).scalar_one()
