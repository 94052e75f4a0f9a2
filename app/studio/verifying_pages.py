"""Pages of verifications: asking for one, watching it, its matrix with what each cell has to say."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Form, Query, Request, Response
from pydantic import BaseModel
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.responses import RedirectResponse

from app.errors import AlreadyRunning
from app.identity.actor import Actor
from app.identity.gate import ActorDep, ClockDep, current_actor
from app.kit.db import SessionDep
from app.kit.templates import pages_of
from app.problems import lifecycle
from app.problems import service as problems
from app.problems.lifecycle import State
from app.studio import repository as drafts_repository
from app.studio import verifications_repository as repository
from app.studio import verifying, verifying_views
from app.studio.models import PackageDraft, Verification

router = APIRouter()
LISTED = 20


def address(draft_id: UUID, verification_id: UUID | None = None) -> str:
    """Where a draft's verifications are, or one of them."""
    return f"/studio/{draft_id}/verify" + (f"/{verification_id}" if verification_id else "")


class CellQuery(BaseModel):
    """Which cell of which matrix is asked about."""

    twist: str = ""
    solution: str = ""
    check: str = ""


@router.get("/studio/{draft_id}/verify")
async def latest(request: Request, draft_id: UUID, session: SessionDep, actor: ActorDep) -> Response:
    """The newest verification of a draft, or how to ask for the first."""
    draft = await drafts_repository.draft(session, actor, draft_id)
    found = await repository.of_draft(session, draft.id, 1)
    if found:
        return RedirectResponse(address(draft.id, found[0].id), status_code=307)
    return pages_of(request).render(request, "studio/verify.html", {"draft": draft, "made": None, "others": []})


@router.get("/studio/{draft_id}/verify/{verification_id}")
async def one(
    request: Request, draft_id: UUID, verification_id: UUID, session: SessionDep, cell: Annotated[CellQuery, Query()]
) -> Response:
    """A verification: as far as it is, or all of it."""
    actor = current_actor(request)
    draft = await drafts_repository.draft(session, actor, draft_id)
    made = await repository.by_id(session, actor, verification_id, draft_id=draft.id)
    context = await _context(session, actor, draft, made, cell)
    return pages_of(request).render(request, "studio/verify.html", context)


async def _context(
    session: AsyncSession, actor: Actor, draft: PackageDraft, made: Verification, cell: CellQuery
) -> dict[str, Any]:
    events = await repository.events_after(session, made.id, 0)
    version = plan = None
    if made.version_id is not None:
        version = await problems.pinned_version(session, made.version_id)
        plan = verifying.plan(problems.package_of(version))
    seen = verifying_views.seen(made, events, plan)
    return {
        "draft": draft,
        "made": made,
        "seen": seen,
        "why": seen.why(cell.twist, cell.solution, cell.check),
        "cell": cell,
        "version": version,
        "steps": lifecycle.possible(version, actor) if version is not None and version.state != State.DRAFT else [],
        "others": await repository.of_draft(session, draft.id, LISTED),
        "active": made.status in repository.ACTIVE,
        "faults": (made.report or {}).get("faults", []),
    }


@router.post("/studio/{draft_id}/verify")
async def ask(
    *, draft_id: UUID, session: SessionDep, actor: ActorDep, clock: ClockDep, mutants: Annotated[bool, Form()] = False
) -> Response:
    """Verify the draft as it stands; one that is under way is shown instead."""
    try:
        made = (await verifying.request(session, clock, actor, draft_id, mutants=mutants)).id
    except AlreadyRunning as error:
        made = UUID(str(error.fields["verification"]))
    return RedirectResponse(address(draft_id, made), status_code=303)


@router.post("/studio/{draft_id}/verify/{verification_id}/cancel")
async def cancel(
    draft_id: UUID, verification_id: UUID, session: SessionDep, actor: ActorDep, clock: ClockDep
) -> Response:
    """Call it off."""
    made = await repository.by_id(session, actor, verification_id, draft_id=draft_id)
    await verifying.cancel(session, clock, actor, made.id)
    return RedirectResponse(address(draft_id, verification_id), status_code=303)
