"""Queries on regrades. Their callers have asked who may: authors and administrators."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Select, func, insert, literal, select, text, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from app.attempts import verdicts
from app.attempts.models import Attempt, Execution, Regrade, Verdict
from app.attempts.repository import ACTIVE
from app.attempts.schemas import REGRADE
from app.errors import NotFound
from app.kit.db import one_or_raise


def _graded(version_ids: Collection[UUID]) -> Select[Any]:
    """Submissions of candidates that have a verdict of these versions."""
    return (
        select(Execution)
        .join(Execution.attempt)
        .join(Verdict, Verdict.execution_id == Execution.id)
        .where(
            Attempt.problem_version_id.in_(version_ids),
            Attempt.purpose == "practice",
            Execution.kind == "submission",
            Execution.status == "finished",
            Execution.solution != "",  # removed with its recording, or with its author
        )
    )


async def counts(session: AsyncSession, problem_id: UUID) -> dict[UUID, int]:
    """How many submissions could be regraded, by the version that graded them."""
    statement = (
        select(Attempt.problem_version_id, func.count())
        .join(Execution, Execution.attempt_id == Attempt.id)
        .join(Verdict, Verdict.execution_id == Execution.id)
        .where(
            Attempt.problem_id == problem_id,
            Attempt.purpose == "practice",
            Execution.kind == "submission",
            Execution.solution != "",
        )
        .group_by(Attempt.problem_version_id)
    )
    return {row[0]: row[1] for row in await session.execute(statement)}


async def fill(
    session: AsyncSession, regrade: Regrade, version_ids: Collection[UUID], twists: Collection[str], most: int
) -> tuple[list[UUID], int]:
    """Make the regrade's executions, of the newest submissions; gives their ids, and how many were left out."""
    total = (await session.execute(_graded(version_ids).with_only_columns(func.count()))).scalar_one()
    known = Execution.twist_id.is_(None) | Execution.twist_id.in_(twists)
    copied = ("attempt_id", "revision", "solution", "checks", "seed", "twist_id", "binds")
    fresh = {
        "id": func.gen_random_uuid(),
        "kind": literal(REGRADE),
        "status": literal("queued"),
        "regrade_id": literal(regrade.id),
        "regrade_of": Execution.id,
        "problem_version_id": literal(regrade.version_id),
        "tries": literal(0),
        "last_seq": literal(0),
        "created_at": literal(regrade.created_at),
    }
    chosen = _graded(version_ids).where(known).order_by(Execution.created_at.desc(), Execution.id).limit(most)
    source = chosen.with_only_columns(*fresh.values(), *(getattr(Execution, name) for name in copied))
    made = insert(Execution).from_select([*fresh, *copied], source, include_defaults=False).returning(Execution.id)
    ids = list((await session.execute(made)).scalars())
    return ids, total - len(ids)


async def set_jobs(session: AsyncSession, jobs: dict[UUID, int]) -> None:
    """Write which job each execution has."""
    statement = text(
        "UPDATE executions SET job_id = given.job FROM unnest(CAST(:ids AS uuid[]), CAST(:jobs AS bigint[])) "
        "AS given (id, job) WHERE executions.id = given.id"
    )
    await session.execute(statement, {"ids": list(jobs), "jobs": list(jobs.values())})


async def by_id(session: AsyncSession, regrade_id: UUID, *, locked: bool = False) -> Regrade:
    """A regrade; NotFound when there is none."""
    statement = select(Regrade).where(Regrade.id == regrade_id).execution_options(populate_existing=True)
    return await one_or_raise(session, statement.with_for_update() if locked else statement, NotFound())


async def of_problem(session: AsyncSession, problem_id: UUID, limit: int) -> Sequence[Regrade]:
    """The regrades of a problem, newest first."""
    statement = select(Regrade).where(Regrade.problem_id == problem_id).order_by(Regrade.created_at.desc())
    return (await session.execute(statement.limit(limit))).scalars().all()


async def open_one(session: AsyncSession, problem_id: UUID) -> UUID | None:
    """The regrade of a problem that nobody has decided on."""
    statement = select(Regrade.id).where(Regrade.problem_id == problem_id, Regrade.state == "open")
    return (await session.execute(statement)).scalar_one_or_none()


async def progress(session: AsyncSession, regrade_id: UUID) -> tuple[int, int]:
    """How many of its gradings are over, and how many of them the platform could not do."""
    statement = select(
        func.count().filter(Execution.status.not_in(ACTIVE)), func.count().filter(Execution.status == "platform_error")
    ).where(Execution.regrade_id == regrade_id)
    done, failed = (await session.execute(statement)).one()
    return done, failed


async def stop(session: AsyncSession, regrade_id: UUID, now: datetime) -> None:
    """Take what waits or runs out of the queue: its job finds nothing to do, and a worker writes nothing more."""
    waiting = (Execution.regrade_id == regrade_id) & Execution.status.in_(ACTIVE)
    await session.execute(update(Execution).where(waiting).values(status="cancelled", finished_at=now))


async def pairs(session: AsyncSession, regrade: Regrade) -> Sequence[Row[Any]]:
    """Each submission with the verdict before and the one of the regrade, by person and time.

    The one before is that in force, but for this regrade and what was applied after it.
    """
    original, before, after = aliased(Execution), verdicts.in_force(regrade).subquery(), aliased(Verdict)
    statement = (
        select(
            original.id.label("execution_id"),
            original.created_at,
            Attempt.id.label("attempt_id"),
            Attempt.user_id,
            Attempt.interview_id,
            before.c.verdict.label("old"),
            before.c.checks.label("old_checks"),
            before.c.problem_version_id.label("old_version"),
            after.verdict.label("new"),
            after.checks.label("new_checks"),
        )
        .select_from(Execution)
        .join(original, original.id == Execution.regrade_of)
        .join(Attempt, Attempt.id == original.attempt_id)
        .join(before, before.c.submission_id == original.id)
        .join(after, after.execution_id == Execution.id)
        .where(Execution.regrade_id == regrade.id)
        .order_by(Attempt.user_id, original.created_at)
    )
    return (await session.execute(statement)).all()


async def in_force(session: AsyncSession, interview_id: UUID) -> Sequence[Row[Any]]:
    """The submissions of an interview whose verdict in force is of a regrade, oldest first."""
    found = verdicts.in_force().join(Attempt, Attempt.id == Execution.attempt_id)
    found = found.where(Attempt.interview_id == interview_id).order_by(Execution.created_at)
    rows = (await session.execute(found)).all()
    return [row for row in rows if row.decided_at is not None]


async def settle_solved(session: AsyncSession, regrade_id: UUID) -> None:
    """When each attempt of a regrade was solved, by the verdicts in force now."""
    force = verdicts.in_force().subquery()
    touched = select(Execution.attempt_id).where(Execution.regrade_id == regrade_id)
    solved = (
        select(func.min(force.c.finished_at))
        .where(force.c.attempt_id == Attempt.id, force.c.verdict == "accepted")
        .scalar_subquery()
    )
    changed = update(Attempt).where(Attempt.id.in_(touched)).values(solved_at=solved)
    await session.execute(changed.execution_options(synchronize_session=False))
