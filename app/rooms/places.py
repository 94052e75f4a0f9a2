"""Who may be in a room: asked when somebody comes, when something has changed, and once in a while."""

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy.exc import SQLAlchemyError

from app.errors import HoldoutError
from app.identity import sessions
from app.kit.clock import Clock
from app.kit.db import SessionMaker
from app.kit.log import log
from app.rooms import frames
from app.rooms.connection import Connection, Visitor
from app.rooms.frames import Close
from app.rooms.seats import House, Place


async def find(
    token: str | None, interview_id: UUID, sessionmaker: SessionMaker, clock: Clock, house: House
) -> Visitor | Close:
    """The person who holds the token and their place in the room, or what to close with."""
    async with sessionmaker.begin() as session:  # an interview whose time is over is ended by the look
        actor = await sessions.actor_of(session, clock, token)
        if actor is None or token is None:
            return Close.SIGN_IN
        try:
            return Visitor(actor, token, await house.place(session, actor, interview_id))
        except HoldoutError:  # the page says why to whoever opens it again
            return Close.NO_SEAT


def told(place: Place) -> bytes:
    """The place as its holder is told."""
    until = place.until.isoformat() if place.until else None
    return frames.event({"type": "place", "part": place.part, "writes": place.writes, "until": until})


async def recheck(
    members: Iterable[Connection], interview_id: UUID, sessionmaker: SessionMaker, clock: Clock, house: House
) -> None:
    """Look everybody's place up again: tell who got another one, send away who has none.

    A fault at the place of one is not the others': they stay, and whoever asked for the look goes on.
    """
    for member in list(members):
        found: Visitor | Close
        try:
            found = await find(member.visitor.token, interview_id, sessionmaker, clock, house)
        except (SQLAlchemyError, OSError) as error:
            log.warning("place_not_checked", error=str(error))
            found = Close.TRY_AGAIN
        except Exception:  # noqa: BLE001 - the loops that ask are everybody's
            log.exception("place_not_found", interview=str(interview_id))
            found = Close.TRY_AGAIN
        if isinstance(found, Close):
            member.outbox.close(found)
        elif found != member.visitor:
            member.visitor = found
            member.tell(told(found.place))
