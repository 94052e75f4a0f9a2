"""What a room asks about the person who comes in. The answer belongs to the slice below; this is its shape."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.identity.actor import Actor


@dataclass(frozen=True, slots=True)
class Place:
    """Somebody's place in a room right now. `writes` holds until `until`, by the server's clock."""

    part: str
    staff: bool
    writes: bool
    until: datetime | None = None


class SeatOf(Protocol):
    """Finds the place of a person; NotFound for whoever has none."""

    async def __call__(self, session: AsyncSession, actor: Actor, interview_id: UUID) -> Place:
        """The place, as it is in the session's transaction."""
        ...
