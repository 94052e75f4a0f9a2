"""What a room asks the slice below: who somebody is in it, and with what it begins."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.errors import NotFound, PasskeyRequired
from app.identity.actor import Actor
from app.interviews import service as interviews
from app.interviews.lifecycle import State
from app.interviews.models import Interview
from app.interviews.rights import STAFF_PARTS, Part, Right
from app.kit.clock import Clock
from app.problems import service as problems


@dataclass(frozen=True, slots=True)
class Place:
    """Somebody's place in a room right now. `writes` holds until `until`, by the server's clock."""

    part: str
    staff: bool
    writes: bool
    until: datetime | None = None


class House(Protocol):
    """Knows people and problems of every room."""

    async def place(self, session: AsyncSession, actor: Actor, interview_id: UUID) -> Place:
        """The person's place, as it is in the session's transaction; NotFound for whoever has none."""
        ...

    async def starters(self, session: AsyncSession, actor: Actor, interview_id: UUID) -> list[str]:
        """What a room that nobody has opened yet begins with; NotFound while it may not be opened."""
        ...


class Interviews:
    """The house whose rooms are interviews; `staff_passkeys`: staff who owe a passkey have no place."""

    def __init__(self, clock: Clock, *, staff_passkeys: bool = False) -> None:
        self._clock = clock
        self._staff_passkeys = staff_passkeys

    async def place(self, session: AsyncSession, actor: Actor, interview_id: UUID) -> Place:
        """The seat; typing is open while the interview is live, and by the server's clock.

        NotFound also for the candidate before the start: the room holds what the problems begin with. And for
        reviewers, who read the record: in the room people are called by name. And for all
        once the recording is removed, which a replica may still hold.
        """
        if self._staff_passkeys and actor.lacks_passkey:
            raise PasskeyRequired
        seat = await interviews.seat(session, self._clock, actor, interview_id)
        seat.require(Right.VIEW)
        if seat.part is Part.CANDIDATE and seat.interview.started_at is None:
            raise NotFound
        if seat.part is Part.REVIEWER or seat.interview.recording_removed_at is not None:
            raise NotFound
        return Place(
            part=str(seat.part or "admin"),
            staff=seat.part is None or seat.part in STAFF_PARTS,
            writes=seat.may(Right.WRITE) and seat.interview.state == State.LIVE,
            until=seat.interview.ends_at,
        )

    async def starters(self, session: AsyncSession, actor: Actor, interview_id: UUID) -> list[str]:
        """The starters of the versions that the lobby has pinned."""
        seat = await interviews.seat(session, self._clock, actor, interview_id)
        return [await _starter(session, version_id) for version_id in _pinned(seat.interview)]


def _pinned(interview: Interview) -> list[UUID]:
    pinned = [each.problem_version_id for each in interview.problems if each.problem_version_id is not None]
    if not pinned:  # the lobby was never open
        raise NotFound
    return pinned


async def _starter(session: AsyncSession, version_id: UUID) -> str:
    files: dict[str, str] = (await problems.pinned_version(session, version_id)).files
    return files["starter.py"]
