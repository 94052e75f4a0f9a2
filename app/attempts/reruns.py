"""Running one check of a submission again, with its code and its seed, so that it meets the same hidden inputs.

In practice, the person gets a small counterexample for a check that failed; staff rerun any check of a submission, and
of those in an interview that they have a seat in.
"""

from uuid import UUID, uuid4

from sqlalchemy.ext.asyncio import AsyncSession

from app.attempts import asking, queueing, repository, sittings, visits, withheld
from app.attempts.models import Execution
from app.errors import AlreadyRunning, NotFailed, NotFound
from app.events.kinds import CheckRerunRequested
from app.identity.actor import Actor
from app.identity.permissions import Permission
from app.kit.clock import Clock
from app.problems import openings
from app.problems import service as problems


async def counterexample(
    session: AsyncSession, clock: Clock, actor: Actor, execution_id: UUID, check_id: str, *, per_minute: int
) -> Execution:
    """A rerun of a failed check that the person may know of; the one there is, if there is one.

    Raises:
        NotFound, NotFailed, AlreadyRunning, TooManyRequests, QueueFull
    """
    submission = await _submission(session, actor, execution_id, check_id)
    version = await problems.pinned_version(session, submission.attempt.problem_version_id)
    package = problems.twisted(problems.package_of(version), submission.twist_id)
    told = {"during", "after"} if await withheld.is_over(session, submission) else {"during"}
    if check_id not in {check.id for check in package.spec.checks if check.visibility.candidate in told}:
        raise NotFound
    if submission.verdict is None or not submission.verdict.checks[check_id].startswith("failed"):
        raise NotFailed
    earlier = await repository.last_rerun(session, submission.id, check_id)
    return earlier or await _queue(session, clock, actor, submission, check_id, per_minute=per_minute)


async def again(
    session: AsyncSession, clock: Clock, actor: Actor, execution_id: UUID, check_id: str, *, per_minute: int
) -> Execution:
    """A new rerun of any check, for staff who want to see it happen again; noted as a look inside the problem.

    Raises:
        Forbidden, NotFound, AlreadyRunning, TooManyRequests
    """
    actor.require(Permission.TAKE_PART)
    submission = await _submission(session, actor, execution_id, check_id)
    await openings.note(session, actor, submission.attempt.problem_id, clock.now())
    return await _queue(session, clock, actor, submission, check_id, per_minute=per_minute)


async def of_interview(
    session: AsyncSession,
    clock: Clock,
    actor: Actor,
    interview_id: UUID,
    execution_id: UUID,
    *,
    check_id: str,
    per_minute: int,
) -> Execution:
    """A new rerun of any check of an interview's submission, for a caller who has asked who may.

    Raises:
        NotFound, AlreadyRunning, TooManyRequests
    """
    submission, _ = await sittings.graded(session, interview_id, execution_id)
    _require(submission, check_id)
    await repository.hold(session, submission.attempt_id)
    return await _queue(session, clock, actor, submission, check_id, per_minute=per_minute)


async def _submission(session: AsyncSession, actor: Actor, execution_id: UUID, check_id: str) -> Execution:
    submission = await repository.execution(session, actor.id, execution_id)
    _require(submission, check_id)
    await repository.hold(session, submission.attempt_id)
    return submission


def _require(submission: Execution, check_id: str) -> None:
    if submission.verdict is None or check_id not in submission.verdict.checks:
        raise NotFound


async def _queue(
    session: AsyncSession, clock: Clock, actor: Actor, submission: Execution, check_id: str, *, per_minute: int
) -> Execution:
    active = await repository.active_execution(session, submission.attempt_id, "check")
    if active is not None:
        raise AlreadyRunning(execution_id=str(active))
    await visits.refuse_beyond(session, actor)
    await asking.refuse_when_fast(session, clock, actor.id, visits.per_minute(actor, per_minute))
    attempt = submission.attempt
    rerun = Execution(
        id=uuid4(),
        attempt_id=attempt.id,
        attempt=attempt,
        kind="check",
        check_of=submission.id,
        check_id=check_id,
        revision=submission.revision,
        solution=submission.solution,
        checks="",
        seed=submission.seed,
        twist_id=submission.twist_id,
        binds=submission.binds,
    )
    happening = CheckRerunRequested(
        execution_id=rerun.id, check_of=submission.id, check_id=check_id, problem=attempt.position
    )
    return await queueing.put_in(
        session, clock, actor, rerun, happening, interview_id=attempt.interview_id, purpose=attempt.purpose
    )
