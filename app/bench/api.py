"""The check bench's API, twin of its pages."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Path, Request

from app.bench import repository, service, views
from app.bench.schemas import BenchShown, BugShown, ChecksIn, RunShown, TutorialShown
from app.identity.gate import ActorDep, ClockDep, no_guests
from app.kit.db import SessionDep
from app.problems import service as problems
from app.settings import Settings

router = APIRouter(prefix="/api", tags=["bench"], dependencies=[Depends(no_guests)])
Number = Annotated[int, Path(ge=1, le=1000)]


@router.get("/problems/{pattern}/{name}/bench")
async def get_bench(pattern: str, name: str, session: SessionDep, actor: ActorDep) -> BenchShown:
    """The check bench of a problem, with the newest run of one's own checks."""
    at = await service.place(session, actor, pattern, name)
    last = await repository.last(session, actor.id, at.version.id)
    shown = None if last is None else views.run(*await service.run(session, actor, last.id))
    return views.bench(problems.package_of(at.version), at.exercise, shown)


@router.post("/problems/{pattern}/{name}/bench/runs", status_code=201)
async def post_run(
    *,
    request: Request,
    pattern: str,
    name: str,
    body: ChecksIn,
    session: SessionDep,
    actor: ActorDep,
    clock: ClockDep,
) -> RunShown:
    """Run own checks on right and wrong code. Misconceptions are named, so the problem counts as familiar."""
    settings: Settings = request.app.state.settings
    at = await service.place(session, actor, pattern, name)
    most = settings.executions_per_minute
    made = await service.request(session, clock, actor, at, body.checks, per_minute=most)
    return views.run(*await service.run(session, actor, made.id))


@router.post("/problems/{pattern}/{name}/bench/bugs/{number}")
async def post_bug(
    *, pattern: str, name: str, number: Number, session: SessionDep, actor: ActorDep, clock: ClockDep
) -> BugShown:
    """The code of a planted bug. One that the last run has not caught counts as given up."""
    at = await service.place(session, actor, pattern, name)
    bug = await service.give_up(session, clock, actor, at, number)
    return BugShown(number=number, misconception=bug.misconception, code=bug.source)


@router.get("/bench/runs/{run_id}")
async def get_run(run_id: UUID, session: SessionDep, actor: ActorDep) -> RunShown:
    """A run of own checks, with what it found once it is finished."""
    return views.run(*await service.run(session, actor, run_id))


@router.get("/bench/tutorial")
async def get_tutorial(session: SessionDep, actor: ActorDep) -> TutorialShown:
    """The tutorial of the check bench, with the newest run in it."""
    last = await repository.last(session, actor.id, None)
    return views.lesson(None if last is None else views.run(*await service.run(session, actor, last.id)))


@router.post("/bench/tutorial/runs", status_code=201)
async def post_tutorial_run(
    *, request: Request, body: ChecksIn, session: SessionDep, actor: ActorDep, clock: ClockDep
) -> RunShown:
    """Run checks in the tutorial."""
    settings: Settings = request.app.state.settings
    most = settings.executions_per_minute
    made = await service.request_tutorial(session, clock, actor, body.checks, per_minute=most)
    return views.run(*await service.run(session, actor, made.id))
