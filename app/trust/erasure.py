"""Erasing a person in two steps: somebody asks for it, then an administrator looks at what goes and confirms it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.audit import keys
from app.audit import service as audit
from app.audit.actions import Action
from app.errors import Invalid, NotErasable, NotFound
from app.identity.actor import Actor
from app.identity.addresses import fold_email
from app.identity.models import User
from app.identity.permissions import Permission
from app.interviews import mocks
from app.kit.clock import Clock
from app.trust import removal, repository
from app.trust.models import Erasure

SWEPT_FOR = timedelta(hours=3)  # longer than anything that had begun before


@dataclass(frozen=True, slots=True)
class Preview:
    """What would go, by what it is: how many rows; and what has to be done before (`reasons`)."""

    person: User
    request: Erasure | None
    counts: dict[str, int]
    interviews: Sequence[UUID]
    reasons: Sequence[str]


async def ask(session: AsyncSession, clock: Clock, actor: Actor, person_id: UUID) -> Erasure:
    """Ask that a person be erased: oneself, or for an administrator anybody. Asking twice changes nothing.

    Raises:
        Invalid (a visitor), AccountNeeded (a guest), Forbidden, NotFound
    """
    actor.require_more_than_a_link()
    if person_id != actor.id:
        actor.require(Permission.TRUST)
    if actor.visitor:
        raise Invalid("Sign out: whatever you have done without an account is removed within the hour.")
    await _person(session, person_id)
    known = await repository.standing_erasure(session, person_id)
    if known is not None:
        return known
    made = Erasure(person_id=person_id, asked_by=actor.id, asked_at=clock.now())
    session.add(made)
    await _record(session, clock, actor, Action.ERASURE_ASKED, person_id)
    await session.flush()
    return made


async def withdraw(session: AsyncSession, clock: Clock, actor: Actor, person_id: UUID) -> None:
    """Take the request back: who is to be erased, or an administrator.

    Raises:
        NotFound (there is none), AccountNeeded (a guest), Forbidden
    """
    actor.require_more_than_a_link()
    if person_id != actor.id:
        actor.require(Permission.TRUST)
    standing = await repository.standing_erasure(session, person_id, lock=True)
    if standing is None or standing.done_at is not None:
        raise NotFound
    standing.withdrawn_at = clock.now()
    await _record(session, clock, actor, Action.ERASURE_WITHDRAWN, person_id)


async def whose(session: AsyncSession, actor: Actor, email: str) -> User:
    """Who has this address: oneself, or for administrators anybody. Invalid when nobody does."""
    if fold_email(email) != fold_email(actor.email):
        actor.require(Permission.TRUST)
    found = await repository.person_by_email(session, fold_email(email))
    if found is None:
        message = f"Nobody here has the address {email}."
        raise Invalid(message, errors=[{"field": "email", "message": message}])
    return found


async def preview(session: AsyncSession, actor: Actor, person_id: UUID) -> Preview:
    """What would go with a person, for administrators; NotFound when they are erased already.

    Never for the person themselves: it counts what others wrote about them.
    """
    actor.require(Permission.TRUST)
    person = await _person(session, person_id)
    interviews = await repository.candidate_of(session, person_id)
    return Preview(
        person=person,
        request=await repository.standing_erasure(session, person_id),
        counts=await removal.count(session, person_id, person.email_key, interviews),
        interviews=interviews,
        reasons=await _reasons(session, actor, person),
    )


async def confirm(session: AsyncSession, clock: Clock, actor: Actor, person_id: UUID, *, email: str) -> None:
    """Erase a person for good; `email` is their address, typed again. What they have of mock interviews ends.

    Raises:
        Forbidden, NotFound (nobody asked for it, or it is done), Invalid, NotErasable, StillGraded
    """
    actor.require(Permission.TRUST)
    await repository.lock_admins(session)
    request = await repository.standing_erasure(session, person_id, lock=True)
    if request is None or request.done_at is not None:
        raise NotFound
    person = await _person(session, person_id)
    if fold_email(email) != person.email_key:
        message = "That is not the address of this person."
        raise Invalid(message, errors=[{"field": "email", "message": message}])
    if reasons := await _reasons(session, actor, person):
        raise NotErasable(" ".join(["Nothing was removed.", *reasons]), reasons=list(reasons))
    await mocks.end_all_of(session, clock, person_id)
    interviews = await repository.candidate_of(session, person_id)
    await removal.require_settled(session, person_id, interviews)
    now = clock.now()  # one moment: the database compares them
    request.done_by, request.done_at = actor.id, now
    await session.flush()  # the database lets nothing go before it knows who confirmed it
    await _record(session, clock, actor, Action.PERSON_ERASED, person_id)
    await removal.remove_person(session, person_id, person.email_key, interviews, now)
    await keys.destroy(session, person_id, now)


async def sweep(session: AsyncSession, now: datetime) -> int:
    """Erase again whom somebody erased lately: a request of theirs may have been under way. Gives how many people."""
    done = await repository.erased_since(session, now - SWEPT_FOR)
    for request, user in done:
        interviews = await repository.candidate_of(session, user.id)
        at = request.done_at or now
        await removal.remove_person(session, user.id, user.email_key, interviews, at)
    return len(done)


async def again(session: AsyncSession, clock: Clock, erased: Mapping[UUID, UUID]) -> int:
    """Erase whom an older state of the database, brought back, still knows: person to who confirmed it. Gives how many.

    Nobody is asked again: it was asked and confirmed once.
    """
    done, now = 0, clock.now()
    for person_id, by in erased.items():
        person = await repository.person(session, person_id)
        request = await repository.standing_erasure(session, person_id, lock=True)
        if person is None or (request is not None and request.done_at is not None):
            continue
        if request is None:
            request = Erasure(person_id=person_id, asked_by=by, asked_at=now)
            session.add(request)
        request.done_by, request.done_at = by, now
        await session.flush()
        await audit.append(
            session, Action.PERSON_ERASED, at=now, actor_id=None, subject=audit.Subject("person", person_id)
        )
        await mocks.end_all_of(session, clock, person_id)
        interviews = await repository.candidate_of(session, person_id)
        await removal.remove_person(session, person_id, person.email_key, interviews, now)
        await keys.destroy(session, person_id, now)
        done += 1
    return done


async def listing(session: AsyncSession, actor: Actor) -> Sequence[tuple[Erasure, User]]:
    """Requests and what became of them, newest first, those that wait before the others; for administrators."""
    actor.require(Permission.TRUST)
    return await repository.erasures(session)


async def _person(session: AsyncSession, person_id: UUID) -> User:
    found = await repository.person(session, person_id)
    if found is None:
        raise NotFound
    return found


async def _reasons(session: AsyncSession, actor: Actor, person: User) -> list[str]:
    """What has to be done before the person can be erased."""
    reasons = []
    if person.id == actor.id:
        reasons.append("Nobody confirms their own erasure: another administrator has to.")
    if await repository.is_last_admin(session, person.id):
        reasons.append("They are the last administrator: make somebody else one first.")
    titles = await repository.unfinished(session, person.id)
    return reasons + [
        f"“{title}” is not over, and they are its candidate or lead: end it, or change its people." for title in titles
    ]


async def _record(session: AsyncSession, clock: Clock, actor: Actor, action: Action, person_id: UUID) -> None:
    subject = audit.Subject("person", person_id)
    await audit.append(session, action, at=clock.now(), actor_id=actor.id, subject=subject)
