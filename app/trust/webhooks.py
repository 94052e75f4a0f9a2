"""Webhooks: what happened is told to other services, signed, and again until it arrives.

What is told is read from the audit log, where every act stands in the order of the commits: nothing is told that was
rolled back, and nothing is left out. A body holds ids, never names or texts.
"""

import asyncio
import hashlib
import hmac
import json
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import delete, func, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import joinedload

from app.audit import service as audit
from app.audit.actions import Action
from app.audit.models import AuditEntry
from app.errors import Invalid, NotFound
from app.identity.actor import Actor
from app.identity.permissions import Permission
from app.kit.clock import Clock
from app.kit.db import SessionMaker, one_or_raise
from app.kit.log import log
from app.trust import targets
from app.trust.models import Delivery, Webhook

EVENTS = {
    "interview.finished": "interview_ended",
    "scorecard.submitted": "scorecard_submitted",
    "decision.made": "decision_made",
    "problem.published": "version_published",
}
_NAMES = {action: event for event, action in EVENTS.items()} | {"version_restored": "problem.published"}
_NEVER_HELD = frozenset({"cancelled", "deadline_passed"})  # such an interview ends, and nothing was finished
MOST_WEBHOOKS = 20
MOST_SHOWN = 100
AT_ONCE = 20
COLLECTED_AT_ONCE = 500
LEASE = timedelta(minutes=2)  # a worker that is killed while it sends leaves the delivery to another after that
# After each try that failed; with the last one it is given up, and somebody can send it again.
PAUSES = tuple(timedelta(seconds=each) for each in (10, 60, 300, 1800, 7200, 21600, 86400))
OLD_SECRET_FOR = timedelta(hours=24)
KEPT = timedelta(days=30)


def sign(secret: str, at: int, body: bytes) -> str:
    """The signature of a body sent at a moment (seconds since 1970): HMAC-SHA256 of `at.body`, in hexadecimal."""
    return hmac.new(secret.encode(), f"{at}.".encode() + body, hashlib.sha256).hexdigest()


# --- for administrators -----------------------------------------------------------------------------------------


async def listed(session: AsyncSession, actor: Actor) -> Sequence[Webhook]:
    """All webhooks, oldest first."""
    actor.require(Permission.TRUST)
    return (await session.execute(select(Webhook).order_by(Webhook.created_at, Webhook.id))).scalars().all()


async def one(session: AsyncSession, actor: Actor, webhook_id: UUID, *, lock: bool = False) -> Webhook:
    """A webhook; NotFound when there is none."""
    actor.require(Permission.TRUST)
    statement = select(Webhook).where(Webhook.id == webhook_id)
    return await one_or_raise(session, statement.with_for_update() if lock else statement, NotFound())


async def make(
    session: AsyncSession, clock: Clock, actor: Actor, *, url: str, events: Sequence[str], internal: bool
) -> Webhook:
    """A webhook with a fresh secret; it is told of what happens from now on. Invalid for an address it cannot have."""
    actor.require(Permission.TRUST)
    try:
        await asyncio.to_thread(lambda: targets.resolve(targets.parse(url, internal=internal), internal=internal))
    except targets.Unsendable as error:
        raise Invalid(str(error), errors=[{"field": "url", "message": str(error)}]) from error
    if (await session.execute(select(func.count()).select_from(Webhook))).scalar_one() >= MOST_WEBHOOKS:
        message = f"There are {MOST_WEBHOOKS} webhooks already. Delete one that nobody needs."
        raise Invalid(message, errors=[{"field": "url", "message": message}])
    newest = (await session.execute(select(func.coalesce(func.max(AuditEntry.number), 0)))).scalar_one()
    values = {"url": url, "events": sorted(set(events)), "secret": _fresh(), "created_by": actor.id}
    made = Webhook(id=uuid4(), **values, created_at=clock.now(), since=newest, active=True)
    session.add(made)
    await _record(session, clock, actor, Action.WEBHOOK_MADE, made.id, events=" ".join(made.events))
    await session.flush()
    return made


async def set_active(session: AsyncSession, clock: Clock, actor: Actor, webhook_id: UUID, *, active: bool) -> Webhook:
    """Pause a webhook, or let it go on; what happens meanwhile is told then."""
    found = await one(session, actor, webhook_id, lock=True)
    found.active = active
    await _record(session, clock, actor, Action.WEBHOOK_CHANGED, webhook_id, active=active)
    return found


async def rotate(session: AsyncSession, clock: Clock, actor: Actor, webhook_id: UUID) -> Webhook:
    """A fresh secret; for a day deliveries are signed with the old one too."""
    found = await one(session, actor, webhook_id, lock=True)
    found.old_secret, found.old_until = found.secret, clock.now() + OLD_SECRET_FOR
    found.secret = _fresh()
    await _record(session, clock, actor, Action.WEBHOOK_SECRET_ROTATED, webhook_id)
    return found


async def remove(session: AsyncSession, clock: Clock, actor: Actor, webhook_id: UUID) -> None:
    """Delete a webhook with its deliveries."""
    await session.delete(await one(session, actor, webhook_id, lock=True))
    await _record(session, clock, actor, Action.WEBHOOK_DELETED, webhook_id)


async def deliveries(session: AsyncSession, actor: Actor, webhook_id: UUID) -> Sequence[Delivery]:
    """The newest deliveries of a webhook."""
    await one(session, actor, webhook_id)
    newest = select(Delivery).where(Delivery.webhook_id == webhook_id).order_by(Delivery.created_at.desc(), Delivery.id)
    return (await session.execute(newest.limit(MOST_SHOWN))).scalars().all()


async def repeat(session: AsyncSession, clock: Clock, actor: Actor, webhook_id: UUID, delivery_id: UUID) -> Delivery:
    """Send a delivery again, whether it arrived or was given up; its id stays."""
    await one(session, actor, webhook_id)
    statement = select(Delivery).where(Delivery.id == delivery_id, Delivery.webhook_id == webhook_id).with_for_update()
    found = await one_or_raise(session, statement, NotFound())
    found.state, found.tries, found.next_at = "waiting", 0, clock.now()
    await _record(session, clock, actor, Action.WEBHOOK_REPEATED, webhook_id, delivery=str(delivery_id))
    return found


async def _record(
    session: AsyncSession, clock: Clock, actor: Actor, action: Action, webhook_id: UUID, **facts: str | bool
) -> None:
    subject = audit.Subject("webhook", webhook_id)
    await audit.append(session, action, at=clock.now(), actor_id=actor.id, subject=subject, facts=facts)


def _fresh() -> str:
    return f"whsec_{secrets.token_urlsafe(32)}"


# --- in the worker ----------------------------------------------------------------------------------------------


async def collect(sessionmaker: SessionMaker, clock: Clock) -> int:
    """Make a delivery of everything that happened since the last look; gives how many."""
    made = 0
    async with sessionmaker.begin() as session:
        hooks = (
            await session.execute(select(Webhook).where(Webhook.active).with_for_update(skip_locked=True))
        ).scalars()
        for hook in hooks.all():
            new = select(AuditEntry).where(AuditEntry.number > hook.since).order_by(AuditEntry.number)
            entries = (await session.execute(new.limit(COLLECTED_AT_ONCE))).scalars().all()
            told = [entry for entry in entries if _event(entry) in hook.events]
            for entry in told:
                await session.execute(
                    insert(Delivery).values(_values(hook, entry, clock.now())).on_conflict_do_nothing()
                )
            hook.since = entries[-1].number or hook.since if entries else hook.since
            made += len(told)
    return made


def _event(entry: AuditEntry) -> str | None:
    return None if entry.facts.get("reason") in _NEVER_HELD else _NAMES.get(entry.action)


def _values(hook: Webhook, entry: AuditEntry, now: datetime) -> dict[str, Any]:
    body = {
        "event": _event(entry),
        "at": entry.at.isoformat(),
        "subject": {"kind": entry.subject_kind, "id": entry.subject_id},
        "by": str(entry.actor_id) if entry.actor_id else None,
        "facts": entry.facts,
    }
    waiting = {"state": "waiting", "tries": 0, "created_at": now, "next_at": now}
    return {
        "id": uuid4(),
        "webhook_id": hook.id,
        "event": body["event"],
        "entry": entry.number,
        "body": body,
        **waiting,
    }


@dataclass(frozen=True, slots=True)
class _Sending:
    """A delivery that is being sent, with all it takes."""

    id: UUID
    url: str
    tries: int
    body: bytes
    headers: dict[str, str]


async def deliver(sessionmaker: SessionMaker, clock: Clock, *, internal: bool) -> int:
    """Send what is due, all of it at once; gives how many were tried."""
    async with sessionmaker.begin() as session:
        due = await _take(session, clock.now())
    results = await asyncio.gather(*(_sent(each, internal=internal) for each in due))
    async with sessionmaker.begin() as session:
        for sending, (status, fault) in zip(due, results, strict=True):
            await _note(session, sending, clock.now(), status=status, fault=fault)
    return len(due)


async def _take(session: AsyncSession, now: datetime) -> list[_Sending]:
    """Deliveries that are due, kept from other workers for a while; no transaction is open while they are sent."""
    statement = (
        select(Delivery)
        .join(Delivery.webhook)
        .options(joinedload(Delivery.webhook, innerjoin=True))
        .where(Delivery.state == "waiting", Delivery.next_at <= now, Webhook.active)
        .order_by(Delivery.next_at)
        .limit(AT_ONCE)
        .with_for_update(of=Delivery, skip_locked=True)
    )
    taken = (await session.execute(statement)).scalars().all()
    for each in taken:
        each.tries, each.next_at, each.tried_at = each.tries + 1, now + LEASE, now
    return [_prepared(each, now) for each in taken]


def _prepared(each: Delivery, now: datetime) -> _Sending:
    hook, at = each.webhook, int(now.timestamp())
    body = json.dumps({"id": str(each.id), **each.body}, separators=(",", ":")).encode()
    used = [hook.secret, *([hook.old_secret] if hook.old_secret and hook.old_until and hook.old_until > now else [])]
    headers = {
        "Content-Type": "application/json",
        "User-Agent": "Holdout-Webhooks",
        "Holdout-Event": each.event,
        "Holdout-Delivery": str(each.id),
        "Holdout-Signature": ",".join([f"t={at}", *(f"v1={sign(secret, at, body)}" for secret in used)]),
    }
    return _Sending(each.id, hook.url, each.tries, body, headers)


async def _sent(sending: _Sending, *, internal: bool) -> tuple[int | None, str | None]:
    try:
        status = await targets.post(sending.url, sending.body, sending.headers, internal=internal)
    except targets.Unsendable as error:
        return None, str(error)
    except Exception as error:  # noqa: BLE001 - what becomes of the others must be kept, or they are sent again and again
        log.error("webhook_broke", delivery=str(sending.id), error=repr(error))
        return None, f"Nothing came back: {type(error).__name__}."
    return status, None if 200 <= status < 300 else f"It was answered with {status}."  # noqa: PLR2004 - HTTP's own


async def _note(
    session: AsyncSession, sending: _Sending, now: datetime, *, status: int | None, fault: str | None
) -> None:
    values: dict[str, Any] = {"status": status, "fault": fault, "state": "delivered", "next_at": None}
    if fault is not None:
        again = sending.tries <= len(PAUSES)
        values["state"] = "waiting" if again else "failed"
        values["next_at"] = now + PAUSES[sending.tries - 1] if again else None
    mine = Delivery.id == sending.id, Delivery.tries == sending.tries  # unless somebody has asked for it again since
    await session.execute(update(Delivery).where(*mine).values(values))


async def forget(sessionmaker: SessionMaker, clock: Clock) -> None:
    """Forget deliveries of long ago, and secrets that are no longer used."""
    now = clock.now()
    async with sessionmaker.begin() as session:
        await session.execute(delete(Delivery).where(Delivery.created_at < now - KEPT, Delivery.state != "waiting"))
        await session.execute(update(Webhook).where(Webhook.old_until < now).values(old_secret=None, old_until=None))
