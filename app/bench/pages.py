"""Pages of the check bench: that of a problem, and the tutorial. Whatever is refused keeps what was typed."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Form, Request, Response
from pydantic import AfterValidator
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.responses import RedirectResponse

from app.bench import repository, service, tutorial, views
from app.bench.api import Number
from app.bench.schemas import RunShown
from app.errors import AlreadyRunning, CodeTooLarge, EmptySubmission, HoldoutError, NotFound, ReadFirst, TooManyRequests
from app.identity.actor import Actor
from app.identity.gate import ActorDep, ClockDep, no_guests
from app.kit.db import SessionDep
from app.kit.markdown import to_html
from app.kit.templates import pages_of
from app.kit.text import WholeText
from app.problems import service as problems
from app.problems.views import view
from app.settings import Settings

router = APIRouter(dependencies=[Depends(no_guests)])
Typed = Annotated[WholeText, AfterValidator(lambda text: text.replace("\r\n", "\n")), Form()]  # as forms end lines
REFUSED = (AlreadyRunning, CodeTooLarge, EmptySubmission, ReadFirst, TooManyRequests)


async def _last(session: AsyncSession, actor: Actor, at: service.Place | None) -> RunShown | None:
    last = await repository.last(session, actor.id, at.version.id if at else None)
    return None if last is None else views.run(*await service.run(session, actor, last.id))


@router.get("/problems/{pattern}/{name}/bench")
async def show(
    *, request: Request, pattern: str, name: str, session: SessionDep, actor: ActorDep, take: str = ""
) -> Response:
    """The bench of a problem with the newest run; `take=own` begins with the own checks of the workspace."""
    at = await service.place(session, actor, pattern, name)
    if name != at.problem.slug:
        return RedirectResponse(f"/problems/{at.problem.pattern}/{at.problem.slug}/bench", 307)
    run = await _last(session, actor, at)
    first = at.own_checks if take == "own" or run is None else run.checks
    return _bench(request, at, run, checks=first)


def _bench(
    request: Request, at: service.Place, run: RunShown | None, *, checks: str, fault: HoldoutError | None = None
) -> Response:
    package = problems.package_of(at.version)
    bench = views.bench(package, at.exercise, run)
    context: dict[str, Any] = {
        "problem": view(package),
        "bench": bench,
        "run": bench.run,
        "checks": checks or _beginning(bench.name),
        "own_checks": at.own_checks.strip() not in ("", checks.strip()),
        "here": f"/problems/{package.name}/bench",
        "fault": fault.message if fault else "",
    }
    return pages_of(request).render(request, "bench/bench.html", context, code=fault.status if fault else 200)


def _beginning(name: str) -> str:
    return f"# {name} is there to be called, and numpy as np.\n\n\ndef test_by_hand():\n    ...\n"


@router.post("/problems/{pattern}/{name}/bench")
async def run(
    *,
    request: Request,
    pattern: str,
    name: str,
    checks: Typed,
    session: SessionDep,
    actor: ActorDep,
    clock: ClockDep,
) -> Response:
    """Run the checks that were typed."""
    settings: Settings = request.app.state.settings
    at = await service.place(session, actor, pattern, name)
    try:
        await service.request(session, clock, actor, at, checks, per_minute=settings.executions_per_minute)
    except REFUSED as fault:
        return _bench(request, at, await _last(session, actor, at), checks=checks, fault=fault)
    return RedirectResponse(f"/problems/{at.problem.pattern}/{at.problem.slug}/bench#results", 303)


@router.post("/problems/{pattern}/{name}/bench/bugs/{number}")
async def give_up(
    *, pattern: str, name: str, number: Number, session: SessionDep, actor: ActorDep, clock: ClockDep
) -> Response:
    """Show the code of a planted bug that was not caught."""
    at = await service.place(session, actor, pattern, name)
    await service.give_up(session, clock, actor, at, number)
    return RedirectResponse(f"/problems/{at.problem.pattern}/{at.problem.slug}/bench#bug-{number}", 303)


@router.get("/bench/tutorial")
async def show_tutorial(
    *, request: Request, session: SessionDep, actor: ActorDep, step: int = 1, typed: bool = False
) -> Response:
    """A step of the tutorial: its text, its checks, and what the newest run of them, or of what was `typed`, found."""
    if not 1 <= step <= len(tutorial.STEPS):
        raise NotFound
    run = await _last(session, actor, None)
    checks = tutorial.STEPS[step - 1].checks
    if run is not None and not typed and not _same(run.checks, checks):
        run = None  # it is of another step
    return _tutorial(request, step, run, checks=run.checks if run else checks)


def _same(one: str, other: str) -> bool:
    return one.split() == other.split()


def _tutorial(
    request: Request, number: int, run: RunShown | None, *, checks: str, fault: HoldoutError | None = None
) -> Response:
    step = tutorial.STEPS[number - 1]
    context: dict[str, Any] = {
        "lesson": views.lesson(run),
        "step": step,
        "text_html": to_html(step.text),
        "why_html": to_html(step.why),
        "run": run,
        "seen": run is not None and run.status == "finished",
        "checks": checks,
        "here": f"/bench/tutorial?step={number}",
        "fault": fault.message if fault else "",
    }
    return pages_of(request).render(request, "bench/tutorial.html", context, code=fault.status if fault else 200)


@router.post("/bench/tutorial")
async def run_tutorial(
    *, request: Request, checks: Typed, session: SessionDep, actor: ActorDep, clock: ClockDep, step: int = 1
) -> Response:
    """Run the checks of a step, as they are or as they were changed."""
    if not 1 <= step <= len(tutorial.STEPS):
        raise NotFound
    settings: Settings = request.app.state.settings
    most = settings.executions_per_minute
    try:
        await service.request_tutorial(session, clock, actor, checks, per_minute=most)
    except REFUSED as fault:
        return _tutorial(request, step, await _last(session, actor, None), checks=checks, fault=fault)
    return RedirectResponse(f"/bench/tutorial?step={step}&typed=1#results", 303)
