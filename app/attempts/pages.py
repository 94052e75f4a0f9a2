"""The workspace: a problem with the person's current attempt, or an attempt by its own address."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Form, Request, Response
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.responses import RedirectResponse

from app.attempts import evidence, posed, repository, reruns, service, views
from app.attempts.models import Attempt
from app.identity.actor import Actor
from app.identity.gate import ActorDep, ClockDep
from app.identity.permissions import Permission
from app.kit.db import SessionDep
from app.kit.templates import pages_of
from app.problems import service as problems
from app.problems.views import twist_view, view
from app.settings import Settings

router = APIRouter()


@router.get("/problems/{pattern}/{name}")
async def open_problem(
    *, request: Request, pattern: str, name: str, session: SessionDep, actor: ActorDep, clock: ClockDep
) -> Response:
    """A problem with the attempt the person is at (made on the first visit); a number leads to the slug."""
    problem = await problems.find(session, actor, pattern, name)
    if name != problem.slug:
        return RedirectResponse(f"/problems/{problem.pattern}/{problem.slug}", status_code=307)
    attempt = await service.open_attempt(session, clock, actor, problem)
    return await _workspace(request, session, actor, attempt)


@router.post("/problems/{pattern}/{name}/attempts")
async def start_over(pattern: str, name: str, session: SessionDep, actor: ActorDep, clock: ClockDep) -> Response:
    """Begin again; the old attempt stays readable at its own address."""
    problem = await problems.find(session, actor, pattern, name)
    await service.start_over(session, clock, actor, problem)
    return RedirectResponse(f"/problems/{problem.pattern}/{problem.slug}", status_code=303)


@router.get("/attempts/{attempt_id}")
async def open_attempt(request: Request, attempt_id: UUID, session: SessionDep, actor: ActorDep) -> Response:
    """An attempt by its address; a replaced one is shown read-only."""
    return await _workspace(request, session, actor, await repository.attempt(session, actor.id, attempt_id))


@router.get("/executions/{execution_id}/evidence")
async def show_evidence(
    request: Request, execution_id: UUID, session: SessionDep, actor: ActorDep, clock: ClockDep
) -> Response:
    """For staff: what each check of a submission of theirs, or a rerun of one, found."""
    context = await evidence.own(session, clock, actor, execution_id)
    first = context["submission"]
    problem = context["evidence"].package
    trail = [("/practice", "Practice"), (f"/problems/{problem.name}?execution={first.id}", problem.spec.title)]
    return pages_of(request).render(
        request, "attempts/evidence.html", {**context, "trail": trail, "executions": "/executions", "reruns": True}
    )


@router.post("/executions/{execution_id}/evidence")
async def rerun(
    *,
    request: Request,
    execution_id: UUID,
    check: Annotated[str, Form(max_length=80)],
    session: SessionDep,
    actor: ActorDep,
    clock: ClockDep,
) -> Response:
    """Run exactly this check again, on the same hidden inputs; leads to what it finds."""
    settings: Settings = request.app.state.settings
    made = await reruns.again(session, clock, actor, execution_id, check, per_minute=settings.executions_per_minute)
    return RedirectResponse(f"/executions/{made.id}/evidence", status_code=303)


async def _workspace(request: Request, session: AsyncSession, actor: Actor, attempt: Attempt) -> Response:
    version = await problems.pinned_version(session, attempt.problem_version_id)
    package = problems.package_of(version)
    problem = view(problems.twisted(package, attempt.twist_id)).model_dump(mode="json")
    twist = twist_view(package, attempt.twist_id)
    asked = await repository.executions(session, attempt.id)
    context: dict[str, Any] = {
        "attempt": {
            "id": str(attempt.id),
            "created_at": attempt.created_at.isoformat(),
            "solved": await posed.is_solved(session, attempt),
            "readonly": attempt.superseded_at is not None,
            "purpose": attempt.purpose,
            "reads_first": attempt.runs_held,
            "change": twist.title if twist else None,
        },
        "draft": views.draft(attempt.draft).model_dump(mode="json"),
        "executions": [views.summary(*each).model_dump(mode="json") for each in asked],
    }
    island = ("pattern", "slug", "title", "entry", "environment", "given", "visible", "starter")
    boot = {
        **context,
        "visitor": actor.visitor,
        "staff": actor.may(Permission.TAKE_PART),
        "address": "/executions",
        "problem": {name: problem[name] for name in island},
    }
    page = {**context, "problem": problem, "boot": boot, "twist": twist}
    return pages_of(request).render(request, "attempts/workspace.html", page)
