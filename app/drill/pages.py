"""Pages of the drill: what is due, one card, and what went wrong today. Forms do all of it; the script adds keys."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends, Form, Request, Response
from pydantic import BaseModel, BeforeValidator
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.responses import RedirectResponse

from app.drill import service, views
from app.drill.bank import Step
from app.drill.schemas import MOST_NEW, AnswerIn, NewPerDay, SettingsIn, Today, TurnView
from app.errors import Invalid, NotFound
from app.identity.actor import Actor
from app.identity.gate import ActorDep, ClockDep, no_guests
from app.kit.db import SessionDep
from app.kit.templates import pages_of
from app.problems import service as problems
from app.problems.patterns import PATTERNS

router = APIRouter(dependencies=[Depends(no_guests)])
MOST_PROBLEMS = 3


@router.get("/drill")
async def home(request: Request, session: SessionDep, actor: ActorDep, clock: ClockDep) -> Response:
    """What is due, how many may be new, progress by pattern."""
    context = {"drill": await service.overview(session, clock, actor), "most_new": MOST_NEW}
    return pages_of(request).render(request, "drill/home.html", context)


class SettingsForm(BaseModel):
    """The form; an empty field changes nothing."""

    time_zone: Annotated[str | None, BeforeValidator(lambda value: value or None)] = None
    new_per_day: Annotated[NewPerDay | None, BeforeValidator(lambda value: value or None)] = None


@router.post("/drill")
async def change(session: SessionDep, actor: ActorDep, form: Annotated[SettingsForm, Form()]) -> Response:
    """Keep the settings."""
    await service.change_settings(session, actor, SettingsIn(**form.model_dump()))
    return RedirectResponse("/drill", 303)


@router.get("/drill/next")
async def next_card(request: Request, session: SessionDep, actor: ActorDep, clock: ClockDep) -> Response:
    """The card to answer, or the end when today is done."""
    turn = await service.next_turn(session, clock, actor)
    if turn is None:
        return RedirectResponse("/drill/done", 303)
    shown = views.turn(*await service.turn(session, actor, turn.id))
    if shown.current is None:  # answered in another tab a moment ago
        return RedirectResponse("/drill/next", 303)
    return _card(request, shown, shown.current)


def _card(request: Request, shown: TurnView, step: Step) -> Response:
    context: dict[str, Any] = {"turn": shown, "step": shown.step(step), "steps": list(Step)}
    return pages_of(request).render(request, "drill/card.html", context)


class AnswerForm(BaseModel):
    """A step and the number of the choice; none chosen is an answer forgotten, not an error of the form."""

    step: Step
    choice: int | None = None


@router.post("/drill/turns/{turn_id}")
async def answer(
    turn_id: UUID, session: SessionDep, actor: ActorDep, clock: ClockDep, form: Annotated[AnswerForm, Form()]
) -> Response:
    """Take an answer and show why."""
    if form.choice is None:
        return RedirectResponse("/drill/next", 303)
    if not 1 <= form.choice <= 5:  # noqa: PLR2004 - as in the API
        raise Invalid(f"There is no choice {form.choice}.")
    await service.answer(session, clock, actor, turn_id, AnswerIn(step=form.step, choice=form.choice))
    return RedirectResponse(f"/drill/turns/{turn_id}?step={form.step}", 303)


@router.get("/drill/turns/{turn_id}")
async def explained(
    request: Request, turn_id: UUID, session: SessionDep, actor: ActorDep, step: Step = Step.PATTERN
) -> Response:
    """A step that was answered, with the reasons."""
    shown = views.turn(*await service.turn(session, actor, turn_id))
    found = shown.step(step)
    if found is None:
        raise NotFound
    if not found.answered:
        return RedirectResponse("/drill/next", 303)
    return _card(request, shown, step)


@router.get("/drill/done")
async def done(request: Request, session: SessionDep, actor: ActorDep, clock: ClockDep) -> Response:
    """What went wrong today, and where to practise it."""
    overview = await service.overview(session, clock, actor)
    day = views.today(await service.answers_of(session, actor, overview.day), overview.day)
    context = {"today": day, "drill": overview, "practise": await _practise(session, actor, day)}
    return pages_of(request).render(request, "drill/done.html", context)


async def _practise(session: AsyncSession, actor: Actor, day: Today) -> list[dict[str, Any]]:
    """Problems of the patterns that went wrong, those missed most first."""
    missed = [miss.pattern for miss in day.misses]
    found = []
    for name in sorted(set(missed), key=lambda each: (-missed.count(each), each)):
        of_it = await problems.browse(session, actor, pattern=name, level=None, minutes=None, text=None)
        shown = [problem for problem in of_it if problem.current is not None][:MOST_PROBLEMS]
        found.append({"pattern": PATTERNS[name], "missed": missed.count(name), "problems": shown})
    return found
