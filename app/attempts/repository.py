"""Queries on attempts. Whoever asks is part of each query: another person's attempt is simply not found."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, func, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import defer, joinedload

from app.attempts.models import (
    Attempt,
    Draft,
    Execution,
    ExecutionEvent,
    HeldProblem,
    OpenedSolution,
    Report,
    StaffDetail,
    Verdict,
)
from app.attempts.schemas import ASKED
from app.errors import InInterview, NotFound
from app.kit.db import one_or_raise

T = TypeVar("T")
WITHOUT_TEXTS = (defer(Execution.solution), defer(Execution.checks))
ACTIVE = ("queued", "running")
_HELD_BY = (
    select(HeldProblem.interview_id)
    .where(HeldProblem.user_id == Attempt.user_id, HeldProblem.problem_id == Attempt.problem_id)
    .correlate(Attempt)
    .limit(1)
    .scalar_subquery()
)


def _own(user_id: UUID) -> Select[Attempt]:
    """Practice: what a person did in an interview is read and changed in its room only."""
    return select(Attempt).where(Attempt.user_id == user_id, Attempt.interview_id.is_(None))


async def _free(session: AsyncSession, statement: Select[T]) -> T:
    """The one row of a query on attempts. NotFound, or InInterview while its problem is held."""
    row = (await session.execute(statement.add_columns(_HELD_BY))).one_or_none()
    if row is None:
        raise NotFound
    found: T = row[0]
    if row[1] is not None:
        raise InInterview(interview=str(row[1]))
    return found


async def attempt(session: AsyncSession, user_id: UUID, attempt_id: UUID, *, lock: bool = False) -> Attempt:
    """A person's attempt with its draft; NotFound when it is not theirs, InInterview while its problem is held."""
    statement = _own(user_id).where(Attempt.id == attempt_id).options(joinedload(Attempt.draft, innerjoin=True))
    if lock:
        statement = statement.with_for_update(of=Attempt)
    return await _free(session, statement.execution_options(populate_existing=True))


async def hold(session: AsyncSession, attempt_id: UUID) -> None:
    """Keep others from asking for executions of an attempt until the transaction ends."""
    await session.execute(select(Attempt.id).where(Attempt.id == attempt_id).with_for_update())


async def refuse_when_held(session: AsyncSession, user_id: UUID, problem_id: UUID) -> None:
    """InInterview while an interview with the problem is under way for the person."""
    held = select(HeldProblem.interview_id).where(HeldProblem.user_id == user_id, HeldProblem.problem_id == problem_id)
    interview_id = (await session.execute(held.limit(1))).scalar_one_or_none()
    if interview_id is not None:
        raise InInterview(interview=str(interview_id))


async def current_attempt(session: AsyncSession, user_id: UUID, problem_id: UUID) -> Attempt | None:
    """The attempt a person is at, if any."""
    statement = _own(user_id).where(
        Attempt.problem_id == problem_id, Attempt.superseded_at.is_(None), Attempt.purpose == "practice"
    )
    return (await session.execute(statement.options(joinedload(Attempt.draft)))).scalar_one_or_none()


async def supersede(session: AsyncSession, user_id: UUID, problem_id: UUID, now: datetime) -> None:
    """Close the attempt a person is at."""
    await session.execute(
        update(Attempt)
        .where(
            Attempt.user_id == user_id,
            Attempt.problem_id == problem_id,
            Attempt.superseded_at.is_(None),
            Attempt.interview_id.is_(None),
            Attempt.purpose == "practice",
        )
        .values(superseded_at=now)
    )


async def attempt_aside(session: AsyncSession, user_id: UUID, version_id: UUID, purpose: str) -> Attempt | None:
    """The attempt a person is at with one version, beside practice."""
    statement = _own(user_id).where(
        Attempt.problem_version_id == version_id, Attempt.superseded_at.is_(None), Attempt.purpose == purpose
    )
    return (await session.execute(statement.options(joinedload(Attempt.draft)))).scalar_one_or_none()


async def accepted_at(session: AsyncSession, version_id: UUID, purpose: str) -> Sequence[tuple[UUID, UUID, datetime]]:
    """Accepted submissions of a version made for a purpose, oldest first: execution, person, when it was formed."""
    statement = (
        select(Execution.id, Attempt.user_id, Verdict.formed_at)
        .join(Execution.attempt)
        .join(Verdict, Verdict.execution_id == Execution.id)
        .where(
            Attempt.problem_version_id == version_id,
            Attempt.purpose == purpose,
            Execution.kind == "submission",
            Verdict.verdict == "accepted",
        )
        .order_by(Verdict.formed_at)
    )
    return [(row.id, row.user_id, row.formed_at) for row in await session.execute(statement)]


async def tried(session: AsyncSession, version_id: UUID, purpose: str) -> Sequence[Attempt]:
    """The attempts at a version for a purpose, oldest first."""
    statement = select(Attempt).where(Attempt.problem_version_id == version_id, Attempt.purpose == purpose)
    return (await session.execute(statement.order_by(Attempt.created_at))).scalars().all()


async def insert_attempt(session: AsyncSession, values: dict[str, Any]) -> UUID | None:
    """Insert a current attempt; None when there is one already (two tabs at once)."""
    statement = insert(Attempt).values(values).on_conflict_do_nothing().returning(Attempt.id)
    return (await session.execute(statement)).scalar_one_or_none()


async def save_draft(
    session: AsyncSession, attempt_id: UUID, revision: int, *, solution: str, checks: str, now: datetime
) -> int | None:
    """Save over exactly this revision; the new revision, or None when the draft has moved on."""
    statement = (
        update(Draft)
        .where(Draft.attempt_id == attempt_id, Draft.revision == revision)
        .values(revision=Draft.revision + 1, solution=solution, checks=checks, saved_at=now)
        .returning(Draft.revision)
    )
    return (await session.execute(statement)).scalar_one_or_none()


async def draft(session: AsyncSession, attempt_id: UUID) -> Draft:
    """The draft as it is now."""
    statement = select(Draft).where(Draft.attempt_id == attempt_id).execution_options(populate_existing=True)
    return await one_or_raise(session, statement, NotFound())


async def executions(
    session: AsyncSession, attempt_id: UUID, limit: int = 100, *, texts: bool = False
) -> list[tuple[Execution, ExecutionEvent | None]]:
    """The latest runs and submissions of an attempt, with it, newest first, each with the event that ended it.

    What was handed in is read with `texts` only: a hundred of them may be tens of megabytes.
    """
    ended = and_(
        ExecutionEvent.execution_id == Execution.id,
        ExecutionEvent.seq == Execution.last_seq,
        ExecutionEvent.type == "finished",
    )
    statement = (
        select(Execution, ExecutionEvent)
        .outerjoin(ExecutionEvent, ended)
        .options(joinedload(Execution.attempt, innerjoin=True), joinedload(Execution.verdict))
        .options(*(() if texts else WITHOUT_TEXTS))
        .where(Execution.attempt_id == attempt_id, Execution.kind.in_(ASKED))
        .order_by(Execution.created_at.desc(), Execution.id)
        .limit(limit)
    )
    return [(execution, event) for execution, event in await session.execute(statement)]


async def execution(session: AsyncSession, user_id: UUID, execution_id: UUID) -> Execution:
    """A person's execution with attempt and verdict; NotFound when it is not theirs, InInterview while it is held."""
    statement = (
        select(Execution)
        .join(Execution.attempt)
        .options(joinedload(Execution.attempt), joinedload(Execution.verdict))
        .where(Execution.id == execution_id, Attempt.user_id == user_id, Attempt.interview_id.is_(None))
    )
    return await _free(session, statement)


async def has_accepted(session: AsyncSession, attempt_id: UUID, twist_id: str) -> bool:
    """Whether a submission of an attempt was accepted that met this change of requirements."""
    accepted = (
        select(Execution.id)
        .join(Verdict, Verdict.execution_id == Execution.id)
        .where(
            Execution.attempt_id == attempt_id,
            Execution.kind == "submission",
            Execution.twist_id == twist_id,
            Verdict.verdict == "accepted",
        )
    )
    return bool((await session.execute(select(accepted.exists()))).scalar_one())


async def last_rerun(session: AsyncSession, execution_id: UUID, check_id: str) -> Execution | None:
    """The newest rerun of a check of a submission that did not break on our side, with its attempt."""
    statement = (
        select(Execution)
        .options(joinedload(Execution.attempt, innerjoin=True))
        .where(Execution.check_of == execution_id, Execution.check_id == check_id, Execution.status != "platform_error")
        .order_by(Execution.created_at.desc())
        .limit(1)
    )
    return (await session.execute(statement)).scalar_one_or_none()


async def staff_details(session: AsyncSession, execution: Execution) -> list[StaffDetail]:
    """What the grader recorded in the try that counts, in its order. For staff only."""
    statement = (
        select(StaffDetail)
        .where(StaffDetail.execution_id == execution.id, StaffDetail.tries == execution.tries)
        .order_by(StaffDetail.at)
    )
    return list((await session.execute(statement)).scalars())


async def active_execution(session: AsyncSession, attempt_id: UUID, kind: str) -> UUID | None:
    """The execution of this kind that is under way."""
    statement = select(Execution.id).where(
        Execution.attempt_id == attempt_id, Execution.kind == kind, Execution.status.in_(ACTIVE)
    )
    return (await session.execute(statement)).scalar_one_or_none()


async def events_after(session: AsyncSession, execution_id: UUID, seq: int) -> list[ExecutionEvent]:
    """The candidate's events after a sequence number, in order."""
    statement = (
        select(ExecutionEvent)
        .where(ExecutionEvent.execution_id == execution_id, ExecutionEvent.seq > seq)
        .order_by(ExecutionEvent.seq)
    )
    return list((await session.execute(statement)).scalars())


async def practised(
    session: AsyncSession, user_id: UUID, before: datetime | None = None
) -> dict[UUID, tuple[int, str]]:
    """Per problem the person has opened in practice (before a moment): how many attempts, and how far they got.

    That is started, submitted or solved: the furthest over all attempts.
    """
    submitted = select(Execution.id).where(Execution.attempt_id == Attempt.id, Execution.kind == "submission")
    solved: ColumnElement[bool] = Attempt.solved_at.is_not(None)
    practice = [Attempt.user_id == user_id, Attempt.interview_id.is_(None), Attempt.purpose == "practice"]
    if before is not None:
        submitted, solved = submitted.where(Execution.created_at < before), Attempt.solved_at < before
        practice.append(Attempt.created_at < before)
    statement = (
        select(Attempt.problem_id, func.count(), func.bool_or(solved), func.bool_or(submitted.exists()))
        .where(*practice)
        .group_by(Attempt.problem_id)
    )
    rows = (await session.execute(statement)).all()
    return {
        problem_id: (count, "solved" if has_solved else "submitted" if has_submitted else "started")
        for problem_id, count, has_solved, has_submitted in rows
    }


async def note_solution_opened(session: AsyncSession, user_id: UUID, problem_id: UUID, now: datetime) -> None:
    """Keep the first time."""
    values = {"user_id": user_id, "problem_id": problem_id, "opened_at": now}
    await session.execute(insert(OpenedSolution).values(values).on_conflict_do_nothing())


# --- what the worker does -------------------------------------------------------------------------------------


async def locked_execution(session: AsyncSession, execution_id: UUID) -> Execution | None:
    """The execution with its attempt and person, locked; the worker's view, of whomever it belongs to."""
    statement = (
        select(Execution)
        .options(joinedload(Execution.attempt, innerjoin=True).joinedload(Attempt.person, innerjoin=True))
        .where(Execution.id == execution_id)
        .with_for_update(of=Execution)
    )
    return (await session.execute(statement)).scalar_one_or_none()


async def beat(session: AsyncSession, execution_id: UUID, tries: int, now: datetime) -> bool:
    """Say that the worker of this try is alive; False when the execution is no longer its own."""
    statement = (
        update(Execution)
        .where(Execution.id == execution_id, Execution.tries == tries, Execution.status == "running")
        .values(heartbeat_at=now)
        .returning(Execution.id)
    )
    return (await session.execute(statement)).scalar_one_or_none() is not None


async def insert_verdict(session: AsyncSession, values: dict[str, Any]) -> None:
    """Form the verdict; a second one for the same execution changes nothing."""
    await session.execute(insert(Verdict).values(values).on_conflict_do_nothing())


async def insert_report(session: AsyncSession, report: Report) -> None:
    """Keep a report."""
    session.add(report)
    await session.flush()
