"""Somebody whose words stand everywhere, and their erasure."""

from datetime import timedelta

import pytest
from sqlalchemy import select, text

from app.audit import service as audit
from app.audit.actions import Action
from app.identity.models import User
from app.kit.clock import Clock
from app.kit.db import SessionMaker
from app.reviews.models import Decision, Feedback
from app.trust import erasure
from tests.app import planting, reviewing
from tests.app.conftest import Person
from tests.app.interview import Interviewing
from tests.app.planting import WORD

NAME, EMAIL = f"{WORD} Zimmervogel", f"{WORD.lower()}@zimmervogel.example"


async def words_everywhere(planned: Interviewing, sessions: SessionMaker, clock: Clock) -> Interviewing:
    """An interview that is over and whose every text holds the word, and practice of everybody in it."""
    await planned.start()
    await planting.speak(planned)
    await planned.step("lead", "end")
    async with sessions.begin() as session:
        session.add(reviewing.found(planned, claim=f"They said {WORD}", data={"quote": WORD}))
        await session.execute(text("UPDATE interviews SET title = :title"), {"title": f"Round with {WORD}"})
    for who in ("lead", "interviewer", "reviewer"):
        await planned.browser(who).post("/api/saved-comments", json={"text": f"As {WORD} did", "criterion": None})
        await reviewing.hand_in(planned, who, summary=f"Said {WORD}", correctness=4)
        await planned.done(who, "discussion", {"text": f"What {WORD} meant", "replies_to": None})
    day = str((clock.now() + timedelta(days=9)).date())
    await planned.browser("candidate").put("/api/study/plan", json={"goal": f"As good as {WORD}", "target_on": day})
    lead = planned.people["lead"].actor.id
    async with sessions.begin() as session:
        await session.execute(text("UPDATE scores SET comment = :word"), {"word": f"{WORD} was clear"})
        known = {"interview_id": planned.id}
        session.add(
            Decision(**known, decided_by=lead, at=clock.now(), outcome="advance", reasons=f"{WORD} convinced us")
        )
        session.add(
            Feedback(**known, released_by=lead, released_at=clock.now(), text=f"Dear {WORD}", with_outcome=True)
        )
        await session.execute(text("UPDATE decisions SET reasons = reasons"))
    return planned


@pytest.fixture
async def over(planned, sessions, clock):
    """The same, for a test."""
    return await words_everywhere(planned, sessions, clock)


async def become(sessions: SessionMaker, clock: Clock, held: Interviewing, who: str) -> Person:
    """Give one of the people the planted name and address, a failed sign-in, practice, and a line in the audit log."""
    person = held.people[who]
    async with sessions.begin() as session:
        user = (await session.execute(select(User).where(User.id == person.actor.id))).scalar_one()
        user.name, user.email, user.email_key = NAME, EMAIL, EMAIL
        await audit.append(
            session,
            Action.IDENTITY_REVEALED,
            at=clock.now(),
            actor_id=user.id,
            personal={user.id: {"name": NAME, "address": EMAIL}},
        )
    await person.browser.post("/signin", data={"email": EMAIL, "password": "wrong wrong wrong"})
    assert 303 == (await person.browser.post("/problems/metrics/double/attempts")).status_code
    async with sessions.begin() as session:
        await session.execute(text("UPDATE drafts SET solution = :code"), {"code": planting.CODE.encode()})
    return person


async def erase(sessions: SessionMaker, clock: Clock, held: Interviewing, person: Person, email: str = EMAIL) -> None:
    """Ask and confirm, as an administrator."""
    admin = held.people["admin"].actor
    async with sessions.begin() as session:
        await erasure.ask(session, clock, admin, person.actor.id)
    async with sessions.begin() as session:
        await erasure.confirm(session, clock, admin, person.actor.id, email=email)
