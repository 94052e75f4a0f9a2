"""The problem as an attempt has it by now, and as each run or submission met it: requirements may change in between."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncSession

from app.attempts import repository
from app.attempts.models import Attempt, Execution, ExecutionEvent
from app.problems import service as problems
from app.problems.views import CheckTitle, check_titles

RUN = "run"


@dataclass(frozen=True, slots=True)
class Posed:
    """What a run or submission was asked for: the checks told while it is graded (of a run none), and the change."""

    checks: list[CheckTitle]
    change: str | None  # by its title


async def posed(session: AsyncSession, execution: Execution) -> Posed:
    """That of an execution, with its attempt loaded."""
    if execution.kind == RUN and execution.twist_id is None:
        return Posed([], None)
    plain = problems.package_of(await problems.pinned_version(session, execution.graded_by))
    change = plain.twist(execution.twist_id).spec.title if execution.twist_id else None
    met = problems.twisted(plain, execution.twist_id)
    return Posed([] if execution.kind == RUN else check_titles(met), change)


def solving(attempt: Attempt, asked: Iterable[tuple[Execution, ExecutionEvent | None]]) -> list[Execution]:
    """The submissions that were accepted of the problem as the attempt has it by now."""
    return [
        execution
        for execution, _ in asked
        if execution.verdict is not None
        and execution.verdict.verdict == "accepted"
        and execution.twist_id == attempt.twist_id
    ]


async def is_solved(session: AsyncSession, attempt: Attempt) -> bool:
    """Whether the problem as it is by now was solved: one solved before its requirements changed is not, yet."""
    return await was_solved(session, attempt, attempt.twist_id)


async def was_solved(session: AsyncSession, attempt: Attempt, change: str | None) -> bool:
    """Whether it was with this change of requirements; without one, at all."""
    if attempt.solved_at is None or change is None:
        return attempt.solved_at is not None
    return await repository.has_accepted(session, attempt.id, change)
