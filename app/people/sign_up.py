"""Signing up: somebody without an account asks for a link to their own mailbox, and becomes a candidate by it.

The link is an invitation that nobody made. Only the mail tells whether the address had an account before. What a
visitor has done goes with them (`AccountInvitation.visitor_id`), on whatever device they open the link.
"""

import secrets
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from sqlalchemy.ext.asyncio import AsyncSession

from app.errors import TooManyRequests
from app.identity import outbox
from app.identity.actor import Actor, Role
from app.identity.addresses import distinct_email, fold_email
from app.identity.sessions import hash_token
from app.kit.clock import Clock
from app.kit.smtp import Letter
from app.people import repository
from app.people.models import AccountInvitation

KIND = "sign_up"
VALID_FOR = timedelta(days=1)
WINDOW = timedelta(hours=1)
# Mails in a window. Above the first nothing is sent; above the second whoever asks is told so. How often one network
# may ask stands in `app.trust.limits`, so that none gets there alone.
PER_MAILBOX, PER_INSTALLATION = 3, 200
_HELLO = "Somebody, most likely you, wants to use Holdout with this address.\n\n"
_ALONG = "Sign in with the browser in which you began, and you can take along what you have done.\n\n"
_IGNORE = "If it was not you, there is nothing you have to do.\n"


async def ask(session: AsyncSession, clock: Clock, *, email: str, visitor: Actor | None, base: str) -> None:
    """Have a link mailed to the address, or word that it has an account; the answer is the same.

    Raises:
        Invalid (no address), TooManyRequests (of the installation)
    """
    email = distinct_email(email)
    await repository.lock_sign_ups(session)
    since = clock.now() - WINDOW
    if await outbox.count(session, kind=KIND, since=since) >= PER_INSTALLATION:
        raise TooManyRequests("Many people sign up at the moment. Try again in an hour.", retry_after=3600)
    if await outbox.count(session, kind=KIND, since=since, to=email) >= PER_MAILBOX:
        return
    text = await _text(session, clock.now(), email, visitor.id if visitor else None, base)
    letter = Letter(email, "Your account at Holdout", text)
    await outbox.post(session, clock, letter, kind=KIND, until=clock.now() + VALID_FOR, caused_by=None)


async def _text(session: AsyncSession, now: datetime, email: str, visitor_id: UUID | None, base: str) -> str:
    known = await repository.known_address(session, fold_email(email))
    if known is not None and not known.guest:
        along = _ALONG if visitor_id else ""
        words = f"It has an account already: {base}/signin\n\nA lost password is replaced there.\n\n"
        return f"{_HELLO}{words}{along}{_IGNORE}"
    waiting = await repository.waiting_for(session, fold_email(email))
    if waiting is not None and waiting.created_by is not None and waiting.expires_at > now:
        return f"{_HELLO}An invitation waits for it already: open its link, or ask who invited you.\n\n{_IGNORE}"
    if waiting is not None:
        waiting.revoked_at = now
        await session.flush()
    token = secrets.token_urlsafe(32)
    session.add(_invitation(email, token, visitor_id, now))
    await session.flush()
    until = f"{now + VALID_FOR:%-d %B %Y, %H:%M} UTC"
    return f"{_HELLO}This link makes your account, until {until}:\n\n{base}/invitations/{token}\n\n{_IGNORE}"


def _invitation(email: str, token: str, visitor_id: UUID | None, now: datetime) -> AccountInvitation:
    return AccountInvitation(
        id=uuid4(),
        email=email,
        email_key=fold_email(email),
        name="",
        roles=[str(Role.CANDIDATE)],
        token_hash=hash_token(token),
        created_by=None,
        visitor_id=visitor_id,
        created_at=now,
        expires_at=now + VALID_FOR,
    )


async def tidy(session: AsyncSession, now: datetime) -> None:
    """Forget links that nobody used in time."""
    await repository.delete_sign_ups(session, now)
