"""Who is there: people who practise, and interviews with everybody in them, made by the product's own services."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from pathlib import Path
from uuid import UUID, uuid4

from sqlalchemy import text

from app.identity import sessions as signing_in
from app.identity.actor import Actor, Role
from app.identity.models import User
from app.interviews import live, people, plans
from app.interviews.rights import Part
from app.kit.clock import SystemClock
from app.kit.db import SessionMaker
from app.problems.loader import Package, load_folder
from app.rooms import service as rooms
from app.settings import ROOT
from benchmarks.rooms.joins import ROWS, SNAPSHOT, session_of

CLOCK = SystemClock()
PROBLEMS = (
    "preprocessing/standardize",
    "metrics/roc-auc",
    "shapes/masked-mean",
    "splits/oof-target-encode",
    "components/softmax-xent",
)
TYPED = 3000  # updates in a recording


@dataclass(frozen=True)
class Seated:
    """Somebody with a seat, signed in."""

    actor: Actor
    token: str


@dataclass(frozen=True)
class Interview:
    """A live interview whose room holds a right solution."""

    id: UUID
    candidate: Seated
    lead: Seated


async def person(sessions: SessionMaker, name: str, role: Role) -> Seated:
    """An account with a session."""
    email = f"{uuid4().hex}@example.com"
    async with sessions.begin() as session:
        user = User(email=email, email_key=email, name=name, password_hash="-", roles=[role])  # noqa: S106 - no password hashes to it
        session.add(user)
        await session.flush()
        now = CLOCK.now()
        signed_in = signing_in.open_until(session, user, now, now + timedelta(days=1))
    return Seated(signed_in.actor, signed_in.token)


@cache
def package(problem: str) -> Package:
    """Of the bank."""
    return load_folder(ROOT / "problems" / problem)


def solution(problem: str) -> str:
    """The first accepted one of a package."""
    return package(problem).solutions("accepted")[0].source


async def interview(sessions: SessionMaker, number: int) -> Interview:
    """Planned, entered and begun; what people type goes into comments, so that the text stays right."""
    problem = PROBLEMS[number % len(PROBLEMS)]
    lead = await person(sessions, f"Lead {number}", Role.INTERVIEWER)
    candidate = await person(sessions, f"Candidate {number}", Role.CANDIDATE)
    plan = plans.Plan(title=f"Interview {number}", minutes=120, problem_ids=(package(problem).spec.uuid,))
    async with sessions.begin() as session:
        made = await plans.create(session, CLOCK, lead.actor, plan, retention_days=1)
    async with sessions.begin() as session:
        email, name = candidate.actor.email, candidate.actor.name
        await people.add(session, CLOCK, lead.actor, made.id, email=email, name=name, part=Part.CANDIDATE)
        await live.open_lobby(session, CLOCK, lead.actor, made.id)
    async with sessions.begin() as session:
        await live.agree(session, CLOCK, candidate.actor, made.id, ready=True)
    async with sessions.begin() as session:
        await live.agree(session, CLOCK, lead.actor, made.id, ready=True)
        await rooms.open_room(session, CLOCK, made.id, [f"\n{solution(problem)}\n"])
    return Interview(made.id, candidate, lead)


async def recordings(sessions: SessionMaker, count: int) -> list[Interview]:
    """Interviews that are over, each with a long log."""
    updates, snapshot = session_of(TYPED)
    found = []
    for number in range(count):
        made = await interview(sessions, number)
        found.append(made)
        await _fill(sessions, made, updates, snapshot)
    return found


async def _fill(sessions: SessionMaker, made: Interview, updates: list[bytes], snapshot: bytes) -> None:
    async with sessions.begin() as session:
        await session.execute(text(ROWS), {"id": made.id, "payloads": updates})
        values = {"id": made.id, "seq": TYPED + 1, "snapshot": snapshot, "at": TYPED - 498}
        await session.execute(text(SNAPSHOT), values)
    async with sessions.begin() as session:
        await live.end(session, CLOCK, made.lead.actor, made.id)


def write_down(folder: Path, practising: Sequence[Seated], reviewing: Sequence[Interview]) -> Path:
    """What the visitors' program, which knows nothing of Holdout, has to know."""
    said = {
        "people": [each.token for each in practising],
        "recordings": [{"id": str(each.id), "token": each.lead.token} for each in reviewing],
        "solutions": {problem: solution(problem) for problem in PROBLEMS},
    }
    path = folder / "visitors.json"
    path.write_text(json.dumps(said))
    return path
