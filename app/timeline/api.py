"""The room's API for whoever has a seat, and the timeline's, for staff. Each answer is built for who asks."""

from collections.abc import AsyncIterator
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Request, Response
from fastapi.sse import EventSourceResponse, ServerSentEvent

from app.attempts.evidence_schemas import ChecksShown, RerunShown
from app.attempts.evidence_schemas import shown as checks_shown
from app.attempts.queueing import waits
from app.attempts.schemas import CheckIn, Kind, ReportIn, ReportSaved
from app.attempts.stream import COUNTED, follow
from app.interviews import service, talk
from app.interviews.asked import Asked, AskedDep
from app.interviews.rights import Right
from app.interviews.talk_api import Recorded, recorded
from app.interviews.talk_schemas import MAX_ID, FocusIn, NoteIn
from app.kit.sse import last_event_id
from app.rooms import service as rooms
from app.settings import Settings
from app.timeline import audience, evidence, executions, log, notes, record, room
from app.timeline.shown import EventsShown, RoomExecution, RoomExecutionSummary, RoomShown
from app.timeline.staff import ExecutionForStaff, NoteForStaff, RoomForStaff, TimelinePage

router = APIRouter(prefix="/api/interviews/{interview_id}", tags=["room"])
After = Annotated[int, Query(ge=0, le=MAX_ID)]
ONE_EXECUTION: dict[str, Any] = {"model": ExecutionForStaff | RoomExecution}
Limit = Annotated[int, Query(ge=1, le=500)]


# An answer goes out as it was built: a declared type would cut what staff are told.
@router.get("/room", response_model=None, responses={200: {"model": RoomForStaff | RoomShown}})
async def get_room(asked: AskedDep) -> RoomShown:
    """The room: people, clock, problems."""
    return await room.view(*asked)


@router.get("/events")
async def get_events(
    *,
    asked: AskedDep,
    after: After = 0,
    limit: Limit = audience.PAGE,
) -> EventsShown:
    """What happened after a cursor, as the person may see it."""
    seat = await service.seat(*asked)
    seat.require(Right.VIEW)
    return await audience.page(asked[0], seat, after=after, limit=limit)


@router.post("/focus", status_code=201)
async def post_focus(asked: AskedDep, given: FocusIn) -> Recorded:
    """Hide the interviewers' cursors and presence, or show them again."""
    event = await talk.focus(*asked, on=given.on)
    session, _, _, interview_id = asked
    await rooms.set_focus(session, interview_id, on=given.on)
    return recorded(event)


# --- runs and submissions ---------------------------------------------------------------------------------------


async def _request(
    request: Request,
    kind: Kind,
    asked: Asked,
    position: int,
) -> RoomExecution:
    settings: Settings = request.app.state.settings
    most = settings.executions_per_minute
    return await executions.request(*asked, position=position, kind=kind, per_minute=most)


@router.post("/problems/{position}/runs", status_code=201, response_model=None, responses={201: ONE_EXECUTION})
async def post_run(request: Request, asked: AskedDep, position: int) -> RoomExecution:
    """Run the visible examples and the own checks of what stands in the room."""
    return await _request(request, "run", asked, position)


@router.post("/problems/{position}/submissions", status_code=201, response_model=None, responses={201: ONE_EXECUTION})
async def post_submission(request: Request, asked: AskedDep, position: int) -> RoomExecution:
    """Grade what stands in the room in full."""
    return await _request(request, "submission", asked, position)


@router.post("/problems/{position}/reports", status_code=201)
async def post_report(asked: AskedDep, position: int, given: ReportIn) -> ReportSaved:
    """Report a problem with the platform or the question."""
    kept = await executions.report(*asked, position=position, given=given)
    return ReportSaved(id=kept.id)


@router.get("/executions")
async def get_executions(asked: AskedDep) -> list[RoomExecutionSummary]:
    """Runs and submissions of the room, newest first."""
    return await executions.listed(*asked)


@router.get("/executions/{execution_id}", response_model=None, responses={200: ONE_EXECUTION})
async def get_execution(asked: AskedDep, execution_id: UUID) -> RoomExecution:
    """A run or submission of the room. Staff get the grader's record too."""
    return await executions.one(*asked, execution_id)


async def _seen(asked: AskedDep, execution_id: UUID) -> UUID:
    await executions.require(*asked, execution_id)
    return execution_id


@router.get("/executions/{execution_id}/events", response_class=EventSourceResponse, dependencies=[COUNTED])
async def stream_execution(
    request: Request, execution_id: Annotated[UUID, Depends(_seen)]
) -> AsyncIterator[ServerSentEvent]:
    """The steps of a run or submission of the room as they happen. `Last-Event-ID` resumes."""
    state = request.app.state
    async for event in follow(state.sessionmaker, state.hub, execution_id, last_event_id(request), waits=waits):
        yield event


@router.get("/executions/{execution_id}/evidence")
async def get_checks(asked: AskedDep, execution_id: UUID) -> ChecksShown:
    """What each check of a submission found, or of a rerun of one. For staff."""
    return checks_shown(await evidence.page(*asked, execution_id))


@router.post("/executions/{execution_id}/reruns", status_code=201)
async def post_rerun(request: Request, asked: AskedDep, execution_id: UUID, given: CheckIn) -> RerunShown:
    """Run one check of a submission again, on the same hidden inputs. For staff."""
    settings: Settings = request.app.state.settings
    most = settings.executions_per_minute
    made = await evidence.rerun(*asked, execution_id, check_id=given.check, per_minute=most)
    return RerunShown(execution=made.id)


# --- for staff --------------------------------------------------------------------------------------------------


@router.get("/notes")
async def get_notes(asked: AskedDep) -> list[NoteForStaff]:
    """All private notes of the interview."""
    return await notes.listed(*asked)


@router.post("/notes", status_code=201)
async def post_note(asked: AskedDep, given: NoteIn) -> NoteForStaff:
    """Write a private note."""
    return await notes.write(*asked, given)


@router.put("/notes/{note_id}")
async def put_note(asked: AskedDep, note_id: UUID, given: NoteIn) -> NoteForStaff:
    """Change an own note."""
    return await notes.change(*asked, note_id, given=given)


@router.delete("/notes/{note_id}", status_code=204)
async def delete_note(asked: AskedDep, note_id: UUID) -> Response:
    """Remove an own note."""
    await notes.remove(*asked, note_id)
    return Response(status_code=204)


@router.get("/timeline")
async def get_timeline(
    *,
    asked: AskedDep,
    after: Annotated[str, Query(max_length=40)] = "",
    limit: Limit = audience.PAGE,
    kinds: Annotated[str, Query(max_length=1000)] = "",
) -> TimelinePage:
    """Everything that happened, in one order, for staff. docs/timeline.md tells what is in it."""
    return await record.page(*asked, after=record.cursor(after), limit=limit, kinds=record.chosen(kinds))


@router.get(
    "/log",
    response_class=Response,
    responses={200: {"content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}}}},
)
async def get_log(
    *,
    asked: AskedDep,
    after: After = 0,
    limit: Annotated[int, Query(ge=1, le=log.MOST_UPDATES)] = log.MOST_UPDATES,
) -> Response:
    """The log of what was typed, packed for the replay, for staff. docs/timeline.md tells how it is read."""
    packed = await log.page(*asked, after=after, limit=limit)
    return Response(packed, media_type="application/octet-stream", headers={"Cache-Control": "no-store"})
