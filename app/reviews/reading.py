"""Who reads whose scorecard, and when: nobody another's before their own is in.

Whoever has none to give (an observer, an administrator without a seat) reads when all are in. Once the interview is
decided everybody of its staff may. Drafts are read by nobody but their reviewer.
"""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.errors import OwnScorecardFirst, ScorecardsMissing
from app.identity.actor import Actor
from app.interviews.lifecycle import Kind, State
from app.interviews.models import Interview
from app.interviews.rights import Part, Right, rights_of
from app.interviews.service import Seat
from app.kit.clock import Clock
from app.reviews import repository, scorecards
from app.reviews.models import Scorecard


async def submitted(
    session: AsyncSession, clock: Clock, actor: Actor, interview_id: UUID
) -> tuple[Seat, list[Scorecard]]:
    """The scorecards that are in, for whoever may read them by now.

    Raises:
        OwnScorecardFirst, ScorecardsMissing, Forbidden, WrongState, NotReady, NotFound
    """
    seat = await scorecards.seat(session, clock, actor, interview_id, Right.NOTE)
    cards = await repository.of_interview(session, interview_id)
    require(seat, cards)
    return seat, [card for card in cards if card.state == "submitted"]


def require(seat: Seat, cards: list[Scorecard]) -> None:
    """OwnScorecardFirst or ScorecardsMissing unless this person may read what others scored."""
    if seat.interview.state == State.REVIEWED:
        return
    done = {card.reviewer_id for card in cards if card.state == "submitted"}
    if seat.may(Right.SCORE):
        if seat.actor.id not in done:
            raise OwnScorecardFirst
    elif not scorers(seat.interview) <= done:
        raise ScorecardsMissing


def scorers(interview: Interview) -> set[UUID]:
    """Whoever is to score the interview."""
    return {
        person.user_id
        for person in interview.people
        if Right.SCORE in rights_of(Part(person.part), Kind(interview.kind), admin=False)
    }
