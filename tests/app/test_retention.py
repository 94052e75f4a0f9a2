"""Recordings go when their time is over, and nothing else does."""

from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from app.audit.models import AuditEntry
from app.evidence import service as evidence
from app.trust import tasks
from tests.app import planting, reviewing


@pytest.fixture
async def recorded(planned, sessions):
    """An interview that is over, with words of its people wherever there is room for some."""
    await planned.start()
    await planting.speak(planned)
    await planned.step("lead", "end")
    async with sessions.begin() as session:
        session.add(reviewing.found(planned, claim=f"They said {planting.WORD}"))
        await evidence.notice_ends(session)
    await reviewing.hand_in(planned, "reviewer", summary=f"Said {planting.WORD}")
    return planned


async def _let_it_go(sessions, clock):
    """Half a year passes; nobody is signed out meanwhile."""
    clock.advance(timedelta(days=181))
    async with sessions.begin() as session:
        await session.execute(text("UPDATE sessions SET expires_at = expires_at + interval '1 year'"))
    return await tasks.remove_due(sessions, clock)


async def test_a_recording_stays_until_its_days_are_over(recorded, sessions, clock):
    clock.advance(timedelta(days=179))
    assert 0 == await tasks.remove_due(sessions, clock)
    assert await planting.found_in(sessions) >= {"timeline_events", "notes", "executions", "evidence", "room_updates"}


async def test_then_it_goes_and_judgement_and_figures_stay(recorded, sessions, clock):
    before = await planting.figures(sessions)
    clock.advance(timedelta(days=181))
    assert 1 == await tasks.remove_due(sessions, clock)
    assert {"scorecards"} == await planting.found_in(sessions)
    assert before == await planting.figures(sessions)
    assert 0 == await tasks.remove_due(sessions, clock)
    async with sessions() as session:
        entry = (await session.execute(select(AuditEntry).where(AuditEntry.action == "recording_removed"))).scalar_one()
        assert str(recorded.id) == entry.subject_id


async def test_afterwards_its_pages_say_so(recorded, sessions, clock):
    await _let_it_go(sessions, clock)
    for who, page in (("lead", "plan"), ("candidate", ""), ("reviewer", "review")):
        answer = await recorded.browser(who).get(f"/interviews/{recorded.id}/{page}".rstrip("/"))
        assert (200, True) == (answer.status_code, "The recording was removed" in answer.text), (who, answer.text)
    assert 410 == (await recorded.browser("lead").get(f"/interviews/{recorded.id}/replay")).status_code
    assert 410 == (await recorded.get("lead", "log")).status_code
    assert 410 == (await recorded.post("lead", "steps", {"step": "reopen"})).status_code
    assert 200 == (await recorded.get("lead", "timeline")).status_code


async def test_its_evidence_is_not_computed_again(recorded, sessions, clock):
    clock.advance(timedelta(days=181))
    await tasks.remove_due(sessions, clock)
    async with sessions.begin() as session:
        await evidence.notice_ends(session)
        pending, ready = await evidence.waiting(session)
        for each in pending:
            await evidence.prepare(session, clock, each)
        for each in ready:
            await evidence.compute(session, clock, each)
    assert "evidence" not in await planting.found_in(sessions)
    async with sessions() as session:
        assert [] == (await session.execute(text("SELECT id FROM evidence"))).all()


async def test_a_recording_that_is_still_graded_waits(recorded, sessions, clock):
    async with sessions.begin() as session:
        await session.execute(text("UPDATE executions SET status = 'running'"))
    clock.advance(timedelta(days=181))
    assert 0 == await tasks.remove_due(sessions, clock)


@pytest.mark.parametrize(
    "reason",
    [
        "('retention', NULL, :interview, now())",  # its time is not over
        "('erasure', :person, :interview, now())",  # nobody has confirmed it
        "('erasure', :person, NULL, now())",
        "('whim', :person, :interview, now())",
    ],
)
async def test_the_database_takes_no_other_reason(recorded, sessions, reason):
    values = {"interview": recorded.id, "person": recorded.people["candidate"].actor.id, "id": uuid4()}
    used = {name: value for name, value in values.items() if f":{name}" in reason or name == "id"}
    columns = "id, purpose, person_id, interview_id, at"
    statement = text(f"INSERT INTO removals ({columns}) VALUES (:id, {reason[1:]}")  # noqa: S608 - see above
    async with sessions() as session:
        with pytest.raises(DBAPIError, match=r"is not over|nobody has confirmed|ck_removals_purpose"):
            await session.execute(statement, used)


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE timeline_events SET payload = without_words(payload)",
        "UPDATE timeline_events SET at = at",
        "DELETE FROM timeline_events",
        "DELETE FROM room_updates",
        "UPDATE room_updates SET payload = payload",
        "UPDATE removals SET at = now()",
    ],
)
async def test_without_a_reason_the_record_never_changes(recorded, sessions, clock, change):
    clock.advance(timedelta(days=181))
    if "removals" in change:
        await tasks.remove_due(sessions, clock)
    async with sessions() as session:
        with pytest.raises(DBAPIError, match="never change"):
            await session.execute(text(change))
