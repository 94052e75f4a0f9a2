"""Visitors: guests whom nobody invited, to try Holdout without an account. Each has one session and a last day.

A visitor has no name, no address and no password. Making an account turns the visitor into it
(`service.add_user(becomes=…)`); who does not is removed, with all they did (`app.trust.visits`).
"""

from datetime import timedelta
from uuid import UUID, uuid4

from sqlalchemy.ext.asyncio import AsyncSession

from app.errors import NotFound, TooManyRequests
from app.identity import repository, sessions
from app.identity.actor import Role
from app.identity.devices import Device
from app.identity.models import User, Visitor
from app.identity.sessions import SignedIn, Way
from app.kit.clock import Clock
from app.kit.rates import neighbourhood

NAME = "Visitor"
NO_PASSWORD = "!"  # noqa: S105 - no hash at all, so no password fits
PER_ADDRESS = 20  # in a window: a class, or an office, sits behind one address
WINDOW = timedelta(hours=1)


async def arrive(session: AsyncSession, clock: Clock, *, device: Device, most: int, days: int) -> SignedIn:
    """Let a visitor in, for so many days; `most` may be there at once, from everywhere.

    Raises:
        NotFound (none may), TooManyRequests
    """
    if not most:
        raise NotFound
    now, address = clock.now(), neighbourhood(device.address)
    await repository.lock_visitors(session)
    if await repository.count_visitors(session, address=address, since=now - WINDOW) >= PER_ADDRESS:
        raise TooManyRequests(
            "Many people began from your network within the hour. Try again later, or sign in.",
            retry_after=int(WINDOW.total_seconds()),
        )
    if await repository.count_visitors(session) >= most:
        raise TooManyRequests(
            "As many people try Holdout without an account as there is room for. Try again later, or sign in.",
            retry_after=600,
        )
    user = User(id=uuid4(), name=NAME, password_hash=NO_PASSWORD, roles=[str(Role.CANDIDATE)], guest=True, visitor=True)
    user.email = user.email_key = f"visitor-{user.id}"
    session.add(user)
    await session.flush()
    until = now + timedelta(days=days)
    session.add(Visitor(user_id=user.id, address=address, created_at=now, expires_at=until))
    return sessions.open_until(session, user, now, until, device=device, way=Way.VISIT)


async def leave(session: AsyncSession, visitor_id: UUID) -> None:
    """Hold a visitor and sign them out: whatever is still theirs is removed within the hour. NotFound when none."""
    if await repository.visitor(session, visitor_id) is None:
        raise NotFound
    await repository.delete_sessions_of(session, visitor_id)
