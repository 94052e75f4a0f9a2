"""The coach as a page of its own, which the workspace shows beside the editor. Forms do all of it."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Form, Request, Response
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.responses import RedirectResponse

from app.coach import service
from app.coach.schemas import Number, Said
from app.coach.steps import Saying
from app.identity.actor import Actor
from app.identity.gate import ActorDep, ClockDep
from app.kit.db import SessionDep
from app.kit.templates import pages_of
from app.problems import service as problems

router = APIRouter()


@router.get("/attempts/{attempt_id}/coach")
async def show(
    *,
    request: Request,
    attempt_id: UUID,
    session: SessionDep,
    actor: ActorDep,
    clock: ClockDep,
    panel: bool = False,
) -> Response:
    """The coach of an attempt; with `panel` only what the workspace takes into its own page."""
    coach = await service.look(session, clock, actor, attempt_id)
    if panel:
        return pages_of(request).render(request, "coach/panel.html", {"coach": coach})
    problem = await _problem(session, actor, attempt_id)
    return pages_of(request).render(request, "coach/page.html", {"coach": coach, "problem": problem})


async def _problem(session: AsyncSession, actor: Actor, attempt_id: UUID) -> dict[str, str]:
    package = await service.package(session, actor, attempt_id)
    return {"title": package.spec.title, "address": f"/problems/{package.name}"}


@router.post("/attempts/{attempt_id}/coach/statements")
async def say(
    *,
    attempt_id: UUID,
    kind: Annotated[Saying, Form()],
    session: SessionDep,
    actor: ActorDep,
    clock: ClockDep,
    text: Annotated[Said, Form()] = "",
) -> Response:
    """Keep what was said to a step."""
    await service.say(session, clock, actor, attempt_id, kind=kind, text=text)
    return _back(attempt_id)


@router.post("/attempts/{attempt_id}/coach/questions")
async def ask(
    *,
    attempt_id: UUID,
    session: SessionDep,
    actor: ActorDep,
    clock: ClockDep,
    text: Annotated[Said, Form()] = "",
) -> Response:
    """Answer a question."""
    await service.ask(session, clock, actor, attempt_id, text)
    return _back(attempt_id)


@router.post("/attempts/{attempt_id}/coach/questions/{number}/withdraw")
async def take_back(
    attempt_id: UUID, number: Number, session: SessionDep, actor: ActorDep, clock: ClockDep
) -> Response:
    """Forget a question."""
    await service.take_back(session, clock, actor, attempt_id, number)
    return _back(attempt_id)


@router.post("/attempts/{attempt_id}/coach/hints")
async def hint(
    *,
    attempt_id: UUID,
    number: Annotated[int, Form(ge=1, le=99)],
    session: SessionDep,
    actor: ActorDep,
    clock: ClockDep,
) -> Response:
    """Show the next hint."""
    await service.hint(session, clock, actor, attempt_id, number)
    return _back(attempt_id)


@router.post("/attempts/{attempt_id}/coach/end")
async def end(attempt_id: UUID, session: SessionDep, actor: ActorDep, clock: ClockDep) -> Response:
    """Stop the clock."""
    await service.end(session, clock, actor, attempt_id)
    return _back(attempt_id)


@router.post("/problems/{pattern}/{name}/timed")
async def start(pattern: str, name: str, session: SessionDep, actor: ActorDep, clock: ClockDep) -> Response:
    """Begin with a clock; leads to the workspace."""
    problem = await problems.find(session, actor, pattern, name)
    await service.start(session, clock, actor, problem)
    return RedirectResponse(f"/problems/{problem.pattern}/{problem.slug}", status_code=303)


def _back(attempt_id: UUID) -> Response:
    return RedirectResponse(f"/attempts/{attempt_id}/coach", status_code=303)
