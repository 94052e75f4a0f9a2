"""Verifications over the API: asking, calling off, reading, and following one as it happens."""

from collections.abc import AsyncIterator
from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends, Request
from fastapi.sse import EventSourceResponse, ServerSentEvent
from pydantic import BaseModel, ConfigDict

from app.attempts.stream import COUNTED, follow
from app.identity.gate import ActorDep, ClockDep
from app.kit.db import SessionDep
from app.kit.sse import last_event_id
from app.studio import repository as drafts_repository
from app.studio import verifications_repository as repository
from app.studio import verifying

router = APIRouter(prefix="/api/studio", tags=["studio"])
LISTED = 20


class VerifyIn(BaseModel):
    """What is asked for beside the gates."""

    model_config = ConfigDict(extra="forbid")

    mutants: bool = False


class VerificationLine(BaseModel):
    """A verification in a list; `passed` is there once it is finished."""

    model_config = ConfigDict(from_attributes=True)

    id: UUID
    draft_id: UUID
    revision: int
    version_id: UUID | None
    mutants: bool
    status: str
    passed: bool | None
    created_at: datetime
    finished_at: datetime | None


class VerificationEventView(BaseModel):
    """One finding."""

    model_config = ConfigDict(from_attributes=True)

    seq: int
    type: str
    data: dict[str, Any]


class VerificationView(VerificationLine):
    """A verification with all that was found; `report` is there once it is finished."""

    report: dict[str, Any] | None
    events: list[VerificationEventView]


@router.get("/drafts/{draft_id}/verifications", summary="The latest verifications of a draft")
async def list_verifications(draft_id: UUID, session: SessionDep, actor: ActorDep) -> list[VerificationLine]:
    """Newest first; older ones are forgotten."""
    draft = await drafts_repository.draft(session, actor, draft_id)
    return [VerificationLine.model_validate(each) for each in await repository.of_draft(session, draft.id, LISTED)]


@router.post("/drafts/{draft_id}/verifications", status_code=201, summary="Put a draft through the gates")
async def post_verification(
    draft_id: UUID, body: VerifyIn, session: SessionDep, actor: ActorDep, clock: ClockDep
) -> VerificationLine:
    """As it stands now; 409 with the one that is under way."""
    made = await verifying.request(session, clock, actor, draft_id, mutants=body.mutants)
    return VerificationLine.model_validate(made)


@router.get("/verifications/{verification_id}", summary="A verification with all that was found")
async def get_verification(verification_id: UUID, session: SessionDep, actor: ActorDep) -> VerificationView:
    """As far as it is."""
    made = await repository.by_id(session, actor, verification_id)
    events = await repository.events_after(session, made.id, 0)
    return VerificationView(
        **VerificationLine.model_validate(made).model_dump(),
        report=made.report,
        events=[VerificationEventView.model_validate(event) for event in events],
    )


@router.post("/verifications/{verification_id}/cancel", summary="Call a verification off")
async def post_cancel(verification_id: UUID, session: SessionDep, actor: ActorDep, clock: ClockDep) -> VerificationLine:
    """One that is over stays as it is."""
    return VerificationLine.model_validate(await verifying.cancel(session, clock, actor, verification_id))


async def _readable(verification_id: UUID, session: SessionDep, actor: ActorDep) -> UUID:
    return (await repository.by_id(session, actor, verification_id)).id


@router.get(
    "/verifications/{verification_id}/events",
    response_class=EventSourceResponse,
    dependencies=[COUNTED],
    summary="Follow a verification as server-sent events",
)
async def stream_events(
    request: Request, verification_id: Annotated[UUID, Depends(_readable)]
) -> AsyncIterator[ServerSentEvent]:
    """What is found, as it is found; `Last-Event-ID` resumes."""
    state, seen = request.app.state, last_event_id(request)
    async for event in follow(state.sessionmaker, state.hub, verification_id, seen, read=repository.events_after):
        yield event
