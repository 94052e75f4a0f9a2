"""The coach's API, twin of its page."""

from uuid import UUID

from fastapi import APIRouter

from app.coach import service
from app.coach.schemas import CoachView, HintIn, Number, QuestionIn, StatementIn
from app.coach.steps import Saying
from app.identity.gate import ActorDep, ClockDep
from app.kit.db import SessionDep
from app.problems import service as problems

router = APIRouter(prefix="/api", tags=["coach"])


@router.get("/attempts/{attempt_id}/coach")
async def get_coach(attempt_id: UUID, session: SessionDep, actor: ActorDep, clock: ClockDep) -> CoachView:
    """The coach of an attempt of practice: steps, what was said and asked, hints, and the clock where there is one."""
    return await service.look(session, clock, actor, attempt_id)


@router.put("/attempts/{attempt_id}/statements/{kind}")
async def put_statement(
    *, attempt_id: UUID, kind: Saying, given: StatementIn, session: SessionDep, actor: ActorDep, clock: ClockDep
) -> CoachView:
    """Say one line to a step; an empty one takes it back."""
    return await service.say(session, clock, actor, attempt_id, kind=kind, text=given.text)


@router.post("/attempts/{attempt_id}/questions")
async def post_question(
    attempt_id: UUID, given: QuestionIn, session: SessionDep, actor: ActorDep, clock: ClockDep
) -> CoachView:
    """Ask something the statement leaves open; an answer may settle what the code is graded by."""
    return await service.ask(session, clock, actor, attempt_id, given.text)


@router.delete("/attempts/{attempt_id}/questions/{number}")
async def delete_question(
    attempt_id: UUID, number: Number, session: SessionDep, actor: ActorDep, clock: ClockDep
) -> CoachView:
    """Take a question back, with what its answer settled."""
    return await service.take_back(session, clock, actor, attempt_id, number)


@router.post("/attempts/{attempt_id}/hints")
async def post_hint(
    attempt_id: UUID, given: HintIn, session: SessionDep, actor: ActorDep, clock: ClockDep
) -> CoachView:
    """Show the next hint of the problem's ladder. 409 when it is another one's turn."""
    return await service.hint(session, clock, actor, attempt_id, given.number)


@router.post("/problems/{pattern}/{name}/timed", status_code=201)
async def post_timed(pattern: str, name: str, session: SessionDep, actor: ActorDep, clock: ClockDep) -> CoachView:
    """Begin an attempt with a clock and a script, or go on in the one that runs."""
    problem = await problems.find(session, actor, pattern, name)
    return await service.start(session, clock, actor, problem)


@router.post("/attempts/{attempt_id}/coach/end")
async def post_end(attempt_id: UUID, session: SessionDep, actor: ActorDep, clock: ClockDep) -> CoachView:
    """Stop the clock before the problem is solved."""
    return await service.end(session, clock, actor, attempt_id)
