"""The API of item statistics, for authors and administrators."""

from dataclasses import asdict
from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import APIRouter, Query
from sqlalchemy import Row

from app.identity.gate import ActorDep, ClockDep
from app.kit.db import SessionDep
from app.kit.paging import PagingDep
from app.problems import openings
from app.statistics import reports, service
from app.statistics.measures import CheckFigures
from app.statistics.schemas import (
    ItemShown,
    LineShown,
    Overview,
    ProblemFigures,
    ReportPage,
    ReportShown,
    ReportWhole,
    TrapShown,
    VersionShown,
)
from app.statistics.service import Line, OneProblem

router = APIRouter(prefix="/api/statistics", tags=["statistics"])
Where = Annotated[Literal["all", "practice", "interviews"], Query(description="Which attempts are counted.")]


@router.get("")
async def get_overview(session: SessionDep, actor: ActorDep, paging: PagingDep, where: Where = "all") -> Overview:
    """Every problem with how often it was tried and solved."""
    lines = await service.overview(session, actor, where)
    items = [_line(each) for each in paging.page(lines)]
    return Overview(items=items, total=len(lines), next=paging.next(len(lines)))


@router.get("/reports")
async def get_reports(
    session: SessionDep, actor: ActorDep, paging: PagingDep, about: Literal["platform", "question"] | None = None
) -> ReportPage:
    """What was reported in practice, the newest first."""
    rows, total = await reports.listing(session, actor, about, limit=paging.limit, offset=paging.offset)
    items = [ReportShown(**_report(row)) for row in rows]
    return ReportPage(items=items, total=total, next=paging.next(total))


@router.get("/reports/{report_id}")
async def get_report(report_id: UUID, session: SessionDep, actor: ActorDep, clock: ClockDep) -> ReportWhole:
    """A report with the code that came with it. Whoever reads it has looked inside the problem."""
    row, failed = await reports.one(session, clock, actor, report_id)
    names = ("kind", "solution", "own_checks", "verdict")
    return ReportWhole(**_report(row), **{name: getattr(row, name) for name in names}, failed=failed)


@router.get("/{pattern}/{name}")
async def get_statistics(
    *,
    pattern: str,
    name: str,
    session: SessionDep,
    actor: ActorDep,
    clock: ClockDep,
    where: Where = "all",
    version: UUID | None = None,
) -> ProblemFigures:
    """One problem, its checks as items, and which traps caught how many. Whoever reads it has looked inside."""
    found = await service.one(session, actor, pattern, name, setting=where, version_id=version)
    await openings.note(session, actor, found.version.problem_id, clock.now())
    return _one(found)


def _report(row: Row[Any]) -> dict[str, Any]:
    names = ("id", "about", "text", "pattern", "slug", "title", "version")
    return {"at": row.created_at, **{name: getattr(row, name) for name in names}}


def _line(line: Line) -> LineShown:
    problem = line.version.problem
    return LineShown(
        pattern=problem.pattern,
        slug=problem.slug,
        title=line.version.title,
        state=line.version.state,
        **{name: getattr(line, name) for name in ("attempts", "submitted", "solved", "minutes", "faults")},
    )


def _one(found: OneProblem) -> ProblemFigures:
    figures, problem = found.figures, found.version.problem
    return ProblemFigures(
        pattern=problem.pattern,
        slug=problem.slug,
        title=found.version.title,
        version=found.version.version,
        state=found.version.state,
        versions=[VersionShown(id=id_, version=version, attempts=count) for id_, version, count in found.versions],
        **{name: getattr(figures, name) for name in ("attempts", "submitted", "solved", "minutes", "submissions")},
        faults=found.faults,
        cut=found.cut,
        checks=[_item(each) for each in figures.checks],
        mistakes=[TrapShown(**asdict(each)) for each in figures.mistakes],
        misconceptions=[TrapShown(**asdict(each)) for each in figures.misconceptions],
    )


def _item(item: CheckFigures) -> ItemShown:
    figures = ("reached", "passed", "silent", "recovered", "discrimination", "never_fails")
    return ItemShown(
        check=item.check.id,
        property=item.check.property,
        required=item.check.required,
        **{name: getattr(item, name) for name in figures},
    )
