"""What a visitor, who has no account, may have of everything: so little that a flood of them holds up nobody.

Their gradings come after everybody else's, and all of them together take the turns of one person.
"""

from sqlalchemy.ext.asyncio import AsyncSession

from app.attempts import repository
from app.errors import AccountNeeded, CodeTooLarge, TooManyRequests
from app.identity.actor import Actor

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
    if await repository.count_of(session, actor.id) >= MOST_EXECUTIONS:
        raise AccountNeeded(
            f"{MOST_EXECUTIONS} runs and submissions are what there is without an account. "
            "What you have done is kept when you make one."
        )
    if await repository.count_waiting_visitors(session) >= MOST_WAITING:
        raise TooManyRequests(
            "Many people try Holdout at this moment. What you typed is saved; try again in a few seconds.",
            retry_after=AGAIN_SECONDS,
        )
