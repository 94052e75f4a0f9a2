"""The forms of plans and templates: new, changed, kept."""

from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request, Response
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.responses import RedirectResponse

from app.errors import Invalid
from app.identity.actor import Actor
from app.identity.gate import ActorDep, ClockDep
from app.interviews import forms, plans, service
from app.interviews.forms import PlanForm
from app.interviews.lifecycle import State
from app.interviews.rights import Right
from app.interviews.words import EVERYTHING
from app.kit.db import SessionDep
from app.kit.templates import pages_of
from app.problems import service as problems
from app.problems.patterns import PATTERNS, Level
from app.rubrics import service as rubrics
from app.settings import Settings

router = APIRouter()


async def _page(
    request: Request, session: AsyncSession, actor: Actor, form: PlanForm, *, heading: str, back: str, **more: Any
) -> Response:
    """The form; `back` is where it leads without saving."""
    found = await problems.browse(session, actor, pattern=None, level=None, minutes=None, text=None)
    options = [
        (pattern.title, [problem for problem in found if problem.pattern == pattern.id])
        for pattern in PATTERNS.values()
    ]
    context = {
        **EVERYTHING,
        "form": form,
        "heading": heading,
        "back": back,
        "options": [(title, choices) for title, choices in options if choices],
        "levels": [str(level) for level in Level],
        "rubrics": await rubrics.offered(session),
        "places": range(plans.MAX_PROBLEMS),
        "templates": [],
        "template": None,
        "is_template": False,
        **more,
    }
    return pages_of(request).render(request, "interviews/form.html", context, code=422 if form.errors else 200)


@router.get("/interviews/new")
async def new_interview(
    *,
    request: Request,
    session: SessionDep,
    actor: ActorDep,
    clock: ClockDep,
    template: UUID | None = None,
    like: UUID | None = None,
) -> Response:
    """An empty plan, one from a template, or one like an interview there was."""
    service.require_planner(actor)
    form = forms.empty()
    if template is not None:
        form = forms.shown(plans.of_template(await plans.template(session, actor, template)))
    elif like is not None:
        seat = await service.seat(session, clock, actor, like)
        seat.require(Right.PLAN)
        form = forms.shown(plans.of_interview(seat.interview))
    listed = await plans.templates(session, actor)
    return await _new(request, session, actor, form, templates=listed, template=template)


async def _new(request: Request, session: AsyncSession, actor: Actor, form: PlanForm, **more: Any) -> Response:
    return await _page(request, session, actor, form, heading="Plan an interview", back="/interviews", **more)


@router.post("/interviews/new")
async def plan_interview(request: Request, session: SessionDep, actor: ActorDep, clock: ClockDep) -> Response:
    """Make the interview, or show what does not fit."""
    service.require_planner(actor)
    settings: Settings = request.app.state.settings
    form = forms.read(await request.form())
    if form.plan is not None:
        try:
            made = await plans.create(session, clock, actor, form.plan, retention_days=settings.retention_days)
            return RedirectResponse(f"/interviews/{made.id}", status_code=303)
        except Invalid as error:
            form = forms.refused(form, error)
    return await _new(request, session, actor, form)


@router.get("/interviews/{interview_id}/change")
async def change_page(
    request: Request, interview_id: UUID, session: SessionDep, actor: ActorDep, clock: ClockDep
) -> Response:
    """The plan to change, while its lobby is closed."""
    seat = await service.seat(session, clock, actor, interview_id)
    seat.require(Right.PLAN)
    service.require_state(seat.interview, State.PLANNED)
    return await _change(request, session, actor, forms.shown(plans.of_interview(seat.interview)), interview_id)


async def _change(
    request: Request, session: AsyncSession, actor: Actor, form: PlanForm, interview_id: UUID
) -> Response:
    back = f"/interviews/{interview_id}"
    return await _page(request, session, actor, form, heading="Change the plan", back=back)


@router.post("/interviews/{interview_id}/change")
async def change_interview(
    request: Request, interview_id: UUID, session: SessionDep, actor: ActorDep, clock: ClockDep
) -> Response:
    """Keep the changed plan, or show what does not fit."""
    seat = await service.seat(session, clock, actor, interview_id)
    seat.require(Right.PLAN)
    form = forms.read(await request.form())
    if form.plan is not None:
        try:
            await plans.change(session, clock, actor, interview_id, form.plan)
            return RedirectResponse(f"/interviews/{interview_id}", status_code=303)
        except Invalid as error:
            form = forms.refused(form, error)
    return await _change(request, session, actor, form, interview_id)


@router.get("/interviews/templates")
async def list_templates(request: Request, session: SessionDep, actor: ActorDep) -> Response:
    """All templates."""
    context = {**EVERYTHING, "templates": await plans.templates(session, actor)}
    return pages_of(request).render(request, "interviews/templates.html", context)


@router.get("/interviews/templates/new")
async def new_template(request: Request, session: SessionDep, actor: ActorDep) -> Response:
    """An empty template."""
    service.require_planner(actor)
    return await _template(request, session, actor, forms.empty())


async def _template(
    request: Request, session: AsyncSession, actor: Actor, form: PlanForm, template: UUID | None = None
) -> Response:
    back = "/interviews/templates"
    heading = "New template" if template is None else "Change the template"
    return await _page(request, session, actor, form, heading=heading, back=back, is_template=True, template=template)


@router.post("/interviews/templates/new")
async def make_template(request: Request, session: SessionDep, actor: ActorDep, clock: ClockDep) -> Response:
    """Keep a new template, or show what does not fit."""
    service.require_planner(actor)
    form = forms.read(await request.form())
    if form.plan is not None:
        try:
            await plans.save_template(session, clock, actor, form.plan)
            return RedirectResponse("/interviews/templates", status_code=303)
        except Invalid as error:
            form = forms.refused(form, error)
    return await _template(request, session, actor, form)


@router.get("/interviews/templates/{template_id}")
async def template_page(request: Request, template_id: UUID, session: SessionDep, actor: ActorDep) -> Response:
    """A template to change."""
    found = await plans.template(session, actor, template_id)
    form = forms.shown(plans.of_template(found))
    return await _template(request, session, actor, form, template_id)


@router.post("/interviews/templates/{template_id}")
async def change_template(
    request: Request, template_id: UUID, session: SessionDep, actor: ActorDep, clock: ClockDep
) -> Response:
    """Keep the changed template, or show what does not fit."""
    await plans.template(session, actor, template_id)
    form = forms.read(await request.form())
    if form.plan is not None:
        try:
            await plans.save_template(session, clock, actor, form.plan, template_id)
            return RedirectResponse("/interviews/templates", status_code=303)
        except Invalid as error:
            form = forms.refused(form, error)
    return await _template(request, session, actor, form, template_id)


@router.post("/interviews/templates/{template_id}/delete")
async def delete_template(template_id: UUID, session: SessionDep, actor: ActorDep, clock: ClockDep) -> Response:
    """Forget a template."""
    await plans.delete_template(session, clock, actor, template_id)
    return RedirectResponse("/interviews/templates", status_code=303)
