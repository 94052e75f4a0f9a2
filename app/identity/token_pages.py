"""A person's own API tokens, as page and as API; both only from a browser, never with a token."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Form, Request, Response
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints, ValidationError
from starlette.responses import RedirectResponse

from app.errors import Forbidden, Invalid
from app.identity import tokens
from app.identity.actor import Actor
from app.identity.gate import ActorDep, ClockDep
from app.kit.db import SessionDep
from app.kit.templates import pages_of
from app.kit.text import plain

router = APIRouter(tags=["tokens"])
DAYS = (7, 30, 90, 365)


def _known(scope: str) -> str:
    if scope not in tokens.SCOPES:
        raise ValueError(f"there is no scope {scope!r}; there are {', '.join(tokens.SCOPES)}")
    return scope


class TokenIn(BaseModel):
    """A token that is asked for."""

    model_config = ConfigDict(extra="forbid")

    name: Annotated[
        str,
        StringConstraints(strip_whitespace=True, min_length=1, max_length=tokens.MOST_NAME),
        AfterValidator(plain),
    ]
    scopes: Annotated[list[Annotated[str, AfterValidator(_known)]], Field(min_length=1, max_length=20)]
    days: Annotated[int, Field(ge=1, le=tokens.MOST_DAYS)] = 90


class TokenShown(BaseModel):
    """A token without its secret."""

    id: UUID
    name: str
    prefix: str
    scopes: list[str]
    created_at: datetime
    expires_at: datetime
    last_used_at: datetime | None
    revoked_at: datetime | None


class TokenMade(TokenShown):
    """A fresh token: `token` is told this once."""

    token: str


@router.get("/api/tokens", summary="Own API tokens")
async def get_tokens(session: SessionDep, actor: ActorDep) -> list[TokenShown]:
    """Newest first, also those that are over."""
    return [TokenShown.model_validate(each, from_attributes=True) for each in await tokens.mine(session, actor)]


@router.post("/api/tokens", status_code=201, summary="Make an API token")
async def post_token(session: SessionDep, actor: ActorDep, clock: ClockDep, given: TokenIn) -> TokenMade:
    """Its text is told in this answer only."""
    made, text = await tokens.make(session, clock, actor, name=given.name, scopes=given.scopes, days=given.days)
    return TokenMade(**TokenShown.model_validate(made, from_attributes=True).model_dump(), token=text)


@router.delete("/api/tokens/{token_id}", status_code=204, summary="Revoke an API token")
async def delete_token(session: SessionDep, actor: ActorDep, clock: ClockDep, token_id: UUID) -> Response:
    """It opens nothing from now on."""
    await tokens.revoke(session, clock, actor, token_id)
    return Response(status_code=204)


@router.get("/account/tokens", include_in_schema=False)
async def tokens_page(request: Request, session: SessionDep, actor: ActorDep, clock: ClockDep) -> Response:
    """Own tokens, and the form for another."""
    return await _page(request, session, actor, clock)


async def _page(
    request: Request,
    session: SessionDep,
    actor: Actor,
    clock: ClockDep,
    *,
    errors: dict[str, str] | None = None,
    given: dict[str, object] | None = None,
    fresh: str | None = None,
) -> Response:
    if actor.guest:
        raise Forbidden("Guests have no tokens.")
    context = {
        "tokens": await tokens.mine(session, actor),
        "now": clock.now(),
        "scopes": tokens.TOLD,
        "days": DAYS,
        "errors": errors or {},
        "given": given or {"name": "", "scopes": [], "days": 90},
        "fresh": fresh,
    }
    return pages_of(request).render(request, "identity/tokens.html", context, code=422 if errors else 200)


class TokenForm(BaseModel):
    """A token as the form sends it."""

    name: str = ""
    scopes: list[str] = []
    days: str = "90"


@router.post("/account/tokens", include_in_schema=False)
async def make_token(
    request: Request, session: SessionDep, actor: ActorDep, clock: ClockDep, form: Annotated[TokenForm, Form()]
) -> Response:
    """Make a token; the page shows it once."""
    try:
        given = TokenIn.model_validate(form.model_dump())
        _, text = await tokens.make(session, clock, actor, name=given.name, scopes=given.scopes, days=given.days)
    except (ValidationError, Invalid) as error:
        return await _page(request, session, actor, clock, errors=_told(error), given=form.model_dump())
    return await _page(request, session, actor, clock, fresh=text)


def _told(error: ValidationError | Invalid) -> dict[str, str]:
    if isinstance(error, Invalid):
        return {"name": error.message}
    words = {"name": f"Give it a name of up to {tokens.MOST_NAME} characters.", "scopes": "Choose at least one scope."}
    fields = [str(each["loc"][0]) for each in error.errors()]
    return {field: words.get(field, "Choose one of the days.") for field in fields}


@router.post("/account/tokens/{token_id}/revoke", include_in_schema=False)
async def revoke_token(session: SessionDep, actor: ActorDep, clock: ClockDep, token_id: UUID) -> Response:
    """End it at once."""
    await tokens.revoke(session, clock, actor, token_id)
    return RedirectResponse("/account/tokens", status_code=303)
