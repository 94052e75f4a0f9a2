"""The sign-in page, signing out, and the theme a browser prefers."""

from typing import Annotated, Literal

from fastapi import APIRouter, Form, Request, Response
from pydantic import BaseModel
from starlette.responses import RedirectResponse

from app.errors import TooManyRequests
from app.identity import passkeys, service, sessions
from app.identity.devices import device_of
from app.identity.gate import COOKIE, ClockDep, keep_session, own_path, public, visitor_of
from app.identity.schemas import SignInForm
from app.kit.db import SessionDep
from app.kit.templates import pages_of
from app.settings import Settings

router = APIRouter()
WRONG = "The e-mail address or the password is not right."
YEAR_SECONDS = 365 * 24 * 3600


@router.get("/signin")
@public
async def sign_in_page(request: Request, next: str = "/practice") -> Response:  # noqa: A002 - the query's name
    """The form; whoever is signed in goes on, and a visitor may sign in."""
    if request.state.actor and visitor_of(request) is None:
        return RedirectResponse(own_path(next), status_code=303)
    return sign_in_form(request, next_page=own_path(next))


def sign_in_form(
    request: Request, *, next_page: str, error: str = "", email: str = "", code: int = 200, keeps: bool = False
) -> Response:
    """The page, with what was typed and why it did not fit; `keeps` is as in `Pages.render`."""
    settings: Settings = request.app.state.settings
    context = {
        "next": next_page,
        "error": error,
        "email": email,
        "passkeys_here": passkeys.relying_party(request) is not None,
        "provider": settings.oidc_name if settings.oidc_client_id else "",
        "sign_up": settings.sign_up,
    }
    return pages_of(request).render(request, "identity/signin.html", context, code=code, keeps=keeps)


@router.post("/signin")
@public
async def sign_in(
    request: Request, session: SessionDep, clock: ClockDep, form: Annotated[SignInForm, Form()]
) -> Response:
    """Check the password; the page again, with what was typed and why, when it does not fit."""
    settings: Settings = request.app.state.settings
    device = device_of(request)
    status, error, headers = 401, WRONG, {}
    try:
        signed_in = await service.sign_in(
            session, clock, email=form.email, password=form.password, device=device, days=settings.session_days
        )
    except TooManyRequests as locked:
        signed_in, status, error, headers = None, locked.status, locked.message, locked.headers
    if signed_in is None:
        next_page = own_path(form.next)
        page = sign_in_form(request, next_page=next_page, error=error, email=form.email, code=status, keeps=True)
        page.headers.update(headers)
        return page
    response = RedirectResponse(own_path(form.next), status_code=303)
    keep_session(request, response, signed_in.token, seconds=settings.session_days * 24 * 3600)
    return response


@router.post("/signout")
@public
async def sign_out(request: Request, session: SessionDep, clock: ClockDep) -> Response:
    """End this device's session."""
    if token := request.cookies.get(COOKIE):
        await sessions.sign_out(session, clock, token)
    response = RedirectResponse("/signin", status_code=303)
    response.delete_cookie(COOKIE, httponly=True, samesite="lax")
    return response


class Theme(BaseModel):
    """The look a browser prefers."""

    theme: Literal["light", "dark", "system"]


@router.post("/api/theme", status_code=204, tags=["account"])
@public
async def set_theme(request: Request, chosen: Theme) -> Response:
    """Remember the look, so that the next page has it before its first paint."""
    settings: Settings = request.app.state.settings
    response = Response(status_code=204)
    response.set_cookie("theme", chosen.theme, max_age=YEAR_SECONDS, samesite="lax", secure=settings.secure_cookies)
    return response
