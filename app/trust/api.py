"""The API of trust: the audit log, erasure, and the export of a person's data."""

from collections.abc import Iterator
from typing import IO, Annotated, Literal
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response
from starlette.responses import StreamingResponse

from app.audit.service import Verified
from app.identity.gate import ActorDep, ClockDep
from app.identity.models import User
from app.kit.db import SessionDep
from app.trust import erasure, export, log
from app.trust.erasure import Preview
from app.trust.models import Erasure
from app.trust.schemas import (
    AuditPage,
    BrokenShown,
    ConfirmIn,
    ErasureIn,
    ErasurePreview,
    ErasureShown,
    PersonShown,
    VerifiedShown,
)

router = APIRouter(prefix="/api", tags=["trust"])
MEDIA = {"csv": "text/csv; charset=utf-8", "json": "application/json"}
FILE = {"schema": {"type": "string", "format": "binary"}}
EXPORTED = {"text/csv": FILE, "application/json": {"schema": {"type": "array", "items": {"type": "object"}}}}
CHUNK = 64 * 1024


@router.get("/audit", summary="Entries of the audit log")
async def get_audit(session: SessionDep, actor: ActorDep, query: Annotated[log.PageQuery, Query()]) -> AuditPage:
    """Entries that fit the filters, newest first; for administrators."""
    return await log.page(session, actor, query, before=query.before)


@router.get("/audit/verification", summary="Whether the audit log's chain holds")
async def verify_audit(session: SessionDep, actor: ActorDep) -> VerifiedShown:
    """Every entry computed again, from the first; for administrators."""
    return verified(await log.verify(session, actor))


@router.get(
    "/audit/export.{form}",
    summary="The audit log as a file",
    response_class=StreamingResponse,
    responses={200: {"content": EXPORTED}},
)
async def export_audit(
    *,
    request: Request,
    session: SessionDep,
    actor: ActorDep,
    clock: ClockDep,
    form: Literal["csv", "json"],
    query: Annotated[log.Filters, Query()],
) -> Response:
    """All entries that fit the filters, oldest first, streamed; for administrators, and put on record itself."""
    await log.note_export(session, clock, actor, form)
    name = f"holdout-audit-{clock.now():%Y-%m-%d}.{form}"
    pieces = log.exported(request.app.state.sessionmaker, query, form)
    return StreamingResponse(pieces, media_type=MEDIA[form], headers=attached(name))


@router.get("/erasures", summary="Who is to be erased, or was")
async def get_erasures(session: SessionDep, actor: ActorDep) -> list[ErasureShown]:
    """Requests, those that wait first; for administrators."""
    return [shown(request, user) for request, user in await erasure.listing(session, actor)]


@router.post("/erasures", status_code=201, summary="Ask that a person be erased")
async def ask_erasure(session: SessionDep, actor: ActorDep, clock: ClockDep, given: ErasureIn) -> ErasureShown:
    """Ask for it, by address: for oneself, or as an administrator for anybody. Nothing is removed yet."""
    person = await erasure.whose(session, actor, given.email)
    return shown(await erasure.ask(session, clock, actor, person.id), person)


@router.get("/erasures/{person_id}", summary="What would be erased")
async def get_erasure(session: SessionDep, actor: ActorDep, person_id: UUID) -> ErasurePreview:
    """What would go with a person; for administrators."""
    return await erasure_preview(session, actor, person_id)


@router.delete("/erasures/{person_id}", status_code=204, summary="Take the request back")
async def withdraw_erasure(session: SessionDep, actor: ActorDep, clock: ClockDep, person_id: UUID) -> Response:
    """Nothing is removed."""
    await erasure.withdraw(session, clock, actor, person_id)
    return Response(status_code=204)


@router.post("/erasures/{person_id}/confirmation", status_code=204, summary="Erase a person for good")
async def confirm_erasure(
    session: SessionDep, actor: ActorDep, clock: ClockDep, person_id: UUID, given: ConfirmIn
) -> Response:
    """Everything readable of them is removed; for administrators, and never by the person themselves."""
    await erasure.confirm(session, clock, actor, person_id, email=given.email)
    return Response(status_code=204)


@router.get(
    "/people/{person_id}/export",
    summary="A person's data as a zip",
    response_class=StreamingResponse,
    responses={200: {"content": {"application/zip": FILE}}},
)
async def export_person(session: SessionDep, actor: ActorDep, clock: ClockDep, person_id: UUID) -> Response:
    """What they typed and said, and what was done in their name; for themselves and for administrators."""
    file = await export.export(session, clock, actor, person_id)
    name = f"holdout-{str(person_id)[:8]}-{clock.now():%Y-%m-%d}.zip"
    return StreamingResponse(_pieces(file), media_type="application/zip", headers=attached(name))


def _pieces(file: IO[bytes]) -> Iterator[bytes]:
    with file:
        while piece := file.read(CHUNK):
            yield piece


def attached(name: str) -> dict[str, str]:
    """Headers of a download that nobody else keeps."""
    return {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}


async def erasure_preview(session: SessionDep, actor: ActorDep, person_id: UUID) -> ErasurePreview:
    """What would go, as it is told."""
    found: Preview = await erasure.preview(session, actor, person_id)
    return ErasurePreview(
        person=PersonShown(id=found.person.id, name=found.person.name),
        email=found.person.email,
        asked=found.request is not None,
        rows=found.counts,
        interviews=len(found.interviews),
        reasons=list(found.reasons),
    )


def shown(request: Erasure, user: User) -> ErasureShown:
    """A request as it is told."""
    state: Literal["waiting", "withdrawn", "done"] = "waiting"
    if request.done_at or request.withdrawn_at:
        state = "done" if request.done_at else "withdrawn"
    person = PersonShown(id=user.id, name=user.name)
    return ErasureShown(
        person=person, state=state, asked_by=request.asked_by, asked_at=request.asked_at, done_at=request.done_at
    )


def verified(found: Verified) -> VerifiedShown:
    """What a verification found, as it is told."""
    broken = BrokenShown(number=found.broken.number, fault=found.broken.fault) if found.broken else None
    return VerifiedShown(entries=found.entries, head=found.head, broken=broken)
