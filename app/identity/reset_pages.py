"""The public pages of a lost password: asking for a link, and the page the link opens."""

from typing import Annotated

from fastapi import APIRouter, Form, Request, Response
from starlette.responses import RedirectResponse

from app.errors import Invalid
from app.identity import resets
from app.identity.devices import device_of
from app.identity.gate import ClockDep, keep_session, public
from app.identity.schemas import AskIn, NewPasswordIn
from app.identity.service import MIN_PASSWORD
from app.kit.db import SessionDep
from app.kit.templates import pages_of
from app.settings import Settings

router = APIRouter()


@router.get("/password")
@public
async def ask_page(request: Request) -> Response:
    """The form; where there is no mail server it says whom to ask."""
    return _ask_page(request, asked="")


@router.post("/password")
@public
async def ask(request: Request, session: SessionDep, clock: ClockDep, given: Annotated[AskIn, Form()]) -> Response:
    """Have a link mailed. The answer is the same for every address."""
    if request.app.state.settings.mails and given.email:
        await resets.ask(session, clock, email=given.email, address=device_of(request).address)
    return _ask_page(request, asked=given.email)


def _ask_page(request: Request, *, asked: str) -> Response:
    context = {"asked": asked, "mails": request.app.state.settings.mails}
    return pages_of(request).render(request, "identity/password_ask.html", context)


@router.get("/password/{token}")
@public
async def open_link(request: Request, token: str, session: SessionDep, clock: ClockDep) -> Response:
    """The form for the new password. Looking changes nothing."""
    await resets.look(session, clock, token)
    return _choose_page(request, "")


@router.post("/password/{token}")
@public
async def use_link(
    *, request: Request, token: str, session: SessionDep, clock: ClockDep, given: Annotated[NewPasswordIn, Form()]
) -> Response:
    """Set it, and come in."""
    settings: Settings = request.app.state.settings
    try:
        signed_in = await resets.use(
            session, clock, token, password=given.password, device=device_of(request), days=settings.session_days
        )
    except Invalid as error:
        return _choose_page(request, error.message)
    response = RedirectResponse("/practice", status_code=303)
    keep_session(request, response, signed_in.token, seconds=settings.session_days * 24 * 3600)
    return response


def _choose_page(request: Request, fault: str) -> Response:
    context = {"fault": fault, "shortest": MIN_PASSWORD}
    return pages_of(request).render(request, "identity/password_choose.html", context, code=422 if fault else 200)
