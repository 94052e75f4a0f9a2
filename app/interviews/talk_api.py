"""What is said and done in the room. What follows from it is read from `/events`."""

from datetime import datetime
from uuid import UUID

from fastapi import APIRouter

from app.events.models import TimelineEvent
from app.identity.gate import ActorDep, ClockDep
from app.interviews import talk
from app.interviews.talk_schemas import (
    AnswerIn,
    ExplanationIn,
    HintIn,
    LinkIn,
    MarkIn,
    StatementIn,
    TextIn,
    TwistIn,
)
from app.kit.db import SessionDep
from app.problems.views import CandidateModel

router = APIRouter(prefix="/api/interviews/{interview_id}")


class Recorded(CandidateModel):
    """It is on record: `cursor` is the event's id, the same for everybody who may see it."""

    cursor: int
    at: datetime


def recorded(event: TimelineEvent) -> Recorded:
    """That an event is on record."""
    return Recorded(cursor=event.id, at=event.at)


@router.post("/statements", status_code=201)
async def post_statement(
    interview_id: UUID, given: StatementIn, session: SessionDep, actor: ActorDep, clock: ClockDep
) -> Recorded:
    """Say something (candidate), or log what the candidate said aloud (`aloud`, interviewers)."""
    return recorded(await talk.say(session, clock, actor, interview_id, given))


@router.post("/links", status_code=201)
async def post_link(
    interview_id: UUID, given: LinkIn, session: SessionDep, actor: ActorDep, clock: ClockDep
) -> Recorded:
    """Link a statement to an open decision."""
    return recorded(await talk.link(session, clock, actor, interview_id, given))


@router.post("/answers", status_code=201)
async def post_answer(
    interview_id: UUID, given: AnswerIn, session: SessionDep, actor: ActorDep, clock: ClockDep
) -> Recorded:
    """Answer a question."""
    return recorded(await talk.answer(session, clock, actor, interview_id, given))


@router.post("/hints", status_code=201)
async def post_hint(
    interview_id: UUID, given: HintIn, session: SessionDep, actor: ActorDep, clock: ClockDep
) -> Recorded:
    """Release the next hint; 409 when it is not the next one."""
    return recorded(await talk.hint(session, clock, actor, interview_id, given))


@router.post("/feedback", status_code=201)
async def post_feedback(
    interview_id: UUID, given: TextIn, session: SessionDep, actor: ActorDep, clock: ClockDep
) -> Recorded:
    """Tell the candidate what one thinks."""
    return recorded(await talk.feedback(session, clock, actor, interview_id, given.text))


@router.post("/twists", status_code=201)
async def post_twist(
    interview_id: UUID, given: TwistIn, session: SessionDep, actor: ActorDep, clock: ClockDep
) -> Recorded:
    """Change a problem's requirements, once."""
    return recorded(await talk.twist(session, clock, actor, interview_id, given))


@router.post("/messages", status_code=201)
async def post_message(
    interview_id: UUID, given: TextIn, session: SessionDep, actor: ActorDep, clock: ClockDep
) -> Recorded:
    """Write to everybody in the room."""
    return recorded(await talk.message(session, clock, actor, interview_id, given.text))


@router.post("/marks", status_code=201)
async def post_mark(
    interview_id: UUID, given: MarkIn, session: SessionDep, actor: ActorDep, clock: ClockDep
) -> Recorded:
    """Note that something was pasted, or that the window was left or is back."""
    return recorded(await talk.mark(session, clock, actor, interview_id, given))


@router.post("/explanations", status_code=201)
async def post_explanation(
    interview_id: UUID, given: ExplanationIn, session: SessionDep, actor: ActorDep, clock: ClockDep
) -> Recorded:
    """Explain something that was recorded."""
    return recorded(await talk.explain(session, clock, actor, interview_id, given))
