"""The two steps of signing in by a provider: to it, and back from it."""

from fastapi import APIRouter, Request, Response
from starlette.responses import RedirectResponse

from app.errors import NotFound, SignInRefused, TooManyRequests
from app.identity import oidc
from app.identity.devices import device_of
from app.identity.gate import CEREMONY, ClockDep, keep_ceremony, keep_session, own_path, public
from app.identity.oidc import CALLBACK, Provider
from app.identity.pages import sign_in_form
from app.kit.db import SessionDep
from app.kit.links import base_of
from app.settings import Settings

router = APIRouter()


@router.get("/signin/provider")
@public
async def to_provider(
    request: Request,
    session: SessionDep,
    clock: ClockDep,
    next: str = "/practice",  # noqa: A002 - the query's name
) -> Response:
    """Send the browser to the provider."""
    try:
        url, token = await oidc.begin(
            session, clock, _provider(request), next_page=own_path(next), device=device_of(request)
        )
    except (SignInRefused, TooManyRequests) as error:
        return sign_in_form(request, next_page=own_path(next), error=error.message, code=error.status)
    response = RedirectResponse(url, status_code=303)
    keep_ceremony(response, request.app.state.settings, token)
    return response


@router.get(CALLBACK)
@public
async def from_provider(request: Request, session: SessionDep, clock: ClockDep) -> Response:
    """Take the provider's answer, and let its person in; the sign-in page, with the reason, when it does not fit."""
    settings: Settings = request.app.state.settings
    try:
        came = await oidc.finish(
            request.app.state.sessionmaker,
            session,
            clock,
            _provider(request),
            token=request.cookies.get(CEREMONY),
            query=request.query_params,
            device=device_of(request),
            days=settings.session_days,
        )
    except SignInRefused as error:
        return sign_in_form(request, next_page="/practice", error=error.message, code=error.status)
    response = RedirectResponse(came.next_page, status_code=303)
    response.delete_cookie(CEREMONY)
    keep_session(request, response, came.signed_in.token, seconds=settings.session_days * 24 * 3600)
    return response


def _provider(request: Request) -> Provider:
    found = oidc.provider_of(request.app.state.settings, base_of(request))
    if found is None:
        raise NotFound
    return found
