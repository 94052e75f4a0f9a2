"""Connections to the database: what hangs holds nothing for ever."""

import asyncio

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from app.identity.models import User
from app.kit import db
from app.kit.db import create_engine, create_sessionmaker

SHOW = text("SHOW idle_in_transaction_session_timeout")


async def test_a_transaction_in_which_nothing_is_asked_any_more_ends(sessions):
    async with sessions() as session:
        assert "5min" == (await session.execute(SHOW)).scalar_one()
        await session.rollback()
        assert "5min" == (await session.execute(SHOW)).scalar_one()


async def test_rows_that_a_hanging_client_held_are_free_again(ada, sessions, database_url, monkeypatch):
    monkeypatch.setattr(db, "IDLE_SECONDS", 1)
    engine = create_engine(database_url)
    row = select(User.id).where(User.id == ada.actor.id).with_for_update()
    try:
        async with create_sessionmaker(engine)() as hanging:
            await hanging.execute(row)
            async with asyncio.timeout(30), sessions() as other:
                assert ada.actor.id == (await other.execute(row)).scalar_one()
            with pytest.raises(DBAPIError):
                await hanging.execute(row)
        async with create_sessionmaker(engine)() as again:
            assert ada.actor.id == (await again.execute(row)).scalar_one()
    finally:
        await engine.dispose()
