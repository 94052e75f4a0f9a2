"""The operator's page: what is so at this moment. A script looks again by itself; without one it is reloaded."""

import hashlib
from uuid import UUID

from fastapi import APIRouter, Request, Response
from starlette.responses import RedirectResponse

from app.identity.gate import ActorDep, ClockDep
from app.kit.db import SessionDep
from app.kit.templates import pages_of
from app.operation import service
from app.operation.api import rooms_of

router = APIRouter(include_in_schema=False)


@router.get("/operator")
async def operator_page(request: Request, session: SessionDep, actor: ActorDep, clock: ClockDep) -> Response:
    """The page. What it says has an ETag, so that looking again costs little while nothing changes.

    The script asks by it; a browser keeps no copy, which would outlast a sign-out or a change of appearance.
    """
    found = await service.overview(session, clock, actor, rooms_of(request))
    tag = f'W/"{hashlib.sha256(found.model_dump_json().encode()).hexdigest()[:32]}"'
    headers = {"ETag": tag}
    if request.headers.get("if-none-match") == tag:
        return Response(status_code=304, headers=headers)
    answer = pages_of(request).render(request, "operation/operator.html", {"found": found})
    answer.headers.update(headers)
    return answer


@router.post("/operator/workers/{worker_id}/drain")
async def drain(session: SessionDep, actor: ActorDep, clock: ClockDep, worker_id: UUID) -> Response:
    """Have a worker take nothing new."""
    await service.drain(session, clock, actor, worker_id, draining=True)
    return RedirectResponse("/operator", status_code=303)


@router.post("/operator/workers/{worker_id}/resume")
async def resume(session: SessionDep, actor: ActorDep, clock: ClockDep, worker_id: UUID) -> Response:
    """Have it work again."""
    await service.drain(session, clock, actor, worker_id, draining=False)
    return RedirectResponse("/operator", status_code=303)


@router.post("/operator/jobs/{job_id}/requeue")
async def requeue(session: SessionDep, actor: ActorDep, clock: ClockDep, job_id: int) -> Response:
    """Let a job wait for a worker again."""
    await service.requeue(session, clock, actor, job_id)
    return RedirectResponse("/operator", status_code=303)
