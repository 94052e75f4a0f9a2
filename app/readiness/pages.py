"""The readiness page and its export."""

from fastapi import APIRouter, Depends, Request, Response

from app.identity.gate import ActorDep, ClockDep, no_guests
from app.interviews.words import CRITERIA
from app.kit.db import SessionDep
from app.kit.templates import pages_of
from app.problems.patterns import PATTERNS
from app.readiness import service
from app.readiness.occasions import UNMEASURED
from app.readiness.schemas import as_csv

router = APIRouter(dependencies=[Depends(no_guests)])


@router.get("/practice/readiness")
async def readiness(request: Request, session: SessionDep, actor: ActorDep, clock: ClockDep) -> Response:
    """A person's own readiness, by pattern and criterion."""
    found = await service.readiness(session, clock, actor)
    words = {"criteria": CRITERIA, "titles": PATTERNS, "unmeasured": UNMEASURED}
    return pages_of(request).render(request, "readiness/readiness.html", {"found": found, **words})


@router.get("/practice/readiness.csv")
async def export(session: SessionDep, actor: ActorDep, clock: ClockDep) -> Response:
    """The estimates as a table for a spreadsheet."""
    text = as_csv(await service.readiness(session, clock, actor))
    headers = {"Content-Disposition": 'attachment; filename="readiness.csv"', "Cache-Control": "no-store"}
    return Response(text, media_type="text/csv; charset=utf-8", headers=headers)
