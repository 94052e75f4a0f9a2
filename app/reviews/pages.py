"""The pages of reviews: one's own, the review of an interview, one criterion at a time. Each works without a script."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Form, Request, Response
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.responses import RedirectResponse

from app.errors import Invalid, NotFound, ScorecardLocked, StaleRevision
from app.evidence import service as evidence
from app.identity.actor import Actor
from app.identity.gate import ActorDep, ClockDep
from app.identity.permissions import Permission
from app.interviews import people
from app.interviews.rights import Right
from app.interviews.schemas import RevealIn
from app.interviews.service import Seat
from app.interviews.words import EVERYTHING as INTERVIEW_WORDS
from app.kit.clock import Clock
from app.kit.db import SessionDep
from app.kit.templates import pages_of
from app.problems.patterns import Criterion
from app.reviews import comments, forms, material, regraded, scorecards, together, walk, words
from app.reviews.schemas import CardIn, CardShown, SavedCommentIn
from app.reviews.walk import Mine
from app.rubrics import service as rubrics

router = APIRouter()
WORDS = {**INTERVIEW_WORDS, **words.EVERYTHING}


@router.get("/reviews")
async def list_reviews(
    *, request: Request, session: SessionDep, actor: ActorDep, clock: ClockDep, rubric: str | None = None
) -> Response:
    """What the person has to score, what they handed in, and how far people agree by one rubric."""
    found = await walk.over(session, clock, actor)
    agrees = actor.may(Permission.AGREEMENT)
    to_score = [each for each in found if not each.handed_in and each.interview.state == "ended"]
    context = {
        **WORDS,
        "to_score": to_score,
        "handed_in": [each for each in found if each.handed_in],
        "open_criteria": _open_criteria(to_score),
        "saved": await comments.listed(session, actor),
        "agreement": await together.agreement_by(session, actor, rubric) if agrees else None,
    }
    return pages_of(request).render(request, "reviews/list.html", context)


def _open_criteria(to_score: list[Mine]) -> dict[str, int]:
    planned = [criterion for each in to_score for criterion in each.interview.criteria]
    return {str(criterion): planned.count(criterion) for criterion in Criterion if criterion in planned}


@router.post("/reviews/comments/{comment_id}/delete")
async def delete_comment(comment_id: UUID, session: SessionDep, actor: ActorDep) -> Response:
    """Forget a saved comment."""
    await comments.forget(session, actor, comment_id)
    return RedirectResponse("/reviews#saved", status_code=303)


@router.post("/reviews/comments")
async def save_comment(
    session: SessionDep, actor: ActorDep, clock: ClockDep, given: Annotated[SavedCommentIn, Form()]
) -> Response:
    """Keep a wording."""
    await comments.keep(session, clock, actor, given)
    return RedirectResponse("/reviews#saved", status_code=303)


# --- one interview ----------------------------------------------------------------------------------------------


@router.get("/interviews/{interview_id}/review")
async def open_review(
    request: Request, interview_id: UUID, session: SessionDep, actor: ActorDep, clock: ClockDep
) -> Response:
    """The review of an interview: what there is to judge by, with one's scorecard beside it."""
    seat = await scorecards.seat(session, clock, actor, interview_id, Right.NOTE)
    card = await scorecards.own(session, clock, actor, interview_id) if seat.may(Right.SCORE) else None
    return await _review(request, session, seat, card)


@router.post("/interviews/{interview_id}/review")
async def send_review(
    request: Request, interview_id: UUID, session: SessionDep, actor: ActorDep, clock: ClockDep
) -> Response:
    """Keep the scorecard, or hand it in; the page again, with what was typed, where that is not possible."""
    seat = await scorecards.seat(session, clock, actor, interview_id, Right.SCORE)
    sent = await request.form()
    given = forms.read(sent, seat.interview.criteria)
    hands_in = sent.get("action") == "submit"
    do = scorecards.submit if hands_in else scorecards.save
    try:
        async with session.begin_nested():
            await do(session, clock, actor, interview_id, given)
    except Invalid as error:
        if hands_in:  # what is missing does not keep what is there from being kept
            await scorecards.save(session, clock, actor, interview_id, given)
        return await _again(request, session, clock, seat, given, faults=_faults(error))
    except (StaleRevision, ScorecardLocked) as error:
        return await _again(request, session, clock, seat, given, conflict=error.message)
    return RedirectResponse(
        f"/interviews/{interview_id}/review{'/together' if hands_in else '?saved=1'}", status_code=303
    )


def _faults(error: Invalid) -> list[dict[str, str]]:
    listed = error.fields.get("errors")
    return listed if isinstance(listed, list) else [{"field": "", "message": error.message}]


async def _again(
    request: Request,
    session: AsyncSession,
    clock: Clock,
    seat: Seat,
    given: CardIn,
    *,
    faults: list[dict[str, str]] | None = None,
    conflict: str | None = None,
) -> Response:
    kept = await scorecards.own(session, clock, seat.actor, seat.interview.id)
    card = kept if kept.state == "submitted" else forms.as_shown(kept, given)
    code = 409 if conflict else 422
    return await _review(request, session, seat, card, faults=faults or [], conflict=conflict, kept=kept, code=code)


async def _review(
    request: Request, session: AsyncSession, seat: Seat, card: CardShown | None, *, code: int = 200, **more: Any
) -> Response:
    context = {
        **WORDS,
        **await _judged(session, seat, card),
        "rubric": await rubrics.of(session, seat.interview.rubric_id),
        "card": card,
        "faults": [],
        "conflict": None,
        "kept": None,
        "saved_now": "saved" in request.query_params,
        "comments": await _saved(session, seat.actor),
        **more,
    }
    return pages_of(request).render(request, "reviews/review.html", context, code=code, keeps=True)


async def _saved(session: AsyncSession, actor: Actor) -> list[dict[str, Any]] | None:
    """The person's own wordings; None for whoever reviews no more than their partner of a mock pair."""
    if not actor.may(Permission.TAKE_PART):
        return None
    return [each.model_dump(mode="json") for each in await comments.listed(session, actor)]


async def _judged(session: AsyncSession, seat: Seat, card: CardShown | None) -> dict[str, Any]:
    """The interview with all that it is judged by."""
    linked = [row_id for score in card.scores for row_id in score.evidence] if card else []
    return {
        "interview": seat.interview,
        "blind": seat.blind,
        "may": {str(right) for right in seat.rights},
        "material": await material.of(session, seat, linked),
        "regraded": await regraded.of(session, seat.interview),
    }


@router.post("/interviews/{interview_id}/reveal")
async def reveal(
    interview_id: UUID, session: SessionDep, actor: ActorDep, clock: ClockDep, asked: Annotated[RevealIn, Form()]
) -> Response:
    """Tell a blind reviewer who the candidate is."""
    await people.reveal(session, clock, actor, interview_id, why=asked.why)
    return RedirectResponse(f"/interviews/{interview_id}/review", status_code=303)


@router.post("/interviews/{interview_id}/review/recompute")
async def recompute(interview_id: UUID, session: SessionDep, actor: ActorDep, clock: ClockDep) -> Response:
    """Have the evidence computed again."""
    seat = await scorecards.seat(session, clock, actor, interview_id, Right.PLAN)
    await evidence.recompute(session, clock, seat)
    return RedirectResponse(f"/interviews/{interview_id}/review", status_code=303)


# --- one criterion at a time ------------------------------------------------------------------------------------


@router.get("/reviews/criterion/{criterion}")
async def open_criterion(
    *,
    request: Request,
    criterion: Criterion,
    interview: UUID | None = None,
    session: SessionDep,
    actor: ActorDep,
    clock: ClockDep,
) -> Response:
    """One criterion of one interview, with the way to the one before and the next; the first where none is named."""
    return await _criterion(request, session, clock, actor, criterion=criterion, interview_id=interview)


@router.post("/reviews/criterion/{criterion}")
async def send_criterion(
    *,
    request: Request,
    criterion: Criterion,
    interview: UUID,
    session: SessionDep,
    actor: ActorDep,
    clock: ClockDep,
) -> Response:
    """Keep this criterion's score; leads to the next interview, and after the last to the list."""
    before = await walk.through(session, clock, actor, criterion)
    sent = await request.form()
    card = await scorecards.own(session, clock, actor, interview)
    given = forms.read_one(sent, criterion, card)
    try:
        async with session.begin_nested():
            await scorecards.save(session, clock, actor, interview, given)
    except StaleRevision as error:
        kept = await scorecards.own(session, clock, actor, interview)
        typed = forms.as_shown(kept, forms.read_one(sent, criterion, kept))
        more = {"conflict": error.message, "kept": kept, "card": typed}
        return await _criterion(request, session, clock, actor, criterion=criterion, interview_id=interview, **more)
    ids = [each.interview.id for each in before]
    after = ids[ids.index(interview) + 1 :] if interview in ids else []
    target = f"/reviews/criterion/{criterion}?interview={after[0]}" if after else "/reviews"
    return RedirectResponse(target, status_code=303)


async def _criterion(
    request: Request,
    session: AsyncSession,
    clock: Clock,
    actor: Actor,
    *,
    criterion: Criterion,
    interview_id: UUID | None,
    **more: Any,
) -> Response:
    actor.require(Permission.TAKE_PART)
    found = await walk.through(session, clock, actor, criterion)
    ids = [each.interview.id for each in found]
    if interview_id is not None and interview_id not in ids:
        raise NotFound
    context: dict[str, Any] = {**WORDS, "criterion": str(criterion), "walk": found, "here": None, "conflict": None}
    if found:
        here = 0 if interview_id is None else ids.index(interview_id)
        seat = await scorecards.seat(session, clock, actor, ids[here], Right.SCORE)
        card = await scorecards.own(session, clock, actor, ids[here])
        context |= await _judged(session, seat, card)
        context |= {
            "here": here,
            "card": card,
            "rubric": await rubrics.of(session, seat.interview.rubric_id),
            "comments": [each.model_dump(mode="json") for each in await comments.listed(session, actor)],
            "faults": [],
            **more,
        }
    return pages_of(request).render(request, "reviews/criterion.html", context, code=409 if more else 200)
