"""The page of one's own account: name, password, passkeys, and the devices one is signed in on."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Form, Request, Response
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.responses import RedirectResponse

from app.errors import Invalid, TooManyRequests
from app.identity import account, passkeys, sessions
from app.identity.actor import Actor
from app.identity.devices import device_of
from app.identity.gate import COOKIE, ActorDep, ClockDep
from app.identity.schemas import NameIn, PasswordIn
from app.identity.service import MIN_PASSWORD
from app.kit.clock import Clock
from app.kit.db import SessionDep
from app.kit.templates import pages_of

router = APIRouter()
DONE = {
    "name": "Your name is saved.",
    "password": "Your password is changed. Every other device was signed out.",
    "passkey-made": "The passkey is ready. Next time, sign in with it.",
    "passkey": "The passkey is removed.",
    "session": "That device is signed out.",
    "sessions": "Every other device is signed out.",
}


@router.get("/account")
async def open_account(
    request: Request, session: SessionDep, actor: ActorDep, clock: ClockDep, done: str = ""
) -> Response:
    """All of it; `done` names what was just done."""
    return await _page(request, session, clock, actor, done=DONE.get(done, ""))


@router.post("/account/name")
async def rename(
    request: Request, session: SessionDep, actor: ActorDep, clock: ClockDep, given: Annotated[NameIn, Form()]
) -> Response:
    """Another name."""
    try:
        await account.rename(session, clock, actor, given.name)
    except Invalid as error:
        return await _page(request, session, clock, actor, errors={"name": error.message})
    return _to_account("name")


@router.post("/account/password")
async def change_password(
    request: Request, session: SessionDep, actor: ActorDep, clock: ClockDep, given: Annotated[PasswordIn, Form()]
) -> Response:
    """Another password."""
    try:
        await account.change_password(
            request.app.state.sessionmaker,
            clock,
            actor,
            before=given.before,
            after=given.after,
            device=device_of(request),
            token=request.cookies.get(COOKIE),
        )
    except Invalid as error:
        return await _page(request, session, clock, actor, errors=_errors(error))
    except TooManyRequests as error:
        page = await _page(request, session, clock, actor, errors={"before": error.message})
        page.status_code = error.status
        page.headers.update(error.headers)
        return page
    return _to_account("password")


@router.post("/account/passkeys/{passkey_id}/remove")
async def remove_passkey(passkey_id: UUID, session: SessionDep, actor: ActorDep, clock: ClockDep) -> Response:
    """Make a passkey worthless."""
    await passkeys.remove(session, clock, actor, passkey_id)
    return _to_account("passkey")


@router.post("/account/sessions/{session_id}/end")
async def end_session(session_id: UUID, session: SessionDep, actor: ActorDep, clock: ClockDep) -> Response:
    """Sign one device out."""
    await sessions.end(session, clock, actor, session_id)
    return _to_account("session")


@router.post("/account/sessions/end-others")
async def end_other_sessions(request: Request, session: SessionDep, actor: ActorDep, clock: ClockDep) -> Response:
    """Sign every device out but this one."""
    await sessions.end_others(session, clock, actor, request.cookies.get(COOKIE))
    return _to_account("sessions")


async def _page(
    request: Request,
    session: AsyncSession,
    clock: Clock,
    actor: Actor,
    *,
    done: str = "",
    errors: dict[str, str] | None = None,
) -> Response:
    user = await account.own(session, actor)
    context = {
        "person": user,
        "has_password": account.has_password(user),
        "passkeys": await passkeys.of_person(session, actor),
        "passkeys_here": passkeys.relying_party(request) is not None,
        "sessions_open": await sessions.of_person(session, clock, actor, request.cookies.get(COOKIE)),
        "shortest": MIN_PASSWORD,
        "done": done,
        "errors": errors or {},
    }
    return pages_of(request).render(request, "identity/account.html", context, code=422 if errors else 200)


def _to_account(done: str) -> Response:
    return RedirectResponse(f"/account?done={done}", status_code=303)


def _errors(error: Invalid) -> dict[str, str]:
    listed = error.fields.get("errors")
    if not isinstance(listed, list):
        raise error
    return {str(each["field"]): str(each["message"]) for each in listed}
