"""What proxies do to live pages: told by the pages, since the server sees nothing of it, and shown to the operator.

Nobody is named, and each kind is one row with a count, so that telling often takes no room.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from app.kit.clock import Clock
from app.kit.log import log
from app.operation.models import ConnectionTrouble

SHOWN_FOR = timedelta(days=7)


class Kind(StrEnum):
    """What a page has noticed."""

    EVENTS_HELD_BACK = "events_held_back"  # server-sent events arrive when the answer is over, or never
    SOCKETS_REFUSED = "sockets_refused"  # no WebSocket opens, though plain requests are answered
    SOCKETS_CUT = "sockets_cut"  # WebSockets end again and again without a word


async def tell(session: AsyncSession, clock: Clock, kind: Kind) -> None:
    """Count one more time."""
    now = clock.now()
    made = insert(ConnectionTrouble).values(kind=str(kind), times=1, first_at=now, last_at=now)
    again = {"times": ConnectionTrouble.times + 1, "last_at": now}
    await session.execute(made.on_conflict_do_update(index_elements=["kind"], set_=again))
    log.warning("connection_trouble", kind=str(kind))


async def lately(session: AsyncSession, now: datetime) -> Sequence[ConnectionTrouble]:
    """Those of the last seven days, the latest first."""
    known = select(ConnectionTrouble).where(ConnectionTrouble.last_at > now - SHOWN_FOR)
    return (await session.scalars(known.order_by(ConnectionTrouble.last_at.desc()))).all()
