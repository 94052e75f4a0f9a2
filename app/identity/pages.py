"""The sign-in page, signing out, and the theme a browser prefers."""

from typing import Annotated, Literal

from fastapi import APIRouter, Form, Request, Response
from pydantic import BaseModel
from starlette.responses import RedirectResponse

from app.errors import TooManyRequests
from app.identity import service
from app.identity.actor import Actor
from app.identity.gate import COOKIE, ClockDep, keep_session, public
from app.identity.schemas import SignInForm
from app.kit.db import SessionDep
from app.kit.templates import pages_of
from app.settings import Settings

router = APIRouter()
WRONG = "The e-mail address or the password is not right."
YEAR_SECONDS = 365 * 24 * 3600


@router.get("/")
@public
async def home(request: Request) -> Response:
    """The first page: practice, a guest's interviews, or signing in."""
    actor: Actor | None = request.state.actor
    first = "/signin" if actor is None else "/interviews" if actor.guest else "/practice"
    return RedirectResponse(first, status_code=303)


@router.get("/signin")
@public
async def sign_in_page(request: Request, next: str = "/practice") -> Response:  # noqa: A002 - the query's name
    """The form; whoever is signed in goes on."""
    if request.state.actor:
        return RedirectResponse(own_path(next), status_code=303)
    context = {"next": own_path(next), "error": None, "email": ""}
    return pages_of(request).render(request, "identity/signin.html", context)


@router.post("/signin")
@public
async def sign_in(
    request: Request, session: SessionDep, clock: ClockDep, form: Annotated[SignInForm, Form()]
) -> Response:
    """Check the password; the page again, with what was typed and why, when it does not fit."""
    settings: Settings = request.app.state.settings
    address = request.client.host if request.client else "unknown"
    status, error, headers = 401, WRONG, {}
    try:
        signed_in = await service.sign_in(
            session, clock, email=form.email, password=form.password, address=address, days=settings.session_days
        )
    except TooManyRequests as locked:
        signed_in, status, error, headers = None, locked.status, locked.message, locked.headers
    if signed_in is None:
        context = {"next": own_path(form.next), "error": error, "email": form.email}
        page = pages_of(request).render(request, "identity/signin.html", context, code=status)
        page.headers.update(headers)
        return page
    response = RedirectResponse(own_path(form.next), status_code=303)
    keep_session(response, settings, signed_in.token, seconds=settings.session_days * 24 * 3600)
    return response


@router.post("/signout")
@public
async def sign_out(request: Request, session: SessionDep) -> Response:
    """End this device's session."""
    if token := request.cookies.get(COOKIE):
        await service.sign_out(session, token)
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


def own_path(target: str) -> str:
    """A path on this site to go on to; anything that could lead elsewhere becomes the practice page."""
    safe = target.startswith("/") and not target.startswith(("//", "/\\")) and target.isprintable()
    return target if safe else "/practice"
