"""The API of rubrics."""

from fastapi import APIRouter
from sqlalchemy.ext.asyncio import AsyncSession

from app.identity.actor import Actor
from app.identity.gate import ActorDep, ClockDep
from app.kit.db import SessionDep
from app.kit.paging import PagingDep
from app.rubrics import service
from app.rubrics.models import KeptRubric
from app.rubrics.schemas import OfferIn, RubricIn, RubricLine, RubricList, RubricShown

router = APIRouter(prefix="/api/rubrics", tags=["rubrics"])


@router.get("")
async def list_rubrics(session: SessionDep, actor: ActorDep, paging: PagingDep) -> RubricList:
    """All rubrics, for staff."""
    found = await service.listed(session, actor)
    items = [_line(each) for each in paging.page(found)]
    return RubricList(items=items, total=len(found), next=paging.next(len(found)))


def _line(kept: KeptRubric) -> RubricLine:
    default = service.is_default(kept.id)
    return RubricLine(
        id=kept.id,
        title=kept.title,
        offered=kept.offered or default,
        default=default,
        created_at=kept.created_at,
    )


@router.post("", status_code=201)
async def post_rubric(given: RubricIn, session: SessionDep, actor: ActorDep, clock: ClockDep) -> RubricShown:
    """Keep a rubric, and offer it to new plans. 422 names the line that does not fit."""
    return await _shown(session, actor, await service.add(session, clock, actor, given.source))


@router.get("/{rubric_id}")
async def get_rubric(rubric_id: str, session: SessionDep, actor: ActorDep) -> RubricShown:
    """One rubric, by its id with its version."""
    return await _shown(session, actor, rubric_id)


@router.put("/{rubric_id}/offer")
async def put_offer(
    rubric_id: str, given: OfferIn, session: SessionDep, actor: ActorDep, clock: ClockDep
) -> RubricShown:
    """Offer a rubric to new plans, or no longer."""
    await service.offer(session, clock, actor, rubric_id, offered=given.offered)
    return await _shown(session, actor, rubric_id)


async def _shown(session: AsyncSession, actor: Actor, rubric_id: str) -> RubricShown:
    kept = await service.source_of(session, actor, rubric_id)
    offered = kept.offered or service.is_default(kept.id)
    found = await service.of(session, rubric_id)
    return RubricShown(id=kept.id, offered=offered, source=kept.source, rubric=found)
