"""What the worker does for a debrief: its trials one after the other, so that it never takes more than one place.

Everything may happen twice (a worker dies, a job is written again): a trial is settled once, and one that breaks on
our side is tried again before it is told as such.
"""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from procrastinate import App, JobContext
from sqlalchemy.ext.asyncio import AsyncSession

from app.attempts import rescue, told
from app.attempts.grading import Worker
from app.attempts.models import Execution, Verdict
from app.attempts.record import CHANNEL
from app.debrief import repository, trials
from app.debrief.models import Debrief, Trial
from app.debrief.service import TASK, put_in
from app.kit.jobs import TryLater, WhenTold
from app.kit.log import log
from app.kit.notify import notify
from app.problems.grade import PLATFORM_ERROR
from app.problems.loader import Package

TRIES = 2
RESCUED_FOR = timedelta(days=1)
AWAY = timedelta(seconds=5)  # until an engine that is away is asked again


@dataclass(frozen=True, slots=True)
class _Taken:
    trial: Trial
    submission: Execution
    verdict: Verdict
    package: Package


async def work(worker: Worker, submission_id: UUID) -> None:
    """Try everything that is queued; raises TryLater while there is no engine."""
    while True:
        async with worker.sessionmaker.begin() as session:
            taken = await _next(session, submission_id)
        if taken is None:
            return
        state, found = await _try(worker, taken)
        async with worker.sessionmaker.begin() as session:
            await repository.settle(session, taken.trial.id, state, found)
            await notify(session, CHANNEL, str(submission_id))


async def _next(session: AsyncSession, submission_id: UUID) -> _Taken | None:
    trial = await repository.next_queued(session, submission_id)
    submission = await told.of_worker(session, submission_id)
    if trial is None or submission is None or submission.verdict is None:
        return None
    return _Taken(trial, submission, submission.verdict, await told.package_of(session, submission))


async def _try(worker: Worker, taken: _Taken) -> tuple[str, dict[str, object]]:
    trial, submission, package = taken.trial, taken.submission, taken.package
    for _ in range(TRIES):
        try:
            result = await trials.run(worker.grader, trial, submission, package)
            if result.verdict != PLATFORM_ERROR:
                return repository.DONE, trials.found(trial, result, submission, taken.verdict)
        except Exception as error:  # noqa: BLE001 - whatever went wrong is ours, and is told as ours: it would come again
            log.warning("debrief_trial_failed", trial=str(trial.id), error=repr(error))
            continue
        if result.away:
            raise TryLater(worker.clock.now() + AWAY)
    return repository.PLATFORM_ERROR, {}


async def rescue_abandoned(worker: Worker) -> list[UUID]:
    """Queue a new job for every debrief nobody works on; after a day only somebody who looks has that done."""

    async def again(session: AsyncSession, debrief: Debrief) -> UUID:
        submission = await told.of_worker(session, debrief.submission_id)
        if submission is not None:
            await put_in(session, debrief, submission)
        return debrief.submission_id

    return await rescue.put_back(worker, repository.left(worker.clock.now() - RESCUED_FOR), again)


def register_grading(app: App, *, queue: str) -> None:
    """Teach a queue to try what a debrief asks for."""

    async def debrief(context: JobContext, submission_id: str) -> None:
        await work(context.additional_context["worker"], UUID(submission_id))

    app.task(name=TASK, queue=queue, pass_context=True, retry=WhenTold())(debrief)


def register(app: App, *, queue: str) -> None:
    """Teach a queue the tasks."""
    register_grading(app, queue=queue)
    rescue.register(app, "debrief", queue=queue, rescue=rescue_abandoned)
