"""The coach's API, twin of its page."""

from uuid import UUID

from fastapi import APIRouter

from app.coach import service
from app.coach.schemas import CoachView, Number, QuestionIn, StatementIn
from app.coach.steps import Saying
from app.identity.gate import ActorDep, ClockDep
from app.kit.db import SessionDep

router = APIRouter(prefix="/api/attempts", tags=["coach"])


@router.get("/{attempt_id}/coach")
async def get_coach(attempt_id: UUID, session: SessionDep, actor: ActorDep) -> CoachView:
    """The ten steps of an attempt of practice, with what was said and asked."""
    return await service.look(session, actor, attempt_id)


@router.put("/{attempt_id}/statements/{kind}")
async def put_statement(
    *, attempt_id: UUID, kind: Saying, given: StatementIn, session: SessionDep, actor: ActorDep, clock: ClockDep
) -> CoachView:
    """Say one line to a step; an empty one takes it back."""
    return await service.say(session, clock, actor, attempt_id, kind=kind, text=given.text)


@router.post("/{attempt_id}/questions")
async def post_question(
    attempt_id: UUID, given: QuestionIn, session: SessionDep, actor: ActorDep, clock: ClockDep
) -> CoachView:
    """Ask something the statement leaves open; an answer may settle what the code is graded by."""
    return await service.ask(session, clock, actor, attempt_id, given.text)


@router.delete("/{attempt_id}/questions/{number}")
async def delete_question(attempt_id: UUID, number: Number, session: SessionDep, actor: ActorDep) -> CoachView:
    """Take a question back, with what its answer settled."""
    return await service.take_back(session, actor, attempt_id, number)
