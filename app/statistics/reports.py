"""What candidates reported in practice, for those who answer for the bank. Who it was is not told."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Row
from sqlalchemy.ext.asyncio import AsyncSession

from app.errors import NotFound
from app.identity.actor import Actor
from app.identity.permissions import Permission
from app.kit.clock import Clock
from app.problems import openings
from app.statistics import reports_repository as repository

ABOUT = ("platform", "question")
PASSED, NOT_REACHED = "passed", "not_reached"


async def listing(
    session: AsyncSession, actor: Actor, about: str | None, *, limit: int, offset: int
) -> tuple[Sequence[Row[Any]], int]:
    """Some of the reports, the newest first, and how many there are. NotFound for whoever may not read them."""
    _require(actor)
    return await repository.reports(session, about, limit=limit, offset=offset)


async def one(session: AsyncSession, clock: Clock, actor: Actor, report_id: UUID) -> tuple[Row[Any], list[str]]:
    """A report with the code that came with it, and the checks that failed there.

    Whoever reads somebody's code has looked inside the problem.
    """
    _require(actor)
    found = await repository.report(session, report_id)
    await openings.note(session, actor, found.problem_id, clock.now())
    return found, [check for check, state in (found.checks or {}).items() if state not in {PASSED, NOT_REACHED}]


def _require(actor: Actor) -> None:
    if not actor.may(Permission.STATISTICS):
        raise NotFound
