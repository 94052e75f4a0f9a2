"""What a submission in practice has to teach, for programs: the person's own, nobody else's."""

import asyncio
from collections.abc import AsyncIterator
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Request
from fastapi.sse import EventSourceResponse, ServerSentEvent

from app.attempts import told
from app.attempts.stream import COUNTED, follow
from app.debrief import service, solutions
from app.debrief.schemas import DebriefShown, SolutionsShown
from app.errors import NotFound
from app.identity.gate import ActorDep, ClockDep, no_guests
from app.kit.db import SessionDep
from app.kit.sse import last_event_id

router = APIRouter(prefix="/api/executions", tags=["attempts"], dependencies=[Depends(no_guests)])


@router.get("/{execution_id}/debrief")
async def get_debrief(execution_id: UUID, session: SessionDep, actor: ActorDep) -> DebriefShown:
    """What is known by now of what a submission has to teach."""
    return await service.shown(session, actor, execution_id)


async def _own(execution_id: UUID, session: SessionDep, actor: ActorDep) -> UUID:
    return (await told.submission(session, actor.id, execution_id)).id


@router.get("/{execution_id}/debrief/events", response_class=EventSourceResponse, dependencies=[COUNTED])
async def stream_work(
    request: Request, submission_id: Annotated[UUID, Depends(_own)]
) -> AsyncIterator[ServerSentEvent]:
    """How far guards and own checks are tried, as it happens (`tried`), until nothing more is to come (`finished`)."""
    state = request.app.state
    async for event in follow(state.sessionmaker, state.hub, submission_id, last_event_id(request), read=service.steps):
        yield event


@router.post("/{execution_id}/debrief")
async def post_debrief(
    *, execution_id: UUID, again: bool = False, session: SessionDep, actor: ActorDep, clock: ClockDep
) -> DebriefShown:
    """Have guards and own checks tried in the background. It is done once, however often it is asked.

    `again` also tries what broke on our side once more.
    """
    await service.ask(session, clock, actor, execution_id, again=again)
    return await service.shown(session, actor, execution_id)


@router.post("/{execution_id}/solutions")
async def post_solutions(execution_id: UUID, session: SessionDep, actor: ActorDep, clock: ClockDep) -> SolutionsShown:
    """Open the editorial and the accepted solutions, each with a diff to one's own. The problem is familiar then."""
    await solutions.note(session, clock, actor, execution_id)
    found = await solutions.opened(session, actor, execution_id)
    if found is None:
        raise NotFound
    return await asyncio.to_thread(solutions.shown, found)
