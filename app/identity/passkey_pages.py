"""The page for staff who have to show a passkey before anything else: adding the first one, or showing one."""

from fastapi import APIRouter, Request, Response
from starlette.responses import RedirectResponse

from app.identity import passkeys
from app.identity.gate import ActorDep, owes_passkey, own_path, without_passkey
from app.kit.db import SessionDep
from app.kit.templates import pages_of

router = APIRouter()


@router.get("/account/passkey")
@without_passkey
async def passkey_page(
    request: Request,
    session: SessionDep,
    actor: ActorDep,
    next: str = "/practice",  # noqa: A002 - the query's name
) -> Response:
    """What to do; whoever owes none goes on."""
    if not owes_passkey(request.app.state.settings, actor):
        return RedirectResponse(own_path(next), status_code=303)
    request.state.sections = []  # every one of them would lead back here
    context = {
        "next": own_path(next),
        "has_one": bool(await passkeys.of_person(session, actor)),
        "passkeys_here": passkeys.relying_party(request) is not None,
    }
    return pages_of(request).render(request, "identity/passkey.html", context)
