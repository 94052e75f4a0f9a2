"""An interview with everybody in it, for tests of the room."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import httpx
from pycrdt import Doc, Text
from sqlalchemy import update

from app.identity.actor import Role
from app.interviews import live, people, plans
from app.interviews.lifecycle import Kind
from app.interviews.rights import Part
from app.kit.clock import ManualClock
from app.kit.db import SessionMaker
from app.problems import upgrades
from app.problems.loader import Package
from app.rooms import repository as rooms
from app.rooms.models import Room, RoomUpdate
from tests.app import packages
from tests.app.conftest import Person
from tests.app.packages import PROBLEM, RIGHT, TWIST

# Strings that no candidate may ever be sent, planted wherever staff are told something.
SECRETS = {
    "why": "XYWHYX nothing has no double",
    "option": "XYOPTIONX an empty result",
    "ask": "XYASKX And nothing at all?",
    "bound": "XYBOUNDX Should nothing raise?",
    "hint_two": "XYHINTTWOX Second hint.",
    "hint_three": "XYHINTTHREEX Third hint.",
    "about": "XYABOUTX Whether a constant is found again.",
    "property": "XYPROPERTYX A property that only staff may see.",
    "check_hint": "XYCHECKHINTX A hint that only staff may see.",
    "note": "XYNOTEX They seem nervous.",
    "aloud": "XYALOUDX They said that empty stays empty.",
    "counterexample": "HIDDEN DATA",
    "editorial": "XYEDITORIALX Multiply by two.",
}


def package() -> Package:
    """The small problem with a twist, a clarification that binds, and the secrets in place."""
    text = PROBLEM
    for old, new in (
        ("nothing has no double", SECRETS["why"]),
        ("empty: an empty result", f"empty: {SECRETS['option']}"),
        ("And nothing at all?", SECRETS["ask"]),
        ("Second hint.", SECRETS["hint_two"]),
        ("Third hint.", SECRETS["hint_three"]),
        ("A property that only staff may see.", SECRETS["property"]),
        ("A hint that only staff may see.", SECRETS["check_hint"]),
        (
            "\nhints:",
            f'\n  - {{ask: "{SECRETS["bound"]}", answer: "Yes, raise.", binds: {{empty: raise}}}}\nhints:',
        ),
    ):
        assert old in text, old
        text = text.replace(old, new, 1)
    twist = {**TWIST}
    twist["twists/thrice/twist.yaml"] = twist["twists/thrice/twist.yaml"].replace(
        "Whether a constant is found again.", SECRETS["about"]
    )
    return packages.package(**{"problem.yaml": text, "editorial.md": SECRETS["editorial"], **twist})


PEOPLE: dict[str, tuple[Part | None, tuple[Role, ...]]] = {
    "lead": (Part.LEAD, (Role.INTERVIEWER,)),
    "interviewer": (Part.INTERVIEWER, (Role.INTERVIEWER,)),
    "observer": (Part.OBSERVER, (Role.REVIEWER,)),
    "candidate": (Part.CANDIDATE, (Role.CANDIDATE,)),
    "reviewer": (Part.REVIEWER, (Role.REVIEWER,)),
    "blind": (Part.REVIEWER, (Role.REVIEWER,)),
    "admin": (None, (Role.ADMIN,)),
    "outsider": (None, (Role.INTERVIEWER,)),
}


@dataclass
class Interviewing:
    """A planned interview and the people of it, each with a browser."""

    id: UUID
    people: dict[str, Person]
    sessions: SessionMaker
    clock: ManualClock

    def browser(self, who: str) -> httpx.AsyncClient:
        return self.people[who].browser

    async def get(self, who: str, path: str, **params: Any) -> httpx.Response:
        return await self.browser(who).get(f"/api/interviews/{self.id}/{path}", params=params)

    async def post(self, who: str, path: str, body: Any = None) -> httpx.Response:
        return await self.browser(who).post(f"/api/interviews/{self.id}/{path}", json=body)

    async def done(self, who: str, path: str, body: Any = None) -> dict[str, Any]:
        """Post what has to succeed."""
        answer = await self.post(who, path, body)
        assert answer.status_code in {200, 201}, answer.text
        found: dict[str, Any] = answer.json()
        return found

    async def step(self, who: str, step: str, **more: Any) -> dict[str, Any]:
        """Move the interview on; gives how it stands then."""
        return await self.done(who, "steps", {"step": step, **more})

    async def events(self, who: str, after: int = 0) -> list[dict[str, Any]]:
        answer = await self.get(who, "events", after=after)
        assert 200 == answer.status_code, answer.text
        found: list[dict[str, Any]] = answer.json()["events"]
        return found

    async def room(self, who: str) -> dict[str, Any]:
        answer = await self.get(who, "room")
        assert 200 == answer.status_code, answer.text
        found: dict[str, Any] = answer.json()
        return found

    async def open_lobby(self) -> None:
        async with self.sessions.begin() as session:
            await live.open_lobby(session, self.clock, self.people["lead"].actor, self.id)

    async def start(self) -> None:
        """The lobby, and then the clock."""
        await self.open_lobby()
        await self.start_from_lobby()

    async def start_from_lobby(self) -> None:
        """Both are ready; the room is made by the first look at it."""
        for who in ("candidate", "lead"):
            await self.step(who, "ready")
        await self.room("lead")

    async def type(self, who: str, solution: str = RIGHT, name: str = "solution:0", at: datetime | None = None) -> int:
        """Replace a text, as an editor would have; gives the sequence number."""
        async with self.sessions.begin() as session:
            stored = await rooms.stored(session, self.id)
            doc: Doc[Text] = Doc()
            text = doc.get(name, type=Text)
            for each in stored.updates:
                doc.apply_update(each)
            before = doc.get_state()
            text.clear()
            text += solution
            seq = stored.seq + 1
            payload = doc.get_update(before)
            row = {"seq": seq, "at": at or self.clock.now(), "author_id": self.people[who].actor.id, "client_id": 5000}
            session.add(RoomUpdate(interview_id=self.id, payload=payload, **row))
            await session.execute(update(Room).where(Room.interview_id == self.id).values(seq=seq))
            return seq


async def plan(sign_in: Any, sessions: SessionMaker, clock: ManualClock, *, kind: Kind = Kind.LIVE) -> Interviewing:
    """An interview with one problem and everybody who can have to do with it."""
    found = {who: await sign_in(f"{who}@example.com", *roles) for who, (_, roles) in PEOPLE.items()}
    lead = found["lead"].actor
    async with sessions.begin() as session:
        await upgrades.sync_package(session, package())
        given = plans.Plan(
            title="Second round",
            kind=kind,
            minutes=60,
            problem_ids=(package().spec.uuid,),
            deadline_at=clock.now() + timedelta(days=2) if kind is Kind.TAKE_HOME else None,
        )
        planned = await plans.create(session, clock, lead, given, retention_days=180)
    async with sessions.begin() as session:
        for who, (part, _) in PEOPLE.items():
            if part is not None and part is not Part.LEAD:
                email = found[who].actor.email
                blind = who == "blind"
                await people.add(session, clock, lead, planned.id, email=email, name=who, part=part, blind=blind)
    return Interviewing(planned.id, found, sessions, clock)
