"""The workspace's API. Every path names something of the person who asks, or answers 404."""

from collections.abc import AsyncIterator
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Request
from fastapi.sse import EventSourceResponse, ServerSentEvent
from sqlalchemy.ext.asyncio import AsyncSession

from app.attempts import asking, evidence, lint, posed, queueing, repository, reruns, service, views, visits, withheld
from app.attempts.evidence_schemas import ChecksShown, RerunShown, shown
from app.attempts.models import Execution
from app.attempts.schemas import (
    AttemptView,
    CheckIn,
    DraftIn,
    DraftSaved,
    DraftView,
    ExecutionIn,
    ExecutionSummary,
    ExecutionView,
    Kind,
    LintIn,
    LintView,
    ReportIn,
    ReportSaved,
)
from app.attempts.stream import COUNTED, follow
from app.identity.gate import ActorDep, ClockDep
from app.kit.db import SessionDep, give_back
from app.kit.sse import last_event_id
from app.problems import service as problems
from app.settings import Settings

router = APIRouter(prefix="/api", tags=["attempts"])


@router.get("/attempts/{attempt_id}")
async def get_attempt(attempt_id: UUID, session: SessionDep, actor: ActorDep) -> AttemptView:
    """An attempt with its problem."""
    found = await repository.attempt(session, actor.id, attempt_id)
    version = await problems.pinned_version(session, found.problem_version_id)
    solved = await posed.is_solved(session, found)
    return views.attempt(found, problems.twisted(problems.package_of(version), found.twist_id), solved=solved)


@router.get("/attempts/{attempt_id}/draft")
async def get_draft(attempt_id: UUID, session: SessionDep, actor: ActorDep) -> DraftView:
    """What the server has of the draft."""
    attempt = await repository.attempt(session, actor.id, attempt_id)
    return views.draft(attempt.draft)


@router.put("/attempts/{attempt_id}/draft")
async def put_draft(
    attempt_id: UUID, draft: DraftIn, session: SessionDep, actor: ActorDep, clock: ClockDep
) -> DraftSaved:
    """Save the draft. 409 with the server's text when it has moved on."""
    saved = await service.save_draft(session, clock, actor, attempt_id, draft)
    return DraftSaved(revision=saved.revision, saved_at=saved.saved_at)


async def _request(
    request: Request,
    kind: Kind,
    *,
    attempt_id: UUID,
    body: ExecutionIn,
    session: SessionDep,
    actor: ActorDep,
    clock: ClockDep,
) -> ExecutionView:
    settings: Settings = request.app.state.settings
    execution = await asking.request_execution(
        session, clock, actor, attempt_id, kind=kind, revision=body.revision, per_minute=settings.executions_per_minute
    )
    return await _begun(session, execution)


async def _begun(session: AsyncSession, execution: Execution) -> ExecutionView:
    events = await repository.events_after(session, execution.id, 0)
    return views.execution(execution, events, posed=await posed.posed(session, execution), verdict=None)


@router.post("/attempts/{attempt_id}/runs", status_code=201)
async def post_run(
    *, request: Request, attempt_id: UUID, body: ExecutionIn, session: SessionDep, actor: ActorDep, clock: ClockDep
) -> ExecutionView:
    """Run the visible examples and the own checks on a revision of the draft."""
    return await _request(request, "run", attempt_id=attempt_id, body=body, session=session, actor=actor, clock=clock)


@router.post("/attempts/{attempt_id}/submissions", status_code=201)
async def post_submission(
    *, request: Request, attempt_id: UUID, body: ExecutionIn, session: SessionDep, actor: ActorDep, clock: ClockDep
) -> ExecutionView:
    """Grade a revision of the draft in full."""
    return await _request(
        request, "submission", attempt_id=attempt_id, body=body, session=session, actor=actor, clock=clock
    )


@router.get("/attempts/{attempt_id}/executions")
async def list_executions(attempt_id: UUID, session: SessionDep, actor: ActorDep) -> list[ExecutionSummary]:
    """Runs and submissions of the attempt, newest first."""
    attempt = await repository.attempt(session, actor.id, attempt_id)
    return [views.summary(*each) for each in await repository.executions(session, attempt.id)]


@router.get("/executions/{execution_id}")
async def get_execution(execution_id: UUID, session: SessionDep, actor: ActorDep) -> ExecutionView:
    """One run or submission with what may be seen of it."""
    execution = await repository.execution(session, actor.id, execution_id)
    events = await repository.events_after(session, execution.id, 0)
    verdict = execution.verdict.verdict if execution.verdict else None
    told = await withheld.in_practice(session, execution)
    met = await posed.posed(session, execution)
    return views.execution(execution, events, posed=met, verdict=verdict, afterwards=told)


async def _own_execution(execution_id: UUID, session: SessionDep, actor: ActorDep) -> UUID:
    return (await repository.execution(session, actor.id, execution_id)).id


@router.get("/executions/{execution_id}/events", response_class=EventSourceResponse, dependencies=[COUNTED])
async def stream_events(
    request: Request, execution_id: Annotated[UUID, Depends(_own_execution)]
) -> AsyncIterator[ServerSentEvent]:
    """The steps of a run or submission as they happen. `Last-Event-ID` resumes."""
    state = request.app.state
    async for event in follow(
        state.sessionmaker, state.hub, execution_id, last_event_id(request), waits=queueing.waits
    ):
        yield event


@router.post("/executions/{execution_id}/counterexamples", status_code=201)
async def post_counterexample(
    *, request: Request, execution_id: UUID, body: CheckIn, session: SessionDep, actor: ActorDep, clock: ClockDep
) -> ExecutionView:
    """Find a small counterexample for a failed check of a practice submission. A known one is given again."""
    settings: Settings = request.app.state.settings
    rerun = await reruns.counterexample(
        session, clock, actor, execution_id, body.check, per_minute=settings.executions_per_minute
    )
    return await _begun(session, rerun)


@router.get("/executions/{execution_id}/evidence")
async def get_checks(execution_id: UUID, session: SessionDep, actor: ActorDep, clock: ClockDep) -> ChecksShown:
    """What each check of an own submission found, or of a rerun of one. For staff."""
    return shown(await evidence.own(session, clock, actor, execution_id))


@router.post("/executions/{execution_id}/reruns", status_code=201)
async def post_rerun(
    *, request: Request, execution_id: UUID, body: CheckIn, session: SessionDep, actor: ActorDep, clock: ClockDep
) -> RerunShown:
    """Run one check of an own submission again, on the same hidden inputs. For staff."""
    settings: Settings = request.app.state.settings
    most = settings.executions_per_minute
    made = await reruns.again(session, clock, actor, execution_id, body.check, per_minute=most)
    return RerunShown(execution=made.id)


@router.post("/lint")
async def post_lint(body: LintIn, session: SessionDep, actor: ActorDep) -> LintView:
    """Remarks on a text, for the editor's underlines."""
    visits.refuse_large(actor, "source", body.source)
    await give_back(session)
    return LintView(diagnostics=await lint.lint(body.source))


@router.post("/attempts/{attempt_id}/reports", status_code=201)
async def post_report(
    attempt_id: UUID, body: ReportIn, session: SessionDep, actor: ActorDep, clock: ClockDep
) -> ReportSaved:
    """Report a problem with the platform or the question while practising."""
    return ReportSaved(id=(await service.report(session, clock, actor, attempt_id, body)).id)
