"""API tokens: programs act for a person, within scopes and until a day. Only a hash is kept; it is shown once.

A token opens addresses under /api, no page, and there only those whose area and kind of access it was given: what is in
no area (`AREAS`) is closed to every token.
"""

import hashlib
import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from sqlalchemy import delete, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import joinedload

from app.audit import service as audit
from app.audit.actions import Action
from app.errors import Forbidden, Invalid, MissingScope, NotFound, TokenRefused
from app.identity.actor import Actor
from app.identity.models import ApiToken, User
from app.identity.sessions import to_actor
from app.kit.clock import Clock

PREFIX = "holdout_"
SHOWN = len(PREFIX) + 6
MOST_TOKENS = 20
MOST_DAYS = 365
MOST_NAME = 80
KEPT = timedelta(days=90)  # after their end, for whoever wonders what stopped
NOTICED_AFTER = timedelta(minutes=1)  # so that a busy program does not write its row with every call


class Area(StrEnum):
    """A part of the API that a token is opened for."""

    INTERVIEWS = "interviews"  # plans, rooms, timelines, scorecards and reports of one's interviews
    REVIEWS = "reviews"  # saved comments
    PRACTICE = "practice"
    STUDIO = "studio"  # drafts of problem packages, for authors
    AUDIT = "audit"


READ, WRITE = "read", "write"
SCOPES = tuple(f"{area}:{access}" for area in Area for access in (READ, WRITE) if (area, access) != ("audit", WRITE))
# What each opens, where the person's own rights do.
TOLD: dict[str, str] = {
    "interviews:read": "See interviews you have a part in: plan, room, timeline, evidence, scorecards, report",
    "interviews:write": "Plan them, invite to them, take part in them, score them",
    "reviews:read": "See saved comments, rubrics, and how far reviewers agree",
    "reviews:write": "Keep saved comments, write rubrics",
    "practice:read": "See problems, attempts and results, drill, check bench, plan, readiness, mock pairs",
    "practice:write": "Type, run and submit in your name; drill, plan, pair up, solve pilots",
    "studio:read": "See drafts, versions and statistics of problems, with what is hidden from candidates",
    "studio:write": "Change and verify drafts, publish, regrade",
    "audit:read": "Read and export the audit log",
}
# By how an address begins; the longest beginning counts, None closes it to every token.
AREAS: dict[str, Area | None] = {
    "/api/interviews": Area.INTERVIEWS,
    "/api/interview-templates": Area.INTERVIEWS,
    "/api/reviews": Area.REVIEWS,
    "/api/saved-comments": Area.REVIEWS,
    "/api/rubrics": Area.REVIEWS,
    "/api/problems": Area.PRACTICE,
    "/api/drill": Area.PRACTICE,
    "/api/bench": Area.PRACTICE,
    "/api/attempts": Area.PRACTICE,
    "/api/executions": Area.PRACTICE,
    "/api/lint": Area.PRACTICE,
    "/api/mocks": Area.PRACTICE,
    "/api/readiness": Area.PRACTICE,
    "/api/study": Area.PRACTICE,
    "/api/pilots": Area.PRACTICE,
    "/api/tour": Area.PRACTICE,
    "/api/studio": Area.STUDIO,
    "/api/statistics": Area.STUDIO,
    "/api/openapi.json": None,  # needs no token
    "/api/audit": Area.AUDIT,
    "/api/theme": None,  # of a browser
    "/api/tokens": None,  # no token makes another
    "/api/webhooks": None,  # what leaves the installation is decided by a person
    "/api/erasures": None,
    "/api/people": None,
    "/api/operator": None,  # a worker is stopped by a person
    "/api/connection-troubles": None,  # of a browser
    "/api/account": None,  # who somebody is and how they sign in is decided in a browser
    "/api/passkeys": None,
}
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


def needed(method: str, path: str) -> str | None:
    """The scope that a request needs; None where no token opens anything."""
    begins = [each for each in AREAS if path == each or path.startswith(f"{each}/")]
    area = AREAS[max(begins, key=len)] if begins else None
    return None if area is None else f"{area}:{READ if method in SAFE else WRITE}"


async def actor_of(session: AsyncSession, clock: Clock, token: str, *, method: str, path: str) -> Actor:
    """Whom a token acts for in a request.

    Raises:
        TokenRefused: it is unknown, over, revoked, or its person may not act any more.
        MissingScope: it was not opened for this.
    """
    now = clock.now()
    found = await _live(session, token, now)
    if found is None:
        raise TokenRefused
    scope = needed(method, path)
    if scope is None or scope not in found.scopes:
        told = f"This token lacks the scope {scope}." if scope else "No token opens this address."
        raise MissingScope(told, needed=scope)
    unnoticed = or_(ApiToken.last_used_at.is_(None), ApiToken.last_used_at < now - NOTICED_AFTER)
    await session.execute(update(ApiToken).where(ApiToken.id == found.id, unnoticed).values(last_used_at=now))
    return to_actor(found.user)


async def _live(session: AsyncSession, token: str, now: datetime) -> ApiToken | None:
    statement = (
        select(ApiToken)
        .join(ApiToken.user)
        .options(joinedload(ApiToken.user))
        .where(
            ApiToken.token_hash == _hash(token),
            ApiToken.revoked_at.is_(None),
            ApiToken.expires_at > now,
            User.active,
            ~User.guest,
        )
    )
    return (await session.execute(statement)).scalar_one_or_none()


async def make(
    session: AsyncSession, clock: Clock, actor: Actor, *, name: str, scopes: Sequence[str], days: int
) -> tuple[ApiToken, str]:
    """A token for oneself, and its text, which is nowhere else. Invalid for too many tokens, Forbidden for guests."""
    if actor.guest:
        raise Forbidden("Guests have no tokens.")
    await session.execute(select(User.id).where(User.id == actor.id).with_for_update())
    if await _count(session, actor.id, clock.now()) >= MOST_TOKENS:
        raise Invalid(f"You have {MOST_TOKENS} tokens. Revoke one that nothing uses.")
    text = PREFIX + secrets.token_urlsafe(32)
    made = ApiToken(
        user_id=actor.id,
        name=name,
        prefix=text[:SHOWN],
        token_hash=_hash(text),
        scopes=sorted(set(scopes)),
        created_at=clock.now(),
        expires_at=clock.now() + timedelta(days=days),
    )
    session.add(made)
    await session.flush()
    facts: audit.Facts = {"scopes": " ".join(made.scopes), "days": days}
    subject = audit.Subject("token", made.id)
    await audit.append(
        session, Action.TOKEN_MADE, at=clock.now(), actor_id=actor.id, subject=subject, facts=facts,
        personal={actor.id: {"name": name}},
    )  # fmt: skip
    return made, text


async def mine(session: AsyncSession, actor: Actor) -> Sequence[ApiToken]:
    """A person's own tokens, newest first; also those that are over."""
    statement = select(ApiToken).where(ApiToken.user_id == actor.id).order_by(ApiToken.created_at.desc(), ApiToken.id)
    return (await session.execute(statement)).scalars().all()


async def revoke(session: AsyncSession, clock: Clock, actor: Actor, token_id: UUID) -> None:
    """End an own token at once; NotFound when there is none that stands."""
    statement = (
        update(ApiToken)
        .where(ApiToken.id == token_id, ApiToken.user_id == actor.id, ApiToken.revoked_at.is_(None))
        .values(revoked_at=clock.now())
        .returning(ApiToken.id)
    )
    if (await session.execute(statement)).scalar_one_or_none() is None:
        raise NotFound
    subject = audit.Subject("token", token_id)
    await audit.append(session, Action.TOKEN_REVOKED, at=clock.now(), actor_id=actor.id, subject=subject)


async def revoke_all(session: AsyncSession, clock: Clock, user_id: UUID) -> int:
    """End every token of somebody that stands; gives how many there were. The caller puts it on record."""
    standing = ApiToken.user_id == user_id, ApiToken.revoked_at.is_(None), ApiToken.expires_at > clock.now()
    statement = update(ApiToken).where(*standing).values(revoked_at=clock.now()).returning(ApiToken.id)
    return len((await session.execute(statement)).all())


async def tidy(session: AsyncSession, now: datetime) -> None:
    """Forget tokens that have opened nothing for long."""
    over = or_(ApiToken.expires_at < now - KEPT, ApiToken.revoked_at < now - KEPT)
    await session.execute(delete(ApiToken).where(over))


async def _count(session: AsyncSession, user_id: UUID, now: datetime) -> int:
    standing = ApiToken.user_id == user_id, ApiToken.revoked_at.is_(None), ApiToken.expires_at > now
    return (await session.execute(select(func.count()).select_from(ApiToken).where(*standing))).scalar_one()


def _hash(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()
