"""Mock pairs for programs: each of the two finds theirs, nobody else any."""

from typing import Literal
from uuid import UUID

from fastapi import APIRouter, Depends, Request

from app.identity.gate import ActorDep, ClockDep, no_guests
from app.kit.db import SessionDep
from app.kit.links import base_of
from app.kit.paging import PagingDep
from app.mock import script, service
from app.mock.schemas import JoinIn, PairIn, PairList, PairMade, PairView, PickIn, ScriptView
from app.settings import Settings

router = APIRouter(prefix="/api/mocks", tags=["mocks"], dependencies=[Depends(no_guests)])


@router.get("")
async def list_pairs(session: SessionDep, actor: ActorDep, paging: PagingDep) -> PairList:
    """One's mock pairs, the newest first."""
    found, total = await service.pairs(session, actor, limit=paging.limit, offset=paging.offset)
    return PairList(items=found, total=total, next=paging.next(total))


@router.post("", status_code=201)
async def post_pair(request: Request, wish: PairIn, session: SessionDep, actor: ActorDep, clock: ClockDep) -> PairMade:
    """Make a mock pair; the link for the partner is in this answer only."""
    made, token = await service.make(session, clock, actor, wish)
    return PairMade(pair=made, link=link(request, token))


def link(request: Request, token: str) -> str:
    """The address by which the partner comes."""
    return f"{base_of(request)}/practice/mock/join/{token}"


@router.post("/joins")
async def post_join(request: Request, given: JoinIn, session: SessionDep, actor: ActorDep, clock: ClockDep) -> PairView:
    """Become the partner of a pair by its link; both rounds are there from then on."""
    settings: Settings = request.app.state.settings
    return await service.join(session, clock, actor, given.token, retention_days=settings.retention_days)


@router.get("/{pair_id}")
async def get_pair(pair_id: UUID, session: SessionDep, actor: ActorDep) -> PairView:
    """A mock pair with its rounds."""
    return await service.pair(session, actor, pair_id)


@router.delete("/{pair_id}", status_code=204)
async def delete_pair(pair_id: UUID, session: SessionDep, actor: ActorDep, clock: ClockDep) -> None:
    """Close it, and end what of it is not over; what was held and written stays."""
    await service.close(session, clock, actor, pair_id)


@router.put("/{pair_id}/link")
async def put_link(request: Request, pair_id: UUID, session: SessionDep, actor: ActorDep, clock: ClockDep) -> PairMade:
    """Another link in place of the one there was."""
    found, token = await service.renew(session, clock, actor, pair_id)
    return PairMade(pair=found, link=link(request, token))


@router.put("/{pair_id}/rounds/{number}/problem")
async def put_problem(
    pair_id: UUID, number: Literal["1", "2"], session: SessionDep, actor: ActorDep, wish: PickIn | None = None
) -> PairView:
    """Pick or draw another problem for the round one interviews in, before its lobby is open."""
    return await service.pick(session, actor, pair_id, int(number), wish or PickIn())


@router.get("/scripts/{interview_id}")
async def get_script(interview_id: UUID, session: SessionDep, actor: ActorDep, clock: ClockDep) -> ScriptView:
    """What the interviewer of a round goes by, once the lobby is open."""
    return await script.of(session, clock, actor, interview_id)
