"""From the database to a `Session`: events, the room's log, what was graded during the interview and after it.

Only times that the server wrote are read, as seconds since the interview's start. What another server with a slow or
fast clock wrote lies at the edge of the session, never outside of it.
"""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.attempts import background
from app.attempts.models import Execution
from app.events import service as events
from app.events.models import TimelineEvent
from app.evidence import facts, findings, repository
from app.evidence.happened import Record
from app.evidence.session import Session, Text
from app.interviews import problems
from app.interviews.models import Interview
from app.rooms import history

EVENTS_AT_ONCE = 1000


def seconds(interview: Interview, at: datetime) -> float:
    """A moment as seconds since the interview's start."""
    return (at - _start(interview)).total_seconds()


def moment(interview: Interview, at: float) -> datetime:
    """The reverse of `seconds`."""
    return _start(interview) + timedelta(seconds=at)


def _start(interview: Interview) -> datetime:
    if interview.started_at is None:
        raise ValueError("an interview that never began has no seconds")
    return interview.started_at


async def session_of(
    session: AsyncSession, interview: Interview, executions: Sequence[Execution] | None = None
) -> Session:
    """All that is known of an interview that began and is over; what is not graded yet is simply not there."""
    candidate = interview.candidate
    ends_at = seconds(interview, interview.ended_at or _start(interview))

    def clock(at: datetime) -> float:
        return min(max(seconds(interview, at), 0.0), ends_at)

    record = Record(
        await _events(session, interview.id),
        clock=clock,
        candidate=candidate.user_id if candidate else None,
        ends_at=ends_at,
    )
    placed = [await problems.placed(session, interview, each.position) for each in interview.problems]
    executed = executions if executions is not None else await background.all_of_interview(session, interview.id)
    known = tuple(facts.problem(each.place.position, each.plain, each.place.twist_id) for each in placed)
    graded = findings.Graded(
        executions=executed,
        outcomes=await background.outcomes(session, executed),
        snapshots=await repository.snapshots(session, interview.id),
        ablations=await repository.ablations(session, interview.id),
        catches=await repository.catches(session, interview.id),
        mistakes={(each.position, wrong.path): wrong.mistake for each in known for wrong in each.misconceptions},
        clock=clock,
        ends_at=ends_at,
    )
    return Session(
        problems=known,
        ends_at=ends_at,
        texts=await _texts(session, interview, clock),
        **record.fields(),
        **graded.fields(),
    )


async def _events(session: AsyncSession, interview_id: UUID) -> list[TimelineEvent]:
    found: list[TimelineEvent] = []
    more = True
    while more:
        after = found[-1].id if found else 0
        page = await events.of_interview(session, interview_id, after=after, limit=EVENTS_AT_ONCE)
        found += page
        more = len(page) == EVENTS_AT_ONCE
    return found


async def _texts(session: AsyncSession, interview: Interview, clock: Callable[[datetime], float]) -> tuple[Text, ...]:
    candidate = interview.candidate.user_id if interview.candidate else None
    return tuple(
        Text(
            at=clock(typed.at),
            until=clock(typed.until),
            problem=typed.position,
            solution=typed.solution,
            checks=typed.checks,
            by="candidate" if typed.author is not None and typed.author == candidate else "staff",
            seq=typed.seq,
        )
        for typed in await history.of(session, interview.id)
    )
