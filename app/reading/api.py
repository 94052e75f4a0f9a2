"""The API of debugging by reading, twin of its page."""

from fastapi import APIRouter, Depends

from app.identity.gate import ActorDep, ClockDep, no_guests
from app.kit.db import SessionDep
from app.reading import service, views
from app.reading.schemas import ExplanationIn, LinesIn, ReadingShown

router = APIRouter(prefix="/api", tags=["attempts"], dependencies=[Depends(no_guests)])


@router.get("/problems/{pattern}/{name}/reading")
async def get_reading(pattern: str, name: str, session: SessionDep, actor: ActorDep) -> ReadingShown:
    """How far one's reading of the given code is."""
    return views.shown(await service.place(session, actor, pattern, name))


@router.post("/problems/{pattern}/{name}/reading", status_code=201)
async def post_reading(pattern: str, name: str, session: SessionDep, actor: ActorDep, clock: ClockDep) -> ReadingShown:
    """Begin by reading, on an attempt in which nothing was done: Run and Submit are closed until it is explained."""
    await service.begin(session, clock, actor, await service.place(session, actor, pattern, name, lock=True))
    return views.shown(await service.place(session, actor, pattern, name))


@router.put("/problems/{pattern}/{name}/reading/lines")
async def put_lines(
    *, pattern: str, name: str, body: LinesIn, session: SessionDep, actor: ActorDep, clock: ClockDep
) -> ReadingShown:
    """Say which lines of the given code are at fault."""
    await service.locate(session, clock, await service.place(session, actor, pattern, name, lock=True), body.lines)
    return views.shown(await service.place(session, actor, pattern, name))


@router.put("/problems/{pattern}/{name}/reading/explanation")
async def put_explanation(
    *, pattern: str, name: str, body: ExplanationIn, session: SessionDep, actor: ActorDep, clock: ClockDep
) -> ReadingShown:
    """Say in words what is wrong there. Run and Submit are open from then on."""
    await service.explain(session, clock, await service.place(session, actor, pattern, name, lock=True), body.text)
    return views.shown(await service.place(session, actor, pattern, name))


@router.post("/problems/{pattern}/{name}/reading/comparison")
async def post_comparison(
    pattern: str, name: str, session: SessionDep, actor: ActorDep, clock: ClockDep
) -> ReadingShown:
    """Show the faults beside what was located; the problem counts as familiar from then on."""
    await service.compare(session, clock, actor, await service.place(session, actor, pattern, name, lock=True))
    return views.shown(await service.place(session, actor, pattern, name))


@router.delete("/problems/{pattern}/{name}/reading")
async def delete_reading(
    pattern: str, name: str, session: SessionDep, actor: ActorDep, clock: ClockDep
) -> ReadingShown:
    """Go on without reading to the end."""
    await service.leave(session, clock, await service.place(session, actor, pattern, name, lock=True))
    return views.shown(await service.place(session, actor, pattern, name))
