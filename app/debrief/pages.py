"""The page after a submission, its part for the workspace, and the solutions on request. Forms do all of it."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends, Form, Request, Response
from starlette.responses import RedirectResponse

from app.attempts import reruns
from app.debrief import compared, service, solutions, words
from app.identity.gate import ActorDep, ClockDep, no_guests
from app.kit.db import SessionDep
from app.kit.markdown import to_html
from app.kit.templates import pages_of
from app.settings import Settings

router = APIRouter(prefix="/executions/{execution_id}", dependencies=[Depends(no_guests)])


@router.get("/debrief")
async def debrief(request: Request, execution_id: UUID, session: SessionDep, actor: ActorDep) -> Response:
    """All that a submission has to teach."""
    found = await service.shown(session, actor, execution_id)
    return pages_of(request).render(request, "debrief/debrief.html", {"found": found, **words.EVERYTHING})


@router.get("/debrief/part")
async def part(request: Request, execution_id: UUID, session: SessionDep, actor: ActorDep) -> Response:
    """The same without what the workspace shows already, to be put into it."""
    found = await service.shown(session, actor, execution_id)
    return pages_of(request).render(request, "debrief/_part.html", {"found": found, **words.EVERYTHING})


@router.post("/debrief")
async def ask(
    *,
    execution_id: UUID,
    again: Annotated[bool, Form()] = False,
    session: SessionDep,
    actor: ActorDep,
    clock: ClockDep,
) -> Response:
    """Have guards and own checks tried."""
    await service.ask(session, clock, actor, execution_id, again=again)
    return RedirectResponse(f"/executions/{execution_id}/debrief#background", 303)


@router.post("/debrief/counterexamples")
async def counterexample(
    *,
    request: Request,
    execution_id: UUID,
    check: Annotated[str, Form(max_length=80)],
    session: SessionDep,
    actor: ActorDep,
    clock: ClockDep,
) -> Response:
    """Look for a small input that shows why a check failed."""
    settings: Settings = request.app.state.settings
    most = settings.executions_per_minute
    await reruns.counterexample(session, clock, actor, execution_id, check, per_minute=most)
    return RedirectResponse(f"/executions/{execution_id}/debrief#broke", 303)


@router.post("/solutions")
async def open_solutions(execution_id: UUID, session: SessionDep, actor: ActorDep, clock: ClockDep) -> Response:
    """Open the editorial and the accepted solutions."""
    await solutions.note(session, clock, actor, execution_id)
    return RedirectResponse(f"/executions/{execution_id}/solutions", 303)


@router.get("/solutions")
async def show_solutions(request: Request, execution_id: UUID, session: SessionDep, actor: ActorDep) -> Response:
    """What was opened; whoever has not asked yet is asked first."""
    found = await solutions.opened(session, actor, execution_id)
    if found is None:
        return RedirectResponse(f"/executions/{execution_id}/debrief#solutions", 303)
    context: dict[str, Any] = {
        "found": found,
        "editorial": to_html(found.editorial),
        "columns": [compared.one_column(each.rows or []) for each in found.alternatives],
    }
    return pages_of(request).render(request, "debrief/solutions.html", context)
