"""Everybody, with something of everything: an interview before, during and after, practice, templates, rubrics, and

what `tests/app/api/planted.py` adds.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import httpx
from fastapi import FastAPI
from sqlalchemy import select

from app.attempts import grading
from app.attempts.grading import Worker
from app.identity.actor import Role
from app.interviews import invitations, people, plans
from app.interviews.models import InterviewPerson
from app.interviews.rights import Part
from app.problems import upgrades
from app.rubrics import rubric
from tests.app import interview, visiting
from tests.app.api import planted
from tests.app.api.planted import UNMARKED, Marks
from tests.app.conftest import Person, browser
from tests.app.interview import Interviewing
from tests.app.packages import RIGHT
from tests.app.reviewing import found, hand_in
from tests.app.standin import ACCEPTED, StandIn
from tests.app.workspace import submit

PROBLEM = "/problems/metrics/practised"  # which no interview asks: what one asks is closed to its candidate
RUBRIC = "house 1.0.0"
FEEDBACK = "You asked before you assumed, and it showed in the code."


@dataclass
class World:
    """`browsers` by who they are; `at` has the ids of an interview by how far it is, `names` all others."""

    app: FastAPI
    browsers: dict[str, httpx.AsyncClient]
    names: dict[str, Any]
    at: dict[str, dict[str, Any]] = field(default_factory=dict)
    planted: dict[str, dict[str, Any]] = field(default_factory=dict)

    def fill(self, path: str, at: str, own_of: str = "candidate") -> dict[str, Any]:
        """What stands in the blanks of a path."""
        filled = {**self.names, **self.at[at]}
        if "/interviews/" not in path:
            filled["execution_id"] = self.names[f"execution_of_{own_of}"]
        return filled | self.planted.get(path.removeprefix("/api").strip("/").partition("/")[0], {})


@asynccontextmanager
async def build(app: FastAPI, sign_in: Any, sessions: Any, clock: Any, marks: Marks = UNMARKED) -> AsyncIterator[World]:
    """The world; what its people wrote has `marks` in it."""
    planned = await interview.plan(sign_in, sessions, clock)
    async with sessions.begin() as session:
        await upgrades.sync_package(session, planted.another("practised", planted.PRACTISED, 8, "1.0.0"))
    await visiting.fill(sessions)
    author = await sign_in("author@example.com", Role.AUTHOR)
    other = await sign_in("other@example.com")
    everybody = planned.people
    worker = Worker(sessions, clock, StandIn(*[ACCEPTED] * 4))
    names = {"pattern": "metrics", "name": "practised", "criterion": "correctness", "position": "0", "step": "leak"}
    names |= {"kind": "outline", "number": "1"}
    for who in ("candidate", "lead"):
        names[f"execution_of_{who}"] = await _practised(everybody[who], worker, getattr(marks, who))
    own = await everybody["candidate"].browser.get(f"/api{PROBLEM}")
    names["attempt_id"] = own.json()["attempt"]
    question = f"/api/attempts/{names['attempt_id']}/questions"
    await everybody["candidate"].browser.post(question, json={"text": f"May it be empty? {marks.candidate}"})
    names |= await _kept(everybody["lead"], author, marks.lead)
    names["report_id"] = await _reported(everybody["candidate"], names["attempt_id"], marks.report)
    live = await _another(planned, marks.round)
    over = await _another(planned, marks.round)
    elsewhere = await _another(planned, "", candidate=other)
    at = {"planned": await _ids(planned)}
    await _under_way(over, worker, marks)
    await _end(over, marks)
    at["over"] = await _ids(over)
    await _under_way(live, worker, marks)
    at["live"] = await _ids(live)
    guest, names["token"] = await _guest(app, planned)
    browsers = {
        "nobody": browser(app),
        "guest": guest,
        "candidate": everybody["candidate"].browser,
        "other": other.browser,
        "lead": everybody["lead"].browser,
        "interviewer": everybody["outsider"].browser,
        "reviewer": everybody["reviewer"].browser,
        "author": author.browser,
        "admin": everybody["admin"].browser,
    }
    at["elsewhere"] = await _ids(elsewhere)
    who = {"admin": everybody["admin"], "author": author, "candidate": everybody["candidate"]}
    more = await planted.plant(planted.Planted(sessions, clock, **who, marks=marks))
    yield World(app, browsers, names, at, more)
    await guest.aclose()
    await browsers["nobody"].aclose()


async def _practised(who: Person, worker: Worker, mark: str) -> str:
    execution_id = await submit(who.browser, PROBLEM, f"{RIGHT}# {mark}\n")
    await grading.grade(worker, execution_id)
    return str(execution_id)


async def _reported(who: Person, attempt_id: str, mark: str) -> str:
    """A report on the platform, with no result on show."""
    told = await who.browser.post(
        f"/api/attempts/{attempt_id}/reports", json={"about": "platform", "text": f"Slow {mark}"}
    )
    report_id: str = told.json()["id"]
    return report_id


async def _kept(lead: Person, author: Person, mark: str) -> dict[str, str]:
    """A template, a rubric and a saved comment."""
    template = await lead.browser.post("/api/interview-templates", json={"title": "Screening"})
    source = rubric.DEFAULT.read_text().replace(f"id: {rubric.read(rubric.DEFAULT).id}", "id: house", 1)
    source = source.replace(f"version: {rubric.read(rubric.DEFAULT).version}", "version: 1.0.0", 1)
    kept = await author.browser.post("/api/rubrics", json={"source": source})
    assert (201, RUBRIC) == (kept.status_code, kept.json().get("id")), kept.text
    comment = await lead.browser.post("/api/saved-comments", json={"text": f"Well seen. {mark}"})
    newer = source.replace("version: 1.0.0", "version: 1.0.1", 1)
    kept_ids = {"template_id": template.json()["id"], "rubric_id": RUBRIC, "comment_id": comment.json()["id"]}
    return {**kept_ids, "source": newer}


async def _another(planned: Interviewing, mark: str, candidate: Person | None = None) -> Interviewing:
    """One more interview of the same people."""
    lead, sessions, clock = planned.people["lead"].actor, planned.sessions, planned.clock
    seated = {**planned.people, **({"candidate": candidate} if candidate else {})}
    async with sessions.begin() as session:
        given = plans.Plan(title=f"Round {mark}", problem_ids=(interview.package().spec.uuid,))
        made = await plans.create(session, clock, lead, given, retention_days=180)
    async with sessions.begin() as session:
        for who, (part, _) in interview.PEOPLE.items():
            if part not in {None, Part.LEAD}:
                email, blind = seated[who].actor.email, who == "blind"
                await people.add(session, clock, lead, made.id, email=email, name=who, part=part, blind=blind)
    return Interviewing(made.id, seated, sessions, clock)


async def _under_way(held: Interviewing, worker: Worker, marks: Marks) -> None:
    await held.start()
    await held.type("candidate", f"{RIGHT}# {marks.round}\n")
    said = {"kind": "assumption", "problem": 0, "text": f"Nothing in, nothing out. {marks.round}"}
    await held.done("candidate", "statements", said)
    await held.done("lead", "notes", {"text": f"Thinks aloud. {marks.staff}"})
    asked = await held.done("candidate", "problems/0/submissions")
    await grading.grade(worker, UUID(asked["id"]))


async def _end(held: Interviewing, marks: Marks) -> None:
    await held.step("lead", "end")
    async with held.sessions.begin() as session:
        session.add(found(held))
    for who in ("lead", "reviewer"):
        await hand_in(held, who, summary=f"Careful. {marks.staff}")
    await held.done("lead", "discussion", {"text": f"Shall we? {marks.staff}"})
    released = await held.browser("lead").put(
        f"/api/interviews/{held.id}/feedback", json={"text": f"{FEEDBACK} {marks.round}"}
    )
    assert 200 == released.status_code, released.text


async def _ids(held: Interviewing) -> dict[str, Any]:
    """What belongs to an interview: the seat of its observer, the lead's note, the reviewer's scorecard, …"""
    ids: dict[str, Any] = {"interview_id": str(held.id)}
    async with held.sessions() as session:
        observer = held.people["observer"].actor.id
        seat = select(InterviewPerson.id).where(
            InterviewPerson.interview_id == held.id, InterviewPerson.user_id == observer
        )
        ids["person_id"] = str((await session.execute(seat)).scalar_one())
    for each in await held.events("candidate"):
        own = {"statement_made": "statement", "submission_requested": "event"}
        if each["kind"] in own:
            ids[own[each["kind"]]] = each["cursor"]
    for name, found_at in (("note_id", "notes"), ("execution_id", "executions")):
        for each in (await held.get("lead", found_at)).json():
            ids[name] = each["id"]
    cards = await held.get("lead", "scorecards")
    reviewer = str(held.people["reviewer"].actor.id)
    for each in cards.json() if cards.status_code == 200 else []:
        if each["reviewer"]["id"] == reviewer:
            ids["scorecard_id"] = each["id"]
    return ids


async def _guest(app: FastAPI, planned: Interviewing) -> tuple[httpx.AsyncClient, str]:
    """A guest who came into an interview of their own by a link, and the token of another link of it."""
    lead = planned.people["lead"].actor
    async with planned.sessions.begin() as session:
        alone = await plans.create(session, planned.clock, lead, plans.Plan(title="Alone"), retention_days=9)
    async with planned.sessions.begin() as session:
        seat = await people.add(
            session, planned.clock, lead, alone.id, email="gus@example.org", name="Gus", part=Part.CANDIDATE
        )
    async with planned.sessions.begin() as session:
        link = await invitations.make(session, planned.clock, lead, alone.id, seat.id, replaces=None)
    guest = browser(app)
    assert 303 == (await guest.post(f"/join/{link.token}")).status_code
    return guest, link.token
