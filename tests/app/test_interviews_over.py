"""After the end the candidate reads what was recorded of them, explains it and reports problems, without any script."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from app.attempts.models import Report
from app.interviews import live
from tests.app.interview import SECRETS
from tests.app.packages import RIGHT


@pytest.fixture
async def over(held, clock):
    """An interview with one of each mark, of both sides, that has ended."""
    await held.type("candidate", RIGHT)
    await held.done("candidate", "problems/0/runs")
    clock.advance(timedelta(minutes=2))
    await held.done("candidate", "marks", {"kind": "paste", "problem": 0, "characters": 1234})
    await held.done("lead", "marks", {"kind": "paste", "problem": 0, "characters": 777})
    await held.done("candidate", "marks", {"kind": "left"})
    clock.advance(timedelta(seconds=42))
    await held.done("candidate", "marks", {"kind": "returned"})
    await held.done("candidate", "problems/0/submissions")
    await held.done("candidate", "marks", {"kind": "left"})
    clock.advance(timedelta(minutes=1))
    await held.step("lead", "end")
    return held


def url(over):
    return f"/interviews/{over.id}"


async def page(over, who="candidate"):
    answer = await over.browser(who).get(url(over))
    assert 200 == answer.status_code
    return answer.text


async def explain(over, event, text, who="candidate"):
    return await over.browser(who).post(f"{url(over)}/explanations", data={"event": event, "text": text})


async def marked(over, kind):
    return next(each["cursor"] for each in await over.events("candidate") if each["kind"] == kind)


async def test_the_candidate_reads_what_was_recorded_of_them_and_of_nobody_else(over):
    text = re.sub(r"<[^>]+>", " ", await page(over))
    rows = re.findall(
        r"(\d+:\d\d)\s+(Ran[^·]*?|Pasted 1,234 characters|Another[^·]*?\d|Submitted for grading)\s\s", text
    )
    assert [
        ("0:00", "Ran the examples"),
        ("2:00", "Pasted 1,234 characters"),
        ("2:00", "Another window was in front for 0:42"),
        ("2:42", "Submitted for grading"),
        ("2:42", "Another window was in front for 1:00"),
    ] == rows
    assert "777" not in text
    assert [] == [name for name, secret in SECRETS.items() if secret in text]


async def test_an_explanation_is_kept_changed_and_read_by_staff(over):
    event = await marked(over, "code_pasted")
    for said in ("From my own notes.", "From my own notes,\r\nwritten last week. <b>"):
        kept = await explain(over, event, said)
        assert (303, f"{url(over)}#event-{event}") == (kept.status_code, kept.headers["location"])
    shown = await page(over)
    assert "From my own notes,\nwritten last week. &lt;b&gt;</p>" in shown
    assert "From my own notes.</p>" not in shown
    told = [each["data"] for each in await over.events("lead") if each["kind"] == "explanation_added"]
    assert [(event, "From my own notes,\nwritten last week. <b>")] == [
        (each["event"], each["text"]) for each in told[1:]
    ]


@pytest.mark.parametrize("text", ["", "  ", "x" * 4001])
async def test_what_does_not_fit_is_shown_again_beside_its_mark(over, text):
    event = await marked(over, "code_pasted")
    refused = await explain(over, event, text)
    assert 422 == refused.status_code
    assert f'aria-describedby="text-{event}-fault">{text}</textarea>' in refused.text
    assert 1 == refused.text.count("Write something, up to 4,000 characters.")
    reported = await over.browser("candidate").post(
        f"{url(over)}/reports", data={"about": "platform", "problem": 0, "text": text}
    )
    assert (422, 1) == (reported.status_code, reported.text.count('aria-describedby="report-text-fault"'))


async def test_a_report_reaches_the_staff_and_stays_on_the_page(over, sessions):
    sent = await over.browser("candidate").post(
        f"{url(over)}/reports", data={"about": "question", "problem": 0, "text": "It never says what is empty."}
    )
    assert 303 == sent.status_code
    assert "It never says what is empty." in await page(over)
    async with sessions() as session:
        assert "question" == (await session.execute(select(Report.about))).scalar_one()
    assert "fault_reported" in [each["kind"] for each in await over.events("lead")]


async def test_after_the_review_it_can_be_read_and_nothing_added(over):
    event = await marked(over, "code_pasted")
    await explain(over, event, "My notes.")
    async with over.sessions.begin() as session:
        await live.review(session, over.clock, over.people["lead"].actor, over.id)
    shown = await page(over)
    assert "My notes." in shown
    assert '<form method="post" action="/interviews' not in shown
    assert 409 == (await explain(over, event, "Other notes.")).status_code
    reported = {"about": "platform", "problem": 0, "text": "Slow."}
    assert 409 == (await over.browser("candidate").post(f"{url(over)}/reports", data=reported)).status_code


@pytest.mark.parametrize(("who", "expected"), [("lead", 403), ("observer", 403), ("admin", 403), ("outsider", 404)])
async def test_nobody_else_writes_there(over, who, expected):
    event = await marked(over, "code_pasted")
    for text in ("Not mine.", ""):
        assert expected == (await explain(over, event, text, who)).status_code
    reported = {"about": "platform", "problem": 0, "text": ""}
    assert expected == (await over.browser(who).post(f"{url(over)}/reports", data=reported)).status_code


async def test_the_forms_wait_for_the_end(held):
    event = (await held.done("candidate", "marks", {"kind": "left"}))["cursor"]
    assert 409 == (await explain(held, event, "")).status_code


async def test_what_is_no_mark_of_the_interview_cannot_be_explained(over):
    planned = next(each["cursor"] for each in await over.events("lead") if each["kind"] == "interview_planned")
    assert 404 == (await explain(over, planned, "x")).status_code
    assert 404 == (await explain(over, 10**9, "x")).status_code
    assert 422 == (await explain(over, "x", "x")).status_code


async def test_an_interview_that_never_began_has_nothing_to_explain(planned):
    await planned.step("lead", "end")
    shown = await page(planned)
    assert "Nothing was recorded" in shown
    assert "Report a problem" not in shown
