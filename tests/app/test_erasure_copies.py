"""What would outlast the rows of an erased person: answers kept for others, mails to others, the planner's samples."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select, text

from app.identity import outbox
from app.identity.models import Mail
from app.kit.smtp import Letter
from app.trust.models import IdempotencyKey
from app.trust.personal import PLACES
from tests.app import erasing, planting
from tests.app.erasing import EMAIL, become, erase
from tests.app.planting import WORD


@pytest.fixture
async def over(planned, sessions, clock):
    return await erasing.words_everywhere(planned, sessions, clock)


async def test_answers_that_are_kept_for_others_go_where_they_tell_of_the_person(over, sessions, clock, ada):
    candidate = await become(sessions, clock, over, "candidate")
    asked = (
        (over.browser("lead"), f"/api/interviews/{over.id}/discussion", {"text": f"On {WORD}"}),
        (over.browser("admin"), "/api/erasures", {"email": EMAIL}),
        (ada.browser, "/api/erasures", {"email": ada.actor.email}),
    )
    for browser, path, body in asked:
        answer = await browser.post(path, json=body, headers={"idempotency-key": "once"})
        assert 201 == answer.status_code, answer.text
    assert "idempotency_keys" in await planting.found_in(sessions, WORD)
    await erase(sessions, clock, over, candidate)
    assert {"saved_comments"} == await planting.found_in(sessions, WORD, "zimmervogel")
    async with sessions() as session:
        assert [ada.actor.id] == (await session.execute(select(IdempotencyKey.person_id))).scalars().all()


async def test_mails_to_others_go_where_they_are_about_their_interview(over, sessions, clock):
    """The subject has the interview's title, which may name the candidate."""
    candidate = await become(sessions, clock, over, "candidate")
    until = clock.now() + timedelta(days=1)
    async with sessions.begin() as session:
        for interview_id, title in ((over.id, f"Invitation: {WORD}"), (None, "Invitation: another round")):
            letter = Letter("reviewer@example.com", title, title)
            about = {"kind": "interview", "until": until, "caused_by": None, "interview_id": interview_id}
            await outbox.post(session, clock, letter, **about)
    await erase(sessions, clock, over, candidate)
    async with sessions() as session:
        assert ["Invitation: another round"] == (await session.execute(select(Mail.subject))).scalars().all()


async def test_samples_that_the_planner_keeps_hold_no_words(over, sessions, clock):
    await become(sessions, clock, over, "candidate")
    async with sessions.begin() as session:
        await session.execute(text("ANALYZE"))
        assert await session.scalar(select(func.count()).select_from(text("pg_statistic")))
    found = await planting.found_in(sessions, WORD, "zimmervogel")
    assert "users" in found
    assert "pg_statistic" not in found


async def test_of_no_column_with_words_samples_are_taken(sessions):
    unsampled = "SELECT attrelid::regclass || '.' || attname FROM pg_attribute WHERE attstattarget = 0"
    async with sessions() as session:
        there = set((await session.execute(text(unsampled))).scalars())
    assert [] == sorted({f"{place.table}.{name}" for place in PLACES for name in place.words} - there)
