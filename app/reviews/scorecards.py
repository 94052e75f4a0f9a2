"""Filling in a scorecard: saved as it is typed, locked when it is handed in, given back by the lead only.

Saving a draft is no event, as typing is none: it is its reviewer's alone until it is handed in.
"""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy.ext.asyncio import AsyncSession

from app.errors import Invalid, NotReady, ScorecardLocked, StaleRevision
from app.events.reviews import ScorecardBegun, ScorecardReopened, ScorecardSubmitted
from app.evidence import service as evidence
from app.identity.actor import Actor
from app.interviews import lifecycle, service
from app.interviews.lifecycle import State
from app.interviews.rights import Right
from app.interviews.service import Seat
from app.interviews.words import CRITERIA
from app.kit.clock import Clock
from app.reviews import repository, shown
from app.reviews.models import Score, Scorecard
from app.reviews.schemas import CardIn, CardShown, ScoreIn
from app.rubrics import service as rubrics

EXTREMES = (1, 4)  # levels that need a link to what shows them
LEAST_COMMENT = 20  # in the place of a link
STALE = "This scorecard was changed in another tab. Both versions are kept: compare them and choose what to keep."


async def seat(
    session: AsyncSession, clock: Clock, actor: Actor, interview_id: UUID, right: Right, *, lock: bool = False
) -> Seat:
    """The person's seat in an interview that can be judged.

    Raises:
        Forbidden, WrongState (before its end), NotReady (it never began), NotFound
    """
    found = await service.seat(session, clock, actor, interview_id, lock=lock)
    found.require(right)
    service.require_state(found.interview, *lifecycle.OVER)
    if found.interview.started_at is None:
        raise NotReady("It never began, so there is nothing to judge.")
    return found


async def own(session: AsyncSession, clock: Clock, actor: Actor, interview_id: UUID) -> CardShown:
    """The person's scorecard as they left it; an empty one before the first save."""
    found = await seat(session, clock, actor, interview_id, Right.SCORE)
    card = await repository.own(session, interview_id, actor.id)
    if card is not None:
        return await shown.card(session, found.interview, card)
    return shown.empty(found, found.interview.rubric_id or rubrics.name_of(rubrics.default()))


async def save(session: AsyncSession, clock: Clock, actor: Actor, interview_id: UUID, given: CardIn) -> CardShown:
    """Keep a draft. What is the same as what was kept before changes nothing, whatever revision it was made from.

    Raises:
        StaleRevision and ScorecardLocked (both with the `scorecard` that is kept), Invalid, WrongState, Forbidden,
        NotFound
    """
    found = await _held(session, clock, actor, interview_id, Right.SCORE)
    card = await _kept(session, clock, found, given)
    return await shown.card(session, found.interview, card)


async def submit(session: AsyncSession, clock: Clock, actor: Actor, interview_id: UUID, given: CardIn) -> CardShown:
    """Keep a scorecard and lock it. Invalid names what is missing by criterion.

    Raises:
        as `save`
    """
    found = await _held(session, clock, actor, interview_id, Right.SCORE)
    card = await _kept(session, clock, found, given)
    if card.state == "submitted":  # the same again, from another tab
        return await shown.card(session, found.interview, card)
    shown_evidence = await evidence.evidence_of(session, found)
    if missing := unanswered(found.interview.criteria, given.scores, linkable=bool(shown_evidence.rows)):
        raise Invalid("Something is missing before this can be handed in.", errors=missing)
    card.state, card.submitted_at = "submitted", clock.now()
    submitted = ScorecardSubmitted(scorecard_id=card.id)
    await service.record(session, found.interview, submitted, at=clock.now(), by=actor)
    return await shown.card(session, found.interview, card)


def unanswered(criteria: list[str], scores: list[ScoreIn], *, linkable: bool = True) -> list[dict[str, str]]:
    """What a scorecard lacks: an answer to each criterion of the plan, a link where the level is an extreme.

    Where there is no evidence at all to link to, which may be a fault of ours, the comment says what showed it.
    """
    answers = {str(score.criterion): score for score in scores}
    missing = []
    for criterion in criteria:
        score, title = answers.get(criterion), CRITERIA[criterion][0]
        if score is None or (score.level is None and not score.no_evidence):
            missing.append({"field": criterion, "message": f"{title} has no answer yet: a level, or no evidence."})
        elif score.level in EXTREMES and linkable and not score.evidence:
            message = f"{title}: the highest and the lowest level need a link to the evidence that shows it."
            missing.append({"field": criterion, "message": message})
        elif score.level in EXTREMES and not linkable and len(score.comment.strip()) < LEAST_COMMENT:
            message = (
                f"{title}: there is no evidence to link to. Say in the comment what showed the highest or lowest level."
            )
            missing.append({"field": criterion, "message": message})
    return missing


async def reopen(
    session: AsyncSession, clock: Clock, actor: Actor, interview_id: UUID, scorecard_id: UUID, *, why: str
) -> None:
    """Give a submitted scorecard back to its reviewer, by the lead, with a reason that stays on record.

    Raises:
        Invalid (it is a draft), WrongState, Forbidden, NotFound
    """
    found = await _held(session, clock, actor, interview_id, Right.DECIDE)
    card = await repository.scorecard(session, interview_id, scorecard_id)
    if card.state != "submitted":
        raise Invalid("That scorecard is not handed in.")
    card.state, card.submitted_at = "draft", None
    card.reopenings += 1
    reopened = ScorecardReopened(scorecard_id=card.id, reviewer_id=card.reviewer_id, why=why)
    await service.record(session, found.interview, reopened, at=clock.now(), by=actor)


async def _held(session: AsyncSession, clock: Clock, actor: Actor, interview_id: UUID, right: Right) -> Seat:
    found = await seat(session, clock, actor, interview_id, right, lock=True)
    service.require_state(found.interview, State.ENDED)
    return found


async def _kept(session: AsyncSession, clock: Clock, found: Seat, given: CardIn) -> Scorecard:
    """The scorecard with what was given in it."""
    if strange := [str(each.criterion) for each in given.scores if each.criterion not in found.interview.criteria]:
        message = "The plan of this interview does not have that criterion."
        raise Invalid(message, errors=[{"field": strange[0], "message": message}])
    await _check_links(session, found.interview.id, given)
    card = await repository.own(session, found.interview.id, found.actor.id)
    if card is None:
        card = await _begun(session, clock, found)
    if _same(card, given):
        return card
    if card.state == "submitted" or card.revision != given.revision:
        kept = (await shown.card(session, found.interview, card)).model_dump(mode="json")
        raise ScorecardLocked(scorecard=kept) if card.state == "submitted" else StaleRevision(STALE, scorecard=kept)
    _put(card, given, clock.now())
    await session.flush()
    return card


async def _check_links(session: AsyncSession, interview_id: UUID, given: CardIn) -> None:
    linked = {row_id: str(score.criterion) for score in given.scores for row_id in score.evidence}
    known = {row.id for row in await evidence.rows_of(session, interview_id, linked)}
    if unknown := [criterion for row_id, criterion in linked.items() if row_id not in known]:
        message = "A link leads to no evidence of this interview."
        raise Invalid(message, errors=[{"field": unknown[0], "message": message}])


def _same(card: Scorecard, given: CardIn) -> bool:
    kept = {each.criterion: (each.level, each.no_evidence, each.comment, each.evidence) for each in card.scores}
    now = {str(each.criterion): (each.level, each.no_evidence, each.comment, each.evidence) for each in given.scores}
    return (card.summary, kept) == (given.summary, now)


def _put(card: Scorecard, given: CardIn, now: datetime) -> None:
    card.summary, card.changed_at = given.summary, now
    card.revision += 1
    before = {each.criterion: each for each in card.scores}
    card.scores = []
    for each in given.scores:
        score = before.get(str(each.criterion)) or Score(criterion=str(each.criterion))
        score.level, score.no_evidence = each.level, each.no_evidence
        score.comment, score.evidence = each.comment, list(each.evidence)
        card.scores.append(score)


async def _begun(session: AsyncSession, clock: Clock, found: Seat) -> Scorecard:
    interview, now = found.interview, clock.now()
    if interview.rubric_id is None:  # planned before plans named one
        interview.rubric_id = await rubrics.chosen(session, None)
    card = Scorecard(
        id=uuid4(),
        interview_id=interview.id,
        reviewer_id=found.actor.id,
        rubric_id=interview.rubric_id,
        seniority=interview.level,
        revision=0,
        state="draft",
        summary="",
        reopenings=0,
        begun_at=now,
        changed_at=now,
        scores=[],
    )
    session.add(card)
    await session.flush()
    await service.record(session, interview, ScorecardBegun(scorecard_id=card.id), at=now, by=found.actor)
    return card
