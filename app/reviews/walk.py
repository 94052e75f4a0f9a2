"""One criterion at a time: across the interviews that somebody has still to score, in an order of its own.

The order is a hash of reviewer, criterion and interview: random, so that nobody is always judged first, and the same
each time the reviewer comes back.
"""

import hashlib
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.identity.actor import Actor
from app.identity.permissions import Permission
from app.interviews import service
from app.interviews.lifecycle import OVER, Kind, State
from app.interviews.models import Interview
from app.interviews.rights import Part, Right, rights_of
from app.kit.clock import Clock
from app.reviews import repository
from app.reviews.models import Scorecard
from app.reviews.schemas import ReviewShown

MOST_PAGES = 20


@dataclass(frozen=True, slots=True)
class Mine:
    """An interview that the person scores, with their scorecard if they have begun it."""

    interview: Interview
    card: Scorecard | None

    @property
    def handed_in(self) -> bool:
        """Whether nothing is left to do."""
        return self.card is not None and self.card.state == "submitted"

    @property
    def answered(self) -> int:
        """How many criteria of the plan have an answer."""
        scores = self.card.scores if self.card else []
        planned = [score for score in scores if score.criterion in self.interview.criteria]
        return sum(score.level is not None or score.no_evidence for score in planned)


async def mine(session: AsyncSession, clock: Clock, actor: Actor, *states: State) -> list[Mine]:
    """The person's interviews to score in these states, those that ended last first."""
    found: list[Interview] = []
    for page in range(MOST_PAGES):
        offset = page * service.PAGE_SIZE
        listing = await service.listing(session, clock, actor, states=states, offset=offset)
        found += [each for each in listing.interviews if each.started_at is not None and _scores(each, actor)]
        if offset + service.PAGE_SIZE >= listing.total:
            break
    cards = await repository.own_of(session, actor.id, [each.id for each in found])
    return [Mine(each, cards.get(each.id)) for each in found]


async def over(session: AsyncSession, clock: Clock, actor: Actor, *, handed_in: bool | None = None) -> list[Mine]:
    """The person's interviews that are over, handed in or not where that is asked. Forbidden for candidates."""
    actor.require(Permission.TAKE_PART)
    found = await mine(session, clock, actor, *OVER)
    return found if handed_in is None else [each for each in found if each.handed_in is handed_in]


def shown(each: Mine) -> ReviewShown:
    """What the API tells of one."""
    interview, card = each.interview, each.card
    return ReviewShown(
        interview=interview.id,
        title=interview.title,
        state=interview.state,
        blind=interview.veil is not None,
        level=interview.level,
        criteria=interview.criteria,
        answered=each.answered,
        ended_at=interview.ended_at,
        handed_in_at=card.submitted_at if card else None,
        reopenings=card.reopenings if card else 0,
    )


def _scores(interview: Interview, actor: Actor) -> bool:
    part = next((Part(each.part) for each in interview.people if each.user_id == actor.id), None)
    return Right.SCORE in rights_of(part, Kind(interview.kind), admin=False)


async def through(session: AsyncSession, clock: Clock, actor: Actor, criterion: str) -> list[Mine]:
    """Those with this criterion whose scorecard is not handed in, in the person's own order."""
    found = await mine(session, clock, actor, State.ENDED)
    open_ones = [each for each in found if not each.handed_in and criterion in each.interview.criteria]
    return sorted(open_ones, key=lambda each: place(actor.id, criterion, each.interview.id))


def place(reviewer_id: UUID, criterion: str, interview_id: UUID) -> bytes:
    """Where an interview comes in the order of a reviewer and a criterion."""
    return hashlib.blake2b(reviewer_id.bytes + interview_id.bytes + criterion.encode(), digest_size=16).digest()
