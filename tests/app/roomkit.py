"""What tests of rooms share: nodes that serve, and peers with a place."""

import asyncio
import contextlib
import socket
from collections.abc import AsyncIterator
from datetime import timedelta
from uuid import UUID, uuid4

import uvicorn
from fastapi import FastAPI

from app.errors import NotFound
from app.identity import sessions as signing_in
from app.identity.actor import Actor, Role
from app.identity.models import User
from app.interviews.models import Interview
from app.kit.clock import SystemClock
from app.kit.db import SessionMaker
from app.rooms import service
from app.rooms.seats import Place
from tests.app.room_node import configured

LEAD = Place(part="lead", staff=True, writes=True)
CANDIDATE = Place(part="candidate", staff=False, writes=True)
OBSERVER = Place(part="observer", staff=True, writes=False)


class Seating:
    """Who has which place: stands in for the slice that knows interviews."""

    def __init__(self) -> None:
        self.places: dict[tuple[UUID, UUID], Place] = {}

    async def place(self, session: object, actor: Actor, interview_id: UUID) -> Place:
        del session
        try:
            return self.places[interview_id, actor.id]
        except KeyError:
            raise NotFound from None

    async def starters(self, session: object, actor: Actor, interview_id: UUID) -> list[str]:
        del session, actor, interview_id
        raise NotFound


@contextlib.asynccontextmanager
async def serving(app: FastAPI) -> AsyncIterator[int]:
    """The app at a port, as `holdout serve` has it; its lifespan is the caller's."""
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        server = uvicorn.Server(configured(app, lifespan="off"))
        server.capture_signals = contextlib.nullcontext
        running = asyncio.create_task(server.serve(sockets=[door]))
        while not server.started:  # noqa: ASYNC110 - uvicorn has nothing else to wait for
            await asyncio.sleep(0.01)
        yield door.getsockname()[1]
        server.should_exit = True
        app.state.rooms.send_away()
        await running
        app.state.rooms.closing = False


async def open_room(sessions: SessionMaker, *starters: str) -> UUID:
    interview_id = uuid4()
    lead, _ = await account(sessions, "planner")
    async with sessions.begin() as session:
        session.add(
            Interview(
                id=interview_id,
                title="A room",
                kind="live",
                state="live",
                level="mid",
                minutes=60,
                criteria=[],
                policy="",
                lint=True,
                retention_days=1,
                created_by=lead.id,
                created_at=SystemClock().now(),
            )
        )
        await session.flush()
        await service.open_room(session, SystemClock(), interview_id, list(starters) or [""])
    return interview_id


async def account(sessions: SessionMaker, name: str) -> tuple[Actor, str]:
    """A person with a session; gives its token."""
    email = f"{uuid4().hex}@example.com"
    async with sessions.begin() as session:
        user = User(email=email, email_key=email, name=name, password_hash="-", roles=[Role.CANDIDATE])  # noqa: S106 - no password hashes to it
        session.add(user)
        await session.flush()
        now = SystemClock().now()
        signed_in = signing_in.open_until(session, user, now, now + timedelta(days=1))
    return signed_in.actor, signed_in.token
