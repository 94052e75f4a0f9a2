"""The API of reviews: one's own scorecard, those of the others, discussion and decision, saved comments."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Response

from app.identity.gate import ActorDep, ClockDep
from app.kit.db import SessionDep
from app.kit.paging import PagingDep
from app.reviews import comments, reading, scorecards, shown, together, walk
from app.reviews.schemas import (
    AgreementShown,
    CardIn,
    CardShown,
    DecisionIn,
    DecisionShown,
    PostIn,
    PostShown,
    ReopenIn,
    ReviewList,
    SavedCommentIn,
    SavedCommentShown,
    SpreadShown,
)

router = APIRouter(prefix="/api", tags=["reviews"])


@router.get("/reviews")
async def list_reviews(
    *,
    session: SessionDep,
    actor: ActorDep,
    clock: ClockDep,
    paging: PagingDep,
    handed_in: Annotated[bool | None, Query(description="Only those that are handed in, or that are not.")] = None,
) -> ReviewList:
    """The interviews that are over and that whoever asks scores."""
    found = await walk.over(session, clock, actor, handed_in=handed_in)
    items = [walk.shown(each) for each in paging.page(found)]
    return ReviewList(items=items, total=len(found), next=paging.next(len(found)))


@router.get("/reviews/agreement")
async def get_rubric_agreement(
    session: SessionDep, actor: ActorDep, rubric: Annotated[str | None, Query(max_length=100)] = None
) -> AgreementShown:
    """How far reviewers agree by a rubric. The one last scored by where none is named."""
    return await together.agreement_by(session, actor, rubric)


@router.get("/interviews/{interview_id}/scorecard")
async def get_scorecard(interview_id: UUID, session: SessionDep, actor: ActorDep, clock: ClockDep) -> CardShown:
    """One's own scorecard."""
    return await scorecards.own(session, clock, actor, interview_id)


@router.put("/interviews/{interview_id}/scorecard")
async def put_scorecard(
    interview_id: UUID, given: CardIn, session: SessionDep, actor: ActorDep, clock: ClockDep
) -> CardShown:
    """Keep one's own scorecard as it stands. 409 holds what is kept when it was changed elsewhere."""
    return await scorecards.save(session, clock, actor, interview_id, given)


@router.post("/interviews/{interview_id}/scorecard/submit")
async def submit_scorecard(
    interview_id: UUID, given: CardIn, session: SessionDep, actor: ActorDep, clock: ClockDep
) -> CardShown:
    """Hand one's own scorecard in. From then on it stays as it is."""
    return await scorecards.submit(session, clock, actor, interview_id, given)


@router.get("/interviews/{interview_id}/scorecards")
async def get_scorecards(interview_id: UUID, session: SessionDep, actor: ActorDep, clock: ClockDep) -> list[CardShown]:
    """Everybody's scorecards that are in, once one's own is."""
    seat, cards = await reading.submitted(session, clock, actor, interview_id)
    return await shown.cards(session, seat.interview, cards)


@router.post("/interviews/{interview_id}/scorecards/{scorecard_id}/reopen", status_code=204)
async def reopen_scorecard(
    *,
    interview_id: UUID,
    scorecard_id: UUID,
    given: ReopenIn,
    session: SessionDep,
    actor: ActorDep,
    clock: ClockDep,
) -> Response:
    """Give a scorecard back to its reviewer, as the lead."""
    await scorecards.reopen(session, clock, actor, interview_id, scorecard_id, why=given.why)
    return Response(status_code=204)


@router.get("/interviews/{interview_id}/agreement")
async def get_agreement(interview_id: UUID, session: SessionDep, actor: ActorDep, clock: ClockDep) -> list[SpreadShown]:
    """The levels by criterion over the scorecards that are in. Nothing of a single one."""
    seat, cards = await reading.submitted(session, clock, actor, interview_id)
    return together.spread(seat.interview, await shown.cards(session, seat.interview, cards))


@router.get("/interviews/{interview_id}/discussion")
async def get_discussion(interview_id: UUID, session: SessionDep, actor: ActorDep, clock: ClockDep) -> list[PostShown]:
    """What those who have scored wrote to each other, in order."""
    return await together.posts(session, clock, actor, interview_id)


@router.post("/interviews/{interview_id}/discussion", status_code=201)
async def post_discussion(
    interview_id: UUID, given: PostIn, session: SessionDep, actor: ActorDep, clock: ClockDep
) -> list[PostShown]:
    """Write to the others. Gives the discussion with it."""
    await together.post(session, clock, actor, interview_id, given)
    return await together.posts(session, clock, actor, interview_id)


@router.get("/interviews/{interview_id}/decision")
async def get_decision(
    interview_id: UUID, session: SessionDep, actor: ActorDep, clock: ClockDep
) -> DecisionShown | None:
    """What was decided. Null as long as nothing is."""
    return await together.decision(session, clock, actor, interview_id)


@router.post("/interviews/{interview_id}/decision", status_code=201)
async def post_decision(
    interview_id: UUID, given: DecisionIn, session: SessionDep, actor: ActorDep, clock: ClockDep
) -> DecisionShown | None:
    """Decide, as the lead."""
    await together.decide(session, clock, actor, interview_id, given)
    return await together.decision(session, clock, actor, interview_id)


@router.get("/saved-comments")
async def get_saved_comments(session: SessionDep, actor: ActorDep) -> list[SavedCommentShown]:
    """One's own saved comments."""
    return await comments.listed(session, actor)


@router.post("/saved-comments", status_code=201)
async def post_saved_comment(
    given: SavedCommentIn, session: SessionDep, actor: ActorDep, clock: ClockDep
) -> SavedCommentShown:
    """Save a comment."""
    return await comments.keep(session, clock, actor, given)


@router.delete("/saved-comments/{comment_id}", status_code=204)
async def delete_saved_comment(comment_id: UUID, session: SessionDep, actor: ActorDep) -> Response:
    """Forget a saved comment."""
    await comments.forget(session, actor, comment_id)
    return Response(status_code=204)
