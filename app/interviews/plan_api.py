"""The API of planning: the list of interviews, their plans, and templates."""

from typing import Annotated, Literal
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response

from app.identity.gate import ActorDep, ClockDep
from app.identity.permissions import Permission
from app.interviews import plans, service, views
from app.interviews.lifecycle import GROUPS
from app.interviews.models import InterviewTemplate
from app.interviews.plan_schemas import (
    InterviewCard,
    InterviewList,
    PlanIn,
    PlanShown,
    TemplateList,
    TemplateShown,
)
from app.kit.db import SessionDep
from app.kit.paging import PagingDep
from app.kit.text import SearchText
from app.settings import Settings

router = APIRouter(prefix="/api", tags=["planning"])


@router.get("/interviews")
async def list_interviews(
    *,
    session: SessionDep,
    actor: ActorDep,
    clock: ClockDep,
    paging: PagingDep,
    state: Literal["now", "planned", "over"] | None = None,
    whose: Annotated[Literal["own", "all"], Query(description="`all` is for administrators.")] = "own",
    q: SearchText = "",
) -> InterviewList:
    """The interviews with a seat for whoever asks."""
    found = await service.listing(
        session,
        clock,
        actor,
        states=GROUPS[state] if state else (),
        text=q.strip() or None,
        everyone=whose == "all" and actor.may(Permission.OVERSEE),
        limit=paging.limit,
        offset=paging.offset,
    )
    items = [InterviewCard(**views.card(each, actor.id, clock.now())) for each in found.interviews]
    return InterviewList(items=items, total=found.total, next=paging.next(found.total))


@router.post("/interviews", status_code=201)
async def post_interview(
    request: Request, given: PlanIn, session: SessionDep, actor: ActorDep, clock: ClockDep
) -> PlanShown:
    """Plan an interview, and lead it."""
    settings: Settings = request.app.state.settings
    made = await plans.create(session, clock, actor, given, retention_days=settings.retention_days)
    return await views.plan(session, await service.seat(session, clock, actor, made.id))


@router.get("/interviews/{interview_id}/plan")
async def get_plan(interview_id: UUID, session: SessionDep, actor: ActorDep, clock: ClockDep) -> PlanShown:
    """The plan and the people, for staff of the interview."""
    return await views.plan(session, await service.seat(session, clock, actor, interview_id))


@router.put("/interviews/{interview_id}/plan")
async def put_plan(
    interview_id: UUID, given: PlanIn, session: SessionDep, actor: ActorDep, clock: ClockDep
) -> PlanShown:
    """Change the plan as a whole, while the lobby is closed."""
    await plans.change(session, clock, actor, interview_id, given)
    return await views.plan(session, await service.seat(session, clock, actor, interview_id))


# --- templates --------------------------------------------------------------------------------------------------


@router.get("/interview-templates")
async def list_templates(session: SessionDep, actor: ActorDep, paging: PagingDep) -> TemplateList:
    """Templates by title."""
    found = await plans.templates(session, actor)
    items = [_template(each) for each in paging.page(found)]
    return TemplateList(items=items, total=len(found), next=paging.next(len(found)))


@router.post("/interview-templates", status_code=201)
async def post_template(given: PlanIn, session: SessionDep, actor: ActorDep, clock: ClockDep) -> TemplateShown:
    """Keep a plan to start from."""
    return _template(await plans.save_template(session, clock, actor, given))


@router.get("/interview-templates/{template_id}")
async def get_template(template_id: UUID, session: SessionDep, actor: ActorDep) -> TemplateShown:
    """One template."""
    return _template(await plans.template(session, actor, template_id))


@router.put("/interview-templates/{template_id}")
async def put_template(
    template_id: UUID, given: PlanIn, session: SessionDep, actor: ActorDep, clock: ClockDep
) -> TemplateShown:
    """Change a template as a whole. Interviews planned with it stay as they are."""
    return _template(await plans.save_template(session, clock, actor, given, template_id))


@router.delete("/interview-templates/{template_id}", status_code=204)
async def delete_template(template_id: UUID, session: SessionDep, actor: ActorDep, clock: ClockDep) -> Response:
    """Forget a template."""
    await plans.delete_template(session, clock, actor, template_id)
    return Response(status_code=204)


def _template(kept: InterviewTemplate) -> TemplateShown:
    return TemplateShown(id=kept.id, plan=plans.of_template(kept))
