"""The public page of an invitation: a name and a password make the account."""

from typing import Annotated

from fastapi import APIRouter, Form, Request, Response
from starlette.responses import RedirectResponse

from app.errors import Invalid
from app.identity import sessions
from app.identity.devices import device_of
from app.identity.gate import COOKIE, ClockDep, keep_session, public, visitor_of
from app.identity.service import MIN_PASSWORD
from app.kit.db import SessionDep
from app.kit.templates import pages_of
from app.people import invitations
from app.people.models import AccountInvitation
from app.people.schemas import AcceptIn
from app.settings import Settings

router = APIRouter()


@router.get("/invitations/{token}")
@public
async def open_invitation(request: Request, token: str, session: SessionDep, clock: ClockDep) -> Response:
    """Who is invited to what. Nothing happens yet: programs that preview links come here too."""
    found = await invitations.look(session, clock, token)
    return _page(request, found, name=found.name)


@router.post("/invitations/{token}")
@public
async def accept(
    *, request: Request, token: str, session: SessionDep, clock: ClockDep, given: Annotated[AcceptIn, Form()]
) -> Response:
    """Make the account and come in; whoever was signed in on this device before is signed out.

    A visitor is not signed out but becomes the account.
    """
    settings: Settings = request.app.state.settings
    try:
        signed_in = await invitations.accept(
            session,
            clock,
            token,
            name=given.name,
            password=given.password,
            device=device_of(request),
            days=settings.session_days,
            visitor=visitor_of(request),
        )
    except Invalid as error:
        found = await invitations.look(session, clock, token)
        return _page(request, found, name=given.name, fault=error.message)
    if (before := request.cookies.get(COOKIE)) and visitor_of(request) is None:
        await sessions.sign_out(session, clock, before)
    response = RedirectResponse("/practice", status_code=303)
    keep_session(request, response, signed_in.token, seconds=settings.session_days * 24 * 3600)
    return response


def _page(request: Request, found: AccountInvitation, *, name: str, fault: str = "") -> Response:
    context = {"invitation": found, "name": name, "fault": fault, "shortest": MIN_PASSWORD}
    return pages_of(request).render(request, "people/join.html", context, code=422 if fault else 200)
