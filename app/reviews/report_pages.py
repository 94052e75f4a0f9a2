"""The report for staff as page, PDF and JSON; what the candidate is given, and how it is released."""

import re
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import RedirectResponse
from sqlalchemy.ext.asyncio import AsyncSession

from app.identity.gate import ActorDep, ClockDep
from app.interviews import service
from app.interviews.rights import Right
from app.interviews.words import EVERYTHING as INTERVIEW_WORDS
from app.kit.db import SessionDep, give_back
from app.kit.links import base_of
from app.kit.templates import pages_of
from app.reviews import feedback, printing, report, repository, words
from app.reviews.feedback import CandidateReport, FeedbackIn
from app.reviews.report import Report

router = APIRouter()
WORDS = {**INTERVIEW_WORDS, **words.EVERYTHING}


@router.get("/interviews/{interview_id}/report")
async def open_report(
    request: Request, interview_id: UUID, session: SessionDep, actor: ActorDep, clock: ClockDep
) -> Response:
    """The report as a page."""
    made = await report.of(session, clock, actor, interview_id)
    seat = await service.seat(session, clock, actor, interview_id)
    context = {
        **WORDS,
        "report": made,
        "releases": seat.may(Right.RELEASE),
        "released": await repository.feedback(session, interview_id),
        "printed": False,
    }
    return pages_of(request).render(request, "reviews/report.html", context)


@router.get("/interviews/{interview_id}/report.pdf")
async def print_report(
    request: Request, interview_id: UUID, session: SessionDep, actor: ActorDep, clock: ClockDep
) -> Response:
    """The report as a PDF."""
    made = await report.of(session, clock, actor, interview_id)
    context = {"report": made, "origin": base_of(request)}
    await give_back(session)
    return await _pdf(request, "reviews/report_print.html", context, f"report {made.title}")


@router.get("/api/interviews/{interview_id}/report", tags=["reviews"])
async def get_report(interview_id: UUID, session: SessionDep, actor: ActorDep, clock: ClockDep) -> Report:
    """The report for staff, every figure with a way to what it counts."""
    return await report.of(session, clock, actor, interview_id)


@router.post("/interviews/{interview_id}/feedback")
async def release(
    interview_id: UUID, session: SessionDep, actor: ActorDep, clock: ClockDep, given: Annotated[FeedbackIn, Form()]
) -> Response:
    """Give the candidate their report."""
    await feedback.release(session, clock, actor, interview_id, given)
    return RedirectResponse(f"/interviews/{interview_id}/report#feedback", 303)


@router.get("/interviews/{interview_id}/feedback")
async def open_feedback(
    request: Request, interview_id: UUID, session: SessionDep, actor: ActorDep, clock: ClockDep
) -> Response:
    """What the candidate was given, for them and for staff."""
    context = await _fed(session, clock, actor, interview_id)
    return pages_of(request).render(request, "reviews/feedback.html", context)


@router.get("/interviews/{interview_id}/feedback.pdf")
async def print_feedback(
    request: Request, interview_id: UUID, session: SessionDep, actor: ActorDep, clock: ClockDep
) -> Response:
    """The same as a PDF."""
    context = await _fed(session, clock, actor, interview_id)
    await give_back(session)
    return await _pdf(request, "reviews/feedback_print.html", context, f"feedback {context['fed'].title}")


@router.put("/api/interviews/{interview_id}/feedback", tags=["reviews"])
async def put_feedback(
    interview_id: UUID, given: FeedbackIn, session: SessionDep, actor: ActorDep, clock: ClockDep
) -> CandidateReport:
    """Give the candidate their report, or replace the words of it."""
    await feedback.release(session, clock, actor, interview_id, given)
    return await feedback.of(session, clock, actor, interview_id)


@router.get("/api/interviews/{interview_id}/feedback", tags=["reviews"])
async def get_feedback(interview_id: UUID, session: SessionDep, actor: ActorDep, clock: ClockDep) -> CandidateReport:
    """What the candidate was given, for them and for staff."""
    return await feedback.of(session, clock, actor, interview_id)


async def _fed(session: AsyncSession, clock: ClockDep, actor: ActorDep, interview_id: UUID) -> dict[str, Any]:
    return {**WORDS, "interview_id": interview_id, "fed": await feedback.of(session, clock, actor, interview_id)}


async def _pdf(request: Request, template: str, context: dict[str, Any], name: str) -> Response:
    page = pages_of(request).render(request, template, {**WORDS, **context})
    printed = await printing.pdf(bytes(page.body).decode())
    kept = re.sub(r"[^A-Za-z0-9]+", "-", name).strip("-").lower()[:80] or "report"
    return Response(
        printed, media_type="application/pdf", headers={"Content-Disposition": f'inline; filename="{kept}.pdf"'}
    )
