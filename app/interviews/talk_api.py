"""What is said and done in the room. What follows from it is read from `/events`."""

from datetime import datetime

from fastapi import APIRouter

from app.events.models import TimelineEvent
from app.interviews import talk
from app.interviews.asked import AskedDep
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
from app.problems.views import CandidateModel

router = APIRouter(prefix="/api/interviews/{interview_id}", tags=["room"])


class Recorded(CandidateModel):
    """It is on record: `cursor` is the event's id, the same for everybody who may see it."""

    cursor: int
    at: datetime


def recorded(event: TimelineEvent) -> Recorded:
    """That an event is on record."""
    return Recorded(cursor=event.id, at=event.at)


@router.post("/statements", status_code=201)
async def post_statement(asked: AskedDep, given: StatementIn) -> Recorded:
    """Say something (candidate), or log what the candidate said aloud (`aloud`, interviewers)."""
    return recorded(await talk.say(*asked, given))


@router.post("/links", status_code=201)
async def post_link(asked: AskedDep, given: LinkIn) -> Recorded:
    """Link a statement to an open decision."""
    return recorded(await talk.link(*asked, given))


@router.post("/answers", status_code=201)
async def post_answer(asked: AskedDep, given: AnswerIn) -> Recorded:
    """Answer a question."""
    return recorded(await talk.answer(*asked, given))


@router.post("/hints", status_code=201)
async def post_hint(asked: AskedDep, given: HintIn) -> Recorded:
    """Release the next hint. 409 when it is not the next one."""
    return recorded(await talk.hint(*asked, given))


@router.post("/feedback", status_code=201)
async def post_feedback(asked: AskedDep, given: TextIn) -> Recorded:
    """Tell the candidate what one thinks, in the room."""
    return recorded(await talk.feedback(*asked, given.text))


@router.post("/twists", status_code=201)
async def post_twist(asked: AskedDep, given: TwistIn) -> Recorded:
    """Change a problem's requirements, once."""
    return recorded(await talk.twist(*asked, given))


@router.post("/messages", status_code=201)
async def post_message(asked: AskedDep, given: TextIn) -> Recorded:
    """Write to everybody in the room."""
    return recorded(await talk.message(*asked, given.text))


@router.post("/marks", status_code=201)
async def post_mark(asked: AskedDep, given: MarkIn) -> Recorded:
    """Note that something was pasted, or that the window was left or is back."""
    return recorded(await talk.mark(*asked, given))


@router.post("/explanations", status_code=201)
async def post_explanation(asked: AskedDep, given: ExplanationIn) -> Recorded:
    """Explain something that was recorded."""
    return recorded(await talk.explain(*asked, given))
