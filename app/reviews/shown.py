"""From rows of reviews to what API and pages show of them."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.events.models import TimelineEvent
from app.interviews import problems
from app.interviews.models import Interview
from app.interviews.service import Seat
from app.interviews.told import AuthorTold
from app.problems.patterns import Criterion
from app.reviews.models import Scorecard
from app.reviews.schemas import CardShown, ScoreShown
from app.timeline.authors import authors


async def card(session: AsyncSession, interview: Interview, found: Scorecard) -> CardShown:
    """One scorecard."""
    return (await cards(session, interview, [found]))[0]


async def cards(session: AsyncSession, interview: Interview, found: Sequence[Scorecard]) -> list[CardShown]:
    """Scorecards with who gave them. Those of people without a seat any more are marked `removed`."""
    by = await authors(session, interview, [each.reviewer_id for each in found])
    asked = await problems.of_kinds(session, interview, ["identity_revealed"])
    return [_card(interview, each, by.get(each.reviewer_id), _why(asked, each.reviewer_id)) for each in found]


def _why(asked: Sequence[TimelineEvent], reviewer_id: UUID) -> str | None:
    return next((event.payload["why"] for event in asked if event.actor_id == reviewer_id), None)


def _card(interview: Interview, found: Scorecard, by: AuthorTold | None, revealed: str | None) -> CardShown:
    cover = interview.veil.text if interview.veil else str
    order = list(Criterion)
    return CardShown(
        id=found.id,
        reviewer=by,
        rubric=found.rubric_id,
        seniority=found.seniority,
        revision=found.revision,
        state=found.state,
        summary=cover(found.summary),
        scores=[
            ScoreShown(
                criterion=score.criterion,
                level=score.level,
                no_evidence=score.no_evidence,
                comment=cover(score.comment),
                evidence=score.evidence,
            )
            for score in sorted(found.scores, key=lambda score: order.index(Criterion(score.criterion)))
        ],
        submitted_at=found.submitted_at,
        reopenings=found.reopenings,
        removed=by is None or by.part is None,
        revealed=cover(revealed) if revealed is not None else None,
    )


def empty(seat: Seat, rubric: str) -> CardShown:
    """A scorecard that nobody has begun."""
    me = AuthorTold(id=seat.actor.id, name=seat.actor.name, part=str(seat.part))
    return CardShown(
        id=None,
        reviewer=me,
        rubric=rubric,
        seniority=seat.interview.level,
        revision=0,
        state="draft",
        summary="",
        scores=[],
        submitted_at=None,
        reopenings=0,
        removed=False,
        revealed=None,
    )
