"""What a visitor, who has no account, may have of everything: so little that a flood of them holds up nobody.

Their gradings come after everybody else's, and all of them together take the turns of one person. Whoever has
or makes an account takes along what they have done.
"""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.attempts import counts_repository, visits_repository
from app.errors import AccountNeeded, CodeTooLarge, TooManyRequests
from app.identity.actor import Actor
from app.kit.clock import Clock
from app.problems import openings

OWNER = "visitors"
PER_MINUTE = 10
MOST_EXECUTIONS = 60
MOST_WAITING = 50  # of all visitors together
MAX_CODE_BYTES = 32 * 1024
AGAIN_SECONDS = 10


def refuse(actor: Actor) -> None:
    """AccountNeeded for a visitor."""
    if actor.visitor:
        raise AccountNeeded


def refuse_large(actor: Actor, field: str, text: str) -> None:
    """CodeTooLarge when a visitor's text is longer than one needs to try."""
    if actor.visitor and len(text.encode()) > MAX_CODE_BYTES:
        raise CodeTooLarge(
            "Without an account a text may hold at most 32 KiB. What you typed stays in the editor.",
            field=field,
            limit=MAX_CODE_BYTES,
        )


def per_minute(actor: Actor, most: int) -> int:
    """How many executions somebody may start in a minute, where `most` are what everybody may."""
    return min(most, PER_MINUTE) if actor.visitor else most


async def refuse_beyond(session: AsyncSession, actor: Actor) -> None:
    """AccountNeeded when a visitor has had all they may, TooManyRequests while too many of them wait."""
    if not actor.visitor:
        return
    if await counts_repository.count_of(session, actor.id) >= MOST_EXECUTIONS:
        raise AccountNeeded(
            f"{MOST_EXECUTIONS} runs and submissions are what there is without an account. "
            "What you have done is kept when you make one."
        )
    if await counts_repository.count_waiting_visitors(session) >= MOST_WAITING:
        raise TooManyRequests(
            "Many people try Holdout at this moment. What you typed is saved; try again in a few seconds.",
            retry_after=AGAIN_SECONDS,
        )


async def done_by(session: AsyncSession, visitor_id: UUID) -> Sequence[str]:
    """The titles of the problems at which a visitor has done something."""
    return await visits_repository.titles(session, visitor_id)


async def take_along(session: AsyncSession, clock: Clock, actor: Actor, visitor_id: UUID) -> int:
    """Make what a visitor has done the person's own; gives how many attempts. The caller holds the visitor.

    Where the person is at an attempt of the same problem in which they have done something, they stay at it, and the
    visitor's is kept as one that was replaced: it can be read, and nothing is written over.

    Raises:
        AccountNeeded
    """
    if actor.guest:
        raise AccountNeeded
    await visits_repository.hold(session, actor.id)  # another tab may open one of these problems for the first time
    found = await visits_repository.begun(session, visitor_id)
    for attempt in found:
        own = None if attempt.superseded_at else await visits_repository.in_place_of(session, actor.id, attempt)
        if own is not None:
            replaced = attempt if own[1] else own[0]
            replaced.superseded_at = clock.now()
    await session.flush()
    await visits_repository.hand_over(session, found, visitor_id, actor.id)
    await openings.hand_over(session, visitor_id, actor.id)
    return len(found)
