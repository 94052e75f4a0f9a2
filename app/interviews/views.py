"""From an interview to what pages and API show of it."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.attempts import sittings
from app.errors import NotFound
from app.interviews import invitations, known, live, plans, service, timing
from app.interviews.lifecycle import State
from app.interviews.models import Interview, InterviewPerson, Invitation
from app.interviews.plan_schemas import PlannedProblem, PlanShown, SeatShown
from app.interviews.rights import Part, Right
from app.interviews.schemas import ClockView, InterviewView, MeView, PersonView
from app.interviews.service import Seat
from app.problems import service as problems
from app.problems.patterns import PATTERNS


def clock(interview: Interview, now: datetime) -> ClockView:
    """The clock as the server has it."""
    known = interview.timing
    return ClockView(
        now=now,
        started_at=interview.started_at,
        ends_at=interview.ends_at if interview.state == State.LIVE else None,
        paused_at=interview.paused_at,
        ended_at=interview.ended_at,
        remaining_seconds=timing.remaining(known, now).total_seconds(),
        total_seconds=timing.total(known).total_seconds(),
    )


def person(who: InterviewPerson, now: datetime) -> PersonView:
    """Somebody with a seat."""
    return PersonView(
        id=who.user_id,
        name=who.user.name,
        part=who.part,
        here=service.is_here(who, now),
        ready=live.is_ready(who, now),
    )


def me(seat: Seat) -> MeView:
    """Whoever asks."""
    rights = sorted(str(right) for right in seat.rights)
    return MeView(id=seat.actor.id, name=seat.actor.name, part=seat.part and str(seat.part), rights=rights)


def interview(seat: Seat, now: datetime) -> InterviewView:
    """An interview for the person of this seat."""
    found = seat.interview
    return InterviewView(
        id=found.id,
        title=found.title,
        kind=found.kind,
        state=found.state,
        lint=found.lint,
        clock=clock(found, now),
        people=[person(each, now) for each in found.people if each.part != Part.REVIEWER],  # they are never there
        me=me(seat),
    )


def card(found: Interview, me: UUID, now: datetime) -> dict[str, Any]:
    """A row of the list; `part` is what the reader is in it, if anything."""
    own = next((each.part for each in found.people if each.user_id == me), None)
    return {
        "id": found.id,
        "title": found.title,
        "kind": found.kind,
        "state": found.state,
        "minutes": round(timing.total(found.timing).total_seconds() / 60),
        "problems": len(found.problems),
        "candidate": found.candidate.user.name if found.candidate else None,
        "part": own,
        "when": found.ended_at or found.started_at or found.scheduled_at or found.deadline_at,
        "left": minutes_left(found, now),
    }


def minutes_left(found: Interview, now: datetime) -> int:
    """Whole minutes that are left, rounded up: nobody reads 0 while there is time."""
    return -int(-timing.remaining(found.timing, now).total_seconds() // 60)


async def plan_problems(session: AsyncSession, found: Interview) -> list[dict[str, Any]]:
    """The problems of a plan as staff read them: at the pinned versions once there are some."""
    chosen = await problems.choose(session, [each.problem_id for each in found.problems])
    pinned = {version.problem_id: version for version in await service.versions(session, found)}
    ways = await known.known(session, found)
    shown = []
    for problem in chosen:
        version = pinned.get(problem.id, problem.current)
        if version is not None:
            shown.append(
                {
                    "title": version.title,
                    "url": f"/problems/{problem.pattern}/{problem.slug}",
                    "pattern": PATTERNS[problem.pattern].title,
                    "level": version.level,
                    "minutes": version.minutes,
                    "version": version.version,
                    "known": ways.get(problem.id, []),
                }
            )
    return shown


async def plan_submissions(session: AsyncSession, found: Interview, titles: list[str]) -> list[dict[str, Any]]:
    """What was submitted in an interview, newest first; `titles` of its problems by position."""
    executions = await sittings.executions_of(session, found.id)
    return [
        {
            "id": execution.id,
            "at": execution.created_at,
            "problem": titles[execution.attempt.position or 0],
            "verdict": execution.verdict.verdict if execution.verdict else None,
            "passed": end.data["passed"] if end else None,
            "total": end.data["total"] if end else None,
        }
        for execution, end in executions
        if execution.kind == "submission"
    ]


async def plan(session: AsyncSession, seat: Seat) -> PlanShown:
    """The plan of an interview: NotFound for the candidate and for blind reviewers."""
    if seat.part is Part.CANDIDATE or seat.blind:
        raise NotFound
    found, changes = seat.interview, seat.may(Right.PLAN)
    links = await invitations.standing(session, found) if changes else {}
    names = PlannedProblem.model_fields
    return PlanShown(
        id=found.id,
        state=found.state,
        retention_days=found.retention_days,
        plan=plans.of_interview(found),
        problems=[
            PlannedProblem(**{name: each[name] for name in names}) for each in await plan_problems(session, found)
        ],
        people=[_seat(each, links.get(each.id), addresses=changes) for each in found.people],
    )


def _seat(who: InterviewPerson, link: Invitation | None, *, addresses: bool) -> SeatShown:
    return SeatShown(
        id=who.id,
        user_id=who.user_id,
        name=who.user.name,
        email=who.user.email if addresses else None,
        guest=who.user.guest,
        part=who.part,
        extra_minutes=who.extra_minutes,
        blind=who.blind,
        revealed_at=who.revealed_at,
        link=link.id if link else None,
        link_until=link.expires_at if link else None,
    )


def seats(found: Interview, links: dict[UUID, Invitation], now: datetime, *, addresses: bool) -> list[dict[str, Any]]:
    """The people of a plan with their links; with `addresses` for whoever may change it."""
    rows = []
    for each in found.people:
        link = links.get(each.id)
        rows.append(
            {
                "id": each.id,
                "user_id": each.user_id,
                "name": each.user.name,
                "email": each.user.email if addresses else None,
                "guest": each.user.guest,
                "part": each.part,
                "extra_minutes": each.extra_minutes,
                "blind": each.blind,
                "revealed_at": each.revealed_at,
                "here": service.is_here(each, now),
                "ready": live.is_ready(each, now),
                "link": link,
                "valid": link is not None and link.expires_at > now,
            }
        )
    return rows
