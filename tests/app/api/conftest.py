"""A database that no request changes: what each wrote is undone when it is answered."""

from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

import pytest
from fastapi import FastAPI, Request
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from app.kit.db import request_session
from tests.app.api import world as worlds


async def _undone(request: Request) -> AsyncIterator[AsyncSession]:
    async with request.app.state.sessionmaker() as session:
        yield session
        await session.flush()
        await session.execute(text("SET CONSTRAINTS ALL IMMEDIATE"))  # what only a commit would have refused
        await session.rollback()


@pytest.fixture
def undone_later(app: FastAPI) -> Callable[[], AbstractContextManager[None]]:
    """From the moment it is entered."""

    @contextmanager
    def overriding() -> Iterator[None]:
        app.dependency_overrides[request_session] = _undone
        yield
        del app.dependency_overrides[request_session]

    return overriding


@pytest.fixture
def undone(world: worlds.World, undone_later: Callable[[], AbstractContextManager[None]]) -> Iterator[None]:
    """Whatever is asked of the world."""
    with undone_later():
        yield


@pytest.fixture
async def world(app, sign_in, sessions, clock) -> AsyncIterator[worlds.World]:
    async with worlds.build(app, sign_in, sessions, clock) as made:
        yield made
