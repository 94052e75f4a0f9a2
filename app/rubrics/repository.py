"""Queries on rubrics."""

from typing import Any

from sqlalchemy import func, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import defer

from app.errors import NotFound
from app.kit.db import one_or_raise
from app.rubrics.models import KeptRubric


async def keep(session: AsyncSession, values: dict[str, Any]) -> bool:
    """Keep a rubric; False when there is one of this name, which stays as it is."""
    statement = insert(KeptRubric).values(values).on_conflict_do_nothing().returning(KeptRubric.id)
    return (await session.execute(statement)).scalar_one_or_none() is not None


async def kept(session: AsyncSession, rubric_id: str) -> KeptRubric:
    """A rubric by its name; NotFound when there is none."""
    if "\0" in rubric_id:  # PostgreSQL has no such text
        raise NotFound
    return await one_or_raise(session, select(KeptRubric).where(KeptRubric.id == rubric_id), NotFound())


async def listed(session: AsyncSession) -> list[KeptRubric]:
    """All rubrics by title, the newest of one title first; without their texts."""
    texts = (defer(KeptRubric.text, raiseload=True), defer(KeptRubric.source, raiseload=True))
    order = (func.lower(KeptRubric.title), KeptRubric.created_at.desc(), KeptRubric.id)
    return list((await session.execute(select(KeptRubric).options(*texts).order_by(*order))).scalars())


async def count(session: AsyncSession) -> int:
    """How many there are."""
    return (await session.execute(select(func.count()).select_from(KeptRubric))).scalar_one()


async def offer(session: AsyncSession, rubric_id: str, *, offered: bool) -> None:
    """Write whether new plans may choose it."""
    await session.execute(update(KeptRubric).where(KeptRubric.id == rubric_id).values(offered=offered))
