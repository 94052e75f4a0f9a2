"""What comes after scoring: everybody's scorecards beside each other, the discussion, the decision.

Only the lead decides; nothing here proposes an outcome, or computes one number of many.
"""

from collections.abc import Sequence
from dataclasses import asdict
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.audit import service as audit
from app.audit.actions import Action
from app.errors import Invalid, OwnScorecardFirst
from app.events.reviews import Decided, DiscussionPosted
from app.identity.actor import Actor
from app.identity.permissions import Permission
from app.interviews import live, pace, service
from app.interviews.lifecycle import State
from app.interviews.models import Interview
from app.interviews.rights import Right
from app.interviews.service import Seat
from app.kit.clock import Clock
from app.problems.patterns import Criterion
from app.reviews import agreement, reading, repository, scorecards
from app.reviews.agreement import Agreement
from app.reviews.models import Decision, DiscussionPost
from app.reviews.schemas import (
    AgreementLine,
    AgreementShown,
    CardShown,
    DecisionIn,
    DecisionShown,
    PostIn,
    PostShown,
    SpreadShown,
)
from app.timeline.authors import authors

MAX_POSTS = 500
MOST_INTERVIEWS = 1000


def spread(interview: Interview, cards: Sequence[CardShown]) -> list[SpreadShown]:
    """The levels by criterion of the plan; nothing of a single scorecard."""
    levels = [{score.criterion: score.level for score in card.scores} for card in cards]
    return [SpreadShown(**asdict(each)) for each in agreement.spread(interview.criteria, levels)]


# --- the discussion ---------------------------------------------------------------------------------------------


async def posts(session: AsyncSession, clock: Clock, actor: Actor, interview_id: UUID) -> list[PostShown]:
    """The discussion, for whoever may read the scorecards."""
    seat, _ = await reading.submitted(session, clock, actor, interview_id)
    return await shown_posts(session, seat.interview)


async def shown_posts(session: AsyncSession, interview: Interview) -> list[PostShown]:
    """The discussion. Callers have asked who reads."""
    found = await repository.posts(session, interview.id, MAX_POSTS)
    by = await authors(session, interview, [post.author_id for post in found])
    cover = interview.veil.text if interview.veil else str
    return [
        PostShown(
            id=post.id, author=by.get(post.author_id), at=post.at, text=cover(post.text), replies_to=post.replies_to
        )
        for post in found
    ]


async def post(session: AsyncSession, clock: Clock, actor: Actor, interview_id: UUID, given: PostIn) -> None:
    """Write to the others, once one's own scorecard is in and until it is decided.

    Raises:
        OwnScorecardFirst, Invalid, TooManyRequests, WrongState, Forbidden, NotFound
    """
    seat = await _with_own_card(session, clock, actor, interview_id, Right.SCORE)
    service.require_state(seat.interview, State.ENDED)
    await pace.refuse_when_fast(session, clock, seat, "discussion_posted")
    if await repository.count_posts(session, interview_id) >= MAX_POSTS:
        raise Invalid.of("text", f"A discussion has at most {MAX_POSTS} posts.")
    if given.replies_to is not None and not await repository.is_post(session, interview_id, given.replies_to):
        raise Invalid.of("replies_to", "There is no such post in this discussion.")
    written = DiscussionPost(
        interview_id=interview_id,
        author_id=actor.id,
        at=clock.now(),
        text=given.text,
        replies_to=given.replies_to,
    )
    session.add(written)
    await session.flush()
    await service.record(session, seat.interview, DiscussionPosted(post_id=written.id), at=clock.now(), by=actor)


async def _with_own_card(session: AsyncSession, clock: Clock, actor: Actor, interview_id: UUID, right: Right) -> Seat:
    seat = await scorecards.seat(session, clock, actor, interview_id, right, lock=True)
    own = await repository.own(session, interview_id, actor.id)
    if own is None or own.state != "submitted":
        raise OwnScorecardFirst
    return seat


# --- the decision -----------------------------------------------------------------------------------------------


async def decision(session: AsyncSession, clock: Clock, actor: Actor, interview_id: UUID) -> DecisionShown | None:
    """What was decided, for whoever may read the scorecards."""
    seat, _ = await reading.submitted(session, clock, actor, interview_id)
    return await shown_decision(session, seat.interview)


async def shown_decision(session: AsyncSession, interview: Interview) -> DecisionShown | None:
    """What was decided, if anything is yet. Callers have asked who reads."""
    found = await repository.decision(session, interview.id)
    if found is None:
        return None
    cover = interview.veil.text if interview.veil else str
    by = (await authors(session, interview, [found.decided_by])).get(found.decided_by)
    return DecisionShown(outcome=found.outcome, reasons=cover(found.reasons), by=by, at=found.at)


async def decide(session: AsyncSession, clock: Clock, actor: Actor, interview_id: UUID, given: DecisionIn) -> None:
    """Decide, as the lead whose own scorecard is in; the interview is then reviewed. What is on hold is decided later.

    Raises:
        OwnScorecardFirst, WrongState (it is decided), Forbidden, NotFound
    """
    seat = await _with_own_card(session, clock, actor, interview_id, Right.DECIDE)
    before = await repository.decision(session, interview_id)
    on_hold = before is not None and before.outcome == "hold"
    if not on_hold:
        service.require_state(seat.interview, State.ENDED)
    made = before or Decision(interview_id=interview_id)
    made.decided_by, made.at = actor.id, clock.now()
    made.outcome, made.reasons = given.outcome, given.reasons
    session.add(made)
    decided = Decided(outcome=given.outcome, why=given.reasons)
    await service.record(session, seat.interview, decided, at=clock.now(), by=actor)
    subject, facts = audit.Subject("interview", interview_id), {"outcome": str(given.outcome)}
    await audit.append(session, Action.DECISION_MADE, at=clock.now(), actor_id=actor.id, subject=subject, facts=facts)
    if seat.interview.state == State.ENDED:
        await live.review(session, clock, actor, interview_id)


# --- agreement across interviews --------------------------------------------------------------------------------


async def scored_rubrics(session: AsyncSession, actor: Actor) -> list[str]:
    """The rubrics that decided interviews were scored by, the last one first."""
    actor.require(Permission.AGREEMENT)
    return await repository.scored_by(session)


async def of_rubric(session: AsyncSession, actor: Actor, rubric_id: str) -> list[Agreement]:
    """How far reviewers agree by a rubric, over interviews that are decided: nothing of an open one shows."""
    actor.require(Permission.AGREEMENT)
    interviews: dict[UUID, dict[str, list[int]]] = {}
    for interview_id, criterion, level in await repository.levels(session, rubric_id, MOST_INTERVIEWS):
        interviews.setdefault(interview_id, {}).setdefault(criterion, []).append(level)
    return agreement.kappas([str(each) for each in Criterion], list(interviews.values()))


async def agreement_by(session: AsyncSession, actor: Actor, rubric_id: str | None) -> AgreementShown:
    """The same, by the rubric that was scored by last where none is named that was.

    Raises:
        Forbidden
    """
    scored = await scored_rubrics(session, actor)
    shown = rubric_id if rubric_id in scored else next(iter(scored), None)
    found = await of_rubric(session, actor, shown) if shown else []
    criteria = [AgreementLine(**asdict(each)) for each in found]
    return AgreementShown(rubric=shown, rubrics=scored, criteria=criteria)
