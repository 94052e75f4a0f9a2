"""The page after scoring: everybody's scorecards, the discussion, the decision; and the forms on it."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Form, Request, Response
from starlette.responses import RedirectResponse

from app.errors import OwnScorecardFirst, ScorecardsMissing
from app.identity.gate import ActorDep, ClockDep
from app.interviews.rights import Right
from app.interviews.words import EVERYTHING as INTERVIEW_WORDS
from app.kit.db import SessionDep
from app.kit.templates import pages_of
from app.reviews import reading, regraded, repository, scorecards, shown, together, words
from app.reviews.schemas import DecisionIn, PostIn, ReopenIn
from app.rubrics import service as rubrics

router = APIRouter(prefix="/interviews/{interview_id}/review")
WORDS = {**INTERVIEW_WORDS, **words.EVERYTHING}


@router.get("/together")
async def open_together(
    request: Request, interview_id: UUID, session: SessionDep, actor: ActorDep, clock: ClockDep
) -> Response:
    """What everybody scored, once one may read it; who is still missing before."""
    seat = await scorecards.seat(session, clock, actor, interview_id, Right.NOTE)
    cards = await repository.of_interview(session, interview_id)
    done = {card.reviewer_id for card in cards if card.state == "submitted"}
    context: dict[str, Any] = {
        **WORDS,
        "interview": seat.interview,
        "may": {str(right) for right in seat.rights},
        "me": actor.id,
        "missing": [each for each in seat.interview.people if each.user_id in reading.scorers(seat.interview) - done],
        "closed": None,
    }
    try:
        reading.require(seat, cards)
    except (OwnScorecardFirst, ScorecardsMissing) as error:
        return pages_of(request).render(request, "reviews/together.html", {**context, "closed": error.message})
    found = await shown.cards(session, seat.interview, [card for card in cards if card.state == "submitted"])
    context |= {
        "regraded_at": regraded.since(await regraded.of(session, seat.interview)),
        "cards": found,
        "own_in": actor.id in done,
        "spread": {each.criterion: each for each in together.spread(seat.interview, found)},
        "scores": {(card.id, score.criterion): score for card in found for score in card.scores},
        "posts": await together.shown_posts(session, seat.interview),
        "decision": await together.shown_decision(session, seat.interview),
        "rubric": await rubrics.of(session, seat.interview.rubric_id),
    }
    return pages_of(request).render(request, "reviews/together.html", context)


@router.post("/discussion")
async def send_post(
    interview_id: UUID, session: SessionDep, actor: ActorDep, clock: ClockDep, given: Annotated[PostIn, Form()]
) -> Response:
    """Write to the others."""
    await together.post(session, clock, actor, interview_id, given)
    return _back(interview_id, "discussion")


@router.post("/decision")
async def send_decision(
    interview_id: UUID, session: SessionDep, actor: ActorDep, clock: ClockDep, given: Annotated[DecisionIn, Form()]
) -> Response:
    """Decide."""
    await together.decide(session, clock, actor, interview_id, given)
    return _back(interview_id, "decision")


@router.post("/scorecards/{scorecard_id}/reopen")
async def send_reopen(
    *,
    interview_id: UUID,
    scorecard_id: UUID,
    session: SessionDep,
    actor: ActorDep,
    clock: ClockDep,
    given: Annotated[ReopenIn, Form()],
) -> Response:
    """Give a scorecard back."""
    await scorecards.reopen(session, clock, actor, interview_id, scorecard_id, why=given.why)
    return _back(interview_id, "scorecards")


def _back(interview_id: UUID, place: str) -> Response:
    return RedirectResponse(f"/interviews/{interview_id}/review/together#{place}", status_code=303)
