"""Interviews that have another lead, because theirs leaves: each on its own record, as if changed in its plan."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.errors import Invalid, NotFound
from app.identity.actor import Actor
from app.identity.permissions import Permission
from app.interviews import people, repository, service
from app.interviews.models import Interview
from app.interviews.rights import Part
from app.kit.clock import Clock
from app.people.holdings import Held


class LedInterviews:
    """The interviews somebody leads that were not decided yet, as something to hand over."""

    async def held_by(self, session: AsyncSession, person_id: UUID) -> list[Held]:
        """What the person leads, what is next first."""
        found = await repository.led_by(session, person_id)
        return [Held("interview", each.title, f"/interviews/{each.id}/plan") for each in found]

    async def hand_over(self, session: AsyncSession, clock: Clock, actor: Actor, *, giver: UUID, taker: Actor) -> int:
        """Make `taker` the lead of each; whoever led it becomes an observer. Invalid when one of them cannot be."""
        found = await repository.led_by(session, giver)
        if found and not taker.may(Permission.TAKE_PART):
            raise Invalid(f"{taker.name} has no staff role, and cannot lead an interview.")
        for interview in found:
            await _change_lead(session, clock, actor, interview, giver=giver, taker=taker)
        return len(found)


async def _change_lead(
    session: AsyncSession, clock: Clock, actor: Actor, interview: Interview, *, giver: UUID, taker: Actor
) -> None:
    try:
        seat = await service.seat(session, clock, actor, interview.id)
    except NotFound as error:  # whoever reviews it blind, or is its candidate, changes nothing about it
        raise Invalid(f"You cannot change who leads “{interview.title}”. Ask another administrator.") from error
    seats = {person.user_id: person for person in seat.interview.people}
    theirs = seats.get(taker.id)
    if theirs is None:
        await people.add(session, clock, actor, interview.id, email=taker.email, name=taker.name, part=Part.LEAD)
    elif theirs.part == Part.CANDIDATE or theirs.blind:
        raise Invalid(f"{taker.name} cannot lead “{interview.title}”: they are on another side of it.")
    elif theirs.part != Part.LEAD:
        await people.change(session, clock, actor, interview.id, theirs.id, part=Part.LEAD)
    await people.change(session, clock, actor, interview.id, seats[giver].id, part=Part.OBSERVER)
