"""Who is there, what they are called and may do, and how they leave. For administrators only."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.audit.actions import Action
from app.errors import Invalid, LastAdmin, LeadsSomething
from app.identity import account, sessions, tokens
from app.identity import service as identity
from app.identity.actor import Actor, Role
from app.identity.models import User
from app.identity.permissions import Permission
from app.identity.record import about_person
from app.identity.sessions import to_actor
from app.kit.clock import Clock
from app.people import repository
from app.people.holdings import Holdings, held_by

PAGE_SIZE = 50
STATES = ("active", "deactivated", "guest")


@dataclass(frozen=True, slots=True)
class Listed:
    """A page of people; `seen` says when somebody who is signed in was last here."""

    people: list[User]
    seen: dict[UUID, datetime]
    total: int

    @property
    def pages(self) -> int:
        """How many pages there are, one at least."""
        return max(1, -(-self.total // PAGE_SIZE))


async def listing(
    session: AsyncSession, actor: Actor, *, role: str, state: str, text: str, limit: int, offset: int
) -> Listed:
    """People by role, state and name."""
    actor.require(Permission.PEOPLE)
    found, total = await repository.listed(
        session, actor, role=role, state=state, text=text, limit=limit, offset=offset
    )
    seen = await repository.last_seen(session, actor, [each.id for each in found])
    return Listed(found, seen, total)


async def one(session: AsyncSession, actor: Actor, person_id: UUID) -> User:
    """Somebody; NotFound when there is nobody of that id."""
    actor.require(Permission.PEOPLE)
    return await repository.person(session, actor, person_id)


async def last_seen(session: AsyncSession, actor: Actor, person_id: UUID) -> datetime | None:
    """When somebody who is signed in was last here."""
    return (await repository.last_seen(session, actor, [person_id])).get(person_id)


async def rename(session: AsyncSession, clock: Clock, actor: Actor, person_id: UUID, name: str) -> None:
    """Call somebody by another name; Invalid when it is none."""
    actor.require(Permission.PEOPLE)
    user = await repository.person(session, actor, person_id, lock=True)
    await account.change_name(session, clock, actor, user, name)


async def set_roles(
    session: AsyncSession, clock: Clock, actor: Actor, person_id: UUID, roles: Collection[Role]
) -> None:
    """Give somebody these roles and no others; from their next request on they count.

    Raises:
        LastAdmin, Invalid (no role, or a guest), NotFound, Forbidden
    """
    actor.require(Permission.PEOPLE)
    if not roles:
        raise Invalid("A person needs a role.", errors=[{"field": "roles", "message": "Choose at least one role."}])
    admins = await repository.administrators(session)
    user = await repository.person(session, actor, person_id, lock=True)
    if user.guest:
        raise Invalid("A guest has no account. Invite the person, and choose the roles there.")
    if Role.ADMIN not in roles:
        _keep_an_admin(admins, user.id)
    wanted = sorted(str(role) for role in roles)
    if wanted != sorted(user.roles):
        facts = {"before": ", ".join(sorted(user.roles)), "after": ", ".join(wanted)}
        user.roles = wanted
        await about_person(session, Action.ROLES_CHANGED, user.id, at=clock.now(), by=actor.id, facts=facts)


async def deactivate(
    session: AsyncSession, clock: Clock, actor: Actor, holdings: Holdings, person_id: UUID, *, taker_id: UUID | None
) -> None:
    """Shut somebody out, on every device and with every token; what they lead goes to `taker_id`.

    Raises:
        LeadsSomething (and nobody takes over), LastAdmin, Invalid (the taker cannot), NotFound, Forbidden
    """
    actor.require(Permission.PEOPLE)
    admins = await repository.administrators(session)
    user = await repository.person(session, actor, person_id, lock=True)
    if not user.active:
        return
    _keep_an_admin(admins, user.id)
    held = await held_by(holdings, session, user.id)
    if held and taker_id is None:
        raise LeadsSomething(held=[{"kind": each.kind, "title": each.title, "url": each.url} for each in held])
    if held and taker_id is not None:
        await hand_over(session, clock, actor, holdings, person_id, taker_id=taker_id)
    user.active = False
    ended = await sessions.end_all(session, user.id)
    facts = {"sessions": ended, "tokens": await tokens.revoke_all(session, clock, user.id)}
    await about_person(session, Action.PERSON_DEACTIVATED, user.id, at=clock.now(), by=actor.id, facts=facts)


async def activate(session: AsyncSession, clock: Clock, actor: Actor, person_id: UUID) -> None:
    """Let somebody in again, with the roles they had; programs of theirs need other tokens."""
    actor.require(Permission.PEOPLE)
    user = await repository.person(session, actor, person_id, lock=True)
    if not user.active:
        user.active = True
        await about_person(session, Action.PERSON_ACTIVATED, user.id, at=clock.now(), by=actor.id)


async def hand_over(
    session: AsyncSession, clock: Clock, actor: Actor, holdings: Holdings, person_id: UUID, *, taker_id: UUID
) -> int:
    """Give all that somebody leads to somebody else; gives how much it was."""
    actor.require(Permission.PEOPLE)
    giver = await repository.person(session, actor, person_id)
    taker = await repository.person(session, actor, taker_id, lock=True)  # nobody shuts them out meanwhile
    if taker.id == giver.id or not taker.active or taker.guest:
        raise Invalid("Choose somebody else with an active account.")
    given = 0
    for each in holdings:
        given += await each.hand_over(session, clock, actor, giver=giver.id, taker=to_actor(taker))
    if given:
        facts: dict[str, str | int | bool | None] = {"to": str(taker.id), "things": given}
        await about_person(session, Action.HANDED_OVER, giver.id, at=clock.now(), by=actor.id, facts=facts)
    return given


async def takers(session: AsyncSession, actor: Actor, person_id: UUID) -> list[Actor]:
    """Who could take over: active people of the staff, by name."""
    actor.require(Permission.PEOPLE)
    return [each for each in await identity.staff(session) if each.id != person_id]


def _keep_an_admin(admins: set[UUID], leaving: UUID) -> None:
    if admins == {leaving}:
        raise LastAdmin
