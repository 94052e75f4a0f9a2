"""Connections to the database: what hangs holds nothing for ever."""

import asyncio

import psycopg
import pytest
from psycopg.pq import TransactionStatus
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from app.identity.models import User
from app.kit import db
from app.kit.db import create_engine, create_sessionmaker, libpq_url
from app.kit.jobs import new_app
from app.kit.notify import listen, notify

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


async def test_the_queue_leaves_no_transaction_open_and_no_statement_without_an_end(database_url):
    queue = new_app(libpq_url(database_url), pool_size=2)
    async with queue.open_async(), queue.connector.pool.connection() as connection:
        found = await (await connection.execute("SHOW statement_timeout")).fetchone()
        assert ("1min",) == found
        assert TransactionStatus.IDLE == connection.info.transaction_status


async def test_listening_goes_on_whatever_kind_of_error_a_server_answers_with(database_url, sessions, monkeypatch):
    monkeypatch.setattr("app.kit.notify.RECONNECT_SECONDS", 0.01)
    real, refused = psycopg.AsyncConnection.connect, [psycopg.errors.ReadOnlySqlTransaction("a standby"), OSError()]

    async def connect(*given: str, **named: bool):
        if refused:
            raise refused.pop()
        return await real(*given, **named)

    monkeypatch.setattr(psycopg.AsyncConnection, "connect", connect)
    heard, listening = asyncio.Queue(), asyncio.Event()
    told = asyncio.create_task(listen(libpq_url(database_url), "of_this_test", heard.put_nowait, listening))
    async with asyncio.timeout(30):
        await listening.wait()
        async with sessions.begin() as session:
            await notify(session, "of_this_test", "something")
        assert ["", "something"] == [await heard.get(), await heard.get()]
    told.cancel()
