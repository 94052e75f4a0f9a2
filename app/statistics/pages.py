"""Pages of item statistics."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response
from pydantic import BaseModel

from app.identity.gate import ActorDep, ClockDep, clock_of, current_actor
from app.kit.db import SessionDep
from app.kit.paging import PageNumber
from app.kit.templates import pages_of
from app.problems import openings
from app.problems.patterns import PATTERNS
from app.statistics import measures, reports, service
from app.statistics.repository import SETTINGS

router = APIRouter()
Setting = Annotated[str, Query(alias="where")]
PER_PAGE = 30


@router.get("/statistics")
async def overview(request: Request, session: SessionDep, actor: ActorDep, where: Setting = "all") -> Response:
    """Every problem with how often it was tried and solved."""
    setting = where if where in SETTINGS else "all"
    lines = await service.overview(session, actor, setting)
    groups = [(each, [line for line in lines if line.version.problem.pattern == each.id]) for each in PATTERNS.values()]
    context = {"groups": [group for group in groups if group[1]], "where": setting}
    return pages_of(request).render(request, "statistics/overview.html", context)


class ReportsQuery(BaseModel):
    """Which reports."""

    about: str = ""
    page: PageNumber = 1


@router.get("/statistics/reports")
async def list_reports(
    request: Request, session: SessionDep, actor: ActorDep, query: Annotated[ReportsQuery, Query()]
) -> Response:
    """What was reported in practice, the newest first."""
    about = query.about if query.about in reports.ABOUT else None
    part = {"limit": PER_PAGE, "offset": PER_PAGE * (query.page - 1)}
    found, total = await reports.listing(session, actor, about, **part)
    context = {"reports": found, "total": total, "about": about, "page": query.page, "pages": -(-total // PER_PAGE)}
    return pages_of(request).render(request, "statistics/reports.html", context)


@router.get("/statistics/reports/{report_id}")
async def one_report(
    request: Request, report_id: UUID, session: SessionDep, actor: ActorDep, clock: ClockDep
) -> Response:
    """A report with the code that came with it."""
    found, failed = await reports.one(session, clock, actor, report_id)
    return pages_of(request).render(request, "statistics/report.html", {"report": found, "failed": failed})


class OneQuery(BaseModel):
    """Which attempts, and of which version."""

    where: str = "all"
    version: UUID | None = None


@router.get("/statistics/{pattern}/{name}")
async def one(
    pattern: str, name: str, session: SessionDep, request: Request, query: Annotated[OneQuery, Query()]
) -> Response:
    """One problem: its checks as items, and which traps caught how many."""
    setting = query.where if query.where in SETTINGS else "all"
    actor = current_actor(request)
    found = await service.one(session, actor, pattern, name, setting=setting, version_id=query.version)
    await openings.note(session, actor, found.version.problem_id, clock_of(request).now())  # it names the checks
    context = {
        "found": found,
        "figures": found.figures,
        "where": setting,
        "fewest": {"discrimination": measures.FEWEST_FOR_DISCRIMINATION, "never": measures.FEWEST_FOR_NEVER},
    }
    return pages_of(request).render(request, "statistics/one.html", context)
