"""Regrading: submissions of older versions graded by the published one, shown as a difference, applied by a person.

Nothing is overwritten: a regrade makes verdicts of its own, and which are in force is told by the regrades that were
applied. Scorecards stay as they are; who reads them is told that something changed since.
"""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import Row
from sqlalchemy.ext.asyncio import AsyncSession

from app.attempts import lines, sittings_repository
from app.attempts import regrades_repository as repository
from app.attempts.models import Execution, Regrade
from app.attempts.queueing import GRADE_TASK
from app.attempts.schemas import REGRADE
from app.audit import service as audit
from app.audit.actions import Action
from app.errors import Invalid, NotFound, RegradeOpen, RegradeState
from app.identity.actor import Actor
from app.identity.permissions import Permission
from app.kit.clock import Clock
from app.kit.jobs import enqueue_all
from app.problems import repository as problems
from app.problems import service as packages
from app.problems.errors import WrongVersionState
from app.problems.lifecycle import State
from app.problems.models import ProblemVersion
from sandbox.job import need

MOST = 20_000
JOBS_AT_ONCE = 1000
MAX_REASON = 1000
PASSED = "passed"


@dataclass(frozen=True, slots=True)
class Changed:
    """A submission whose verdict or checks the regrade changes; `checks` are (id, state before, state after).

    A check that one of the two versions does not have is `absent` there.
    """

    execution_id: UUID
    attempt_id: UUID
    user_id: UUID
    interview_id: UUID | None
    at: datetime
    old: str
    new: str
    old_version: UUID
    checks: Sequence[tuple[str, str, str]]

    @property
    def turned(self) -> str:
        """How the verdict changed: to_accepted, to_rejected, or only checks did."""
        return f"to_{self.new}" if self.old != self.new else "checks"


@dataclass(frozen=True, slots=True)
class CheckChange:
    """How many submissions a check newly holds for, newly does not, or fails in another way."""

    check: str
    gained: int
    lost: int
    other: int


@dataclass(frozen=True, slots=True)
class Difference:
    """What applying a regrade would change, or has changed."""

    graded: int
    changed: Sequence[Changed]
    by_check: Sequence[CheckChange]

    def count(self, turned: str) -> int:
        """How many submissions turn so."""
        return sum(each.turned == turned for each in self.changed)


async def request(
    session: AsyncSession, clock: Clock, actor: Actor, version_id: UUID, older: Collection[UUID]
) -> Regrade:
    """Have the submissions of older versions graded by the published one: rows and jobs in one transaction.

    Raises:
        NotFound, WrongVersionState (it is not published), RegradeOpen, Invalid (nothing to grade)
    """
    _require(actor)
    version = await problems.version_locked(session, version_id)
    if version.state != State.PUBLISHED:
        raise WrongVersionState("Submissions are regraded by a published version.", state=version.state)
    versions = {each.id for each in await problems.versions(session, version.problem_id)} - {version.id}
    if not older or not set(older) <= versions:
        raise Invalid("Choose older versions of this problem.")
    if (other := await repository.open_one(session, version.problem_id)) is not None:
        raise RegradeOpen(regrade=str(other))
    regrade = Regrade(
        id=uuid4(),
        problem_id=version.problem_id,
        version_id=version.id,
        state="open",
        total=0,
        skipped=0,
        requested_by=actor.id,
        created_at=clock.now(),
    )
    session.add(regrade)
    await session.flush()
    await _fill(session, regrade, version, older)
    await _audit(session, regrade, Action.REGRADE_ASKED, actor, regrade.created_at)
    return regrade


async def _fill(session: AsyncSession, regrade: Regrade, version: ProblemVersion, older: Collection[UUID]) -> None:
    package = packages.package_of(version)
    ids, regrade.skipped = await repository.fill(session, regrade, older, list(package.twists), MOST)
    if not ids:
        raise Invalid("There is no submission of these versions that this one could grade.")
    regrade.total = len(ids)
    needs = need(package.spec.environment, package.memory_mb)
    for turn, begin in enumerate(range(0, len(ids), JOBS_AT_ONCE)):
        chosen = ids[begin : begin + JOBS_AT_ONCE]
        place = lines.place("regrade", needs, regrade.created_at, turn)
        jobs = await enqueue_all(
            session,
            GRADE_TASK,
            queue=place.queue,
            priority=place.priority,
            arguments=[{"execution_id": str(each)} for each in chosen],
        )
        await repository.set_jobs(session, dict(zip(chosen, jobs, strict=True)))


async def find(session: AsyncSession, actor: Actor, regrade_id: UUID) -> Regrade:
    """A regrade, for those who answer for problems."""
    _require(actor)
    return await repository.by_id(session, regrade_id)


async def of_problem(session: AsyncSession, actor: Actor, problem_id: UUID, limit: int = 20) -> Sequence[Regrade]:
    """The latest regrades of a problem."""
    _require(actor)
    return await repository.of_problem(session, problem_id, limit)


async def gradable(session: AsyncSession, actor: Actor, problem_id: UUID) -> Mapping[UUID, int]:
    """How many submissions could be regraded, by the version that graded them."""
    _require(actor)
    return await repository.counts(session, problem_id)


async def progress(session: AsyncSession, regrade: Regrade) -> tuple[int, int]:
    """How many of its gradings are over, and how many of those failed on our side."""
    return await repository.progress(session, regrade.id)


async def difference(session: AsyncSession, regrade: Regrade) -> Difference:
    """What it changes of the verdicts in force: per submission, and per check."""
    pairs = await repository.pairs(session, regrade)
    changed = [each for each in map(_changed, pairs) if each.checks or each.old != each.new]
    return Difference(len(pairs), changed, _by_check(changed))


def _changed(pair: Row[Any]) -> Changed:
    return Changed(
        execution_id=pair.execution_id,
        attempt_id=pair.attempt_id,
        user_id=pair.user_id,
        interview_id=pair.interview_id,
        at=pair.created_at,
        old=pair.old,
        new=pair.new,
        old_version=pair.old_version,
        checks=changes_between(pair.old_checks, pair.new_checks),
    )


def changes_between(old: Mapping[str, str], new: Mapping[str, str]) -> list[tuple[str, str, str]]:
    """The checks that differ, with the states on both sides."""
    states = [(check, old.get(check, "absent"), new.get(check, "absent")) for check in sorted({*old, *new})]
    return [(check, before, after) for check, before, after in states if before != after]


def _by_check(changed: Sequence[Changed]) -> list[CheckChange]:
    gained, lost, other = Counter[str](), Counter[str](), Counter[str]()
    for check, before, after in (each for one in changed for each in one.checks):
        (gained if after == PASSED else lost if before == PASSED else other)[check] += 1
    names = sorted({*gained, *lost, *other}, key=lambda name: (-gained[name] - lost[name], name))
    return [CheckChange(name, gained[name], lost[name], other[name]) for name in names]


async def apply(session: AsyncSession, clock: Clock, actor: Actor, regrade_id: UUID, *, reason: str) -> Regrade:
    """Make its verdicts those in force. RegradeState while it is under way, or after a decision."""
    regrade = await _decidable(session, actor, regrade_id, reason)
    done, _ = await repository.progress(session, regrade.id)
    if done < regrade.total:
        raise RegradeState(f"{done} of {regrade.total} submissions are graded. It can be applied when all are.")
    await _decide(session, actor, regrade, Action.REGRADE_APPLIED, at=clock.now(), reason=reason)
    await repository.settle_solved(session, regrade.id)
    return regrade


async def cancel(session: AsyncSession, clock: Clock, actor: Actor, regrade_id: UUID, *, reason: str) -> Regrade:
    """Leave everything as it is, and stop what is still to be graded. RegradeState after a decision."""
    regrade = await _decidable(session, actor, regrade_id, reason)
    await _decide(session, actor, regrade, Action.REGRADE_CANCELLED, at=clock.now(), reason=reason)
    await repository.stop(session, regrade.id, clock.now())
    return regrade


async def _decidable(session: AsyncSession, actor: Actor, regrade_id: UUID, reason: str) -> Regrade:
    _require(actor)
    if len(reason) > MAX_REASON:
        raise Invalid(f"A reason has at most {MAX_REASON} characters.")
    regrade = await repository.by_id(session, regrade_id, locked=True)
    if regrade.state != "open":
        raise RegradeState(f"It was {regrade.state} already.", state=regrade.state)
    return regrade


async def _decide(
    session: AsyncSession, actor: Actor, regrade: Regrade, action: Action, *, at: datetime, reason: str
) -> None:
    regrade.state = "applied" if action is Action.REGRADE_APPLIED else "cancelled"
    regrade.decided_by, regrade.decided_at, regrade.reason = actor.id, at, reason.strip() or None
    await session.flush()
    await _audit(session, regrade, action, actor, at)


async def _audit(session: AsyncSession, regrade: Regrade, action: Action, actor: Actor, at: datetime) -> None:
    facts: audit.Facts = {
        "problem": str(regrade.problem_id),
        "version": str(regrade.version_id),
        "submissions": regrade.total,
    }
    words = {actor.id: {"reason": regrade.reason}} if regrade.reason else {}
    subject = audit.Subject("regrade", regrade.id)
    await audit.append(session, action, at=at, actor_id=actor.id, subject=subject, facts=facts, personal=words)


@dataclass(frozen=True, slots=True)
class InForce:
    """A submission of an interview whose verdict is that of an applied regrade (`graded_again`), beside its own."""

    execution_id: UUID
    graded_again: UUID
    verdict: str
    own: str
    checks: Sequence[tuple[str, str, str]]
    version_id: UUID
    since: datetime


async def in_force(session: AsyncSession, interview_id: UUID) -> dict[UUID, InForce]:
    """By submission: what was regraded and applied in an interview. The caller has asked for the seat."""
    return {
        row.submission_id: InForce(
            execution_id=row.submission_id,
            graded_again=row.regrade_execution_id,
            verdict=row.verdict,
            own=row.own,
            checks=changes_between(row.own_checks, row.checks),
            version_id=row.problem_version_id,
            since=row.decided_at,
        )
        for row in await repository.in_force(session, interview_id)
    }


async def standing(
    session: AsyncSession, interview_id: UUID, submission: Execution
) -> tuple[Execution, InForce | None]:
    """The grading whose verdict is in force for a submission, and what is told of it where that is a regrade.

    The caller has asked for the seat.
    """
    again = (await in_force(session, interview_id)).get(submission.id)
    if again is None:
        return submission, None
    return await sittings_repository.execution(session, interview_id, again.graded_again, (REGRADE,)), again


def _require(actor: Actor) -> None:
    if not actor.may(Permission.STUDIO):
        raise NotFound
