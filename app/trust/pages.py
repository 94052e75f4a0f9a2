"""Pages of trust for administrators (audit log, erasure), and everybody's page of their own data."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Form, Request, Response
from pydantic import ValidationError
from starlette.responses import RedirectResponse

from app.audit.actions import Action
from app.errors import Invalid, NotErasable, StillGraded
from app.identity.gate import ActorDep, ClockDep
from app.identity.permissions import Permission
from app.kit.db import SessionDep
from app.kit.templates import pages_of
from app.settings import Settings
from app.trust import api, erasure, log, repository
from app.trust.schemas import ConfirmIn, ErasureIn, VerifiedShown

router = APIRouter(include_in_schema=False)


@router.get("/trust")
async def first(actor: ActorDep) -> Response:
    """The audit log comes first."""
    actor.require(Permission.TRUST)
    return RedirectResponse("/trust/audit", status_code=303)


@router.get("/trust/audit")
async def audit_page(request: Request, session: SessionDep, actor: ActorDep) -> Response:
    """The audit log with its filters; filters that mean nothing are told, and filter nothing."""
    return await _audit(request, session, actor)


@router.get("/trust/audit/verification")
async def verification_page(request: Request, session: SessionDep, actor: ActorDep) -> Response:
    """The same, with what computing every entry again has found."""
    return await _audit(request, session, actor, api.verified(await log.verify(session, actor)))


async def _audit(
    request: Request, session: SessionDep, actor: ActorDep, verified: VerifiedShown | None = None
) -> Response:
    asked = {name: value for name, value in request.query_params.items() if value}
    try:
        query, fault = log.PageQuery.model_validate(asked), None
    except ValidationError as error:
        query, fault = log.PageQuery(), str(error.errors()[0]["loc"][0])
    context = {
        "found": await log.page(session, actor, query, before=query.before),
        "filters": query.model_dump(mode="json"),
        "fault": fault,
        "actions": sorted(str(action) for action in Action),
        "verified": verified,
    }
    return pages_of(request).render(request, "trust/audit.html", context, code=422 if fault else 200)


@router.get("/trust/erasures")
async def erasures_page(request: Request, session: SessionDep, actor: ActorDep) -> Response:
    """Who is to be erased, and who was."""
    return await _erasures(request, session, actor)


async def _erasures(
    request: Request, session: SessionDep, actor: ActorDep, *, email: str = "", fault: str | None = None
) -> Response:
    found = [api.shown(each, user) for each, user in await erasure.listing(session, actor)]
    context = {"found": found, "errors": {"email": fault} if fault else {}, "email": email}
    return pages_of(request).render(request, "trust/erasures.html", context, code=422 if fault else 200)


@router.post("/trust/erasures")
async def ask(
    request: Request, session: SessionDep, actor: ActorDep, clock: ClockDep, given: Annotated[ErasureIn, Form()]
) -> Response:
    """Ask that a person be erased; leads to what would go."""
    actor.require(Permission.TRUST)
    try:
        person = await erasure.whose(session, actor, given.email)
    except Invalid as error:
        return await _erasures(request, session, actor, email=given.email, fault=error.message)
    await erasure.ask(session, clock, actor, person.id)
    return RedirectResponse(f"/trust/erasures/{person.id}", status_code=303)


@router.get("/trust/erasures/{person_id}")
async def preview_page(request: Request, session: SessionDep, actor: ActorDep, person_id: UUID) -> Response:
    """What would go with a person, and the last question."""
    return await _preview(request, session, actor, person_id)


async def _preview(
    request: Request, session: SessionDep, actor: ActorDep, person_id: UUID, fault: str | None = None
) -> Response:
    actor.require(Permission.TRUST)
    context = {
        "found": await api.erasure_preview(session, actor, person_id),
        "errors": {"email": fault} if fault else {},
    }
    return pages_of(request).render(request, "trust/erasure.html", context, code=422 if fault else 200)


@router.post("/trust/erasures/{person_id}/confirm")
async def confirm(
    *,
    request: Request,
    session: SessionDep,
    actor: ActorDep,
    clock: ClockDep,
    person_id: UUID,
    given: Annotated[ConfirmIn, Form()],
) -> Response:
    """Erase for good; the page again when the address does not fit, or something has to be done first."""
    try:
        await erasure.confirm(session, clock, actor, person_id, email=given.email)
    except (Invalid, NotErasable, StillGraded) as error:
        return await _preview(request, session, actor, person_id, error.message)
    return RedirectResponse("/trust/erasures", status_code=303)


@router.post("/trust/erasures/{person_id}/withdraw")
async def withdraw(session: SessionDep, actor: ActorDep, clock: ClockDep, person_id: UUID) -> Response:
    """Take a request back."""
    await erasure.withdraw(session, clock, actor, person_id)
    return RedirectResponse("/trust/erasures", status_code=303)


@router.get("/account/data")
async def own_data(request: Request, session: SessionDep, actor: ActorDep) -> Response:
    """What is kept of whoever looks, taking it along, and asking to be erased."""
    settings: Settings = request.app.state.settings
    standing = await repository.standing_erasure(session, actor.id)
    context = {
        "asked_at": standing.asked_at if standing else None,
        "retention_days": settings.retention_days,
    }
    return pages_of(request).render(request, "trust/data.html", context)


@router.post("/account/data/erasure")
async def ask_own(session: SessionDep, actor: ActorDep, clock: ClockDep) -> Response:
    """Ask to be erased; an administrator confirms it."""
    await erasure.ask(session, clock, actor, actor.id)
    return RedirectResponse("/account/data", status_code=303)


@router.post("/account/data/erasure/withdraw")
async def withdraw_own(session: SessionDep, actor: ActorDep, clock: ClockDep) -> Response:
    """Take it back."""
    await erasure.withdraw(session, clock, actor, actor.id)
    return RedirectResponse("/account/data", status_code=303)
