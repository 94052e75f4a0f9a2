"""The evidence of an interview, for staff once it is over."""

from uuid import UUID

from fastapi import APIRouter, Response

from app.evidence import service
from app.evidence.schemas import EvidenceShown
from app.identity.gate import ActorDep, ClockDep
from app.interviews import service as interviews
from app.kit.db import SessionDep

router = APIRouter(prefix="/api/interviews/{interview_id}/evidence", tags=["reviews"])


@router.get("")
async def get_evidence(interview_id: UUID, session: SessionDep, actor: ActorDep, clock: ClockDep) -> EvidenceShown:
    """The evidence of an interview. How far it is computed, and the checks by time."""
    seat = await interviews.seat(session, clock, actor, interview_id)
    return await service.evidence_of(session, seat)


@router.post("/recompute", status_code=202, response_class=Response)
async def post_recompute(interview_id: UUID, session: SessionDep, actor: ActorDep, clock: ClockDep) -> Response:
    """Have the evidence computed again, for the lead and administrators."""
    seat = await interviews.seat(session, clock, actor, interview_id, lock=True)
    await service.recompute(session, clock, seat)
    return Response(status_code=202)
