"""The page of the plan and its form. Forms do all of it; the script tells the browser's time zone."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends, Form, Request, Response
from pydantic import ValidationError
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.datastructures import FormData
from starlette.responses import RedirectResponse

from app.drill import service as drill
from app.drill.schemas import SettingsIn
from app.errors import Invalid
from app.identity.actor import Actor
from app.identity.gate import ActorDep, ClockDep, no_guests
from app.interviews.forms import errors_of
from app.kit.db import SessionDep
from app.kit.templates import pages_of
from app.problems.patterns import PATTERNS, Level
from app.study import service
from app.study.schemas import LEAST_MINUTES, MOST_MINUTES, PlanIn, PlanView

router = APIRouter(dependencies=[Depends(no_guests)])
_MESSAGES = {
    "goal": "Say in up to 120 characters what it is for.",
    "level": "Choose a level.",
    "target_on": "Write it as a date.",
    "minutes": f"Between {LEAST_MINUTES} and {MOST_MINUTES} minutes, as a whole number.",
    "weekdays": "Choose at least one day.",
}
MOST_ZONE = 64
_TYPED = ("goal", "level", "target_on", "minutes", "time_zone")
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


@router.get("/practice/plan")
async def plan_page(request: Request, session: SessionDep, actor: ActorDep, clock: ClockDep) -> Response:
    """The plan as it is today, or the form of a first one."""
    plan = await service.plan(session, clock, actor)
    zone = (await drill.settings_of(session, actor)).time_zone
    return _page(request, plan, _values(plan), zone)


def _page(
    request: Request, plan: PlanView | None, values: dict[str, Any], zone: str, errors: dict[str, str] | None = None
) -> Response:
    context = {"plan": plan, "given": values, "errors": errors or {}, "zone": zone, "patterns": PATTERNS}
    words = {"levels": [str(each) for each in Level], "weekday_names": WEEKDAYS}
    bounds = {"least": LEAST_MINUTES, "most": MOST_MINUTES}
    code = 422 if errors else 200  # the zone is kept, whatever the plan lacks
    return pages_of(request).render(request, "study/plan.html", context | words | bounds, code=code, keeps=True)


def _values(plan: PlanView | None) -> dict[str, Any]:
    if plan is None:
        return {"goal": "", "level": "mid", "target_on": "", "minutes": 45, "weekdays": [1, 2, 3, 4, 5]}
    return plan.model_dump(include={"goal", "level", "target_on", "minutes", "weekdays"})


@router.post("/practice/plan")
async def make_plan(request: Request, session: SessionDep, actor: ActorDep, clock: ClockDep) -> Response:
    """Plan, or show what does not fit."""
    sent = await request.form()
    values, errors = _read(sent), await _keep_zone(session, actor, sent)
    try:
        wish = PlanIn.model_validate(values)
        if not errors:
            await service.make(session, clock, actor, wish)
            return RedirectResponse("/practice/plan", 303)
    except ValidationError as error:
        errors |= {str(each["loc"][0]): _MESSAGES[str(each["loc"][0])] for each in error.errors()}
    except Invalid as error:
        errors |= errors_of(error)
    kept = (await drill.settings_of(session, actor)).time_zone
    return _page(request, await service.plan(session, clock, actor), values, kept, errors)


async def _keep_zone(session: AsyncSession, actor: Actor, sent: FormData) -> dict[str, str]:
    """Days begin by the zone from now on, where one was typed; what is wrong with it, by field."""
    zone = sent.get("time_zone")
    if not isinstance(zone, str) or not zone:
        return {}
    try:
        await drill.change_settings(session, actor, SettingsIn(time_zone=zone[:MOST_ZONE]))
    except Invalid as error:
        return {"time_zone": str(error)}
    return {}


def _read(sent: FormData) -> dict[str, Any]:
    values: dict[str, Any] = {name: sent.get(name, "") for name in _TYPED}
    chosen = [each for each in sent.getlist("weekdays") if isinstance(each, str)]
    return values | {"weekdays": [int(each) for each in chosen if each in set("1234567")]}


@router.post("/practice/plan/give-up")
async def give_up(session: SessionDep, actor: ActorDep) -> Response:
    """Forget the plan; what was practised stays."""
    await service.drop(session, actor)
    return RedirectResponse("/practice/plan", 303)


@router.post("/practice/plan/tasks/{task_id}")
async def tick(
    task_id: UUID, session: SessionDep, actor: ActorDep, clock: ClockDep, done: Annotated[bool, Form()]
) -> Response:
    """Tick a task off, or take that back."""
    await service.tick(session, clock, actor, task_id, done=done)
    return RedirectResponse("/practice/plan", 303)
