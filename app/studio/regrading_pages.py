"""Pages of regrades: asking for one, the difference it makes per candidate and per check, applying or cancelling it.

Candidates are named to administrators only: an author need not know whom an interview was with.
"""

from collections.abc import Mapping, Sequence
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Form, Query, Request, Response
from pydantic import AfterValidator, BaseModel, Field
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.responses import RedirectResponse

from app.attempts import regrades
from app.attempts.models import Regrade
from app.attempts.regrades import Changed, Difference
from app.identity import service as identity
from app.identity.actor import Actor
from app.identity.gate import ActorDep, ClockDep, current_actor
from app.identity.permissions import Permission
from app.kit.db import SessionDep
from app.kit.templates import pages_of
from app.kit.text import plain
from app.problems import repository as problems

router = APIRouter()
Reason = Annotated[str, Form(max_length=4000), AfterValidator(plain)]
PAGE = 50
TURNS = {
    "": "All that change",
    "to_rejected": "No longer accepted",
    "to_accepted": "Newly accepted",
    "checks": "Only checks change",
}


class RegradeQuery(BaseModel):
    """Which of the changes are listed."""

    turned: str = ""
    page: Annotated[int, Field(ge=1, le=10_000)] = 1


@router.post("/studio/versions/{version_id}/regrades")
async def ask(
    *, version_id: UUID, session: SessionDep, actor: ActorDep, clock: ClockDep, older: Annotated[list[UUID], Form()]
) -> Response:
    """Grade the submissions of older versions by this one."""
    made = await regrades.request(session, clock, actor, version_id, older)
    return RedirectResponse(f"/studio/regrades/{made.id}", status_code=303)


@router.get("/studio/regrades/{regrade_id}")
async def show(
    request: Request, regrade_id: UUID, session: SessionDep, query: Annotated[RegradeQuery, Query()]
) -> Response:
    """How far it is, and what it changes."""
    actor = current_actor(request)
    regrade = await regrades.find(session, actor, regrade_id)
    found = await regrades.difference(session, regrade)
    turned = query.turned if query.turned in TURNS else ""
    context = {**await _context(session, actor, regrade, found), "turned": turned, "page": query.page}
    chosen = [each for each in found.changed if turned in {"", each.turned}]
    context["rows"] = chosen[(query.page - 1) * PAGE : query.page * PAGE]
    context["pages"] = -(-len(chosen) // PAGE)
    return pages_of(request).render(request, "studio/regrade.html", context)


async def _context(session: AsyncSession, actor: Actor, regrade: Regrade, found: Difference) -> dict[str, Any]:
    done, failed = await regrades.progress(session, regrade)
    numbers = {each.id: each.version for each in await problems.versions(session, regrade.problem_id)}
    version = await problems.version_by_id(session, regrade.version_id)
    deciders = [each for each in (regrade.requested_by, regrade.decided_by) if each is not None]
    return {
        "regrade": regrade,
        "version": version,
        "problem": version.problem,
        "numbers": numbers,
        "done": done,
        "failed": failed,
        "found": found,
        "turns": TURNS,
        "names": await names(session, actor, found.changed),
        "people": {each.id: each.name for each in (await identity.people(session, deciders)).values()},
    }


async def names(session: AsyncSession, actor: Actor, changed: Sequence[Changed]) -> Mapping[UUID, str]:
    """What candidates are called here: by name for administrators, by a number for authors."""
    ids = list(dict.fromkeys(each.user_id for each in changed))
    if actor.may(Permission.PEOPLE):
        return {person.id: person.name for person in (await identity.people(session, ids)).values()}
    return {user_id: f"Candidate {number}" for number, user_id in enumerate(ids, 1)}


@router.post("/studio/regrades/{regrade_id}/apply")
async def apply(
    regrade_id: UUID, session: SessionDep, actor: ActorDep, clock: ClockDep, reason: Reason = ""
) -> Response:
    """Make its verdicts those in force."""
    await regrades.apply(session, clock, actor, regrade_id, reason=reason)
    return RedirectResponse(f"/studio/regrades/{regrade_id}", status_code=303)


@router.post("/studio/regrades/{regrade_id}/cancel")
async def cancel(
    regrade_id: UUID, session: SessionDep, actor: ActorDep, clock: ClockDep, reason: Reason = ""
) -> Response:
    """Leave everything as it is."""
    await regrades.cancel(session, clock, actor, regrade_id, reason=reason)
    return RedirectResponse(f"/studio/regrades/{regrade_id}", status_code=303)
