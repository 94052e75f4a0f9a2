"""Checks whose author lets candidates see them afterwards, and when that is."""

from sqlalchemy.ext.asyncio import AsyncSession

from app.attempts import posed, repository
from app.attempts.models import Execution
from app.attempts.shown import AFTERWARDS, ONCE_OVER, CheckDoneShown, of_records
from app.problems import service as problems


async def in_practice(session: AsyncSession, execution: Execution) -> list[CheckDoneShown]:
    """Checks whose author lets candidates see them after the attempt: once it is solved or replaced, else none."""
    return await of_submission(session, execution) if await is_over(session, execution) else []


async def is_over(session: AsyncSession, execution: Execution) -> bool:
    """Whether what a submission in practice met is solved, or its attempt replaced: what is told afterwards may be."""
    attempt = execution.attempt
    return attempt.superseded_at is not None or await posed.was_solved(session, attempt, execution.twist_id)


async def of_submission(session: AsyncSession, execution: Execution) -> list[CheckDoneShown]:
    """The same of a submission, for a caller who knows that the attempt, or the interview, is over."""
    return await _told(session, execution, AFTERWARDS) if execution.kind == "submission" else []


async def of_regrade(session: AsyncSession, execution: Execution) -> list[CheckDoneShown]:
    """All that a candidate may read of a regrade, for a caller who knows that the interview is over."""
    return await _told(session, execution, ONCE_OVER)


async def _told(session: AsyncSession, execution: Execution, when: frozenset[str]) -> list[CheckDoneShown]:
    version = await problems.pinned_version(session, execution.graded_by)
    package = problems.twisted(problems.package_of(version), execution.twist_id)
    details = await repository.staff_details(session, execution)
    return of_records(package.spec, [detail.data for detail in details], when)
