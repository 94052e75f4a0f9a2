"""Interviews in tests: planned, joined and moved on by the same requests that browsers send."""

import re
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

import httpx
from sqlalchemy import select

from app.events.models import TimelineEvent
from app.identity.actor import Role
from app.interviews.models import Interview, InterviewPerson
from tests.app.conftest import Person, browser

PROBLEM_ID = "5f0f3d2e-5d0d-4a86-9d0c-0f7b8f1f2a11"
PLAN: dict[str, Any] = {
    "title": "ML round",
    "kind": "live",
    "level": "mid",
    "minutes": "60",
    "criteria": ["correctness", "ambiguity"],
    "policy": "Documentation only.",
    "lint": "on",
    "problem_1": PROBLEM_ID,
}


@dataclass
class Held:
    """An interview with everybody who has to do with it."""

    id: str
    lead: Person
    candidate: Person

    @property
    def url(self) -> str:
        return f"/interviews/{self.id}"

    async def step(self, who: Person, name: str, **more: Any) -> httpx.Response:
        return await who.browser.post(f"/api{self.url}/steps", json={"step": name, **more})

    async def view(self, who: Person) -> dict[str, Any]:
        answer = await who.browser.get(f"/api{self.url}")
        assert 200 == answer.status_code, answer.text
        return dict(answer.json())

    async def state(self, who: Person | None = None) -> str:
        return str((await self.view(who or self.lead))["state"])

    async def begin(self) -> None:
        """To the moment the clock starts."""
        assert 200 == (await self.step(self.lead, "open_lobby")).status_code
        for who in (self.candidate, self.lead):
            answer = await self.step(who, "ready")
            assert 200 == answer.status_code, answer.text
        assert "live" == answer.json()["state"]


async def plan(lead: Person, **changes: Any) -> str:
    """Plan an interview; gives its id."""
    answer = await lead.browser.post("/interviews/new", data={**PLAN, **changes})
    assert 303 == answer.status_code, answer.text
    return answer.headers["location"].rpartition("/")[2]


async def add(lead: Person, interview_id: str, email: str, part: str = "candidate", **more: Any) -> httpx.Response:
    data = {"email": email, "part": part, **more}
    return await lead.browser.post(f"/interviews/{interview_id}/people", data=data)


async def hold(sign_in, **changes: Any) -> Held:
    """A live interview (or as `changes` say) with a lead and a candidate who have accounts."""
    lead = await sign_in("lead@example.com", Role.INTERVIEWER)
    candidate = await sign_in("kim@example.com")
    interview_id = await plan(lead, **changes)
    assert 303 == (await add(lead, interview_id, "kim@example.com")).status_code
    return Held(interview_id, lead, candidate)


async def take_home(sign_in, clock, days: float = 2, **changes: Any) -> Held:
    deadline = (clock.now() + timedelta(days=days)).strftime("%Y-%m-%dT%H:%M")
    return await hold(sign_in, kind="take_home", deadline_at=deadline, **changes)


async def person_id(sessions, interview_id: str, email: str) -> str:
    async with sessions() as session:
        rows = await session.execute(
            select(InterviewPerson.id)
            .join(InterviewPerson.user)
            .where(InterviewPerson.interview_id == UUID(interview_id), InterviewPerson.user.has(email=email))
        )
        return str(rows.scalar_one())


async def seats(sessions, interview_id):
    async with sessions() as session:
        statement = select(InterviewPerson.part).where(InterviewPerson.interview_id == UUID(interview_id))
        return sorted((await session.execute(statement)).scalars())


async def row(sessions, interview_id: str) -> Interview:
    async with sessions() as session:
        return (await session.execute(select(Interview).where(Interview.id == UUID(interview_id)))).scalar_one()


async def kinds(sessions, interview_id: str) -> list[str]:
    """What happened to an interview, in order."""
    async with sessions() as session:
        statement = select(TimelineEvent.kind).where(TimelineEvent.interview_id == UUID(interview_id))
        return list((await session.execute(statement.order_by(TimelineEvent.id))).scalars())


async def link(lead: Person, interview_id: str, seat: str, replaces: str | None = None) -> str:
    """Make a link for a seat; gives its path."""
    answer = await lead.browser.post(
        f"/interviews/{interview_id}/people/{seat}/link", data={"replaces": replaces} if replaces else {}
    )
    assert 200 == answer.status_code, answer.text
    found = re.search(r'value="http://holdout(/join/[^"]+)"', answer.text)
    assert found is not None, answer.text
    return found[1]


async def standing(lead: Person, interview_id: str, seat: str) -> str | None:
    """The id of the link of a seat, as the plan page knows it."""
    page = (await lead.browser.get(f"/interviews/{interview_id}/plan")).text
    found = re.search(rf'people/{seat}/link"><input type="hidden" name="replaces" value="([^"]+)"', page)
    return found[1] if found else None


def fresh(app) -> httpx.AsyncClient:
    """A browser that nobody has used."""
    return browser(app)
