"""Sign-ins in two steps (passkeys, providers): what the second step must match, kept between the two and used once."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import delete, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from app.errors import TooManyRequests
from app.identity.models import Ceremony
from app.identity.sessions import hash_token
from app.kit.clock import Clock
from app.kit.db import SessionMaker
from app.kit.rates import neighbourhood

VALID_FOR = timedelta(minutes=10)
PER_ADDRESS = 200  # open at once: a whole office may sit behind one address


@dataclass(frozen=True, slots=True)
class Begun:
    """What the first step left behind."""

    user_id: UUID | None
    data: dict[str, Any]


async def begin(
    session: AsyncSession, clock: Clock, kind: str, data: dict[str, Any], *, address: str, user_id: UUID | None = None
) -> str:
    """Keep what the second step must match; gives the token that its browser comes back with."""
    now, token, address = clock.now(), secrets.token_urlsafe(32), neighbourhood(address)
    statement = select(func.count()).select_from(Ceremony)
    statement = statement.where(Ceremony.address == address, Ceremony.created_at > now - VALID_FOR)
    if (await session.execute(statement)).scalar_one() >= PER_ADDRESS:
        raise TooManyRequests("Many sign-ins were begun from here. Try again in some minutes.", retry_after=60)
    made = Ceremony(
        token_hash=hash_token(token),
        kind=kind,
        user_id=user_id,
        data=data,
        address=address,
        created_at=now,
        expires_at=now + VALID_FOR,
    )
    session.add(made)
    return token


async def finish(sessionmaker: SessionMaker, clock: Clock, kind: str, token: str | None) -> Begun | None:
    """What was kept, which is forgotten with this; None when there is nothing, or its time is over.

    In a transaction of its own: a second step that fails later has had its one try all the same.
    """
    if not token:
        return None
    taken = delete(Ceremony).where(Ceremony.token_hash == hash_token(token), Ceremony.kind == kind)
    taken_row = taken.returning(Ceremony.user_id, Ceremony.data, Ceremony.expires_at)
    async with sessionmaker.begin() as session:
        row = (await session.execute(taken_row)).one_or_none()
    if row is None or row.expires_at <= clock.now():
        return None
    return Begun(row.user_id, row.data)


async def tidy(session: AsyncSession, now: datetime) -> None:
    """Forget what was never finished."""
    await session.execute(delete(Ceremony).where(Ceremony.expires_at <= now))
