"""Queries of the drill. Each takes the person, and finds nothing of anybody else."""

from collections.abc import Collection
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from app.drill.models import DrillAnswer, DrillCard, DrillReview, DrillSettings, DrillTurn
from app.errors import NotFound
from app.kit.db import one_or_raise


async def settings(session: AsyncSession, user_id: UUID) -> DrillSettings | None:
    """The person's settings; None before they kept any."""
    return await session.get(DrillSettings, user_id)


async def keep_settings(session: AsyncSession, user_id: UUID, given: dict[str, Any], unset: dict[str, Any]) -> None:
    """Keep what was given, and of the others what is there; `unset` where nothing is."""
    statement = insert(DrillSettings).values(user_id=user_id, **{**unset, **given})
    await session.execute(statement.on_conflict_do_update(index_elements=["user_id"], set_=given))


async def cards(session: AsyncSession, user_id: UUID) -> list[DrillCard]:
    """All cards of the person; there are three of a prompt at most."""
    return list((await session.execute(select(DrillCard).where(DrillCard.user_id == user_id))).scalars())


async def keep_card(session: AsyncSession, user_id: UUID, prompt: str, kind: str, values: dict[str, Any]) -> None:
    """Write the card as it is after a review."""
    statement = insert(DrillCard).values(user_id=user_id, prompt=prompt, kind=kind, **values)
    keys = ["user_id", "prompt", "kind"]
    await session.execute(statement.on_conflict_do_update(index_elements=keys, set_=values))


async def add_card(session: AsyncSession, user_id: UUID, prompt: str, kind: str, *, due_on: date) -> None:
    """A card that was not reviewed yet, where there is none."""
    statement = insert(DrillCard).values(user_id=user_id, prompt=prompt, kind=kind, due_on=due_on)
    await session.execute(statement.on_conflict_do_nothing())


async def card(session: AsyncSession, user_id: UUID, prompt: str, kind: str) -> DrillCard | None:
    """One card."""
    return await session.get(DrillCard, (user_id, prompt, kind))


async def open_turn(session: AsyncSession, user_id: UUID) -> DrillTurn | None:
    """The turn that waits for an answer."""
    statement = select(DrillTurn).where(DrillTurn.user_id == user_id, DrillTurn.finished_at.is_(None))
    return (await session.execute(statement)).scalar_one_or_none()


async def add_turn(session: AsyncSession, values: dict[str, Any]) -> None:
    """Open a turn, unless another tab has opened one in the meantime."""
    await session.execute(insert(DrillTurn).values(values).on_conflict_do_nothing())


async def drop_turn(session: AsyncSession, turn: DrillTurn) -> None:
    """Forget a turn that cannot be answered any more."""
    await session.execute(delete(DrillTurn).where(DrillTurn.id == turn.id))


async def turn(session: AsyncSession, user_id: UUID, turn_id: UUID, *, lock: bool = False) -> DrillTurn:
    """A turn of the person; locked, so that of two tabs one answers first."""
    statement = select(DrillTurn).where(DrillTurn.id == turn_id, DrillTurn.user_id == user_id)
    return await one_or_raise(session, statement.with_for_update() if lock else statement, NotFound())


async def turns_of(session: AsyncSession, user_id: UUID, day: date) -> list[DrillTurn]:
    """The turns that count for a day, in their order."""
    statement = select(DrillTurn).where(DrillTurn.user_id == user_id, DrillTurn.day == day)
    return list((await session.execute(statement.order_by(DrillTurn.opened_at, DrillTurn.id))).scalars())


async def answers(session: AsyncSession, turn_ids: Collection[UUID]) -> list[DrillAnswer]:
    """The answers given in these turns, which the caller has found to be the person's."""
    statement = select(DrillAnswer).where(DrillAnswer.turn_id.in_(turn_ids)).order_by(DrillAnswer.answered_at)
    return list((await session.execute(statement)).scalars())


async def add_answer(session: AsyncSession, values: dict[str, Any]) -> None:
    """Keep an answer to a step that has none; the turn is locked."""
    await session.execute(insert(DrillAnswer).values(values))


async def add_review(session: AsyncSession, values: dict[str, Any]) -> None:
    """Write the log."""
    session.add(DrillReview(**values))
    await session.flush()


async def reviews_since(session: AsyncSession, user_id: UUID, day: date) -> list[DrillReview]:
    """The log from a day on, oldest first."""
    statement = select(DrillReview).where(DrillReview.user_id == user_id, DrillReview.day >= day)
    return list((await session.execute(statement.order_by(DrillReview.at, DrillReview.id))).scalars())
