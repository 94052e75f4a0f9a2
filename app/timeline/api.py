"""The room's API for whoever has a seat, and the timeline's, for staff. Each answer is built for who asks."""

from collections.abc import AsyncIterator
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Request, Response
from fastapi.sse import EventSourceResponse, ServerSentEvent

from app.attempts.schemas import Kind, ReportIn, ReportSaved
from app.attempts.stream import follow
from app.identity.gate import ActorDep, ClockDep
from app.interviews import service, talk
from app.interviews.rights import Right
from app.interviews.talk_api import Recorded, recorded
from app.interviews.talk_schemas import MAX_ID, FocusIn, NoteIn
from app.kit.db import SessionDep
from app.kit.sse import last_event_id
from app.rooms import service as rooms
from app.settings import Settings
from app.timeline import audience, executions, log, notes, record, room
from app.timeline.shown import EventsShown, RoomExecution, RoomExecutionSummary, RoomShown
from app.timeline.staff import NoteForStaff, TimelinePage

router = APIRouter(prefix="/api/interviews/{interview_id}")
After = Annotated[int, Query(ge=0, le=MAX_ID)]
Limit = Annotated[int, Query(ge=1, le=500)]


@router.get("/room", response_model=None)  # as it was built: a declared type would cut staff's down
async def get_room(interview_id: UUID, session: SessionDep, actor: ActorDep, clock: ClockDep) -> RoomShown:
    """The room: people, clock, problems."""
    return await room.view(session, clock, actor, interview_id)


@router.get("/events")
async def get_events(
    *,
    interview_id: UUID,
    after: After = 0,
    limit: Limit = audience.PAGE,
    session: SessionDep,
    actor: ActorDep,
    clock: ClockDep,
) -> EventsShown:
    """What happened after a cursor, as the person may see it."""
    seat = await service.seat(session, clock, actor, interview_id)
    seat.require(Right.VIEW)
    return await audience.page(session, seat, after=after, limit=limit)


@router.post("/focus", status_code=201)
async def post_focus(
    interview_id: UUID, given: FocusIn, session: SessionDep, actor: ActorDep, clock: ClockDep
) -> Recorded:
    """Hide the interviewers' cursors and presence, or show them again."""
    event = await talk.focus(session, clock, actor, interview_id, on=given.on)
    await rooms.set_focus(session, interview_id, on=given.on)
    return recorded(event)


# --- runs and submissions ---------------------------------------------------------------------------------------


async def _request(
    request: Request,
    kind: Kind,
    *,
    interview_id: UUID,
    position: int,
    session: SessionDep,
    actor: ActorDep,
    clock: ClockDep,
) -> RoomExecution:
    settings: Settings = request.app.state.settings
    most = settings.executions_per_minute
    return await executions.request(session, clock, actor, interview_id, position=position, kind=kind, per_minute=most)


@router.post("/problems/{position}/runs", status_code=201, response_model=None)
async def post_run(
    *, request: Request, interview_id: UUID, position: int, session: SessionDep, actor: ActorDep, clock: ClockDep
) -> RoomExecution:
    """Run the visible examples and the own checks of what stands in the room."""
    return await _request(
        request, "run", interview_id=interview_id, position=position, session=session, actor=actor, clock=clock
    )


@router.post("/problems/{position}/submissions", status_code=201, response_model=None)
async def post_submission(
    *, request: Request, interview_id: UUID, position: int, session: SessionDep, actor: ActorDep, clock: ClockDep
) -> RoomExecution:
    """Grade what stands in the room in full."""
    return await _request(
        request, "submission", interview_id=interview_id, position=position, session=session, actor=actor, clock=clock
    )


@router.post("/problems/{position}/reports", status_code=201)
async def post_report(
    *, interview_id: UUID, position: int, given: ReportIn, session: SessionDep, actor: ActorDep, clock: ClockDep
) -> ReportSaved:
    """Report a problem with the platform or the question."""
    kept = await executions.report(session, clock, actor, interview_id, position=position, given=given)
    return ReportSaved(id=kept.id)


@router.get("/executions")
async def get_executions(
    interview_id: UUID, session: SessionDep, actor: ActorDep, clock: ClockDep
) -> list[RoomExecutionSummary]:
    """Runs and submissions of the room, newest first."""
    return await executions.listed(session, clock, actor, interview_id)


@router.get("/executions/{execution_id}", response_model=None)
async def get_execution(
    interview_id: UUID, execution_id: UUID, session: SessionDep, actor: ActorDep, clock: ClockDep
) -> RoomExecution:
    """One of them; staff get the grader's record too."""
    return await executions.one(session, clock, actor, interview_id, execution_id)


async def _seen(interview_id: UUID, execution_id: UUID, session: SessionDep, actor: ActorDep, clock: ClockDep) -> UUID:
    await executions.require(session, clock, actor, interview_id, execution_id)
    return execution_id


@router.get("/executions/{execution_id}/events", response_class=EventSourceResponse)
async def stream_execution(
    request: Request, execution_id: Annotated[UUID, Depends(_seen)]
) -> AsyncIterator[ServerSentEvent]:
    """Its steps as they happen; `Last-Event-ID` resumes."""
    state = request.app.state
    async for event in follow(state.sessionmaker, state.hub, execution_id, last_event_id(request)):
        yield event


# --- for staff --------------------------------------------------------------------------------------------------


@router.get("/notes")
async def get_notes(interview_id: UUID, session: SessionDep, actor: ActorDep, clock: ClockDep) -> list[NoteForStaff]:
    """All private notes."""
    return await notes.listed(session, clock, actor, interview_id)


@router.post("/notes", status_code=201)
async def post_note(
    interview_id: UUID, given: NoteIn, session: SessionDep, actor: ActorDep, clock: ClockDep
) -> NoteForStaff:
    """Write a private note."""
    return await notes.write(session, clock, actor, interview_id, given)


@router.put("/notes/{note_id}")
async def put_note(
    *, interview_id: UUID, note_id: UUID, given: NoteIn, session: SessionDep, actor: ActorDep, clock: ClockDep
) -> NoteForStaff:
    """Change an own note."""
    return await notes.change(session, clock, actor, interview_id, note_id, given=given)


@router.delete("/notes/{note_id}", status_code=204)
async def delete_note(
    interview_id: UUID, note_id: UUID, session: SessionDep, actor: ActorDep, clock: ClockDep
) -> Response:
    """Remove an own note."""
    await notes.remove(session, clock, actor, interview_id, note_id)
    return Response(status_code=204)


@router.get("/timeline")
async def get_timeline(
    *,
    interview_id: UUID,
    after: Annotated[str, Query(max_length=40)] = "",
    limit: Limit = audience.PAGE,
    kinds: Annotated[str, Query(max_length=1000)] = "",
    session: SessionDep,
    actor: ActorDep,
    clock: ClockDep,
) -> TimelinePage:
    """Everything that happened, in one order; docs/timeline.md."""
    return await record.page(
        session, clock, actor, interview_id, after=record.cursor(after), limit=limit, kinds=record.chosen(kinds)
    )


@router.get("/log")
async def get_log(
    *,
    interview_id: UUID,
    after: After = 0,
    limit: Annotated[int, Query(ge=1, le=log.MOST_UPDATES)] = log.MOST_UPDATES,
    session: SessionDep,
    actor: ActorDep,
    clock: ClockDep,
) -> Response:
    """The log of what was typed, packed for the replay; docs/timeline.md."""
    packed = await log.page(session, clock, actor, interview_id, after=after, limit=limit)
    return Response(packed, media_type="application/octet-stream", headers={"Cache-Control": "no-store"})
