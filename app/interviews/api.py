"""The API of interviews: how one stands, signs of life from the lobby, and the steps that move it on."""

from uuid import UUID

from fastapi import APIRouter

from app.identity.gate import ActorDep, ClockDep
from app.interviews import explained, people, service, steps, views
from app.interviews.schemas import InterviewView, RecordedOfMe, RevealIn, StepIn
from app.kit.db import SessionDep

router = APIRouter(prefix="/api/interviews", tags=["interviews"])


@router.get("/{interview_id}")
async def get_interview(interview_id: UUID, session: SessionDep, actor: ActorDep, clock: ClockDep) -> InterviewView:
    """The interview, its clock and its people as they are now."""
    return views.interview(await service.seat(session, clock, actor, interview_id), clock.now())


@router.post("/{interview_id}/presence")
async def post_presence(interview_id: UUID, session: SessionDep, actor: ActorDep, clock: ClockDep) -> InterviewView:
    """Say that one is there, in lobby or room."""
    seat = await service.seat(session, clock, actor, interview_id)
    await service.be_here(session, clock, seat)
    return views.interview(seat, clock.now())


@router.post("/{interview_id}/steps")
async def post_step(
    interview_id: UUID, asked: StepIn, session: SessionDep, actor: ActorDep, clock: ClockDep
) -> InterviewView:
    """Ready, start, pause, resume, extend, end and the like. 409 says what is possible instead."""
    await steps.take(session, clock, actor, interview_id, asked)
    return views.interview(await service.seat(session, clock, actor, interview_id), clock.now())


@router.get("/{interview_id}/recorded")
async def get_recorded(interview_id: UUID, session: SessionDep, actor: ActorDep, clock: ClockDep) -> RecordedOfMe:
    """What was recorded of one's own doings, for the candidate after the end."""
    return await explained.of_candidate(session, await service.seat(session, clock, actor, interview_id))


@router.post("/{interview_id}/reveal")
async def post_reveal(
    interview_id: UUID, asked: RevealIn, session: SessionDep, actor: ActorDep, clock: ClockDep
) -> InterviewView:
    """Tell a blind reviewer who the candidate is. It is on record, and nothing undoes it."""
    await people.reveal(session, clock, actor, interview_id, why=asked.why)
    return views.interview(await service.seat(session, clock, actor, interview_id), clock.now())
