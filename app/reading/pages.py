"""The page of debugging by reading. Every step is a form; what is refused keeps what was typed."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Form, Request, Response
from pydantic import AfterValidator
from starlette.responses import RedirectResponse

from app.identity.gate import ActorDep, ClockDep, no_guests
from app.kit.db import SessionDep
from app.kit.templates import pages_of
from app.kit.text import plain
from app.problems.views import view
from app.reading import service, views
from app.reading.schemas import LEAST_WORDS, MOST_LINES, MOST_WORDS, Line, ReadingShown

router = APIRouter(dependencies=[Depends(no_guests)])
Text = Annotated[str, Form(max_length=2 * MOST_WORDS), AfterValidator(plain)]
NO_LINES = "Choose at least one line."
TOO_SHORT = f"Say what is wrong in a sentence or more, {LEAST_WORDS} to {MOST_WORDS} characters."


def _back(at: service.Place) -> Response:
    return RedirectResponse(f"/problems/{at.package.name}/reading", 303)


def _page(request: Request, at: service.Place, *, fault: str = "", typed: str = "") -> Response:
    reading = views.shown(at)
    context: dict[str, Any] = {
        "problem": view(at.package),
        "reading": reading,
        "marks": _marks(reading),
        "code": at.given.splitlines(),
        "here": f"/problems/{at.package.name}/reading",
        "least": LEAST_WORDS,
        "most": MOST_WORDS,
        "fault": fault,
        "typed": typed,
    }
    return pages_of(request).render(request, "reading/reading.html", context, code=422 if fault else 200)


def _marks(reading: ReadingShown) -> dict[int, str]:
    """What is to be said of lines: before the comparison that they were chosen, then how they compare."""
    if reading.compared is None:
        return dict.fromkeys(reading.lines, "yours")
    marks = dict.fromkeys(reading.compared.not_at_fault, "not at fault")
    for fault in reading.compared.faults:
        marks |= dict.fromkeys(fault.lines, "part of it" if fault.located else "missed")
        marks |= {line: "found" for line in fault.lines if line in reading.lines and fault.located}
    return marks


@router.get("/problems/{pattern}/{name}/reading")
async def show(request: Request, pattern: str, name: str, session: SessionDep, actor: ActorDep) -> Response:
    """Where the reading is: to be begun, lines to locate, words to find, or what came of it."""
    at = await service.place(session, actor, pattern, name)
    return _page(request, at) if name == at.problem.slug else _back(at)


@router.post("/problems/{pattern}/{name}/reading")
async def begin(pattern: str, name: str, session: SessionDep, actor: ActorDep, clock: ClockDep) -> Response:
    """Begin."""
    at = await service.place(session, actor, pattern, name, lock=True)
    await service.begin(session, clock, actor, at)
    return _back(at)


@router.post("/problems/{pattern}/{name}/reading/lines")
async def locate(
    *,
    request: Request,
    pattern: str,
    name: str,
    session: SessionDep,
    actor: ActorDep,
    clock: ClockDep,
    line: Annotated[list[Line] | None, Form(max_length=MOST_LINES)] = None,
) -> Response:
    """Take the lines that are at fault."""
    at = await service.place(session, actor, pattern, name, lock=True)
    if not line:
        return _page(request, at, fault=NO_LINES)
    await service.locate(session, clock, at, line)
    return _back(at)


@router.post("/problems/{pattern}/{name}/reading/explanation")
async def explain(
    *, request: Request, pattern: str, name: str, session: SessionDep, actor: ActorDep, clock: ClockDep, text: Text = ""
) -> Response:
    """Take what is wrong in words."""
    at = await service.place(session, actor, pattern, name, lock=True)
    words = text.replace("\r\n", "\n").strip()
    if not LEAST_WORDS <= len(words) <= MOST_WORDS:
        return _page(request, at, fault=TOO_SHORT, typed=words)
    await service.explain(session, clock, at, words)
    return _back(at)


@router.post("/problems/{pattern}/{name}/reading/comparison")
async def compare(pattern: str, name: str, session: SessionDep, actor: ActorDep, clock: ClockDep) -> Response:
    """Show the faults."""
    at = await service.place(session, actor, pattern, name, lock=True)
    await service.compare(session, clock, actor, at)
    return _back(at)


@router.post("/problems/{pattern}/{name}/reading/leave")
async def leave(pattern: str, name: str, session: SessionDep, actor: ActorDep, clock: ClockDep) -> Response:
    """Go on without."""
    at = await service.place(session, actor, pattern, name, lock=True)
    await service.leave(session, clock, at)
    return RedirectResponse(f"/problems/{at.package.name}", 303)
