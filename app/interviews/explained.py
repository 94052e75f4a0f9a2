"""What was recorded of the candidate's own doings, and what they say about it, for them to read after the end."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from app.events.models import TimelineEvent
from app.interviews import lifecycle, problems, service
from app.interviews.models import Interview
from app.interviews.rights import Right
from app.interviews.schemas import DoingShown, RecordedOfMe
from app.interviews.service import Seat

SHOWN = ("code_pasted", "window_left", "run_requested", "submission_requested")


@dataclass(frozen=True, slots=True)
class Doing:
    """One of them: the event's `id`, how far into the interview it was, and the newest explanation of it, if any."""

    id: int
    into: timedelta
    kind: str
    problem: str | None
    characters: int | None
    away: timedelta | None
    explanation: str | None


async def doings(session: AsyncSession, interview: Interview, titles: list[str]) -> list[Doing]:
    """The candidate's pastes, left windows, runs and submissions, in order; `titles` of the problems by position."""
    if interview.candidate is None or interview.started_at is None:
        return []
    said = {
        event.payload["event"]: event.payload["text"]
        for event in await problems.of_kinds(session, interview, ["explanation_added"])
    }
    found = await problems.of_kinds(session, interview, [*SHOWN, "window_returned"])
    own = [event for event in found if event.actor_id == interview.candidate.user_id]
    return [
        Doing(
            id=event.id,
            into=event.at - interview.started_at,
            kind=event.kind,
            problem=_title(event, titles),
            characters=event.payload.get("characters"),
            away=_back(own[place + 1 :], interview) - event.at if event.kind == "window_left" else None,
            explanation=said.get(event.id),
        )
        for place, event in enumerate(own)
        if event.kind in SHOWN
    ]


def _title(event: TimelineEvent, titles: list[str]) -> str | None:
    position = event.payload.get("problem")
    return None if position is None else titles[position]


def _back(later: list[TimelineEvent], interview: Interview) -> datetime:
    """When the window was in front again; at the latest when the interview was over."""
    back = (event.at for event in later if event.kind == "window_returned")
    return next(back, None) or interview.ended_at or later[-1].at


async def of_candidate(session: AsyncSession, seat: Seat) -> RecordedOfMe:
    """Both, as the candidate reads them. Forbidden for everybody else, WrongState before the end."""
    seat.require(Right.EXPLAIN)
    service.require_state(seat.interview, *lifecycle.OVER)
    found = await doings(session, seat.interview, await titles_of(session, seat.interview))
    return RecordedOfMe(
        doings=[
            DoingShown(
                id=each.id,
                at=each.into.total_seconds(),
                kind=each.kind,
                problem=each.problem,
                characters=each.characters,
                away_seconds=each.away.total_seconds() if each.away is not None else None,
                explanation=each.explanation,
            )
            for each in found
        ],
        reports=await reports(session, seat.interview),
    )


async def reports(session: AsyncSession, interview: Interview) -> list[str]:
    """What the candidate has reported about the platform or the questions."""
    found = await problems.of_kinds(session, interview, ["fault_reported"])
    me = interview.candidate.user_id if interview.candidate else None
    return [event.payload["text"] for event in found if event.actor_id == me]


async def titles_of(session: AsyncSession, interview: Interview) -> list[str]:
    """The titles of the problems by position."""
    return [version.title for version in await service.versions(session, interview)]
