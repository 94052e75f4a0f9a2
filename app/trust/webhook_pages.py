"""Webhooks for administrators, as API and as pages."""

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import APIRouter, Form, Request, Response
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints, ValidationError
from starlette.responses import RedirectResponse

from app.errors import Invalid
from app.identity.actor import Actor
from app.identity.gate import ActorDep, ClockDep
from app.kit.db import SessionDep
from app.kit.templates import pages_of
from app.kit.text import plain
from app.settings import Settings
from app.trust import targets, webhooks
from app.trust.schemas import Told

router = APIRouter(tags=["webhooks"])
Event = Literal["interview.finished", "scorecard.submitted", "decision.made", "problem.published"]
WHAT = {
    "interview.finished": "an interview was held and is over",
    "scorecard.submitted": "a scorecard was handed in",
    "decision.made": "somebody decided what becomes of an interview",
    "problem.published": "a version of a problem was published",
}


class WebhookIn(BaseModel):
    """Where what is to be sent."""

    model_config = ConfigDict(extra="forbid")

    url: Annotated[
        str,
        StringConstraints(strip_whitespace=True, min_length=1, max_length=targets.MOST_URL),
        AfterValidator(plain),
    ]
    events: Annotated[list[Event], Field(min_length=1, max_length=10)]


class WebhookChange(BaseModel):
    """Whether it is paused."""

    model_config = ConfigDict(extra="forbid")

    active: bool


class WebhookShown(Told):
    """A webhook without its secret."""

    id: UUID
    url: str
    events: list[str]
    active: bool
    created_at: datetime


class WebhookMade(WebhookShown):
    """With the secret, which is told this once."""

    secret: str


class DeliveryShown(Told):
    """One event on its way: `waiting` for its next try, `delivered`, or `failed` for good."""

    id: UUID
    event: str
    body: dict[str, Any]
    state: str
    tries: int
    created_at: datetime
    tried_at: datetime | None
    next_at: datetime | None
    status: int | None
    fault: str | None


def _internal(request: Request) -> bool:
    settings: Settings = request.app.state.settings
    return settings.webhooks_internal


def _shown(found: Any) -> WebhookShown:
    return WebhookShown(**{name: getattr(found, name) for name in WebhookShown.model_fields})


def _made(found: Any) -> WebhookMade:
    return WebhookMade(**{name: getattr(found, name) for name in WebhookMade.model_fields})


def _delivery(found: Any) -> DeliveryShown:
    return DeliveryShown(**{name: getattr(found, name) for name in DeliveryShown.model_fields})


@router.get("/api/webhooks", summary="All webhooks")
async def get_webhooks(session: SessionDep, actor: ActorDep) -> list[WebhookShown]:
    """All of them, without their secrets."""
    return [_shown(each) for each in await webhooks.listed(session, actor)]


@router.post("/api/webhooks", status_code=201, summary="Make a webhook")
async def post_webhook(
    request: Request, session: SessionDep, actor: ActorDep, clock: ClockDep, given: WebhookIn
) -> WebhookMade:
    """Its secret is told in this answer only."""
    made = await webhooks.make(session, clock, actor, url=given.url, events=given.events, internal=_internal(request))
    return _made(made)


@router.patch("/api/webhooks/{webhook_id}", summary="Pause a webhook, or let it go on")
async def patch_webhook(
    session: SessionDep, actor: ActorDep, clock: ClockDep, webhook_id: UUID, given: WebhookChange
) -> WebhookShown:
    """What happens while it is paused is told when it goes on."""
    return _shown(await webhooks.set_active(session, clock, actor, webhook_id, active=given.active))


@router.delete("/api/webhooks/{webhook_id}", status_code=204, summary="Delete a webhook")
async def delete_webhook(session: SessionDep, actor: ActorDep, clock: ClockDep, webhook_id: UUID) -> Response:
    """Its log of deliveries goes with it."""
    await webhooks.remove(session, clock, actor, webhook_id)
    return Response(status_code=204)


@router.post("/api/webhooks/{webhook_id}/secret", summary="Give a webhook a fresh secret")
async def rotate_secret(session: SessionDep, actor: ActorDep, clock: ClockDep, webhook_id: UUID) -> WebhookMade:
    """For a day deliveries are signed with the old one as well."""
    return _made(await webhooks.rotate(session, clock, actor, webhook_id))


@router.get("/api/webhooks/{webhook_id}/deliveries", summary="Deliveries of a webhook")
async def get_deliveries(session: SessionDep, actor: ActorDep, webhook_id: UUID) -> list[DeliveryShown]:
    """The newest hundred."""
    return [_delivery(each) for each in await webhooks.deliveries(session, actor, webhook_id)]


@router.post("/api/webhooks/{webhook_id}/deliveries/{delivery_id}/repeat", summary="Send a delivery again")
async def repeat_delivery(
    session: SessionDep, actor: ActorDep, clock: ClockDep, webhook_id: UUID, delivery_id: UUID
) -> DeliveryShown:
    """With the same id, by which a receiver knows it again."""
    return _delivery(await webhooks.repeat(session, clock, actor, webhook_id, delivery_id))


# --- pages ------------------------------------------------------------------------------------------------------


@router.get("/trust/webhooks", include_in_schema=False)
async def webhooks_page(request: Request, session: SessionDep, actor: ActorDep) -> Response:
    """All webhooks, and the form for another."""
    return await _page(request, session, actor)


async def _page(
    request: Request,
    session: SessionDep,
    actor: Actor,
    *,
    errors: dict[str, str] | None = None,
    given: dict[str, Any] | None = None,
) -> Response:
    context = {
        "found": await webhooks.listed(session, actor),
        "what": WHAT,
        "errors": errors or {},
        "given": given or {"url": "", "events": []},
        "internal": _internal(request),
    }
    return pages_of(request).render(request, "trust/webhooks.html", context, code=422 if errors else 200)


class WebhookForm(BaseModel):
    """A webhook as the form sends it."""

    url: str = ""
    events: list[str] = []


@router.post("/trust/webhooks", include_in_schema=False)
async def make_webhook(
    request: Request, session: SessionDep, actor: ActorDep, clock: ClockDep, form: Annotated[WebhookForm, Form()]
) -> Response:
    """Make a webhook; its page shows the secret once."""
    try:
        given = WebhookIn.model_validate(form.model_dump())
        made = await webhooks.make(
            session, clock, actor, url=given.url, events=given.events, internal=_internal(request)
        )
    except (ValidationError, Invalid) as error:
        return await _page(request, session, actor, errors=_told(error), given=form.model_dump())
    return await _one(request, session, actor, made.id, secret=made.secret)


def _told(error: ValidationError | Invalid) -> dict[str, str]:
    if isinstance(error, Invalid):
        return {"url": error.message}
    words = {"url": "Give the address that takes the events.", "events": "Choose at least one event."}
    return {name: words[name] for name in {str(each["loc"][0]) for each in error.errors()}}


@router.get("/trust/webhooks/{webhook_id}", include_in_schema=False)
async def webhook_page(request: Request, session: SessionDep, actor: ActorDep, webhook_id: UUID) -> Response:
    """A webhook with its log of deliveries."""
    return await _one(request, session, actor, webhook_id)


async def _one(
    request: Request, session: SessionDep, actor: Actor, webhook_id: UUID, *, secret: str | None = None
) -> Response:
    context = {
        "hook": await webhooks.one(session, actor, webhook_id),
        "deliveries": await webhooks.deliveries(session, actor, webhook_id),
        "secret": secret,
        "what": WHAT,
    }
    return pages_of(request).render(request, "trust/webhook.html", context)


@router.post("/trust/webhooks/{webhook_id}/{step}", include_in_schema=False)
async def change_webhook(
    *,
    request: Request,
    session: SessionDep,
    actor: ActorDep,
    clock: ClockDep,
    webhook_id: UUID,
    step: Literal["pause", "resume", "rotate", "delete"],
) -> Response:
    """Pause, go on, a fresh secret, or delete."""
    if step == "delete":
        await webhooks.remove(session, clock, actor, webhook_id)
        return RedirectResponse("/trust/webhooks", status_code=303)
    if step == "rotate":
        fresh = await webhooks.rotate(session, clock, actor, webhook_id)
        return await _one(request, session, actor, webhook_id, secret=fresh.secret)
    await webhooks.set_active(session, clock, actor, webhook_id, active=step == "resume")
    return RedirectResponse(f"/trust/webhooks/{webhook_id}", status_code=303)


@router.post("/trust/webhooks/{webhook_id}/deliveries/{delivery_id}/repeat", include_in_schema=False)
async def repeat_on_page(
    session: SessionDep, actor: ActorDep, clock: ClockDep, webhook_id: UUID, delivery_id: UUID
) -> Response:
    """Send a delivery again."""
    await webhooks.repeat(session, clock, actor, webhook_id, delivery_id)
    return RedirectResponse(f"/trust/webhooks/{webhook_id}", status_code=303)
