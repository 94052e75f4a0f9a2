"""A database that no request changes: what each wrote is undone when it is answered."""

from collections.abc import AsyncIterator, Iterator

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
def undone(app: FastAPI) -> Iterator[None]:
    app.dependency_overrides[request_session] = _undone
    yield
    del app.dependency_overrides[request_session]


@pytest.fixture
async def world(app, sign_in, sessions, clock) -> AsyncIterator[worlds.World]:
    async with worlds.build(app, sign_in, sessions, clock) as made:
        yield made
