"""What a regrade that was applied says of an interview's submissions, beside what reviewers saw when they scored."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.attempts import regrades, sittings
from app.interviews.models import Interview
from app.problems import service as problems


@dataclass(frozen=True, slots=True)
class Regraded:
    """A submission: its own verdict and the one in force `since` then; `checks` are those that differ."""

    execution_id: UUID
    at: datetime
    position: int
    title: str
    version: str
    own: str
    verdict: str
    checks: Sequence[tuple[str, str, str]]
    since: datetime


async def of(session: AsyncSession, interview: Interview) -> list[Regraded]:
    """Those whose verdict or checks differ, in the order of time. The caller has asked for the seat."""
    found = await regrades.in_force(session, interview.id)
    differing = {key: each for key, each in found.items() if each.checks or each.own != each.verdict}
    executions = await sittings.executions_of(session, interview.id, list(differing)) if differing else []
    shown = []
    for execution, _ in reversed(executions):
        each = differing[execution.id]
        version = await problems.pinned_version(session, each.version_id)
        shown.append(
            Regraded(
                execution_id=execution.id,
                at=execution.created_at,
                position=execution.attempt.position or 0,
                title=version.title,
                version=version.version,
                own=each.own,
                verdict=each.verdict,
                checks=each.checks,
                since=each.since,
            )
        )
    return shown


def since(found: Sequence[Regraded]) -> datetime | None:
    """When the last of it came to be."""
    return max((each.since for each in found), default=None)
