"""Mock interviews: one of two people who practise on each other is the candidate, the other the peer.

Nobody plans them. Whoever calls has asked who may make one, and with whom.
"""

from dataclasses import dataclass
from uuid import UUID, uuid4

from sqlalchemy.ext.asyncio import AsyncSession

from app.events.interviews import InterviewPlanned, PersonAdded
from app.identity.actor import Actor
from app.interviews import lifecycle, repository, service
from app.interviews.lifecycle import Kind, Reason, State
from app.interviews.models import Interview, InterviewPerson
from app.interviews.plans import POLICY
from app.interviews.rights import Part
from app.kit.clock import Clock
from app.problems.patterns import Criterion
from app.rubrics import service as rubrics


@dataclass(frozen=True, slots=True)
class Round:
    """What is asked of whom, by whom."""

    title: str
    level: str
    minutes: int
    problem_id: UUID
    candidate_id: UUID
    peer_id: UUID


async def add(session: AsyncSession, clock: Clock, actor: Actor, made: Round, *, retention_days: int) -> Interview:
    """A new interview with both of its people."""
    now = clock.now()
    interview = Interview(
        id=uuid4(),
        title=made.title,
        kind=str(Kind.MOCK),
        state=str(State.PLANNED),
        level=made.level,
        minutes=made.minutes,
        criteria=[str(criterion) for criterion in Criterion],
        policy=POLICY,
        lint=True,
        rubric_id=await rubrics.chosen(session, None),
        retention_days=retention_days,
        created_by=actor.id,
        created_at=now,
        people=[],
    )
    session.add(interview)
    await session.flush()
    await repository.replace_problems(session, interview.id, [made.problem_id])
    planned = InterviewPlanned(form="mock", minutes=made.minutes, problem_ids=[made.problem_id])
    await service.record(session, interview, planned, at=now, by=actor)
    for part, user_id in ((Part.CANDIDATE, made.candidate_id), (Part.PEER, made.peer_id)):
        session.add(InterviewPerson(interview_id=interview.id, user_id=user_id, part=str(part), added_at=now))
        added = PersonAdded(user_id=user_id, part=str(part), extra_minutes=0)
        await service.record(session, interview, added, at=now, by=actor)
    return interview


async def ask(session: AsyncSession, interview_id: UUID, problem_id: UUID) -> None:
    """Ask another problem; WrongState once the lobby was opened."""
    interview = await repository.locked(session, interview_id)
    service.require_state(interview, State.PLANNED)
    await repository.replace_problems(session, interview_id, [problem_id])


async def end_all_of(session: AsyncSession, clock: Clock, person_id: UUID) -> None:
    """End what a person still has of them, for a person who will not come any more. Nobody is told who did it."""
    for interview_id in await repository.mocks_under_way(session, person_id):
        await cancel(session, clock, None, interview_id)


async def cancel(session: AsyncSession, clock: Clock, actor: Actor | None, interview_id: UUID) -> None:
    """End it, wherever it is; nothing happens where it is over."""
    interview = await repository.locked(session, interview_id)
    if interview.state in lifecycle.OVER:
        return
    reason = Reason.CANCELLED if interview.state in lifecycle.BEFORE else Reason.FINISHED
    await service.finish(session, interview, at=clock.now(), reason=reason, by=actor)
