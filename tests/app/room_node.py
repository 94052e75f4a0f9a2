"""A real web process with rooms: `python -m tests.app.room_node DATABASE_URL SOCKET`, a number of a listening one.

Everybody who is signed in has a place in every room, by the first word of their name: lead, candidate, or observer,
who may only look. It stands in for the slice that knows who is invited, so that rooms can be tried and measured alone.
"""

import asyncio
import socket
import sys
from uuid import UUID

import uvicorn
from fastapi import FastAPI
from sqlalchemy.ext.asyncio import AsyncSession

from app.errors import NotFound
from app.identity.actor import Actor
from app.kit import log
from app.kit.websocket import MAX_MESSAGE_BYTES, SlicedProtocol
from app.main import create_app
from app.rooms.seats import Place
from app.settings import Settings


class OpenHouse:
    """A place for anyone."""

    async def place(self, session: AsyncSession, actor: Actor, interview_id: UUID) -> Place:
        """By the first word of the name."""
        del session, interview_id
        part = actor.name.split()[0]
        return Place(part=part, staff=part != "candidate", writes=part != "observer")

    async def starters(self, session: AsyncSession, actor: Actor, interview_id: UUID) -> list[str]:
        """Rooms are opened by hand here."""
        del session, actor, interview_id
        raise NotFound


def configured(app: FastAPI, **options: object) -> uvicorn.Config:
    """uvicorn as `holdout serve` has it."""
    return uvicorn.Config(
        app,
        log_config=None,
        access_log=False,
        ws=SlicedProtocol,
        ws_max_size=MAX_MESSAGE_BYTES,
        ws_per_message_deflate=False,
        **options,  # type: ignore[arg-type]  # passed on as they are
    )


async def main(url: str, descriptor: int) -> None:
    """Serve until killed."""
    log.configure("console", "WARNING")
    app = create_app(Settings(), url)
    app.state.rooms.house = OpenHouse()
    await uvicorn.Server(configured(app)).serve([socket.socket(fileno=descriptor)])


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], int(sys.argv[2])))
