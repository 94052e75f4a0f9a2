"""What somebody is answerable for, so that it has another lead before they go.

The slices above have it and know it; the application hands them in (`app.state.holdings`), since this one may not ask.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.identity.actor import Actor
from app.kit.clock import Clock


@dataclass(frozen=True, slots=True)
class Held:
    """One thing that somebody leads: its kind in a word, its title, and its page."""

    kind: str
    title: str
    url: str


class Holding(Protocol):
    """One kind of what people lead."""

    async def held_by(self, session: AsyncSession, person_id: UUID) -> list[Held]:
        """What the person leads and what is not over."""
        ...

    async def hand_over(self, session: AsyncSession, clock: Clock, actor: Actor, *, giver: UUID, taker: Actor) -> int:
        """Give all of it to `taker`, on record; how many there were. Invalid when they cannot lead one of them."""
        ...


Holdings = Sequence[Holding]


async def held_by(holdings: Holdings, session: AsyncSession, person_id: UUID) -> list[Held]:
    """Everything the person leads."""
    return [held for each in holdings for held in await each.held_by(session, person_id)]
